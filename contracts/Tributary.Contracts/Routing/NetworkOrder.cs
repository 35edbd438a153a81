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
        int count = network.Count;
        int[] downstream = network.Downstream.ToArray();
        Check(network);
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

        int[] order = new int[count];
        int placed = FromOutlets(downstream, start, upstream, order);
        if (placed < count)
        {
            throw CycleIn(network, order.AsSpan(count - placed));
        }

        return new NetworkOrder(downstream, start, upstream, order);
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

    /// <summary>Visits each outlet's tree from its outlet up and fills the order from its end; returns how many reaches drain to an outlet.</summary>
    private static int FromOutlets(int[] downstream, int[] start, int[] upstream, int[] order)
    {
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

        return order.Length - next;
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

    private static InputException CycleIn(RiverNetwork network, ReadOnlySpan<int> drained)
    {
        bool[] seen = new bool[network.Count];
        foreach (int reach in drained)
        {
            seen[reach] = true;
        }

        int member = Array.IndexOf(seen, false);
        while (!seen[member])
        {
            seen[member] = true;
            member = network.Downstream[member];
        }

        var members = new List<string>();
        int at = member;
        do
        {
            members.Add(network.Ids[at]);
            at = network.Downstream[at];
        }
        while (at != member);
        string shown = string.Join(" -> ", members.Take(NamedMembers));
        string rest = members.Count > NamedMembers ? $" -> … ({members.Count} reaches)" : $" -> {members[0]}";
        return new InputException($"reaches flow in a circle: {shown}{rest}", "river network", "Correct the downstream id of one of them.");
    }
}
