using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The river network of basins that drain into each other: a gauge at each basin's outlet, and below it a reach to the next gauge.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class BasinNetwork(WorkflowPlan plan, ProblemList problems)
{
    private const double MetresPerKm = 1000;

    private readonly IReadOnlyList<BasinSection> _basins = plan.Workflow.Domain.Basins;

    /// <summary>For each basin the index of the one that it drains into; -1 at an outlet.</summary>
    public int[] Downstream()
    {
        var indices = new Dictionary<string, int>();
        for (int i = 0; i < _basins.Count; i++)
        {
            indices[_basins[i].Id] = i;
        }

        int[] downstream = new int[_basins.Count];
        for (int i = 0; i < downstream.Length; i++)
        {
            downstream[i] = -1;
            if (_basins[i].Downstream is { } next && !indices.TryGetValue(next, out downstream[i]))
            {
                problems.Add($"domain.basins[{i}].downstream", $"there is no basin '{next}'{Nearest.Suggest(next, indices.Keys)}");
            }

            if (_basins[i].Downstream is not null && _basins[i].Reach is null && plan.Routing is not null)
            {
                problems.Add($"domain.basins[{i}]", $"the reach below basin {_basins[i].Id} is not known; give it: reach: {{ length: 12 }} (in km)");
            }
        }

        problems.ThrowIfAny();
        RefuseCycles(downstream);
        problems.ThrowIfAny();
        return downstream;
    }

    /// <summary>The network: one reach a basin, whose head is the basin's gauge.</summary>
    /// <param name="downstream">For each basin the one below.</param>
    public RiverNetwork Make(int[] downstream)
    {
        double[] length = [.. _basins.Select(basin => (basin.Reach?.Length ?? 1) * MetresPerKm)];
        double[] slope = [.. _basins.Select(basin => basin.Reach?.Slope ?? 0.001)];
        var attributes = new AttributeTable(_basins.Count);
        foreach (string name in _basins.SelectMany(basin => basin.Reach?.Attributes.Keys ?? []).Distinct())
        {
            attributes.Set(name, string.Empty, [.. _basins.Select(basin => basin.Reach?.Attributes.TryGetValue(name, out double value) == true ? value : double.NaN)]);
        }

        return new RiverNetwork([.. _basins.Select(basin => basin.Id)], downstream, length, slope, [.. Enumerable.Range(0, _basins.Count)], attributes);
    }

    /// <summary>Of values that each belong to the whole catchment above a gauge, those of the basins alone, or the other way round.</summary>
    /// <param name="downstream">For each basin the one below.</param>
    /// <param name="values">One value a basin.</param>
    /// <param name="sign">1 sums what lies upstream, -1 takes the basins directly upstream out.</param>
    public static double[] Upstream(int[] downstream, double[] values, int sign)
    {
        double[] result = [.. values];
        if (sign < 0)
        {
            for (int i = 0; i < downstream.Length; i++)
            {
                if (downstream[i] >= 0)
                {
                    result[downstream[i]] -= values[i];
                }
            }

            return result;
        }

        for (int i = 0; i < downstream.Length; i++)
        {
            for (int below = downstream[i]; below >= 0; below = downstream[below])
            {
                result[below] += values[i];
            }
        }

        return result;
    }

    private void RefuseCycles(int[] downstream)
    {
        for (int i = 0; i < downstream.Length; i++)
        {
            int at = downstream[i];
            for (int steps = 0; at >= 0 && at != i && steps < downstream.Length; steps++)
            {
                at = downstream[at];
            }

            if (at == i)
            {
                var members = new List<string> { _basins[i].Id };
                for (int next = downstream[i]; next != i; next = downstream[next])
                {
                    members.Add(_basins[next].Id);
                }

                problems.Add($"domain.basins[{i}].downstream", $"basins drain in a circle: {string.Join(" -> ", members)} -> {_basins[i].Id}");
                return;
            }
        }
    }
}
