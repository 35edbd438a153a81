using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The place whose catchment is wanted.</summary>
/// <param name="Latitude">Latitude in degrees north.</param>
/// <param name="Longitude">Longitude in degrees east.</param>
/// <param name="SnapMetres">How far off the river it may lie.</param>
/// <param name="AreaKm2">Area above it, where that is published: the cell within reach that comes nearest to it is taken. Null: the cell within reach to which most drains.</param>
public sealed record PourPoint(double Latitude, double Longitude, double SnapMetres = 500, double? AreaKm2 = null)
{
    /// <summary>The cell of the grid that it stands for.</summary>
    /// <exception cref="InputException">It lies outside the grid or where nothing is known.</exception>
    public int Snap(ElevationGrid grid, FlowAccumulation accumulation)
    {
        (int column, int row) = Cell(grid.Transform, grid.SystemText, grid.Where);
        if (column < 0 || column >= grid.Width || row < 0 || row >= grid.Height)
        {
            throw Outside(grid.Where);
        }

        (double east, double south) = grid.CellSize(row);
        int columns = (int)(SnapMetres / east);
        int rows = (int)(SnapMetres / south);
        int best = -1;
        (double Misfit, double Distance) least = (double.PositiveInfinity, double.PositiveInfinity);
        for (int y = Math.Max(0, row - rows); y <= Math.Min(grid.Height - 1, row + rows); y++)
        {
            for (int x = Math.Max(0, column - columns); x <= Math.Min(grid.Width - 1, column + columns); x++)
            {
                int cell = (y * grid.Width) + x;
                double distance = double.Hypot((x - column) * east, (y - row) * south);
                double area = accumulation.AreaKm2[cell];
                (double, double) candidate = (AreaKm2 is { } wanted ? Math.Abs(Math.Log(area / wanted)) : -area, distance);
                if (accumulation.Cells[cell] > 0 && distance <= SnapMetres && candidate.CompareTo(least) < 0)
                {
                    (best, least) = (cell, candidate);
                }
            }
        }

        return best >= 0
            ? best
            : throw new InputException($"no elevation is known within {SnapMetres:0.#} m of latitude {Latitude:0.####}, longitude {Longitude:0.####}", grid.Where);
    }

    /// <summary>Column and row of a raster in which it lies, also outside the raster.</summary>
    internal (int Column, int Row) Cell(GeoTransform transform, string systemText, string where)
    {
        using var world = CoordinateSystem.Wgs84();
        using var system = CoordinateSystem.Parse(systemText, where);
        using var toGrid = new CoordinateTransform(world, system, where);
        (double x, double y) = toGrid.Apply(Longitude, Latitude);
        return (transform.Column(x), transform.Row(y));
    }

    internal InputException Outside(string where) => new(
        $"the pour point at latitude {Latitude:0.####}, longitude {Longitude:0.####} lies outside it", where, "Give a DEM that covers the whole catchment.");
}
