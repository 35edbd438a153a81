using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A hydrograph that was simulated elsewhere and takes part in an ensemble.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The file and variable that it comes from.</param>
/// <param name="Discharge">Discharge in m3 s-1, <c>[gauge][time]</c>; NaN where there is none.</param>
/// <param name="Files">The files that were read.</param>
public sealed record GivenHydrograph(string Name, string Source, IReadOnlyList<double[]> Discharge, IReadOnlyList<string> Files)
{
    private const string GaugePlace = "{gauge}";

    /// <summary>Reads all hydrographs that a workflow takes from elsewhere.</summary>
    /// <exception cref="InputException">One of them cannot be read or does not go together with the members.</exception>
    internal static IReadOnlyList<GivenHydrograph> Read(WorkflowPlan plan, WorkflowInputs inputs, HostServices services) =>
        [.. plan.Workflow.Ensemble?.Given.Select(section => Read(section, plan, inputs, services)) ?? []];

    /// <summary>Reads a hydrograph of all gauges and brings it into the unit and onto the time steps of the members.</summary>
    /// <exception cref="InputException">A file, variable or gauge is not there, or the series cannot be brought into that unit or onto those steps.</exception>
    private static GivenHydrograph Read(GivenSection section, WorkflowPlan plan, WorkflowInputs inputs, HostServices services)
    {
        string others = $"members {string.Join(", ", plan.Workflow.Models.Select(member => member.Name))}";
        var files = new List<string>();
        var rows = new List<double[]>();
        foreach (Gauge gauge in inputs.Domain.Gauges)
        {
            string path = Path.GetFullPath(section.File.Replace(GaugePlace, gauge.Id, StringComparison.Ordinal), plan.Folder);
            (TimeAxis time, double[] values, string unit) = SeriesOf(services.ArrayFiles, path, section, gauge.Id);
            string name = $"member {section.Name} ({path}, {section.Variable})";
            UnitConversion convert = new QuantityConversion(services.Units, time.Step).To(unit, Variables.Discharge, gauge.AreaKm2)
                ?? throw new InputException($"its unit {unit} cannot be brought into the {Variables.Discharge.Unit} of {others}", name, "State its unit right: 'given: [{ ..., unit: m3 s-1 }]'.");
            convert.Apply(values);
            rows.Add(SeriesAlignment.On(inputs.Forcing.Time, others, time, values, name));
            files.Add(path);
        }

        return new GivenHydrograph(section.Name, $"{section.Variable} of {section.File}", rows, [.. files.Distinct()]);
    }

    /// <summary>The only series of a file, or that of the gauge in a file of several, whose ids stand in a text variable with the same dimension.</summary>
    private static (TimeAxis Time, double[] Values, string Unit) SeriesOf(IArrayFiles arrays, string path, GivenSection section, string gauge)
    {
        using IArrayFile file = arrays.Open(path);
        ArrayVariable variable = file.Variables.FirstOrDefault(known => known.Name == section.Variable && !known.IsText)
            ?? throw new InputException($"there is no variable '{section.Variable}'{Nearest.Suggest(section.Variable, file.Variables.Select(known => known.Name))}", path);
        ArrayVariable time = file.Variables.FirstOrDefault(known =>
                known.Dimensions.Count == 1 && variable.Dimensions.Contains(known.Dimensions[0]) && known.Text("units")?.Contains(" since ", StringComparison.Ordinal) == true)
            ?? throw new InputException("it has no time coordinate", $"{path}, {section.Variable}", "Give its time dimension a variable with units such as 'days since 1970-01-01'.");
        string unit = section.Unit ?? variable.Text("units")
            ?? throw new InputException("its unit is absent", $"{path}, {section.Variable}", "Declare it: 'given: [{ ..., unit: m3 s-1 }]'.");
        long[] start = new long[variable.Dimensions.Count];
        long[] count = [.. variable.Dimensions.Select(dimension => dimension.Length)];
        int place = Enumerable.Range(0, count.Length).FirstOrDefault(i => variable.Dimensions[i] != time.Dimensions[0] && count[i] > 1, -1);
        if (place >= 0)
        {
            ArrayVariable ids = file.Variables.FirstOrDefault(known => known.IsText && known.Dimensions[0] == variable.Dimensions[place])
                ?? throw new InputException($"it holds the series of {count[place]} places without their ids", $"{path}, {section.Variable}", "Give a file a gauge, named with {gauge}.");
            int row = Array.IndexOf(file.ReadText(ids.Name), gauge);
            (start[place], count[place]) = row >= 0 ? (row, 1) : throw new InputException($"gauge {gauge} is not among its {ids.Name}", $"{path}, {section.Variable}");
        }

        double[] values = new double[time.Length];
        file.Read(section.Variable, start, count, values);
        var stamped = new StampedSeries(file.ReadTimes(time.Name), path);
        return (stamped.Time, stamped.Place(values), unit);
    }
}
