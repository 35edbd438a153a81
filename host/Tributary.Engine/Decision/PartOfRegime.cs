using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Which hydrograph is nearest to what is observed in a season and range of flow.</summary>
/// <param name="Season">The season; empty for all.</param>
/// <param name="Flow">The range of flow by what is observed, as <c>high</c>; empty for all.</param>
/// <param name="GaugeCount">Number of gauges with enough observations there.</param>
/// <param name="BestCounts">At how many of them each hydrograph has the smallest RMSE, by hydrograph.</param>
/// <param name="Errors">Median over the gauges of RMSE over mean observed discharge there, by hydrograph.</param>
public sealed record PartOfRegime(string Season, string Flow, int GaugeCount, IReadOnlyList<int> BestCounts, IReadOnlyList<double> Errors)
{
    private const int FewestPairs = 10;
    private static readonly string[] Seasons = ["", "DJF", "MAM", "JJA", "SON"];
    private static readonly string[] Flows = ["", "low", "middle", "high"];

    /// <summary>Where low flow ends and high flow begins, as shares of the observed time steps.</summary>
    internal static (double Low, double High) Limits => (0.3, 0.9);

    /// <summary>All seasons and ranges.</summary>
    /// <param name="gauges">What <see cref="ErrorsOf"/> gives of each gauge.</param>
    /// <param name="count">Number of hydrographs.</param>
    internal static IReadOnlyList<PartOfRegime> Of(IReadOnlyList<double[]?[,]> gauges, int count)
    {
        var parts = new List<PartOfRegime>();
        for (int season = 0; season < Seasons.Length; season++)
        {
            for (int flow = 0; flow < Flows.Length; flow++)
            {
                double[][] there = [.. gauges.Select(errors => errors[season, flow]).OfType<double[]>()];
                int[] best = new int[count];
                foreach (double[] row in there)
                {
                    best[Array.IndexOf(row, row.Min())]++;
                }

                if (there.Length > 0)
                {
                    parts.Add(new PartOfRegime(
                        Seasons[season], Flows[flow], there.Length, best, [.. Enumerable.Range(0, count).Select(i => PointScores.Median(there.Select(row => row[i])))]));
                }
            }
        }

        return parts;
    }

    /// <summary>RMSE over mean observed discharge at a gauge, <c>[season, flow][hydrograph]</c>; null where too little is observed.</summary>
    /// <param name="time">Time steps of the period.</param>
    /// <param name="observed">What was observed, <c>[time]</c>; NaN for a gap.</param>
    /// <param name="simulated">The hydrographs, <c>[hydrograph][time]</c>.</param>
    internal static double[]?[,] ErrorsOf(TimeAxis time, double[] observed, double[][] simulated)
    {
        int count = simulated.Length;
        var errors = new double[]?[Seasons.Length, Flows.Length];
        int[] steps = [.. Enumerable.Range(0, time.Count).Where(step => !double.IsNaN(observed[step]) && simulated.All(row => !double.IsNaN(row[step])))];
        if (steps.Length == 0)
        {
            return errors;
        }

        double[] sorted = [.. steps.Select(step => observed[step]).Order()];
        double low = sorted[(int)(Limits.Low * (sorted.Length - 1))], high = sorted[(int)(Limits.High * (sorted.Length - 1))];
        double[,][] sums = new double[Seasons.Length, Flows.Length][];
        double[,] total = new double[Seasons.Length, Flows.Length];
        int[,] pairs = new int[Seasons.Length, Flows.Length];
        foreach (int step in steps)
        {
            int season = 1 + (time[step].Month % 12 / 3);
            int flow = observed[step] <= low ? 1 : observed[step] < high ? 2 : 3;
            foreach ((int s, int f) in (ReadOnlySpan<(int, int)>)[(0, 0), (season, 0), (0, flow), (season, flow)])
            {
                sums[s, f] ??= new double[count];
                total[s, f] += observed[step];
                pairs[s, f]++;
                for (int i = 0; i < count; i++)
                {
                    double error = simulated[i][step] - observed[step];
                    sums[s, f][i] += error * error;
                }
            }
        }

        for (int s = 0; s < Seasons.Length; s++)
        {
            for (int f = 0; f < Flows.Length; f++)
            {
                if (pairs[s, f] >= FewestPairs && total[s, f] > 0)
                {
                    double mean = total[s, f] / pairs[s, f];
                    errors[s, f] = [.. sums[s, f].Select(sum => Math.Sqrt(sum / pairs[s, f]) / mean)];
                }
            }
        }

        return errors;
    }
}
