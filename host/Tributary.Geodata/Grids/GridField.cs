using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A variable on a grid that does not change with time, as the elevation that a forcing stands for.</summary>
/// <param name="Grid">Its grid.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Values">Its values, <c>[cell]</c>, a gap being NaN.</param>
public sealed record GridField(CellGrid Grid, string Unit, double[] Values)
{
    /// <summary>Reads a field; of one with a time dimension the first step.</summary>
    /// <exception cref="InputException">There is no such variable, or its grid or unit cannot be read.</exception>
    public static GridField Read(IArrayFiles files, string path, string variable, string? unit = null)
    {
        using IArrayFile file = files.Open(path);
        GriddedVariable found = GriddedVariable.Find(file, variable);
        IReadOnlyList<(string Name, long Length)> dimensions = found.Variable.Dimensions;
        long[] count = [.. dimensions.Select((dimension, i) => i == found.TimeDimension ? 1 : dimension.Length)];
        double[] values = new double[found.Grid.Count];
        file.Read(variable, new long[dimensions.Count], count, values);
        return new GridField(
            found.Grid, unit ?? found.Unit ?? throw new InputException("its unit is absent", $"{path}, {variable}", "Give it an attribute 'units', or declare it as forcing.elevation.unit."), values);
    }
}
