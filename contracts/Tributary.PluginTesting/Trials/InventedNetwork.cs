using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>River networks for tests and benchmarks.</summary>
public static class InventedNetwork
{
    /// <summary>Reaches in a row, the first one uppermost.</summary>
    public static RiverNetwork Chain(int count, double length, double slope, AttributeTable? attributes = null) => new(
        [.. Enumerable.Range(1, count).Select(id => $"R{id}")],
        [.. Enumerable.Range(1, count).Select(next => next < count ? next : -1)],
        [.. Enumerable.Repeat(length, count)],
        [.. Enumerable.Repeat(slope, count)],
        [.. Enumerable.Range(0, count)],
        attributes);

    /// <summary>Trees that grow at random tips, one or two reaches at a time, from a few outlets; lengths of 0.5 to 5 km, slopes of 1e-5 to 3 %.</summary>
    public static RiverNetwork Random(int count, int seed, int outlets = 1)
    {
        var random = new Random(seed);
        int[] downstream = new int[count];
        Array.Fill(downstream, -1);
        List<int> tips = [.. Enumerable.Range(0, Math.Min(outlets, count))];
        for (int reach = tips.Count; reach < count;)
        {
            int at = random.Next(tips.Count);
            int tip = tips[at];
            downstream[reach] = tip;
            tips[at] = reach++;
            if (reach < count && random.NextDouble() < 0.25)
            {
                downstream[reach] = tip;
                tips.Add(reach++);
            }
        }

        return new RiverNetwork(
            [.. Enumerable.Range(1, count).Select(id => $"R{id}")],
            downstream,
            [.. Enumerable.Range(0, count).Select(_ => 500 * Math.Pow(10, random.NextDouble()))],
            [.. Enumerable.Range(0, count).Select(_ => 1e-5 * Math.Pow(3000, random.NextDouble()))],
            [.. Enumerable.Range(0, count)]);
    }

    /// <summary>Lateral inflow in m3 s-1 with floods and dry spells, <c>[reach][time]</c>.</summary>
    public static double[] Inflow(int reachCount, int stepCount, int seed)
    {
        var random = new Random(seed);
        double[] inflow = new double[reachCount * stepCount];
        for (int reach = 0; reach < reachCount; reach++)
        {
            double flow = 0;
            for (int t = 0; t < stepCount; t++)
            {
                flow = random.NextDouble() < 0.05 ? 2 * random.NextDouble() * random.NextDouble() : 0.9 * flow;
                inflow[(reach * stepCount) + t] = flow < 0.01 ? 0 : flow;
            }
        }

        return inflow;
    }
}
