using NetTopologySuite.Geometries;
using Tributary.Report;

namespace Tributary.Tests.Report;

/// <summary>A map of made-up subbasins with crooked borders that neighbours share, rivers to one outlet, and results of which every value is known.</summary>
internal static class SyntheticMap
{
    public const int Rows = 8;
    public const int Columns = 11;
    public const int WithoutValue = 17;
    public const int Outlet = Rows / 2 * Columns;

    private const int PiecesOfBorder = 24;
    private const double West = -76;
    private const double South = 46;
    private const double Side = 0.17;

    public static ReportMap Of(ReportTime time, string basin)
    {
        const int count = Rows * Columns;
        var chosen = MapFrames.Choose(time, valuesPerFrame: 3 * count, budget: 3 * count * 8 / 3 * 150);
        int[] downstream = [.. Enumerable.Range(0, count).Select(Downstream)];
        float[] gr4j = new float[chosen.Frames.Count * count];
        float[] lstm = new float[gr4j.Length];
        float[] discharge = new float[gr4j.Length];
        double[] upstream = [.. Enumerable.Range(0, count).Select(unit => Area(unit))];
        foreach (int unit in Enumerable.Range(0, count).OrderByDescending(unit => Steps(unit)))
        {
            if (downstream[unit] >= 0)
            {
                upstream[downstream[unit]] += upstream[unit];
            }
        }

        for (int frame = 0; frame < chosen.Frames.Count; frame++)
        {
            for (int unit = 0; unit < count; unit++)
            {
                gr4j[(frame * count) + unit] = Runoff(frame, unit);
                lstm[(frame * count) + unit] = 1.3f * Runoff(frame, unit);
                discharge[(frame * count) + unit] = Discharge(frame, upstream[unit]);
            }
        }

        return new ReportMap(
            [.. Enumerable.Range(0, count).Select(unit => new MapUnit($"S{unit:000}", Outline(unit), Area(unit)))],
            [.. Enumerable.Range(0, count).Select(unit => new MapReach($"R{unit:000}", Line(unit, downstream[unit]), upstream[unit]))],
            chosen.Frames,
            [
                new MapLayer("runoff", "Runoff", "mm d-1", MapItems.Units, gr4j) { Member = "gr4j" },
                new MapLayer("runoff", "Runoff", "mm d-1", MapItems.Units, lstm) { Member = "lstm" },
                new MapLayer("elevation", "Mean elevation", "m", MapItems.Units, [.. Enumerable.Range(0, count).Select(unit => 150f + (28 * Steps(unit)))]) { IsStatic = true },
                new MapLayer("bias", "Bias of runoff", "%", MapItems.Units, [.. Enumerable.Range(0, count).Select(unit => (unit % 9 * 7f) - 28)]) { IsStatic = true, Member = "gr4j", Scale = MapScale.Diverging },
                new MapLayer("discharge", "Discharge", "m3 s-1", MapItems.Reaches, discharge) { Member = "gr4j", Scale = MapScale.Logarithmic },
            ])
        {
            UnitWord = "subbasin",
            Gauges = [new MapGauge("02LE024", Corner(Rows / 2, 0).X + 0.02, Corner(Rows / 2, 0).Y + (Side / 2), basin), new MapGauge("upper", West + (8.5 * Side), South + (6.5 * Side))],
        };
    }

    public static float Runoff(int frame, int unit) =>
        unit == WithoutValue ? float.NaN : (float)(1.6 + (1.4 * Math.Sin(2 * Math.PI * frame / 12)) + (0.02 * (unit % Columns)) + (0.1 * (unit / Columns)));

    public static float Discharge(int frame, double upstream) => (float)(upstream / 86.4 * (1.6 + (1.4 * Math.Sin(2 * Math.PI * frame / 12))));

    public static double Area(int unit) => 190 + (unit % 7);

    // Rows run west to the first column, and that to the outlet's row.
    private static int Downstream(int unit)
    {
        int row = unit / Columns;
        return unit % Columns > 0 ? unit - 1 : row == Rows / 2 ? -1 : row < Rows / 2 ? unit + Columns : unit - Columns;
    }

    private static int Steps(int unit) => (unit % Columns) + Math.Abs((unit / Columns) - (Rows / 2));

    private static Polygon Outline(int unit)
    {
        (int row, int column) = (unit / Columns, unit % Columns);
        (int, int)[] corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column), (row, column)];
        var ring = new List<Coordinate> { Corner(row, column) };
        for (int side = 0; side < 4; side++)
        {
            ring.AddRange(Border(corners[side], corners[side + 1]).Skip(1));
        }

        return new Polygon(new LinearRing([.. ring]));
    }

    private static Coordinate[] Border((int Row, int Column) from, (int Row, int Column) to)
    {
        bool isForward = from.CompareTo(to) < 0;
        ((int Row, int Column) low, (int Row, int Column) high) = isForward ? (from, to) : (to, from);
        Coordinate a = Corner(low.Row, low.Column);
        Coordinate b = Corner(high.Row, high.Column);
        var random = new Random((low.Row * 1000) + (low.Column * 10) + (low.Row == high.Row ? 1 : 2));
        Coordinate[] line = [.. Enumerable.Range(0, PiecesOfBorder + 1).Select(i => Between(a, b, (double)i / PiecesOfBorder, i is 0 or PiecesOfBorder ? 0 : 0.016 * (random.NextDouble() - 0.5)))];
        return isForward ? line : [.. Enumerable.Reverse(line)];
    }

    private static Coordinate Between(Coordinate a, Coordinate b, double share, double aside) =>
        new(a.X + (share * (b.X - a.X)) + (aside * (b.Y - a.Y) / Side), a.Y + (share * (b.Y - a.Y)) - (aside * (b.X - a.X) / Side));

    private static Coordinate Corner(int row, int column)
    {
        var random = new Random((row * 100) + column);
        return new Coordinate(West + (Side * column * 1.4) + (0.07 * (random.NextDouble() - 0.5)), South + (Side * row) + (0.05 * (random.NextDouble() - 0.5)));
    }

    private static LineString Line(int unit, int next)
    {
        Coordinate from = Outline(unit).Centroid.Coordinate;
        return new LineString(next < 0 ? [from, new Coordinate(Corner(Rows / 2, 0).X + 0.02, Corner(Rows / 2, 0).Y + (Side / 2))] : [from, Outline(next).Centroid.Coordinate]);
    }
}
