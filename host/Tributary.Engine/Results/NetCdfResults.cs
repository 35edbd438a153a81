using System.Numerics.Tensors;
using System.Text;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>
/// All series of a run in one CF-1.11 file of discrete sampling geometries (<c>featureType = timeSeries</c>): observed discharge, simulated discharge of each
/// member and combination, and the stores and fluxes that the workflow asks for.
/// </summary>
internal static class NetCdfResults
{
    private const string AtGauges = "latitude longitude gauge_id";
    private const string OnUnits = "unit_latitude unit_longitude unit_id";

    public static void Write(RunSummary run, string path)
    {
        WorkflowInputs inputs = run.Inputs;
        TimeAxis time = inputs.Forcing.Time;
        using var file = new NetCdfWriter(path);
        file.DefineDimension("gauge", inputs.Domain.Gauges.Count);
        file.DefineDimension("time", time.Count);
        file.DefineDimension("bound", 2);
        bool hasUnits = inputs.Domain.Network is not null && run.Members.Any(member => member.Simulation.Outputs.Count > 0);
        bool hasReaches = run.Members.Any(member => member.Simulation.ReachDischarge.Length > 0);
        IEnumerable<string> ids = inputs.Domain.Gauges.Select(gauge => gauge.Id)
            .Concat(hasUnits ? inputs.Domain.Units.Ids : []).Concat(hasReaches ? inputs.Domain.Network!.Ids : []);
        file.DefineDimension("id_length", ids.Max(id => Math.Max(Encoding.UTF8.GetByteCount(id), 1)));
        DefineGlobals(file, run);
        DefineCoordinates(file);
        if (hasUnits)
        {
            DefineUnits(file, inputs.Domain.Units.Count);
        }

        if (hasReaches)
        {
            file.DefineDimension("reach", inputs.Domain.Network!.Count);
            file.DefineVariable("reach_id", ["reach", "id_length"], NetCdfKind.Text, ("long_name", "id of the reach"));
        }

        var series = new List<Series>();
        DefineSeries(file, series, "gauge", "discharge_observed", Variables.Discharge, "observed discharge", gauge => inputs.Observed[gauge]);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "discharge_observed" };
        foreach (MemberResult result in run.Members)
        {
            MemberPlan member = result.Member;
            string label = $"{member.Name} ({member.Descriptor.Name})";
            DefineSeries(file, series, "gauge", NameOf("discharge", member.Name, names), Variables.Discharge, $"discharge simulated by {label}", result.Simulation.Discharge);
            if (member.Section.Outputs.Contains(Variables.SpecificDischarge.Name) && member.Descriptor.OutputIndex(Variables.SpecificDischarge.Name) < 0)
            {
                DefineSeries(
                    file, series, "gauge", NameOf(Variables.SpecificDischarge.Name, member.Name, names), Variables.SpecificDischarge, $"discharge as a depth over the catchment, simulated by {label}",
                    gauge => Depths(result.Simulation.Discharge(gauge), inputs.Domain.Gauges[gauge].AreaKm2));
            }

            if (result.Simulation.ReachDischarge.Length > 0)
            {
                DefineSeries(
                    file, series, "reach", NameOf("reach_discharge", member.Name, names), Variables.Discharge, $"discharge at the end of each reach, simulated by {label}",
                    reach => result.Simulation.ReachDischarge.AsSpan(reach * time.Count, time.Count));
            }

            for (int i = 0; i < result.Simulation.Outputs.Count; i++)
            {
                int output = i;
                Variable variable = member.Descriptor.Outputs[member.Descriptor.OutputIndex(result.Simulation.Outputs[i])].Variable;
                DefineSeries(file, series, hasUnits ? "unit" : "gauge", NameOf(variable.Name, member.Name, names), variable, $"{variable.Description}, simulated by {label}", unit => result.Simulation.Output(output, unit));
            }
        }

        foreach (GivenHydrograph given in run.Hydrographs.Select(hydrograph => hydrograph.Given).OfType<GivenHydrograph>())
        {
            DefineSeries(
                file, series, "gauge", NameOf("discharge", given.Name, names), Variables.Discharge, $"discharge by {given.Name}, simulated elsewhere ({given.Source})", gauge => given.Discharge[gauge]);
        }

        foreach (CombinationResult combination in run.Combinations)
        {
            DefineCombination(file, series, combination, names);
        }

        WriteCoordinates(file, inputs);
        if (hasReaches)
        {
            file.Write("reach_id", inputs.Domain.Network!.Ids);
        }

        if (hasUnits)
        {
            WriteUnits(file, inputs.Domain.Units);
        }

        foreach (Series each in series)
        {
            int count = each.Place switch
            {
                "gauge" => inputs.Domain.Gauges.Count,
                "unit" => inputs.Domain.Units.Count,
                _ => inputs.Domain.Network!.Count,
            };
            for (int place = 0; place < count; place++)
            {
                file.Write(each.Name, [place, 0], [1, time.Count], each.Row(place));
            }
        }

        file.Complete();
    }

    private static void DefineGlobals(NetCdfWriter file, RunSummary run)
    {
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("featureType", "timeSeries");
        file.DefineAttribute("title", run.Plan.Workflow.Description ?? run.Plan.Workflow.Name);
        file.DefineAttribute("source", string.Join("; ", run.Members.Select(member =>
            $"{member.Member.Name}: {member.Member.Descriptor.Name} (plugin {member.Member.Loaded.Manifest.Id} {member.Member.Loaded.Manifest.Version})")
            .Concat(run.Combinations.Select(combination => $"{combination.Plan.Name}: {combination.Plan.Descriptor.Label} (plugin {combination.Plan.Loaded.Manifest.Id} {combination.Plan.Loaded.Manifest.Version})"))));
        file.DefineAttribute("references", string.Join(" | ", run.Members.SelectMany(member => member.Member.Loaded.Manifest.Citation).Concat(run.Combinations.SelectMany(combination => combination.Plan.Loaded.Manifest.Citation)).Distinct()));
        file.DefineAttribute("history", $"tributary {WorkflowRun.Version} run {Path.GetFileName(run.Plan.Source.Path)} (SHA-256 of what it says {run.Plan.Digest()})");
        file.DefineAttribute("comment", "Time stamps are the starts of the intervals; time_bounds has both ends. When and where the run was made is in manifest.json.");
    }

    private static void DefineCoordinates(NetCdfWriter file)
    {
        file.DefineVariable("time", ["time"], NetCdfKind.Coordinate,
            ("standard_name", "time"), ("long_name", "start of the interval"), ("units", "seconds since 1970-01-01 00:00:00"), ("calendar", "proleptic_gregorian"), ("axis", "T"), ("bounds", "time_bounds"));
        file.DefineVariable("time_bounds", ["time", "bound"], NetCdfKind.Coordinate);
        file.DefineVariable("gauge_id", ["gauge", "id_length"], NetCdfKind.Text, ("long_name", "id of the gauge"), ("cf_role", "timeseries_id"));
        file.DefineVariable("latitude", ["gauge"], NetCdfKind.Real64, ("standard_name", "latitude"), ("long_name", "latitude of the centroid of the unit at the gauge"), ("units", "degrees_north"));
        file.DefineVariable("longitude", ["gauge"], NetCdfKind.Real64, ("standard_name", "longitude"), ("long_name", "longitude of the centroid of the unit at the gauge"), ("units", "degrees_east"));
        file.DefineVariable("catchment_area", ["gauge"], NetCdfKind.Real64, ("long_name", "area above the gauge"), ("units", "km2"), ("coordinates", AtGauges));
    }

    private static void DefineUnits(NetCdfWriter file, int count)
    {
        file.DefineDimension("unit", count);
        file.DefineVariable("unit_id", ["unit", "id_length"], NetCdfKind.Text, ("long_name", "id of the catchment unit"));
        file.DefineVariable("unit_latitude", ["unit"], NetCdfKind.Real64, ("standard_name", "latitude"), ("long_name", "latitude of the unit's centroid"), ("units", "degrees_north"));
        file.DefineVariable("unit_longitude", ["unit"], NetCdfKind.Real64, ("standard_name", "longitude"), ("long_name", "longitude of the unit's centroid"), ("units", "degrees_east"));
        file.DefineVariable("unit_area", ["unit"], NetCdfKind.Real64, ("long_name", "area of the unit"), ("units", "km2"), ("coordinates", OnUnits));
    }

    private static void DefineSeries(NetCdfWriter file, List<Series> series, string place, string name, Variable variable, string label, Func<int, ReadOnlySpan<double>> row)
    {
        var attributes = new List<(string, string)>
        {
            ("long_name", label), ("units", variable.Unit), ("cell_methods", $"time: {CellMethodOf(variable)}"), ("coordinates", place switch { "gauge" => AtGauges, "unit" => OnUnits, _ => "reach_id" }),
        };
        if (variable.StandardName.Length > 0)
        {
            attributes.Insert(0, ("standard_name", variable.StandardName));
        }

        file.DefineVariable(name, [place, "time"], NetCdfKind.Real64, [.. attributes]);
        series.Add(new Series(name, place, row));
    }

    /// <summary>Discharge in m3 s-1 as mm d-1 over an area in km2.</summary>
    private static double[] Depths(ReadOnlySpan<double> discharge, double areaKm2)
    {
        double[] depths = new double[discharge.Length];
        TensorPrimitives.Multiply(discharge, 86.4 / areaKm2, depths);
        return depths;
    }

    private static void DefineCombination(NetCdfWriter file, List<Series> series, CombinationResult combination, HashSet<string> names)
    {
        string label = $"{combination.Plan.Name} ({combination.Plan.Descriptor.Label} of {string.Join(", ", combination.Members)})";
        string name = NameOf("discharge", combination.Plan.Name, names);
        DefineSeries(file, series, "gauge", name, Variables.Discharge, $"discharge by {label}", gauge => combination.Gauges[gauge].Discharge);
        for (int i = 0; i < combination.Plan.Descriptor.Probabilities.Count; i++)
        {
            int quantile = i;
            double probability = combination.Plan.Descriptor.Probabilities[i];
            DefineSeries(
                file, series, "gauge", FormattableString.Invariant($"{name}_q{1000 * probability:000}"), Variables.Discharge,
                FormattableString.Invariant($"discharge that is not exceeded with a probability of {probability}, by {label}"), gauge => combination.Gauges[gauge].Quantiles[quantile]);
        }
    }

    private static void WriteCoordinates(NetCdfWriter file, WorkflowInputs inputs)
    {
        TimeAxis time = inputs.Forcing.Time;
        double[] starts = new double[time.Count];
        double[] bounds = new double[2 * time.Count];
        for (int step = 0; step < starts.Length; step++)
        {
            starts[step] = (time[step] - DateTime.UnixEpoch).TotalSeconds;
            bounds[2 * step] = starts[step];
            bounds[(2 * step) + 1] = starts[step] + time.Step.TotalSeconds;
        }

        file.Write("time", starts);
        file.Write("time_bounds", bounds);
        file.Write("gauge_id", [.. inputs.Domain.Gauges.Select(gauge => gauge.Id)]);
        file.Write("latitude", [.. inputs.Domain.Gauges.Select(gauge => UnitAt(inputs.Domain, gauge) is >= 0 and int unit ? inputs.Domain.Units.Latitude[unit] : double.NaN)]);
        file.Write("longitude", [.. inputs.Domain.Gauges.Select(gauge => UnitAt(inputs.Domain, gauge) is >= 0 and int unit ? inputs.Domain.Units.Longitude[unit] : double.NaN)]);
        file.Write("catchment_area", [.. inputs.Domain.Gauges.Select(gauge => gauge.AreaKm2)]);
    }

    private static void WriteUnits(NetCdfWriter file, CatchmentUnits units)
    {
        file.Write("unit_id", units.Ids);
        file.Write("unit_latitude", units.Latitude);
        file.Write("unit_longitude", units.Longitude);
        file.Write("unit_area", units.AreaKm2);
    }

    /// <summary>The first unit that drains to a gauge's own reach; -1 where none does.</summary>
    private static int UnitAt(BasinDomain domain, Gauge gauge) => domain.Network is { } network ? network.ReachOfUnit.IndexOf(gauge.Reach) : gauge.Reach;

    /// <summary>CF recommends letters, digits and underscores; two members whose names differ in other signs stay apart.</summary>
    internal static string NameOf(string variable, string member, HashSet<string> taken)
    {
        string name = $"{variable}_{member.Replace('-', '_')}";
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    private static string CellMethodOf(Variable variable) => variable.CellMethod switch
    {
        CellMethod.Sum => "sum",
        CellMethod.Point => "point",
        CellMethod.Minimum => "minimum",
        CellMethod.Maximum => "maximum",
        _ => "mean",
    };

    /// <summary>A variable of the file and where its rows come from.</summary>
    private sealed record Series(string Name, string Place, Func<int, ReadOnlySpan<double>> Row);
}
