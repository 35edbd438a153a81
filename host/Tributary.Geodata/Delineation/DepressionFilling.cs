namespace Tributary.Geodata;

/// <summary>
/// Fills depressions so that every cell has a way downhill to the edge of the grid or of the known cells: the priority-flood with epsilon of Barnes, Lehman
/// and Mulla (2014), Computers and Geosciences 62, algorithm 3. Flats get a gradient too small to matter, toward their outlet.
/// </summary>
public static class DepressionFilling
{
    // As small as double precision allows at the height of mountains; at sea level the next number up would vanish in a slope.
    private const double Epsilon = 1e-12;

    /// <summary>A filled copy.</summary>
    /// <param name="elevation">Elevations in m, <c>[y][x]</c>; NaN where unknown.</param>
    /// <param name="width">Number of columns.</param>
    public static double[] Fill(ReadOnlySpan<double> elevation, int width)
    {
        int height = elevation.Length / width;
        var edge = new List<int>();
        for (int cell = 0; cell < elevation.Length; cell++)
        {
            if (IsOnEdge(elevation, cell, width, height))
            {
                edge.Add(cell);
            }
        }

        return Fill(elevation, width, edge);
    }

    /// <summary>A filled copy that water leaves at given cells only; cells from which no known ones lead there stay as they are.</summary>
    /// <param name="elevation">Elevations in m, <c>[y][x]</c>; NaN where unknown.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="outlets">Where water leaves: cells whose elevation is known.</param>
    public static double[] Fill(ReadOnlySpan<double> elevation, int width, IEnumerable<int> outlets)
    {
        double[] filled = new double[elevation.Length];
        for (int cell = 0; cell < filled.Length; cell++)
        {
            filled[cell] = double.IsNaN(elevation[cell]) ? double.NaN : double.PositiveInfinity;
        }

        var open = new CellHeap();
        foreach (int cell in outlets)
        {
            filled[cell] = elevation[cell];
            open.Push(filled[cell], cell);
        }

        Spread(elevation, filled, width, open);
        for (int cell = 0; cell < filled.Length; cell++)
        {
            filled[cell] = double.IsPositiveInfinity(filled[cell]) ? elevation[cell] : filled[cell];
        }

        return filled;
    }

    /// <summary>
    /// Lowers levels of water to those at which it runs off through the cells of a heap. A level is the highest of the ground and of the least step above the
    /// lowest level around it, which defines it whatever the order in which cells are taken.
    /// </summary>
    /// <param name="elevation">Elevations in m, <c>[y][x]</c>; NaN where unknown.</param>
    /// <param name="filled">Levels that are right or too high; NaN where unknown.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="open">Cells with the levels from which water is known to run off.</param>
    internal static void Spread(ReadOnlySpan<double> elevation, Span<double> filled, int width, CellHeap open)
    {
        int height = filled.Length / width;
        var pit = new Queue<int>();
        while (pit.Count > 0 || open.Count > 0)
        {
            // A cell of the edge that is no higher than the pit comes first, or the pit would rise above its outlet.
            bool fromPit = pit.Count > 0 && !(open.Count > 0 && open.LowestElevation <= filled[pit.Peek()]);
            int cell = fromPit ? pit.Dequeue() : open.Pop();
            double rim = Above(filled[cell]);
            for (int direction = 0; direction < FlowDirections.Count; direction++)
            {
                int neighbour = FlowDirections.Neighbour(cell, direction, width, height);
                if (neighbour < 0 || !(Math.Max(elevation[neighbour], rim) < filled[neighbour]))
                {
                    continue;
                }

                if (elevation[neighbour] <= rim)
                {
                    filled[neighbour] = rim;
                    pit.Enqueue(neighbour);
                }
                else
                {
                    filled[neighbour] = elevation[neighbour];
                    open.Push(filled[neighbour], neighbour);
                }
            }
        }
    }

    /// <summary>The least level from which water runs to another one.</summary>
    internal static double Above(double elevation) => Math.Max(Math.BitIncrement(elevation), elevation + Epsilon);

    /// <summary>Whether a known cell lies at the edge of the grid or of the known cells.</summary>
    internal static bool IsOnEdge(ReadOnlySpan<double> elevation, int cell, int width, int height)
    {
        for (int direction = 0; direction < FlowDirections.Count && !double.IsNaN(elevation[cell]); direction++)
        {
            int neighbour = FlowDirections.Neighbour(cell, direction, width, height);
            if (neighbour < 0 || double.IsNaN(elevation[neighbour]))
            {
                return true;
            }
        }

        return false;
    }
}
