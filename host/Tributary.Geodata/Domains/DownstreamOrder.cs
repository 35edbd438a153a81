namespace Tributary.Geodata;

/// <summary>The order in which water passes through a network.</summary>
public static class DownstreamOrder
{
    /// <summary>All reaches, each after those above it; those that lie in or below a circle are left out.</summary>
    /// <param name="downstream">Index of the next reach downstream, <c>[reach]</c>; -1 at an outlet.</param>
    public static int[] FromSources(ReadOnlySpan<int> downstream)
    {
        int[] above = new int[downstream.Length];
        foreach (int next in downstream)
        {
            if (next >= 0)
            {
                above[next]++;
            }
        }

        int[] order = new int[downstream.Length];
        int count = 0;
        for (int reach = 0; reach < above.Length; reach++)
        {
            if (above[reach] == 0)
            {
                order[count++] = reach;
            }
        }

        for (int i = 0; i < count; i++)
        {
            int next = downstream[order[i]];
            if (next >= 0 && --above[next] == 0)
            {
                order[count++] = next;
            }
        }

        return order[..count];
    }

    /// <summary>The members of one circle in the direction of flow, if there is any; empty if not.</summary>
    /// <param name="downstream">Index of the next reach downstream, <c>[reach]</c>; -1 at an outlet.</param>
    public static int[] FindCircle(ReadOnlySpan<int> downstream)
    {
        bool[] done = new bool[downstream.Length];
        foreach (int reach in FromSources(downstream))
        {
            done[reach] = true;
        }

        int start = Array.IndexOf(done, false);
        if (start < 0)
        {
            return [];
        }

        // What no order reaches lies in a circle or below one, and nothing below a circle can exist where each reach has one next: so it lies in one.
        var members = new List<int>();
        for (int reach = start; members.Count == 0 || reach != start; reach = downstream[reach])
        {
            members.Add(reach);
        }

        return [.. members];
    }
}
