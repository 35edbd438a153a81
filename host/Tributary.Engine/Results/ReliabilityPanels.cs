using System.Globalization;
using Tributary.Contracts;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>Bars of how the quantiles of a hydrograph agree with what was observed in the last scored period.</summary>
internal static class ReliabilityPanels
{
    public static IEnumerable<ReportPanel> Of(RunSummary run, int gauge, int index)
    {
        if (run.Hydrographs[index].Quantiles(run.Inputs, gauge) is not { } quantiles)
        {
            yield break;
        }

        (string name, Period period) = ScoreTable.PeriodsOf(run.Plan)[^1];
        Range steps = run.Inputs.Forcing.Time.IndicesWithin(period);
        TimeAxis time = run.Inputs.Forcing.Time.Slice(steps.Start.Value, steps.End.Value - steps.Start.Value);
        var pairs = new ScoredSeries(time, run.Inputs.ObservedIn(gauge, steps), run.Hydrographs[index].Discharge(gauge)[steps], null, quantiles.Within(steps));
        if (pairs.Count == 0)
        {
            yield break;
        }

        double[] shares = [.. pairs.Quantiles!.Values.Select(row => Enumerable.Range(0, pairs.Count).Count(step => pairs.Observed[step] <= row[step]) / (double)pairs.Count)];
        yield return new ReportPanel(
            "reliability",
            $"Share of the {pairs.Count} observed time steps of the {name} period that do not exceed each quantile; of a reliable simulation it is the quantile's own probability.",
            [.. quantiles.Probabilities.Select(probability => string.Create(CultureInfo.InvariantCulture, $"quantile {probability:0.###}"))],
            shares);
        double[] edges = [0, .. quantiles.Probabilities, 1];
        yield return new ReportPanel(
            "probability integral transform",
            $"Observed time steps of the {name} period between each two quantiles, as a ratio to their share in the simulated distribution: 1 everywhere where the simulation is reliable, more at both ends where it is too sure, more in the middle where it is too unsure.",
            [.. Enumerable.Range(0, edges.Length - 1).Select(bin => string.Create(CultureInfo.InvariantCulture, $"{edges[bin]:0.###} to {edges[bin + 1]:0.###}"))],
            [.. TransformHistogram.Of(pairs).Select((share, bin) => share / (edges[bin + 1] - edges[bin]))]);
    }
}
