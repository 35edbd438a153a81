using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Reads the observed discharge of one gauge from a NetCDF file that holds nothing else.</summary>
internal static class ObservedFile
{
    /// <summary>Reads a series.</summary>
    /// <param name="files">Opens NetCDF files.</param>
    /// <param name="path">The file.</param>
    /// <param name="name">The variable; of its dimensions only time is longer than 1.</param>
    /// <param name="gauge">The gauge's id.</param>
    /// <param name="unit">Its unit, where the workflow says it.</param>
    /// <exception cref="InputException">The file, the variable or its unit is not there, or it is no series of one gauge.</exception>
    public static BasinRecord Read(IArrayFiles files, string path, string name, string gauge, string? unit)
    {
        using IArrayFile file = files.Open(path);
        ArrayVariable variable = file.Variables.FirstOrDefault(known => known.Name == name && !known.IsText)
            ?? throw new InputException($"there is no variable '{name}'{Nearest.Suggest(name, file.Variables.Select(known => known.Name))}", path);
        string where = $"{path}, {name}";
        ArrayVariable time = file.Variables.FirstOrDefault(known =>
                known.Dimensions.Count == 1 && variable.Dimensions.Contains(known.Dimensions[0]) && known.Text("units")?.Contains(" since ", StringComparison.Ordinal) == true)
            ?? throw new InputException("it has no time coordinate", where, "Give its time dimension a variable with units such as 'days since 1970-01-01'.");
        if (variable.Length != time.Length)
        {
            throw new InputException($"it holds the series of {variable.Length / Math.Max(time.Length, 1)} places", where, "Name a file of this gauge alone, or read them by a forcing plugin under 'observations'.");
        }

        if (unit is null && string.IsNullOrWhiteSpace(variable.Text("units")))
        {
            throw new InputException("its unit is absent", where, "Declare it: 'observed: { file: FILE, variable: NAME, unit: m3 s-1 }'.");
        }

        double[] values = new double[variable.Length];
        file.Read(name, new long[variable.Dimensions.Count], [.. variable.Dimensions.Select(dimension => dimension.Length)], values);
        var series = new StampedSeries(file.ReadTimes(time.Name), path);
        return new BasinRecord
        {
            Id = gauge,
            Series = [new BasinSeries(name, Variables.Discharge, variable.Text("units"), series.Time, series.Place(values))],
            Files = [path],
        };
    }
}
