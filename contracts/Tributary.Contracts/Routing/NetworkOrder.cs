namespace Tributary.Contracts;

/// <summary>
/// A river network in the order in which water runs through it, found once in time proportional to the number of reaches. Every reach stands behind all
/// reaches above it, and all reaches above a reach stand together, right before it.
/// </summary>
public sealed class NetworkOrder
{
    private const int NamedMembers = 12;

    private readonly int[] _downstream;
    private readonly int[] _upstreamStart;
    private readonly int[] _upstream;
    private readonly int[] _order;

    private NetworkOrder(int[] downstream, int[] upstreamStart, int[] upstream, int[] order)
    {
        _downstream = downstream;
        _upstreamStart = upstreamStart;
        _upstream = upstream;
        _order = order;
    }

    /// <summary>Number of reaches.</summary>
    public int Count => _order.Length;

    /// <summary>Indices of all reaches, upstream ones first.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Index of the next reach downstream, <c>[reach]</c>; -1 at an outlet.</summary>
    public ReadOnlySpan<int> Downstream => _downstream;

    /// <summary>The reaches that flow straight into a reach, by rising index.</summary>
    public ReadOnlySpan<int> UpstreamOf(int reach) => _upstream.AsSpan(_upstreamStart[reach].._upstreamStart[reach + 1]);

    /// <summary>Orders a network.</summary>
    /// <param name="network">The network; lengths in m, slopes in m per m.</param>
    /// <exception cref="InputException">
    /// Reaches flow in a circle (its members are named), a reach flows to one that is not there, a length is not positive, or a slope is negative.
    /// </exception>
    public static NetworkOrder Of(RiverNetwork network)
    {
        int[] downstream = network.Downstream.ToArray();
        Check(network);
        (int[] start, int[] upstream) = Upstream(downstream);
        int[] order = FromOutlets(downstream, start, upstream);
        return order.Length == downstream.Length ? new NetworkOrder(downstream, start, upstream, order) : throw CycleIn(network);
    }

    /// <summary>All reaches that drain to an outlet, each behind all reaches above it; those that lie in or above a circle are left out.</summary>
    /// <param name="downstream">Index of the next reach downstream, <c>[reach]</c>; -1 at an outlet.</param>
    public static int[] FromSources(ReadOnlySpan<int> downstream)
    {
        (int[] start, int[] upstream) = Upstream(downstream);
        return FromOutlets(downstream, start, upstream);
    }

    /// <summary>The members of one circle in the direction of flow, from that of lowest index; empty if there is none.</summary>
    /// <param name="downstream">Index of the next reach downstream, <c>[reach]</c>; -1 at an outlet.</param>
    public static int[] FindCircle(ReadOnlySpan<int> downstream)
    {
        bool[] seen = new bool[downstream.Length];
        foreach (int reach in FromSources(downstream))
        {
            seen[reach] = true;
        }

        int member = Array.IndexOf(seen, false);
        if (member < 0)
        {
            return [];
        }

        for (; !seen[member]; member = downstream[member])
        {
            seen[member] = true;
        }

        var members = new List<int> { member };
        for (int next = downstream[member]; next != member; next = downstream[next])
        {
            members.Add(next);
        }

        int lowest = members.IndexOf(members.Min());
        return [.. members[lowest..], .. members[..lowest]];
    }

    /// <summary>For each reach the sum of a property over itself and all reaches above it.</summary>
    /// <param name="values">The property, <c>[reach]</c>.</param>
    public double[] SumUpstream(ReadOnlySpan<double> values)
    {
        double[] sums = values.ToArray();
        foreach (int reach in _order)
        {
            if (_downstream[reach] >= 0)
            {
                sums[_downstream[reach]] += sums[reach];
            }
        }

        return sums;
    }

    /// <summary>The reaches that flow straight into each reach, as parts of one list.</summary>
    private static (int[] Start, int[] Upstream) Upstream(ReadOnlySpan<int> downstream)
    {
        int count = downstream.Length;
        int[] start = new int[count + 1];
        foreach (int next in downstream)
        {
            if (next >= 0)
            {
                start[next + 1]++;
            }
        }

        for (int reach = 0; reach < count; reach++)
        {
            start[reach + 1] += start[reach];
        }

        int[] upstream = new int[start[count]];
        int[] filled = new int[count];
        for (int reach = 0; reach < count; reach++)
        {
            if (downstream[reach] >= 0)
            {
                upstream[start[downstream[reach]] + filled[downstream[reach]]++] = reach;
            }
        }

        return (start, upstream);
    }

    /// <summary>Visits each outlet's tree from its outlet up and fills the order from its end.</summary>
    private static int[] FromOutlets(ReadOnlySpan<int> downstream, int[] start, int[] upstream)
    {
        int[] order = new int[downstream.Length];
        var open = new Stack<int>();
        int next = order.Length;
        for (int outlet = downstream.Length - 1; outlet >= 0; outlet--)
        {
            if (downstream[outlet] >= 0)
            {
                continue;
            }

            open.Push(outlet);
            while (open.TryPop(out int reach))
            {
                order[--next] = reach;
                for (int k = start[reach]; k < start[reach + 1]; k++)
                {
                    open.Push(upstream[k]);
                }
            }
        }

        return next == 0 ? order : order[next..];
    }

    private static void Check(RiverNetwork network)
    {
        for (int reach = 0; reach < network.Count; reach++)
        {
            string where = $"reach {network.Ids[reach]}";
            if (network.Downstream[reach] < -1 || network.Downstream[reach] >= network.Count)
            {
                throw new InputException($"the next reach downstream has the index {network.Downstream[reach]}, but there are {network.Count} reaches", where, "Use -1 for an outlet.");
            }

            if (!(network.LengthMetres[reach] > 0) || double.IsInfinity(network.LengthMetres[reach]))
            {
                throw new InputException(FormattableString.Invariant($"its length is {network.LengthMetres[reach]} m"), where, "Give it a positive length, or merge it with its neighbour.");
            }

            if (!(network.Slope[reach] >= 0) || double.IsInfinity(network.Slope[reach]))
            {
                throw new InputException(FormattableString.Invariant($"its slope is {network.Slope[reach]} m/m"), where, "Give it a slope of 0 or more, falling in the direction of flow.");
            }
        }
    }

    private static InputException CycleIn(RiverNetwork network)
    {
        int[] circle = FindCircle(network.Downstream);
        string shown = string.Join(" -> ", circle.Take(NamedMembers).Select(reach => network.Ids[reach]));
        string rest = circle.Length > NamedMembers ? $" -> … ({circle.Length} reaches)" : $" -> {network.Ids[circle[0]]}";
        return new InputException($"reaches flow in a circle: {shown}{rest}", "river network", "Correct the downstream id of one of them.");
    }
}
