namespace Tributary.Geodata;

/// <summary>The streams of a catchment, cut into links at their confluences. Links are numbered downstream: each after those above it.</summary>
internal sealed class StreamLinks
{
    private StreamLinks(List<List<int>> cells, int[] downstream, int[] labels) => (Cells, Downstream, Labels) = (cells, downstream, labels);

    /// <summary>The cells of each link, from its head to its end.</summary>
    public List<List<int>> Cells { get; }

    /// <summary>The next link of each; -1 at the outlet.</summary>
    public int[] Downstream { get; }

    /// <summary>The link to which each cell of the grid drains, <c>[y][x]</c>; -1 outside the catchment.</summary>
    public int[] Labels { get; }

    /// <param name="catchment">The catchment's cells, each after the one that it drains to.</param>
    /// <param name="directions">Where they drain.</param>
    /// <param name="areaKm2">What drains through each.</param>
    /// <param name="thresholdKm2">Where more drains through a cell, it is a stream.</param>
    public static StreamLinks Cut(int[] catchment, FlowDirections directions, double[] areaKm2, double thresholdKm2)
    {
        int[] labels = new int[directions.CellCount];
        Array.Fill(labels, -1);
        var cells = new List<List<int>>();
        var outflow = new List<int>();
        Span<int> upstream = stackalloc int[FlowDirections.Count];
        for (int i = catchment.Length - 1; i >= 0; i--)
        {
            int cell = catchment[i];
            if (areaKm2[cell] < thresholdKm2)
            {
                continue;
            }

            int only = -1;
            int streams = 0;
            int count = directions.Upstream(cell, upstream);
            foreach (int above in upstream[..count])
            {
                if (areaKm2[above] >= thresholdKm2)
                {
                    (only, streams) = (above, streams + 1);
                }
            }

            if (streams != 1)
            {
                labels[cell] = cells.Count;
                cells.Add([cell]);
                foreach (int above in upstream[..count])
                {
                    if (areaKm2[above] >= thresholdKm2)
                    {
                        outflow[labels[above]] = labels[cell];
                    }
                }

                outflow.Add(-1);
            }
            else
            {
                labels[cell] = labels[only];
                cells[labels[only]].Add(cell);
            }
        }

        for (int i = 0; i < catchment.Length; i++)
        {
            if (labels[catchment[i]] < 0)
            {
                labels[catchment[i]] = labels[directions.Downstream(catchment[i])];
            }
        }

        return new StreamLinks(cells, [.. outflow], labels);
    }
}
