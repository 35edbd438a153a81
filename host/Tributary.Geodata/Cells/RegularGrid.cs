using System.Globalization;
using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Grids of equal cells that cover a basin.</summary>
public static class RegularGrid
{
    private const long MostCells = 10_000_000;

    // An outline that ends at an edge, but for rounding, needs no further row of cells.
    private const double Rounding = 1e-9;

    /// <summary>Cells of equal size in degrees, their edges at multiples of that size; rows run from north to south.</summary>
    /// <param name="outlines">Outlines in longitude and latitude on WGS 84.</param>
    /// <param name="cellSizeDegrees">Width and height of a cell in degrees.</param>
    /// <param name="where">The key or file that gives the size, for messages.</param>
    /// <exception cref="InputException">The size is no positive number, or so small that there are more than 10 million cells.</exception>
    public static CellGrid Covering(IReadOnlyList<Geometry> outlines, double cellSizeDegrees, string where = "domain.grid")
    {
        Envelope extent = Extent(outlines, out _);
        double[] columns = Edges(extent.MinX, extent.MaxX, cellSizeDegrees, where);
        double[] rows = Edges(extent.MinY, extent.MaxY, cellSizeDegrees, where);
        Array.Reverse(rows);
        DemandFew(rows, columns, where);
        return new AxisGrid("regular", GridAxis.Between(rows), GridAxis.Between(columns), rowsAreX: false);
    }

    /// <summary>Square cells of equal size in km on Lambert's azimuthal equal-area projection about the basin; rows run from north to south.</summary>
    /// <param name="outlines">Outlines in longitude and latitude on WGS 84.</param>
    /// <param name="cellSizeKm">Width and height of a cell in km.</param>
    /// <param name="where">The key or file that gives the size, for messages.</param>
    /// <exception cref="InputException">The size is no positive number, or so small that there are more than 10 million cells.</exception>
    public static CellGrid CoveringSquares(IReadOnlyList<Geometry> outlines, double cellSizeKm, string where = "domain.grid")
    {
        Envelope degrees = Extent(outlines, out NearLongitude near);
        using var world = CoordinateSystem.Wgs84();
        using var plane = CoordinateSystem.EqualArea(Math.Round(degrees.Centre.Y, 1), Math.Round(degrees.Centre.X, 1));
        using var toPlane = new CoordinateTransform(world, plane, where);
        using var back = new CoordinateTransform(plane, world, where);
        var extent = new Envelope();
        foreach (Geometry outline in outlines)
        {
            extent.ExpandToInclude(toPlane.Apply(near.Apply(outline)).EnvelopeInternal);
        }

        double[] columns = Edges(extent.MinX, extent.MaxX, 1000 * cellSizeKm, where);
        double[] rows = Edges(extent.MinY, extent.MaxY, 1000 * cellSizeKm, where);
        Array.Reverse(rows);
        DemandFew(rows, columns, where);
        (double[] x, double[] y) = Places(columns, rows, back);
        (double[] middleX, double[] middleY) = Places(Middles(columns), Middles(rows), back);
        return new CornerGrid(rows.Length - 1, columns.Length - 1, middleX, middleY, Around(x, y, rows.Length - 1, columns.Length - 1));
    }

    private static Envelope Extent(IReadOnlyList<Geometry> outlines, out NearLongitude near)
    {
        near = new NearLongitude(outlines[0].EnvelopeInternal.Centre.X);
        var extent = new Envelope();
        foreach (Geometry outline in outlines)
        {
            extent.ExpandToInclude(near.Apply(outline).EnvelopeInternal);
        }

        return extent;
    }

    private static double[] Edges(double from, double to, double size, string where)
    {
        if (!(size > 0) || !double.IsFinite(size))
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the size of cells is {size}"), where, "Give a number above zero.");
        }

        double first = Math.Floor((from / size) + Rounding);
        double count = Math.Max(1, Math.Ceiling((to / size) - Rounding) - first);
        return count <= MostCells ? [.. Enumerable.Range(0, (int)count + 1).Select(i => (first + i) * size)] : throw TooMany(where);
    }

    private static void DemandFew(double[] rows, double[] columns, string where)
    {
        if ((long)(rows.Length - 1) * (columns.Length - 1) > MostCells)
        {
            throw TooMany(where);
        }
    }

    private static InputException TooMany(string where) => new($"there would be more than {MostCells:N0} cells", where, "Give larger cells.");

    private static double[] Middles(double[] edges) => [.. edges.Skip(1).Select((edge, i) => (edges[i] + edge) / 2)];

    private static (double[] X, double[] Y) Places(double[] columns, double[] rows, CoordinateTransform back)
    {
        double[] x = [.. rows.SelectMany(_ => columns)];
        double[] y = [.. rows.SelectMany(row => columns.Select(_ => row))];
        back.Apply(x, y);
        return (x, y);
    }

    private static (double[] X, double[] Y) Around(double[] x, double[] y, int height, int width)
    {
        double[] cornerX = new double[4 * height * width];
        double[] cornerY = new double[4 * height * width];
        for (int cell = 0; cell < height * width; cell++)
        {
            int first = (cell / width * (width + 1)) + (cell % width);
            int[] corners = [first, first + 1, first + width + 2, first + width + 1];
            for (int i = 0; i < 4; i++)
            {
                (cornerX[(4 * cell) + i], cornerY[(4 * cell) + i]) = (x[corners[i]], y[corners[i]]);
            }
        }

        return (cornerX, cornerY);
    }
}
