using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A score that follows from moments alone.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Best">Its value for a perfect simulation.</param>
/// <param name="Of">Computes it.</param>
internal sealed record MomentScore(string Name, double Best, Func<Moments, double> Of)
{
    private static readonly MomentScore[] All =
    [
        new("nse", 1, moments => moments.NashSutcliffe),
        new("kge", 1, moments => moments.KlingGupta),
        new("kge_2012", 1, moments => moments.KlingGupta2012),
        new("rmse", 0, moments => Math.Sqrt(moments.SquaredError / moments.Count)),
        new("pbias", 0, moments => 100 * (moments.MeanRatio - 1)),
    ];

    /// <summary>Those among the names; where none is, the efficiency of Nash and Sutcliffe.</summary>
    public static IReadOnlyList<MomentScore> Among(IEnumerable<string> names)
    {
        MomentScore[] known = [.. names.Distinct().Select(name => Array.Find(All, score => score.Name == name)).OfType<MomentScore>()];
        return known.Length > 0 ? known : [All[0]];
    }

    /// <summary>How far from perfect a value is; infinitely where it is not defined.</summary>
    public double Distance(double value) => double.IsNaN(value) ? double.PositiveInfinity : Math.Abs(value - Best);
}
