using Tributary.Contracts;

namespace Tributary.Plugins.Scores;

/// <summary>A metric that is one function of the pairs.</summary>
/// <param name="Name">Its name in workflow files and results.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Unit">Its unit; <c>1</c> where it has none.</param>
/// <param name="Best">Its value for a perfect simulation.</param>
/// <param name="Definition">Its definition and source.</param>
/// <param name="Compute">Computes it.</param>
internal sealed record Metric(string Name, string Label, string Unit, double Best, string Definition, Func<ScoredSeries, double> Compute) : IMetric
{
    public bool LargerIsBetter { get; init; }

    public bool NeedsQuantiles { get; init; }

    public double Of(ScoredSeries pairs) => Compute(pairs);
}
