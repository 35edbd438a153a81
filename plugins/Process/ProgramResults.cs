using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>Reads what a program wrote.</summary>
/// <param name="model">The model.</param>
/// <param name="place">The unit.</param>
/// <param name="folder">Where the program ran.</param>
/// <param name="what">The model and the unit, for errors.</param>
/// <param name="printed">The last lines that the program printed: some end with status 0 whatever happened.</param>
internal sealed class ProgramResults(ProcessModel model, int place, string folder, string what, string printed)
{
    /// <summary>A result of all steps, in the unit of the host.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="variable">What it is.</param>
    /// <param name="path">The file.</param>
    /// <param name="time">The steps.</param>
    /// <exception cref="WorkException">The file is missing, cannot be read, or does not hold a number for each step.</exception>
    public double[] Read(string name, Variable variable, string path, TimeAxis time)
    {
        int count = time.Count;
        ProcessOutput output = model.Settings.Outputs[name];
        if (!File.Exists(path))
        {
            string[] there = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order().Take(20)];
            throw new WorkException($"the program did not write {Path.GetRelativePath(folder, path)}", what, $"It left in {folder}: {string.Join(", ", there)}. {printed}");
        }

        (List<double> values, string? unit) = ValuesIn(path, output);
        if (values.Count != count + output.Skip)
        {
            throw new WorkException($"'{output.Column}' has {values.Count} values where {count} steps need {count + output.Skip}", $"{what}, {path}", $"Set 'skip' where values stand before the first step's. {printed}");
        }

        int gap = values.FindIndex(output.Skip, value => !double.IsFinite(value));
        if (gap >= 0)
        {
            string when = time[gap - output.Skip].ToString(ProcessScopes.TimeFormat, CultureInfo.InvariantCulture);
            throw new WorkException($"'{output.Column}' is no finite number at {when} (step {gap - output.Skip + 1} of {count})", $"{what}, {path}", $"All that it printed is in program.log of {folder}. {printed}");
        }

        UnitConversion conversion = model.Conversion(variable, output.Unit ?? unit, place, $"settings.outputs.{name}");
        return [.. values.Skip(output.Skip).Select(value => (value - conversion.Offset) / conversion.Scale)];
    }

    private (List<double> Values, string? Unit) ValuesIn(string path, ProcessOutput output)
    {
        try
        {
            return path.EndsWith(".nc", StringComparison.Ordinal) ? FromArray(path, output) : (FromText(path, output), null);
        }
        catch (InputException error)
        {
            // The program wrote it, so that nothing that the user gave is wrong.
            throw new WorkException(error.Problem, $"{what}, {error.Where ?? path}", error.Remedy, error);
        }
    }

    private static List<double> FromText(string path, ProcessOutput output)
    {
        string header = File.ReadLines(path).FirstOrDefault() ?? "";
        using var text = new DelimitedText(path, header.Contains(',', StringComparison.Ordinal) ? ',' : header.Contains(';', StringComparison.Ordinal) ? ';' : null);
        text.ReadHeadings();
        int column = text.Demand(output.Column);
        var values = new List<double>();
        while (text.Read())
        {
            values.Add(text.NumberOrGap(column));
        }

        return values;
    }

    private (List<double> Values, string? Unit) FromArray(string path, ProcessOutput output)
    {
        using IArrayFile file = model.Setup.Services.ArrayFiles.Open(path);
        ArrayVariable array = file.Variables.FirstOrDefault(variable => variable.Name == output.Column)
            ?? throw new WorkException($"there is no variable '{output.Column}'", $"{what}, {path}", $"There are: {string.Join(", ", file.Variables.Select(variable => variable.Name))}.");
        double[] values = new double[array.Length];
        file.Read(array.Name, new long[array.Dimensions.Count], [.. array.Dimensions.Select(dimension => dimension.Length)], values);
        int time = array.Dimensions.ToList().FindIndex(dimension => dimension.Name.Contains("time", StringComparison.OrdinalIgnoreCase));
        if (time < 0)
        {
            throw new WorkException($"'{output.Column}' has no dimension of time", $"{what}, {path}");
        }

        // Elements of the other dimensions lie before the time's (slower) or behind it (faster).
        long steps = array.Dimensions[time].Length;
        long inner = array.Dimensions.Skip(time + 1).Aggregate(1L, (product, dimension) => product * dimension.Length);
        long others = values.Length / Math.Max(steps, 1);
        if (output.Element >= others)
        {
            throw new WorkException($"'{output.Column}' has {others} elements a step and no {output.Element}", $"{what}, {path}");
        }

        long first = (output.Element / inner * steps * inner) + (output.Element % inner);
        return ([.. Enumerable.Range(0, (int)steps).Select(step => values[first + (step * inner)])], array.Text("units"));
    }
}
