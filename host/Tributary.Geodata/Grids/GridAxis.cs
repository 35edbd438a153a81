using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>One axis of a grid: the centres of its cells and the edges between them.</summary>
internal sealed class GridAxis
{
    private const double Tolerance = 1e-4;

    private GridAxis(double[] centres, double[] edges) => (Centres, Edges) = (centres, edges);

    /// <summary>Centres, <c>[cell]</c>, rising or falling.</summary>
    public double[] Centres { get; }

    /// <summary>Edges, <c>[cell + 1]</c>.</summary>
    public double[] Edges { get; }

    /// <summary>Number of cells.</summary>
    public int Count => Centres.Length;

    /// <summary>An axis with given edges, its centres half-way between them.</summary>
    public static GridAxis Between(double[] edges) => new([.. edges.Skip(1).Select((edge, i) => (edges[i] + edge) / 2)], edges);

    /// <summary>Reads a coordinate; edges are its bounds where it has them, else they lie half-way between centres.</summary>
    /// <exception cref="InputException">It neither rises nor falls all along, has a gap, or has one value and no bounds.</exception>
    public static GridAxis Read(IArrayFile file, ArrayVariable coordinate, double scale, bool circular)
    {
        string where = $"{file.Path}, {coordinate.Name}";
        double[] centres = new double[coordinate.Length];
        file.Read(coordinate.Name, [0], [coordinate.Length], centres);
        Array.ForEach(centres, centre => _ = double.IsFinite(centre) ? centre : throw new InputException("a coordinate is missing", where));
        Scale(centres, scale);
        if (circular)
        {
            Unroll(centres);
        }

        double sign = centres.Length > 1 ? Math.Sign(centres[1] - centres[0]) : 1;
        for (int i = 1; i < centres.Length; i++)
        {
            if ((centres[i] - centres[i - 1]) * sign <= 0)
            {
                throw new InputException($"its values neither rise nor fall all along: {centres[i - 1]:R} is followed by {centres[i]:R}", where);
            }
        }

        if (circular && Math.Abs(centres[^1] - centres[0]) >= 360)
        {
            throw new InputException($"its {centres.Length} values go more than once around the globe", where, "Drop the repeated columns.");
        }

        string? bounds = coordinate.Text("bounds");
        ArrayVariable? given = file.Variables.FirstOrDefault(variable => variable.Name == bounds);
        if (given is { Dimensions.Count: 2 } && given.Dimensions[1].Length == 2 && given.Dimensions[0].Length == centres.Length)
        {
            return new GridAxis(centres, FromBounds(file, given, centres, sign, scale, circular));
        }

        return centres.Length > 1
            ? new GridAxis(centres, HalfWay(centres))
            : throw new InputException("it has one value only, so that the size of its cells is unknown", where, "Give it bounds (CF attribute 'bounds').");
    }

    private static double[] HalfWay(double[] centres)
    {
        double[] edges = new double[centres.Length + 1];
        for (int i = 1; i < centres.Length; i++)
        {
            edges[i] = (centres[i - 1] + centres[i]) / 2;
        }

        edges[0] = centres[0] - ((centres[1] - centres[0]) / 2);
        edges[^1] = centres[^1] + ((centres[^1] - centres[^2]) / 2);
        return edges;
    }

    private static double[] FromBounds(IArrayFile file, ArrayVariable bounds, double[] centres, double sign, double scale, bool circular)
    {
        double[] pairs = new double[bounds.Length];
        file.Read(bounds.Name, [0, 0], [centres.Length, 2], pairs);
        Scale(pairs, scale);
        double[] edges = new double[centres.Length + 1];
        for (int i = 0; i < centres.Length; i++)
        {
            (double from, double to) = (pairs[2 * i], pairs[(2 * i) + 1]);
            if (circular)
            {
                from += 360 * Math.Round((centres[i] - from) / 360);
                to += 360 * Math.Round((centres[i] - to) / 360);
            }

            if ((to - from) * sign < 0)
            {
                (from, to) = (to, from);
            }

            if ((centres[i] - from) * sign < 0 || (to - centres[i]) * sign < 0 || to == from || double.IsNaN(from + to))
            {
                throw new InputException($"the bounds {from:R} and {to:R} do not enclose {centres[i]:R}", $"{file.Path}, {bounds.Name}");
            }

            if (i > 0 && Math.Abs(from - edges[i]) > Tolerance * Math.Abs(to - from))
            {
                throw new InputException($"the cells are not neighbours: one ends at {edges[i]:R}, the next begins at {from:R}", $"{file.Path}, {bounds.Name}");
            }

            edges[i] = i == 0 ? from : edges[i];
            edges[i + 1] = to;
        }

        return edges;
    }

    // A row of longitudes may jump by 360 degrees, at the date line or at Greenwich.
    private static void Unroll(double[] longitudes)
    {
        for (int i = 1; i < longitudes.Length; i++)
        {
            longitudes[i] += 360 * Math.Round((longitudes[i - 1] - longitudes[i]) / 360);
        }
    }

    private static void Scale(double[] values, double scale)
    {
        for (int i = 0; scale != 1 && i < values.Length; i++)
        {
            values[i] *= scale;
        }
    }
}
