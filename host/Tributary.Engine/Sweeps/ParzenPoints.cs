using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>The points of a sweep by a tree-structured Parzen estimator, in the values of its keys. None comes twice.</summary>
/// <param name="axes">The keys.</param>
/// <param name="budget">Number of points at most.</param>
/// <param name="seed">Seed of all draws.</param>
internal sealed class ParzenPoints(IReadOnlyList<SweepAxis> axes, int budget, int seed)
{
    // Beyond so many rounds of candidates that were all tried before, what is new is taken to be used up.
    private const int MostRounds = 50;

    private readonly ParzenSearch _search = new([.. axes.Select(axis => axis.Values.Count)], budget, seed);
    private readonly List<double[]> _tried = [];
    private readonly HashSet<string> _seen = [];

    /// <summary>The points that are there before anything was tried.</summary>
    public IReadOnlyList<JsonNode?[]> Start() => [.. _search.Start().Select(New).OfType<JsonNode?[]>()];

    /// <summary>The next point; null where all were tried.</summary>
    /// <param name="distances">How far from perfect each point so far is, NaN for one that failed.</param>
    public JsonNode?[]? Next(IReadOnlyList<double> distances)
    {
        for (int round = 0; round < MostRounds && _tried.Count < budget; round++)
        {
            foreach (double[] shares in _search.Next(_tried, distances))
            {
                if (New(shares) is { } point)
                {
                    return point;
                }
            }
        }

        return null;
    }

    private JsonNode?[]? New(double[] shares)
    {
        JsonNode?[] point = [.. axes.Select((axis, i) => axis.At(shares[i]))];
        if (!_seen.Add(string.Join('\n', point.Select(value => value?.ToJsonString()))))
        {
            return null;
        }

        _tried.Add(shares);
        return point;
    }
}
