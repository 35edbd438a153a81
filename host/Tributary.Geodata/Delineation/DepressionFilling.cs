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
            if (!double.IsNaN(elevation[cell]) && IsOnEdge(elevation, cell, width, height))
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
        double[] filled = elevation.ToArray();
        int height = filled.Length / width;
        bool[] closed = Array.ConvertAll(filled, double.IsNaN);
        var open = new CellHeap();
        var pit = new Queue<int>();
        foreach (int cell in outlets)
        {
            closed[cell] = true;
            open.Push(filled[cell], cell);
        }

        while (pit.Count > 0 || open.Count > 0)
        {
            // A cell of the edge that is no higher than the pit comes first, or the pit would rise above its outlet.
            bool fromPit = pit.Count > 0 && !(open.Count > 0 && open.LowestElevation <= filled[pit.Peek()]);
            int cell = fromPit ? pit.Dequeue() : open.Pop();
            double rim = Above(filled[cell]);
            for (int direction = 0; direction < FlowDirections.Count; direction++)
            {
                int neighbour = FlowDirections.Neighbour(cell, direction, width, height);
                if (neighbour < 0 || closed[neighbour])
                {
                    continue;
                }

                closed[neighbour] = true;
                if (filled[neighbour] <= rim)
                {
                    filled[neighbour] = rim;
                    pit.Enqueue(neighbour);
                }
                else
                {
                    open.Push(filled[neighbour], neighbour);
                }
            }
        }

        return filled;
    }

    private static double Above(double elevation) => Math.Max(Math.BitIncrement(elevation), elevation + Epsilon);

    private static bool IsOnEdge(ReadOnlySpan<double> elevation, int cell, int width, int height)
    {
        for (int direction = 0; direction < FlowDirections.Count; direction++)
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
