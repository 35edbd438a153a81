namespace Tributary.Geodata;

/// <summary>
/// Cells connected as the fine flow in them goes: the cell outlet tracing of Reed (2003), Water Resources Research 39(9), 1238, with an area threshold of
/// zero, so that every cell's upstream area stays as close to that of the pixels as its neighbours allow.
/// </summary>
internal sealed class CellUpscaling
{
    private CellUpscaling(int[] outlet, int[] downstream, List<int> jumps) => (Outlet, Downstream, Jumps) = (outlet, downstream, jumps);

    /// <summary>The pixel through which most water leaves each cell.</summary>
    public int[] Outlet { get; }

    /// <summary>The next cell of each; -1 where water leaves the basin.</summary>
    public int[] Downstream { get; }

    /// <summary>Cells whose next cell is no neighbour.</summary>
    public List<int> Jumps { get; }

    /// <param name="count">Number of cells, each with a pixel at least.</param>
    /// <param name="cellOfPixel">The cell of each pixel; -1 outside the basin.</param>
    /// <param name="downstream">The next pixel; -1 where water leaves the basin.</param>
    /// <param name="area">What drains through each pixel, more from pixel to pixel.</param>
    /// <param name="areNeighbours">Whether two cells are neighbours.</param>
    public static CellUpscaling Connect(int count, int[] cellOfPixel, int[] downstream, double[] area, Func<int, int, bool> areNeighbours)
    {
        int[] outlet = new int[count];
        Array.Fill(outlet, -1);
        for (int pixel = 0; pixel < cellOfPixel.Length; pixel++)
        {
            int cell = cellOfPixel[pixel];
            bool leaves = cell >= 0 && (downstream[pixel] < 0 || cellOfPixel[downstream[pixel]] != cell);
            if (leaves && (outlet[cell] < 0 || area[pixel] > area[outlet[cell]]))
            {
                outlet[cell] = pixel;
            }
        }

        int[] next = new int[count];
        var jumps = new List<int>();
        for (int cell = 0; cell < count; cell++)
        {
            next[cell] = Trace(cell);
            if (next[cell] >= 0 && !areNeighbours(cell, next[cell]))
            {
                jumps.Add(cell);
            }
        }

        return new CellUpscaling(outlet, next, jumps);

        // No circle can come about: the trace leaves each cell that it passes through a pixel of larger area than the one that it began at.
        int Trace(int cell)
        {
            int last = -1;
            for (int pixel = downstream[outlet[cell]]; pixel >= 0; pixel = downstream[pixel])
            {
                int passed = cellOfPixel[pixel];
                if (!areNeighbours(cell, passed))
                {
                    return last >= 0 ? last : passed;
                }

                last = passed;
                if (outlet[passed] == pixel)
                {
                    return passed;
                }
            }

            return last;
        }
    }
}
