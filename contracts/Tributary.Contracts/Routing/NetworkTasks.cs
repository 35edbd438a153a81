namespace Tributary.Contracts;

/// <summary>
/// A network cut into connected parts of about the same size, so that several threads may work on them. A part waits for the parts that flow into it.
/// </summary>
internal sealed class NetworkTasks
{
    private readonly int[] _start;
    private readonly int[] _order;

    public NetworkTasks(NetworkOrder network, int size)
    {
        int[] part = new int[network.Count];
        Array.Fill(part, -1);
        int cuts = Cut(network, size, part, out int count);
        Parent = new int[count];
        Array.Fill(Parent, -1);
        _start = new int[count + 1];
        for (int k = network.Count - 1; k >= 0; k--)
        {
            int reach = network.Order[k];
            int next = network.Downstream[reach];
            if (part[reach] < 0)
            {
                part[reach] = part[next];
            }
            else if (part[reach] < cuts)
            {
                Parent[part[reach]] = part[next];
            }

            _start[part[reach] + 1]++;
        }

        for (int task = 0; task < count; task++)
        {
            _start[task + 1] += _start[task];
        }

        _order = new int[network.Count];
        int[] filled = new int[count];
        foreach (int reach in network.Order)
        {
            _order[_start[part[reach]] + filled[part[reach]]++] = reach;
        }

        Waiting = new int[count];
        Urgency = new int[count];
        for (int task = count - 1; task >= 0; task--)
        {
            Urgency[task] = _start[task] - _start[task + 1];
            if (Parent[task] >= 0)
            {
                Waiting[Parent[task]]++;
                Urgency[task] += Urgency[Parent[task]];
            }
        }
    }

    /// <summary>Number of parts.</summary>
    public int Count => Parent.Length;

    /// <summary>The part below each part; -1 where there is none. It has a greater index.</summary>
    public int[] Parent { get; }

    /// <summary>How many parts flow into each part.</summary>
    public int[] Waiting { get; }

    /// <summary>The more negative, the more reaches lie between a part and its outlet.</summary>
    public int[] Urgency { get; }

    /// <summary>The reaches of a part, upstream ones first.</summary>
    public ReadOnlySpan<int> this[int task] => _order.AsSpan(_start[task].._start[task + 1]);

    /// <summary>Marks the lowest reach of each part with the part's number: cut trees first, then groups of whole trees that are small.</summary>
    private static int Cut(NetworkOrder network, int size, int[] part, out int count)
    {
        int[] open = new int[network.Count];
        int cuts = 0;
        foreach (int reach in network.Order)
        {
            open[reach]++;
            int next = network.Downstream[reach];
            if (next < 0)
            {
                continue;
            }

            if (open[reach] >= size)
            {
                part[reach] = cuts++;
            }
            else
            {
                open[next] += open[reach];
            }
        }

        count = cuts;
        int grouped = size;
        foreach (int reach in network.Order)
        {
            if (network.Downstream[reach] >= 0)
            {
                continue;
            }

            if (grouped >= size)
            {
                count++;
                grouped = 0;
            }

            part[reach] = count - 1;
            grouped += open[reach];
        }

        return cuts;
    }
}
