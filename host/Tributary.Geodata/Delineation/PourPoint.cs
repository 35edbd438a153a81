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
        Tile reach = Reach(Cell(grid.Transform, grid.SystemText, grid.Where), grid.Width, grid.Height, grid.Measures, grid.Where);
        double[] area = new double[reach.Count];
        for (int i = 0; i < area.Length; i++)
        {
            int cell = ((reach.Row + (i / reach.Width)) * grid.Width) + reach.Column + (i % reach.Width);
            area[i] = accumulation.Cells[cell] > 0 ? accumulation.AreaKm2[cell] : double.NaN;
        }

        (int column, int row) = Snap(Cell(grid.Transform, grid.SystemText, grid.Where), reach, area, grid.Measures, grid.Where);
        return (row * grid.Width) + column;
    }

    /// <summary>The cells that may lie within reach of a cell.</summary>
    /// <exception cref="InputException">The cell lies outside the grid.</exception>
    internal Tile Reach((int Column, int Row) cell, int width, int height, CellMeasures measures, string where)
    {
        (int column, int row) = cell;
        if (column < 0 || column >= width || row < 0 || row >= height)
        {
            throw Outside(where);
        }

        (double east, double south) = measures.Size(row);
        int columns = (int)(SnapMetres / east);
        int rows = (int)(SnapMetres / south);
        (int left, int top) = (Math.Max(0, column - columns), Math.Max(0, row - rows));
        return new Tile(0, left, top, Math.Min(width - 1, column + columns) - left + 1, Math.Min(height - 1, row + rows) - top + 1);
    }

    /// <summary>The cell within reach that it stands for.</summary>
    /// <param name="cell">The cell in which it lies.</param>
    /// <param name="reach">The cells within reach.</param>
    /// <param name="areaKm2">What drains through each of them in km2; NaN where nothing is known.</param>
    /// <param name="measures">Sizes of cells.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InputException">Nothing is known within reach.</exception>
    internal (int Column, int Row) Snap((int Column, int Row) cell, Tile reach, ReadOnlySpan<double> areaKm2, CellMeasures measures, string where)
    {
        (double east, double south) = measures.Size(cell.Row);
        int best = -1;
        (double Misfit, double Distance) least = (double.PositiveInfinity, double.PositiveInfinity);
        for (int i = 0; i < areaKm2.Length; i++)
        {
            (int column, int row) = (reach.Column + (i % reach.Width), reach.Row + (i / reach.Width));
            double distance = double.Hypot((column - cell.Column) * east, (row - cell.Row) * south);
            (double, double) candidate = (AreaKm2 is { } wanted ? Math.Abs(Math.Log(areaKm2[i] / wanted)) : -areaKm2[i], distance);
            if (!double.IsNaN(areaKm2[i]) && distance <= SnapMetres && candidate.CompareTo(least) < 0)
            {
                (best, least) = (i, candidate);
            }
        }

        return best >= 0
            ? (reach.Column + (best % reach.Width), reach.Row + (best / reach.Width))
            : throw new InputException($"no elevation is known within {SnapMetres:0.#} m of latitude {Latitude:0.####}, longitude {Longitude:0.####}", where);
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
