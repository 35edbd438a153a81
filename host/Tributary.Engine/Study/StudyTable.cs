namespace Tributary.Engine;

/// <summary>Scores of a study over all its basins.</summary>
internal static class StudyTable
{
    /// <summary>
    /// One row a source size, length of record and member. A basin's score is its mean over the blocks of a cross-validation; means and medians are over
    /// the basins, by each training, then averaged; a basin counts as degraded by each training that does worse than the baseline.
    /// </summary>
    /// <param name="scores">All scores.</param>
    /// <param name="baseline">The member that gains are measured by.</param>
    public static List<StudyRow> Of(IReadOnlyList<StudyScore> scores, string baseline)
    {
        var rows = new List<StudyRow>();
        foreach (var group in scores.GroupBy(score => (score.Point.Size, score.Point.Years)))
        {
            Dictionary<(int Seed, int Gauge), double> before = ByBasin(group.Where(score => score.Member == baseline && score.Seed <= 1), score => score.Nse);
            foreach (IGrouping<string, StudyScore> member in group.GroupBy(score => score.Member))
            {
                rows.Add(RowOf(group.Key.Size, group.Key.Years, member, before));
            }
        }

        return rows;
    }

    /// <summary>What a member gains on the baseline at each basin: means over trainings and blocks; NaN where a score is missing.</summary>
    public static double[] GainsOf(IReadOnlyList<StudyScore> scores, (int Size, int Years) at, string member, string baseline, int gauges, Func<double, double> of) =>
        [.. ByBasin(scores, at, member, gauges, of).Zip(ByBasin(scores, at, baseline, gauges, of), (own, other) => own - other)];

    /// <summary>NSE of a member at each basin: means over trainings and blocks; NaN where it is missing.</summary>
    public static double[] ByBasin(IReadOnlyList<StudyScore> scores, (int Size, int Years) at, string member, int gauges, Func<double, double> of)
    {
        ILookup<int, double> known = scores.Where(score => score.Member == member && score.Point.Size == at.Size && score.Point.Years == at.Years && score.Seed > 0).ToLookup(score => score.Gauge, score => of(score.Nse));
        return [.. Enumerable.Range(0, gauges).Select(gauge => Mean(known[gauge]))];
    }

    /// <summary>Mean of the numbers that are finite; NaN where none is.</summary>
    public static double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static StudyRow RowOf(int size, int years, IGrouping<string, StudyScore> member, Dictionary<(int Seed, int Gauge), double> before)
    {
        Dictionary<(int Seed, int Gauge), double> nse = ByBasin(member, score => score.Nse);
        Dictionary<(int Seed, int Gauge), double> kge = ByBasin(member, score => score.Kge);
        int[] seeds = [.. nse.Keys.Select(key => key.Seed).Where(seed => seed > 0).Distinct().Order()];
        double OverSeeds(Func<int, double> of) => Mean(seeds.Select(of));
        IEnumerable<double> Gains(int seed) => nse.Where(own => own.Key.Seed == seed).Select(own => own.Value - before.GetValueOrDefault((1, own.Key.Gauge), double.NaN));
        double[] all = [.. seeds.SelectMany(Gains).Where(double.IsFinite)];
        double[] medians = [.. seeds.Select(seed => PointScores.Median(Of(nse, seed)))];
        return new StudyRow(size, years, member.Key, seeds.Length, nse.Count(own => own.Key.Seed == 1 && double.IsFinite(own.Value)))
        {
            MeanNse = OverSeeds(seed => Mean(Of(nse, seed))),
            MedianNse = Mean(medians),
            MeanKge = OverSeeds(seed => Mean(Of(kge, seed))),
            MedianKge = OverSeeds(seed => PointScores.Median(Of(kge, seed))),
            MeanGain = OverSeeds(seed => Mean(Gains(seed))),
            MedianGain = OverSeeds(seed => PointScores.Median(Gains(seed))),
            ShareDegraded = all.Length == 0 ? double.NaN : all.Count(gain => gain < 0) / (double)all.Length,
            DeviationOverSeeds = medians.Length < 2 ? double.NaN : Math.Sqrt(medians.Sum(median => Math.Pow(median - medians.Average(), 2)) / (medians.Length - 1)),
            MedianNseOfMean = PointScores.Median(Of(nse, 0)),
        };
    }

    private static Dictionary<(int Seed, int Gauge), double> ByBasin(IEnumerable<StudyScore> scores, Func<StudyScore, double> of) =>
        scores.GroupBy(score => (score.Seed, score.Gauge)).ToDictionary(group => group.Key, group => Mean(group.Select(of)));

    private static IEnumerable<double> Of(Dictionary<(int Seed, int Gauge), double> values, int seed) => values.Where(own => own.Key.Seed == seed).Select(own => own.Value);
}

/// <summary>A member with one source and one length of record, over all basins.</summary>
/// <param name="Size">Number of source basins; 0 for a network that was trained before.</param>
/// <param name="Years">Years of discharge to learn from.</param>
/// <param name="Member">The member.</param>
/// <param name="Seeds">Number of trainings.</param>
/// <param name="Gauges">Basins that have a score.</param>
public sealed record StudyRow(int Size, int Years, string Member, int Seeds, int Gauges)
{
    /// <summary>Mean of NSE.</summary>
    public double MeanNse { get; init; }

    /// <summary>Median of NSE.</summary>
    public double MedianNse { get; init; }

    /// <summary>Mean of KGE.</summary>
    public double MeanKge { get; init; }

    /// <summary>Median of KGE.</summary>
    public double MedianKge { get; init; }

    /// <summary>Mean of what NSE has more than the baseline's.</summary>
    public double MeanGain { get; init; }

    /// <summary>Median of it.</summary>
    public double MedianGain { get; init; }

    /// <summary>Share of basins and trainings where it is negative.</summary>
    public double ShareDegraded { get; init; }

    /// <summary>Standard deviation of the median NSE over the trainings; NaN for one.</summary>
    public double DeviationOverSeeds { get; init; }

    /// <summary>Median of NSE of the mean simulation of all trainings.</summary>
    public double MedianNseOfMean { get; init; }
}
