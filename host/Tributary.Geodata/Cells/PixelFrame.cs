using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Tributary.Geodata;

/// <summary>Fine pixels in rows from north to south, each known by its index <c>row * Width + column</c>.</summary>
internal sealed class PixelFrame(GeoTransform transform, int width, int height, Func<int, double> rowAreaKm2)
{
    /// <summary>Label of pixels that belong to nothing.</summary>
    public const int Outside = -1;

    public int Width => width;

    public int Height => height;

    public int Count => width * height;

    public double AreaKm2(int pixel) => rowAreaKm2(pixel / width);

    /// <summary>A neighbour in one of eight directions, diagonal ones being odd; -1 outside.</summary>
    public int Neighbour(int pixel, int direction) => FlowDirections.Neighbour(pixel, direction, width, height);

    /// <summary>Column and row of a place, in pixels from the centre of the first.</summary>
    public (double Column, double Row) At(Coordinate place) =>
        (((place.X - transform.Left) / transform.CellWidth) - 0.5, ((transform.Top - place.Y) / transform.CellHeight) - 0.5);

    /// <summary>Square of the distance in pixels between a place and a pixel.</summary>
    public double Apart((double Column, double Row) place, int pixel)
    {
        double x = place.Column - (pixel % width);
        double y = place.Row - (pixel / width);
        return (x * x) + (y * y);
    }

    /// <summary>The pixel nearest to a place among those wanted; -1 where there is none.</summary>
    public int Nearest((double Column, double Row) place, Predicate<int> wanted)
    {
        int column = (int)Math.Clamp(Math.Round(place.Column), 0, width - 1);
        int row = (int)Math.Clamp(Math.Round(place.Row), 0, height - 1);
        int best = -1;
        double least = double.PositiveInfinity;
        for (int radius = 0; radius <= Math.Max(width, height) && (radius - 1.0) * (radius - 1.0) <= least; radius++)
        {
            for (int y = Math.Max(0, row - radius); y <= Math.Min(height - 1, row + radius); y++)
            {
                int step = Math.Abs(y - row) == radius ? 1 : Math.Max(1, 2 * radius);
                for (int x = column - radius; x <= column + radius; x += step)
                {
                    int pixel = (y * width) + x;
                    if (x >= 0 && x < width && Apart((column, row), pixel) < least && wanted(pixel))
                    {
                        (best, least) = (pixel, Apart((column, row), pixel));
                    }
                }
            }
        }

        return best;
    }

    /// <summary>Gives a label to the pixels whose centre lies in a polygon and that have none yet.</summary>
    public void Burn(Geometry polygon, int[] labels, int label)
    {
        var crossings = new List<(int Row, double X)>();
        foreach (LineString ring in LinearComponentExtracter.GetLines(polygon).Cast<LineString>())
        {
            CoordinateSequence points = ring.CoordinateSequence;
            for (int i = 1; i < points.Count; i++)
            {
                Cross(points.GetCoordinate(i - 1), points.GetCoordinate(i), crossings);
            }
        }

        crossings.Sort();
        for (int i = 0; i + 1 < crossings.Count; i += 2)
        {
            int first = Math.Max(0, FirstColumn(crossings[i].X));
            int end = Math.Min(width, FirstColumn(crossings[i + 1].X));
            for (int column = first; column < end; column++)
            {
                int pixel = (crossings[i].Row * width) + column;
                labels[pixel] = labels[pixel] == Outside ? label : labels[pixel];
            }
        }
    }

    // An edge is walked upward whichever polygon it belongs to, so that neighbours cross each row at the very same place.
    private void Cross(Coordinate from, Coordinate to, List<(int Row, double X)> crossings)
    {
        (Coordinate low, Coordinate high) = from.Y < to.Y ? (from, to) : (to, from);
        int top = Math.Max(0, transform.Row(high.Y) - 1);
        int bottom = Math.Min(height - 1, transform.Row(low.Y) + 1);
        for (int row = top; row <= bottom; row++)
        {
            double y = transform.Y(row);
            if (low.Y <= y && y < high.Y)
            {
                crossings.Add((row, low.X + ((y - low.Y) / (high.Y - low.Y) * (high.X - low.X))));
            }
        }
    }

    private int FirstColumn(double x) => (int)Math.Ceiling(Math.Clamp(((x - transform.Left) / transform.CellWidth) - 0.5, -1, width + 1.0));
}
