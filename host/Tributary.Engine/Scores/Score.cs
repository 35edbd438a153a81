using System.Collections.Frozen;
using System.Numerics.Tensors;

namespace Tributary.Engine;

/// <summary>A number that says how well a simulated hydrograph fits the observed one.</summary>
/// <param name="Name">Its name in workflow files and results.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Unit">Its unit; <c>1</c> where it has none.</param>
/// <param name="Best">Its value for a perfect simulation.</param>
/// <param name="Definition">Its definition and source.</param>
/// <param name="Of">Computes it.</param>
public sealed record Score(string Name, string Label, string Unit, double Best, string Definition, Func<ScoredSeries, double> Of)
{
    /// <summary>All scores, in the order in which they are written.</summary>
    public static IReadOnlyList<Score> All { get; } =
    [
        new("nse", "NSE", "1", 1, "1 - sum (s - o)^2 / sum (o - mean o)^2, Nash and Sutcliffe (1970)", pairs => MomentsOf(pairs).NashSutcliffe),
        new("kge", "KGE", "1", 1, "1 - sqrt((r - 1)^2 + (alpha - 1)^2 + (beta - 1)^2), Gupta et al. (2009)", pairs => MomentsOf(pairs).KlingGupta),
        new("kge_r", "KGE r", "1", 1, "Pearson's correlation r", pairs => MomentsOf(pairs).Correlation),
        new("kge_alpha", "KGE alpha", "1", 1, "standard deviation of s over that of o", pairs => MomentsOf(pairs).DeviationRatio),
        new("kge_beta", "KGE beta", "1", 1, "mean of s over that of o", pairs => MomentsOf(pairs).MeanRatio),
        new("kge_2012", "KGE'", "1", 1, "as KGE with gamma, the ratio of coefficients of variation, in place of alpha, Kling et al. (2012)", pairs => MomentsOf(pairs).KlingGupta2012),
        new("kge_gamma", "KGE' gamma", "1", 1, "coefficient of variation of s over that of o", pairs => MomentsOf(pairs).VariationRatio),
        new("log_nse", "log-NSE", "1", 1, "NSE of ln(q + mean o / 100), Pushpalatha et al. (2012)", LogNashSutcliffe),
        new("rmse", "RMSE", "m3 s-1", 0, "root of the mean squared error", pairs => Math.Sqrt(MomentsOf(pairs).SquaredError / pairs.Count)),
        new("mae", "MAE", "m3 s-1", 0, "mean absolute error", MeanAbsoluteError),
        new("pbias", "bias", "%", 0, "100 sum (s - o) / sum o; positive where too much is simulated", pairs => 100 * (MomentsOf(pairs).MeanRatio - 1)),
        new("alpha_nse", "alpha-NSE", "1", 1, "standard deviation of s over that of o, Gupta et al. (2009)", pairs => MomentsOf(pairs).DeviationRatio),
        new("beta_nse", "beta-NSE", "1", 0, "(mean s - mean o) / standard deviation of o, Gupta et al. (2009)", BetaNash),
        new("fhv", "FHV", "%", 0, "bias of the highest 2 % of the flow duration curve, Yilmaz et al. (2008)", FlowDurationScores.HighFlowBias),
        new("fms", "FMS", "%", 0, "bias of the slope of the flow duration curve between 20 % and 70 %, Yilmaz et al. (2008)", FlowDurationScores.MiddleSlopeBias),
        new("flv", "FLV", "%", 0, "bias of the lowest 30 % of the flow duration curve in logarithms, Yilmaz et al. (2008)", FlowDurationScores.LowFlowBias),
        new("peak_timing", "peak timing", "time steps", 0, "mean absolute time between observed peaks and the simulated ones near them, Kratzert et al. (2021)", PeakTiming.MeanError),
        new("pearson_r", "Pearson r", "1", 1, "Pearson's correlation", pairs => MomentsOf(pairs).Correlation),
        new("coverage", "90 % coverage", "1", 0.9, "share of the observations between the quantiles 0.05 and 0.95, where a member writes them", QuantileScores.Coverage) { NeedsQuantiles = true },
        new("crps", "CRPS", "m3 s-1", 0, "continuous ranked probability score: twice the pinball loss, averaged over the quantiles that a member writes, Gneiting and Ranjan (2011)", QuantileScores.RankedProbability) { NeedsQuantiles = true },
        new("coverage_50", "50 % coverage", "1", 0.5, "share of the observations between the quartiles, where they are written", QuantileScores.QuartileCoverage) { NeedsQuantiles = true },
        new("reliability", "reliability", "1", 1, "1 - 2 mean |share of the observations that do not exceed a quantile - its probability|, after Renard et al. (2010)", QuantileScores.Reliability) { NeedsQuantiles = true },
        new("spread_skill", "spread over skill", "1", 1, "root of the mean variance of the quantiles over RMSE, after Fortin et al. (2014)", QuantileScores.SpreadSkill) { NeedsQuantiles = true },
        new("brier_flood", "Brier score, floods", "1", 0, "mean squared error of the probability of discharge above what 95 % of the observed time steps do not exceed, Brier (1950)", pairs => QuantileScores.Brier(pairs, pairs.Floods.Common)) { NeedsQuantiles = true },
        new("brier_great_flood", "Brier score, great floods", "1", 0, "as for floods, with what 99 % of the observed time steps do not exceed", pairs => QuantileScores.Brier(pairs, pairs.Floods.Great)) { NeedsQuantiles = true },
    ];

    /// <summary>Whether it is defined only for members that write quantiles.</summary>
    public bool NeedsQuantiles { get; init; }

    /// <summary>The scores by name.</summary>
    public static FrozenDictionary<string, Score> ByName { get; } = All.ToFrozenDictionary(score => score.Name);

    private static Moments MomentsOf(ScoredSeries pairs) => Moments.Of(pairs.Observed, pairs.Simulated);

    private static double LogNashSutcliffe(ScoredSeries pairs)
    {
        double offset = MomentsOf(pairs).MeanObserved / 100;
        return Moments.Of(Logarithms(pairs.Observed, offset), Logarithms(pairs.Simulated, offset)).NashSutcliffe;
    }

    private static double[] Logarithms(double[] values, double offset)
    {
        double[] logarithms = new double[values.Length];
        TensorPrimitives.Add(values, offset, logarithms);
        TensorPrimitives.Log(logarithms, logarithms);
        return logarithms;
    }

    private static double MeanAbsoluteError(ScoredSeries pairs)
    {
        double sum = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            sum += Math.Abs(pairs.Simulated[i] - pairs.Observed[i]);
        }

        return sum / pairs.Count;
    }

    private static double BetaNash(ScoredSeries pairs)
    {
        Moments moments = MomentsOf(pairs);
        return (moments.MeanSimulated - moments.MeanObserved) / Math.Sqrt(moments.VarianceObserved);
    }
}
