using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Makes the units, one a basin, from what the workflow and the source say; the workflow goes first.</summary>
/// <param name="plan">The workflow.</param>
internal sealed class BasinUnits(WorkflowPlan plan)
{
    private readonly IReadOnlyList<BasinSection> _basins = plan.Workflow.Domain.Basins;

    /// <summary>Makes the units.</summary>
    /// <param name="records">What the source holds of each basin.</param>
    /// <param name="downstream">For each basin the one below; null where they stand alone.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public CatchmentUnits Make(BasinRecord[] records, int[]? downstream, ProblemList problems)
    {
        int count = _basins.Count;
        double[] area = new double[count];
        double[] latitude = new double[count];
        double[] longitude = new double[count];
        double[] elevation = new double[count];
        double[]?[] hypsometry = new double[]?[count];
        var ids = new HashSet<string>();
        for (int i = 0; i < count; i++)
        {
            BasinSection basin = _basins[i];
            BasinRecord record = records[i];
            string path = $"domain.basins[{i}]";
            if (!ids.Add(basin.Id))
            {
                problems.Add(path, $"the basin '{basin.Id}' is there twice");
            }

            int unit = i;
            problems.Try(path, () => area[unit] = AreaKm2(basin, record));
            problems.Try($"{path}.hypsometry", () => hypsometry[unit] = Hypsometry(basin));
            latitude[i] = basin.Latitude ?? record.Latitude ?? double.NaN;
            longitude[i] = basin.Longitude ?? record.Longitude ?? double.NaN;
            double median = hypsometry[i] is { } quantiles ? ElevationBanding.Quantile(quantiles, 0.5) : double.NaN;
            elevation[i] = basin.Elevation ?? record.Elevation ?? median;
        }

        problems.ThrowIfAny();
        if (downstream is not null && plan.Workflow.Domain.Nested)
        {
            area = OwnAreas(downstream, area, problems);
        }

        return new CatchmentUnits([.. _basins.Select(basin => basin.Id)], area, latitude, longitude, elevation, Bands(hypsometry, elevation, problems), Attributes(records));
    }

    private double[] OwnAreas(int[] downstream, double[] area, ProblemList problems)
    {
        double[] own = BasinNetwork.Upstream(downstream, area, -1);
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i] <= 0)
            {
                problems.Add($"domain.basins[{i}]", $"the catchment above {_basins[i].Id} ({area[i]:0.##} km2) is no larger than those that drain into it ({area[i] - own[i]:0.##} km2)");
            }
        }

        problems.ThrowIfAny();
        return own;
    }

    private static double AreaKm2(BasinSection basin, BasinRecord record)
    {
        double? area = record.AreaKm2;
        if (basin.Area is { } given)
        {
            area = HostServices.SharedUnits.Between(given.Unit, "km2") is { } conversion
                ? conversion.Apply(given.Value)
                : throw new InputException($"'{given.Unit}' is no unit of area", $"basin {basin.Id}");
        }

        return area switch
        {
            null => throw new InputException("its area is not known", $"basin {basin.Id}", "Give it: { id: ID, area: 123 } (in km2)."),
            not > 0 => throw new InputException($"its area is {area} km2", $"basin {basin.Id}", "An area is positive."),
            { } known => known,
        };
    }

    private double[]? Hypsometry(BasinSection basin)
    {
        if (basin.Hypsometry is not { } section)
        {
            return null;
        }

        double[] elevations = section.File is { } file ? TextFiles.Numbers(Path.GetFullPath(file, plan.Folder), section.Key) : [.. section.Elevations];
        for (int i = 1; i < elevations.Length; i++)
        {
            if (elevations[i] < elevations[i - 1])
            {
                throw new InputException($"its quantile {i + 1} ({elevations[i]} m) is lower than the one before ({elevations[i - 1]} m)", $"hypsometry of basin {basin.Id}", "List elevations lowest first.");
            }
        }

        return elevations.Length >= 2 ? elevations : throw new InputException("at least two elevations are needed", $"hypsometry of basin {basin.Id}");
    }

    private ElevationBands? Bands(double[]?[] hypsometry, double[] elevation, ProblemList problems)
    {
        if (plan.Workflow.Domain.ElevationBands is not { } section)
        {
            return null;
        }

        for (int i = 0; i < hypsometry.Length; i++)
        {
            if (hypsometry[i] is null)
            {
                problems.Add($"domain.basins[{i}]", $"elevation bands need the hypsometry of basin {_basins[i].Id}");
            }
        }

        problems.ThrowIfAny();
        return section.Divide(hypsometry, elevation);
    }

    private AttributeTable Attributes(BasinRecord[] records)
    {
        var table = new AttributeTable(records.Length);
        IEnumerable<string> names = records.SelectMany(record => record.Attributes.Keys).Concat(_basins.SelectMany(basin => basin.Attributes.Keys)).Distinct();
        foreach (string name in names)
        {
            double[] values = new double[records.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = _basins[i].Attributes.TryGetValue(name, out double given) || records[i].Attributes.TryGetValue(name, out given) ? given : double.NaN;
            }

            table.Set(name, string.Empty, values);
        }

        return table;
    }
}
