namespace Tributary.Engine;

/// <summary>
/// Search by a tree-structured Parzen estimator (Bergstra et al., 2011): of the points tried so far, the best 15 % make one density, the others another, and
/// the next point is that of some drawn from the first where the ratio of the first to the second is highest. It begins with a Latin hypercube. All axes of a
/// sweep are there at every point, so that the tree has one branch. The same seed and the same distances give the same points.
/// </summary>
/// <param name="choices">How many values each axis lists, 0 for a range, <c>[axis]</c>.</param>
/// <param name="budget">Number of points.</param>
/// <param name="seed">Seed of all draws.</param>
internal sealed class ParzenSearch(IReadOnlyList<int> choices, int budget, int seed)
{
    private const int MostAtStart = 10;
    private const int Candidates = 24;
    private const double BestShare = 0.15;

    private readonly Random _random = new(seed);

    /// <summary>The points to begin with, <c>[point][axis]</c>: ten, or a third of a smaller budget than thirty.</summary>
    public double[][] Start() => SweepSampling.LatinHypercubeShares(choices.Count, Math.Clamp(budget / 3, 1, MostAtStart), seed);

    /// <summary>Points to try next, the most promising first.</summary>
    /// <param name="tried">The shares of the points tried, <c>[point][axis]</c>.</param>
    /// <param name="distances">How far from perfect each is; one that failed, NaN, counts as the worst.</param>
    public double[][] Next(IReadOnlyList<double[]> tried, IReadOnlyList<double> distances)
    {
        int[] ranked = [.. Enumerable.Range(0, tried.Count).OrderBy(point => double.IsNaN(distances[point]) ? double.PositiveInfinity : distances[point])];
        int best = (int)Math.Ceiling(BestShare * tried.Count);
        var good = new ParzenDensity([.. ranked.Take(best).Select(point => tried[point])], choices);
        var other = new ParzenDensity([.. ranked.Skip(best).Select(point => tried[point])], choices);
        double[][] candidates = [.. Enumerable.Range(0, Candidates).Select(_ => good.Draw(_random))];
        return [.. candidates.OrderByDescending(point => good.At(point) / other.At(point))];
    }
}
