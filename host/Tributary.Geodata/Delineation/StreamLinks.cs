namespace Tributary.Geodata;

/// <summary>The streams of a catchment, cut into links at their confluences. Links are numbered downstream: each after those above it.</summary>
internal sealed class StreamLinks
{
    private StreamLinks(List<List<int>> cells, int[] downstream, int[] linkOf) => (Cells, Downstream, LinkOf) = (cells, downstream, linkOf);

    /// <summary>The stream cells of each link, from its head to its end.</summary>
    public List<List<int>> Cells { get; }

    /// <summary>The next link of each; -1 at the outlet.</summary>
    public int[] Downstream { get; }

    /// <summary>The link of each stream cell.</summary>
    public int[] LinkOf { get; }

    /// <param name="streams">The stream cells.</param>
    public static StreamLinks Cut(StreamCells streams)
    {
        int count = streams.Downstream.Length;
        int[] inflows = new int[count];
        int[] above = new int[count];
        for (int stream = 1; stream < count; stream++)
        {
            int next = streams.Downstream[stream];
            (inflows[next], above[next]) = (inflows[next] + 1, stream);
        }

        int[] linkOf = new int[count];
        var cells = new List<List<int>>();
        for (int stream = count - 1; stream >= 0; stream--)
        {
            if (inflows[stream] != 1)
            {
                linkOf[stream] = cells.Count;
                cells.Add([stream]);
            }
            else
            {
                linkOf[stream] = linkOf[above[stream]];
                cells[linkOf[stream]].Add(stream);
            }
        }

        int[] downstream = [.. cells.Select(link => streams.Downstream[link[^1]] is var next && next >= 0 ? linkOf[next] : -1)];
        return new StreamLinks(cells, downstream, linkOf);
    }
}
