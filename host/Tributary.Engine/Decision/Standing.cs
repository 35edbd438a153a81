namespace Tributary.Engine;

/// <summary>How the hydrographs of a run compare by one score.</summary>
/// <param name="Score">Name of the score.</param>
/// <param name="Period">The period.</param>
/// <param name="AtGauges">One row a gauge and hydrograph.</param>
/// <param name="Overall">One row a hydrograph.</param>
/// <param name="Significance">Two-sided probability that two hydrographs differ no more by chance, <c>[hydrograph][hydrograph]</c>, corrected for the number of pairs (Holm, 1979).</param>
/// <param name="Test">The test behind it, in words.</param>
public sealed record Comparison(
    string Score, string Period, IReadOnlyList<GaugeStanding> AtGauges, IReadOnlyList<Standing> Overall, IReadOnlyList<double[]> Significance, string Test);

/// <summary>How a hydrograph stands at a gauge.</summary>
/// <param name="Gauge">Index of the gauge.</param>
/// <param name="Hydrograph">Index of the hydrograph.</param>
/// <param name="Value">Its score.</param>
/// <param name="Low">Lower end of the 90 % interval of its score over resampled blocks of time.</param>
/// <param name="High">Upper end.</param>
/// <param name="Rank">Its rank, 1 for the best; hydrographs that score the same share the mean of theirs.</param>
/// <param name="BestShare">Share of the resamples in which it is the best.</param>
public sealed record GaugeStanding(int Gauge, int Hydrograph, double Value, double Low, double High, double Rank, double BestShare);

/// <summary>How a hydrograph stands over all gauges.</summary>
/// <param name="Hydrograph">Index of the hydrograph.</param>
/// <param name="Median">Median of its score.</param>
/// <param name="Low">Lower end of the 90 % interval of the median over resampled gauges; at fewer than six gauges over resampled blocks of time.</param>
/// <param name="High">Upper end.</param>
/// <param name="MeanRank">Mean of its ranks.</param>
/// <param name="BestShare">Mean share of the resamples in which it is the best.</param>
public sealed record Standing(int Hydrograph, double Median, double Low, double High, double MeanRank, double BestShare);
