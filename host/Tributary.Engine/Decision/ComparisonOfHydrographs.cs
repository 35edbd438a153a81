using System.Globalization;

namespace Tributary.Engine;

/// <summary>Compares the hydrographs of a run by a score, with what chance leaves of the differences.</summary>
internal static class ComparisonOfHydrographs
{
    /// <summary>Number of resamples.</summary>
    public const int Resamples = 2000;

    private const int FewestGauges = 6;
    private const int FewestBlocks = 4;

    /// <summary>Compares by one score; null where fewer than two hydrographs can be compared anywhere.</summary>
    /// <param name="score">The score.</param>
    /// <param name="period">Name of the period.</param>
    /// <param name="gauges">The resampled series of each gauge; null where too little is observed.</param>
    /// <param name="count">Number of hydrographs.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static Comparison? Of(MomentScore score, string period, IReadOnlyList<BlockResampling?> gauges, int count, int seed)
    {
        int[] some = [.. Enumerable.Range(0, gauges.Count).Where(gauge => gauges[gauge] is { Count: >= FewestBlocks })];
        if (some.Length == 0 || count < 2)
        {
            return null;
        }

        bool isOverGauges = some.Length >= FewestGauges;

        // [gauge][resample][hydrograph], kept only where the gauges are too few to be resampled themselves.
        var drawn = new List<double[][]>();
        double[][] values = [.. some.Select(gauge => Enumerable.Range(0, count).Select(i => score.Of(gauges[gauge]!.Moments(i))).ToArray())];
        var standings = new List<GaugeStanding>();
        for (int g = 0; g < some.Length; g++)
        {
            double[][] resampled = Scores(score, gauges[some[g]]!, count, new Random(seed + some[g]));
            double[] ranks = Ranks(values[g], score), best = BestShares(resampled, score);
            if (!isOverGauges)
            {
                drawn.Add(resampled);
            }

            for (int i = 0; i < count; i++)
            {
                (double low, double high) = Interval([.. resampled.Select(scores => scores[i])]);
                standings.Add(new GaugeStanding(some[g], i, values[g][i], low, high, ranks[i], best[i]));
            }
        }

        Standing[] overall = [.. Enumerable.Range(0, count).Select(i => Overall(i, values, drawn, standings, isOverGauges, seed))];
        double[][] significance = Corrected(count, (one, other) => isOverGauges
            ? SignedRanks.Probability(values.Select(row => score.Distance(row[other]) - score.Distance(row[one])))
            : ByResamples(drawn, one, other, score));
        string test = isOverGauges
            ? string.Create(CultureInfo.InvariantCulture, $"Wilcoxon's signed-rank test over {some.Length} basins")
            : string.Create(CultureInfo.InvariantCulture, $"{Resamples} resamples of {gauges[some[0]]!.Count} blocks of time");
        return new Comparison(score.Name, period, standings, overall, significance, $"{test}, corrected for the number of pairs (Holm, 1979)");
    }

    private static double[][] Scores(MomentScore score, BlockResampling blocks, int count, Random random)
    {
        double[][] scores = new double[Resamples][];
        for (int i = 0; i < Resamples; i++)
        {
            int[] drawn = blocks.Draw(random);
            scores[i] = [.. Enumerable.Range(0, count).Select(hydrograph => score.Of(blocks.Moments(hydrograph, drawn)))];
        }

        return scores;
    }

    private static Standing Overall(int hydrograph, double[][] values, List<double[][]> drawn, List<GaugeStanding> standings, bool isOverGauges, int seed)
    {
        double[] own = [.. values.Select(row => row[hydrograph])];
        var medians = new double[Resamples];
        var random = new Random(seed);
        for (int i = 0; i < Resamples; i++)
        {
            medians[i] = isOverGauges
                ? PointScores.Median([.. own.Select(_ => own[random.Next(own.Length)])])
                : PointScores.Median(drawn.Select(gauge => gauge[i][hydrograph]));
        }

        (double low, double high) = Interval(medians);
        GaugeStanding[] mine = [.. standings.Where(standing => standing.Hydrograph == hydrograph)];
        return new Standing(hydrograph, PointScores.Median(own), low, high, mine.Average(standing => standing.Rank), mine.Average(standing => standing.BestShare));
    }

    /// <summary>The 0.05 and 0.95 quantiles.</summary>
    private static (double Low, double High) Interval(double[] values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? (double.NaN, double.NaN) : (sorted[(int)(0.05 * (sorted.Length - 1))], sorted[(int)Math.Ceiling(0.95 * (sorted.Length - 1))]);
    }

    private static double[] Ranks(double[] values, MomentScore score)
    {
        double[] distances = [.. values.Select(score.Distance)];
        return [.. distances.Select(own => 1 + distances.Count(other => other < own) + ((distances.Count(other => other == own) - 1) / 2.0))];
    }

    private static double[] BestShares(double[][] drawn, MomentScore score)
    {
        double[] shares = new double[drawn[0].Length];
        foreach (double[] scores in drawn)
        {
            double least = scores.Min(score.Distance);
            int tied = scores.Count(value => score.Distance(value) == least);
            for (int i = 0; i < shares.Length; i++)
            {
                shares[i] += score.Distance(scores[i]) == least ? 1.0 / (tied * drawn.Length) : 0;
            }
        }

        return shares;
    }

    /// <summary>Twice the smaller share of the resamples in which one or the other is nearer to perfect, by the mean over the gauges.</summary>
    private static double ByResamples(List<double[][]> drawn, int one, int other, MomentScore score)
    {
        double nearer = 0;
        for (int i = 0; i < Resamples; i++)
        {
            double difference = drawn.Average(gauge => score.Distance(gauge[i][other]) - score.Distance(gauge[i][one]));
            nearer += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
        }

        return Math.Min(1, 2 * (Math.Min(nearer, Resamples - nearer) + 1) / (Resamples + 1));
    }

    /// <summary>Holm (1979): the smallest probability counts as often as there are pairs, the next once less, none less than one before it.</summary>
    private static double[][] Corrected(int count, Func<int, int, double> probability)
    {
        var pairs = new List<(int One, int Other, double Probability)>();
        for (int one = 0; one < count; one++)
        {
            for (int other = one + 1; other < count; other++)
            {
                pairs.Add((one, other, probability(one, other)));
            }
        }

        double[][] corrected = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Repeat(1.0, count).ToArray())];
        double before = 0;
        int left = pairs.Count;
        foreach ((int one, int other, double raw) in pairs.OrderBy(pair => pair.Probability))
        {
            before = Math.Min(1, Math.Max(before, left-- * raw));
            corrected[one][other] = corrected[other][one] = before;
        }

        return corrected;
    }
}
