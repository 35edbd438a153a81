using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Scores;

/// <summary>The plugin: which metrics there are.</summary>
public sealed class ScoresPlugin : IMetricPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<IMetric> Metrics { get; } =
    [
        new Metric("nse", "NSE", "1", 1, "1 - sum (s - o)^2 / sum (o - mean o)^2, Nash and Sutcliffe (1970)", pairs => pairs.Moments.NashSutcliffe) { LargerIsBetter = true },
        new Metric("kge", "KGE", "1", 1, "1 - sqrt((r - 1)^2 + (alpha - 1)^2 + (beta - 1)^2), Gupta et al. (2009)", pairs => pairs.Moments.KlingGupta) { LargerIsBetter = true },
        new Metric("kge_r", "KGE r", "1", 1, "Pearson's correlation r", pairs => pairs.Moments.Correlation) { LargerIsBetter = true },
        new Metric("kge_alpha", "KGE alpha", "1", 1, "standard deviation of s over that of o", pairs => pairs.Moments.DeviationRatio),
        new Metric("kge_beta", "KGE beta", "1", 1, "mean of s over that of o", pairs => pairs.Moments.MeanRatio),
        new Metric("kge_2012", "KGE'", "1", 1, "as KGE with gamma, the ratio of coefficients of variation, in place of alpha, Kling et al. (2012)", pairs => pairs.Moments.KlingGupta2012) { LargerIsBetter = true },
        new Metric("kge_gamma", "KGE' gamma", "1", 1, "coefficient of variation of s over that of o", pairs => pairs.Moments.VariationRatio),
        new LogNashSutcliffe(),
        new Metric("rmse", "RMSE", "m3 s-1", 0, "root of the mean squared error", pairs => Math.Sqrt(pairs.Moments.SquaredError / pairs.Count)),
        new Metric("mae", "MAE", "m3 s-1", 0, "mean absolute error", MeanAbsoluteError),
        new Metric("pbias", "bias", "%", 0, "100 sum (s - o) / sum o; positive where too much is simulated", pairs => 100 * (pairs.Moments.MeanRatio - 1)),
        new Metric("alpha_nse", "alpha-NSE", "1", 1, "standard deviation of s over that of o, Gupta et al. (2009)", pairs => pairs.Moments.DeviationRatio),
        new Metric("beta_nse", "beta-NSE", "1", 0, "(mean s - mean o) / standard deviation of o, Gupta et al. (2009)", BetaNash),
        new Metric("fhv", "FHV", "%", 0, "bias of the highest 2 % of the flow duration curve, Yilmaz et al. (2008)", FlowDurationScores.HighFlowBias),
        new Metric("fms", "FMS", "%", 0, "bias of the slope of the flow duration curve between 20 % and 70 %, Yilmaz et al. (2008)", FlowDurationScores.MiddleSlopeBias),
        new Metric("flv", "FLV", "%", 0, "bias of the lowest 30 % of the flow duration curve in logarithms, Yilmaz et al. (2008)", FlowDurationScores.LowFlowBias),
        new Metric("peak_timing", "peak timing", "time steps", 0, "mean absolute time between observed peaks and the simulated ones near them, Kratzert et al. (2021)", PeakTiming.MeanError),
        new Metric("pearson_r", "Pearson r", "1", 1, "Pearson's correlation", pairs => pairs.Moments.Correlation) { LargerIsBetter = true },
        OfQuantiles("coverage", "90 % coverage", "1", 0.9, "share of the observations between the quantiles 0.05 and 0.95, where a member writes them", QuantileScores.Coverage),
        OfQuantiles("crps", "CRPS", "m3 s-1", 0, "continuous ranked probability score: twice the pinball loss, averaged over the quantiles that a member writes, Gneiting and Ranjan (2011)", QuantileScores.RankedProbability),
        OfQuantiles("coverage_50", "50 % coverage", "1", 0.5, "share of the observations between the quartiles, where they are written", QuantileScores.QuartileCoverage),
        OfQuantiles("reliability", "reliability", "1", 1, "1 - 2 mean |share of the observations that do not exceed a quantile - its probability|, after Renard et al. (2010)", QuantileScores.Reliability) with { LargerIsBetter = true },
        OfQuantiles("spread_skill", "spread over skill", "1", 1, "root of the mean variance of the quantiles over RMSE, after Fortin et al. (2014)", QuantileScores.SpreadSkill),
        OfQuantiles("brier_flood", "Brier score, floods", "1", 0, "mean squared error of the probability of discharge above what 95 % of the observed time steps do not exceed, Brier (1950)", pairs => QuantileScores.Brier(pairs, pairs.Floods.Common)),
        OfQuantiles("brier_great_flood", "Brier score, great floods", "1", 0, "as for floods, with what 99 % of the observed time steps do not exceed", pairs => QuantileScores.Brier(pairs, pairs.Floods.Great)),
    ];

    private static Metric OfQuantiles(string name, string label, string unit, double best, string definition, Func<ScoredSeries, double> compute) =>
        new(name, label, unit, best, definition, compute) { NeedsQuantiles = true };

    private static double MeanAbsoluteError(ScoredSeries pairs)
    {
        double sum = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            sum += Math.Abs(pairs.Simulated[i] - pairs.Observed[i]);
        }

        return sum / pairs.Count;
    }

    private static double BetaNash(ScoredSeries pairs) => (pairs.Moments.MeanSimulated - pairs.Moments.MeanObserved) / Math.Sqrt(pairs.Moments.VarianceObserved);
}
