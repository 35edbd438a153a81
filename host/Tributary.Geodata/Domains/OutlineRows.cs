using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>
/// The cells of a raster whose centres lie in an outline, row by row, from where its edges cross the rows' middles. Of outlines that share an edge one alone
/// has a cell whose centre lies on it.
/// </summary>
internal sealed class OutlineRows
{
    private readonly GeoTransform _place;
    private readonly int[] _start;
    private readonly double[] _crossings;

    /// <param name="outline">Polygons in the coordinates of the raster.</param>
    /// <param name="place">Where the raster's cells lie.</param>
    public OutlineRows(Geometry outline, GeoTransform place)
    {
        _place = place;
        Envelope extent = outline.EnvelopeInternal;
        First = place.Row(extent.MaxY);
        _start = new int[place.Row(extent.MinY) - First + 2];
        LineString[] rings = [.. Rings(outline)];
        Array.ForEach(rings, ring => Cross(ring, (row, _) => _start[row - First + 1]++));
        for (int row = 1; row < _start.Length; row++)
        {
            _start[row] += _start[row - 1];
        }

        _crossings = new double[_start[^1]];
        int[] filled = new int[_start.Length];
        Array.ForEach(rings, ring => Cross(ring, (row, x) => _crossings[_start[row - First] + filled[row - First]++] = x));
        for (int row = 0; row + 1 < _start.Length; row++)
        {
            Array.Sort(_crossings, _start[row], _start[row + 1] - _start[row]);
        }
    }

    /// <summary>The first row that it reaches into, which may lie outside the raster.</summary>
    public int First { get; }

    /// <summary>Number of rows that it reaches into.</summary>
    public int Count => _start.Length - 1;

    /// <summary>Runs of columns in a row, first and last, which may lie outside the raster.</summary>
    public IEnumerable<(int First, int Last)> Runs(int row)
    {
        for (int i = _start[row - First]; i + 1 < _start[row - First + 1]; i += 2)
        {
            (int first, int last) = (FirstFrom(_crossings[i]), FirstFrom(_crossings[i + 1]) - 1);
            if (first <= last)
            {
                yield return (first, last);
            }
        }
    }

    // The first column whose centre lies at an x or to the right of it.
    private int FirstFrom(double x) => (int)Math.Ceiling(((x - _place.Left) / _place.CellWidth) - 0.5);

    private void Cross(LineString ring, Action<int, double> crossing)
    {
        CoordinateSequence points = ring.CoordinateSequence;
        for (int i = 0; i + 1 < points.Count; i++)
        {
            (double x0, double y0, double x1, double y1) = (points.GetX(i), points.GetY(i), points.GetX(i + 1), points.GetY(i + 1));
            if (y0 < y1)
            {
                (x0, y0, x1, y1) = (x1, y1, x0, y0);
            }

            for (int row = Math.Max(First, _place.Row(y0)); row < First + Count && _place.Y(row) >= y1; row++)
            {
                double y = _place.Y(row);
                if (y < y0)
                {
                    crossing(row, x0 + ((y - y0) / (y1 - y0) * (x1 - x0)));
                }
            }
        }
    }

    private static IEnumerable<LineString> Rings(Geometry outline)
    {
        for (int i = 0; i < outline.NumGeometries; i++)
        {
            if (outline.GetGeometryN(i) is Polygon polygon)
            {
                yield return polygon.ExteriorRing;
                foreach (LineString hole in polygon.InteriorRings)
                {
                    yield return hole;
                }
            }
        }
    }
}
