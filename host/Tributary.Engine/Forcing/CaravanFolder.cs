using System.Globalization;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Writes basins in Caravan's schema (Kratzert et al., 2023): <c>timeseries/csv/NAME/NAME_id.csv</c>, <c>attributes/NAME/attributes_other_NAME.csv</c>, and
/// <c>NAME.txt</c> with the ids.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="name">The data set's name, with which ids begin.</param>
public sealed class CaravanFolder(string folder, string name)
{
    private static readonly (Variable Variable, string Column)[] Columns =
    [
        (Variables.Precipitation, "total_precipitation_sum"),
        (Variables.AirTemperature, "temperature_2m_mean"),
        (Variables.AirTemperatureMinimum, "temperature_2m_min"),
        (Variables.AirTemperatureMaximum, "temperature_2m_max"),
        (Variables.PotentialEvapotranspiration, "potential_evaporation_sum"),
    ];

    private readonly List<(string Id, Dictionary<string, double> Attributes)> _basins = [];

    /// <summary>Writes the lumped basins of a workflow, in Tributary's units but for discharge, which Caravan has in mm d-1.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InputException">The workflow's step is no day, or its domain no lumped one.</exception>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public int Add(WorkflowPlan plan, WorkflowInputs inputs)
    {
        if (plan.Time.Step != TimeSpan.FromDays(1) || inputs.Domain.Network is not null)
        {
            throw new InputException("Caravan has daily series of lumped basins", plan.Source.Path, "Set period.step to 1d and domain.mode to lumped.");
        }

        (Variable Variable, string Column)[] known = [.. Columns.Where(column => inputs.Forcing.Contains(column.Variable))];
        CatchmentUnits units = inputs.Domain.Units;
        for (int unit = 0; unit < units.Count; unit++)
        {
            int own = unit;
            double[] streamflow = [.. inputs.Observed[unit].Select(discharge => discharge * 86.4 / units.AreaKm2[own])];
            Add(units.Ids[unit], inputs.Forcing.Time, [.. known.Select(column => (column.Column, inputs.Forcing.Series(column.Variable, own).ToArray())), ("streamflow", streamflow)], AttributesOf(units, unit));
        }

        return units.Count;
    }

    /// <summary>Writes one basin.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="time">Its days.</param>
    /// <param name="series">Series by Caravan's names; a gap is NaN.</param>
    /// <param name="attributes">Static attributes, among them area in km2, gauge_lat and gauge_lon.</param>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public void Add(string id, TimeAxis time, IReadOnlyList<(string Column, double[] Values)> series, IReadOnlyDictionary<string, double> attributes)
    {
        string own = id.StartsWith(name + "_", StringComparison.Ordinal) ? id : $"{name}_{id}";
        var text = new StringBuilder($"date,{string.Join(',', series.Select(one => one.Column))}\n");
        for (int day = 0; day < time.Count; day++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{time[day]:yyyy-MM-dd}");
            foreach ((_, double[] values) in series)
            {
                text.Append(',').Append(Text(values[day]));
            }

            text.Append('\n');
        }

        Save(Path.Combine("timeseries", "csv", name, $"{own}.csv"), text.ToString());
        _basins.Add((own, new Dictionary<string, double>(attributes)));
    }

    /// <summary>Writes the attributes and the ids of all basins added.</summary>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public void Finish()
    {
        string[] attributes = [.. _basins.SelectMany(basin => basin.Attributes.Keys).Distinct()];
        var table = new StringBuilder($"gauge_id,{string.Join(',', attributes)}\n");
        foreach ((string id, Dictionary<string, double> values) in _basins)
        {
            table.Append(id).Append(',').AppendJoin(',', attributes.Select(attribute => Text(values.GetValueOrDefault(attribute, double.NaN)))).Append('\n');
        }

        Save(Path.Combine("attributes", name, $"attributes_other_{name}.csv"), table.ToString());
        Save($"{name}.txt", string.Join('\n', _basins.Select(basin => basin.Id)) + "\n");
    }

    private static Dictionary<string, double> AttributesOf(CatchmentUnits units, int unit)
    {
        Dictionary<string, double> attributes = units.Attributes.Names.ToDictionary(attribute => attribute, attribute => units.Attributes[attribute][unit]);
        (attributes["gauge_lat"], attributes["gauge_lon"], attributes["area"]) = (units.Latitude[unit], units.Longitude[unit], units.AreaKm2[unit]);
        return attributes;
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("0.######", CultureInfo.InvariantCulture) : string.Empty;

    private void Save(string relative, string text)
    {
        string path = Path.Combine(folder, relative);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder, error);
        }
    }
}
