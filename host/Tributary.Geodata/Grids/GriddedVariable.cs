using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A variable of a CF-NetCDF file, with its grid and the places of time, rows and columns among its dimensions.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Grid">Its horizontal grid.</param>
/// <param name="TimeDimension">Which dimension is time; -1 for a field without time, as elevation.</param>
/// <param name="TimeCoordinate">The name of the time coordinate; null for a field without time.</param>
/// <param name="RowDimension">Which dimension the grid's rows are.</param>
/// <param name="ColumnDimension">Which dimension the grid's columns are.</param>
public sealed record GriddedVariable(
    ArrayVariable Variable, CellGrid Grid, int TimeDimension, string? TimeCoordinate, int RowDimension, int ColumnDimension)
{
    /// <summary>Its unit; null where the file gives none.</summary>
    public string? Unit => Variable.Text("units") is { } unit && unit.Trim().Length > 0 ? unit.Trim() : null;

    /// <summary>Finds the horizontal coordinates of a variable.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="name">The variable.</param>
    /// <exception cref="InputException">There is no such variable, or its coordinates are none that can be read; the message names them.</exception>
    public static GriddedVariable Find(IArrayFile file, string name)
    {
        ArrayVariable variable = file.Variables.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new InputException($"there is no variable '{name}'", file.Path, $"It has {string.Join(", ", file.Variables.Select(candidate => candidate.Name))}.");
        string where = $"{file.Path}, {name}";
        if (variable.IsText)
        {
            throw new InputException("it holds text, not numbers", where);
        }

        var coordinates = new CfCoordinates(file, variable);
        int time = coordinates.TimeDimension(out string? timeCoordinate);
        List<int> horizontal = [.. Enumerable.Range(0, variable.Dimensions.Count).Where(dimension => dimension != time)];
        while (horizontal.Count > 2)
        {
            int single = horizontal.FindIndex(dimension => variable.Dimensions[dimension].Length == 1 && !coordinates.IsHorizontal(dimension));
            if (single < 0)
            {
                (string extra, long length) = variable.Dimensions[horizontal.Find(dimension => !coordinates.IsHorizontal(dimension))];
                throw new InputException(
                    $"it has a further dimension '{extra}' of length {length}", where, $"Choose one level of it first, for example by 'ncks -d {extra},0'.");
            }

            horizontal.RemoveAt(single);
        }

        if (horizontal.Count < 2)
        {
            string has = string.Join(", ", variable.Dimensions.Select(dimension => dimension.Name));
            throw new InputException(
                $"it has no rows and columns: its dimensions are ({has})", where, "A grid needs two horizontal dimensions; meshes of cells along one dimension are not read.");
        }

        return new GriddedVariable(variable, coordinates.Grid(horizontal[0], horizontal[1]), time, timeCoordinate, horizontal[0], horizontal[1]);
    }
}
