using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Plugins.Scores;

namespace Tributary.Tests.Scores;

public sealed class PeakTimingTests
{
    /// <summary>Peaks by their definition, tried in full: maxima of plateaus, the highest within the distance, then prominence.</summary>
    [Fact]
    public void Prominent_peaks_are_those_of_an_exhaustive_search()
    {
        Gen<double[]> series = Gen.Choose(0, 6).Select(level => (double)level).ArrayOf();
        Gen<(double[] Values, int Distance, int Prominence)> cases = series.SelectMany(
            values => Gen.Choose(1, 8).Two(), (values, bounds) => (values, bounds.Item1, bounds.Item2 % 4));
        Property.Holds(cases, given =>
            Assert.Equal(Exhaustive(given.Values, given.Distance, given.Prominence), PeakTiming.ProminentPeaks(given.Values, given.Distance, given.Prominence)), count: 1000);
    }

    [Fact]
    public void A_lone_hill_between_higher_ends_is_as_prominent_as_it_rises_above_the_higher_saddle() =>
        Assert.Equal([3], PeakTiming.ProminentPeaks([9, 2, 4, 6, 5, 3, 8], 1, 3));

    [Fact]
    public void The_middle_of_a_plateau_is_the_peak() => Assert.Equal([3], PeakTiming.ProminentPeaks([0, 1, 5, 5, 5, 5, 0], 1, 1));

    [Fact]
    public void The_error_is_the_mean_distance_of_the_simulated_peaks()
    {
        double[] observed = Flood(600, 150, 300, 450);
        double[] simulated = Flood(600, 151, 298, 450);
        var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 600);
        Assert.Equal((1 + 2 + 0) / 3.0, PeakTiming.MeanError(new ScoredSeries(time, observed, simulated)), 1e-12);
    }

    [Fact]
    public void Peaks_beside_gaps_and_ends_are_left_out_and_none_is_NaN()
    {
        var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 600);
        double[] observed = Flood(600, 1, 300);
        double[] simulated = Flood(600, 1, 302);
        Assert.Equal(2, PeakTiming.MeanError(new ScoredSeries(time, observed, simulated)), 1e-12);
        observed[301] = double.NaN;
        Assert.Equal(double.NaN, PeakTiming.MeanError(new ScoredSeries(time, observed, simulated)));
        Assert.Equal(double.NaN, PeakTiming.MeanError(new ScoredSeries(time, new double[600], simulated)));
    }

    private static double[] Flood(int length, params int[] peaks) =>
        [.. Enumerable.Range(0, length).Select(i => 1 + peaks.Sum(peak => Math.Max(0, 20 - (4 * Math.Abs(i - peak)))))];

    private static List<int> Exhaustive(double[] x, int distance, double prominence)
    {
        var maxima = new List<int>();
        for (int from = 1; from < x.Length; from++)
        {
            for (int to = from; to < x.Length - 1; to++)
            {
                bool flat = Enumerable.Range(from, to - from + 1).All(i => x[i] == x[from]);
                if (flat && x[from - 1] < x[from] && x[to + 1] < x[from])
                {
                    maxima.Add((from + to) / 2);
                }
            }
        }

        var kept = new List<int>();
        foreach (int peak in maxima.OrderByDescending(i => x[i]).ThenByDescending(i => i))
        {
            if (kept.TrueForAll(other => Math.Abs(other - peak) >= distance))
            {
                kept.Add(peak);
            }
        }

        return [.. kept.Order().Where(Prominent)];

        bool Prominent(int peak)
        {
            double left = x[..(peak + 1)].Reverse().TakeWhile(value => value <= x[peak]).Min();
            double right = x[peak..].TakeWhile(value => value <= x[peak]).Min();
            return x[peak] - Math.Max(left, right) >= prominence;
        }
    }
}
