using Tributary.Contracts;

namespace Tributary.Plugins.Scores;

/// <summary>Biases of parts of the flow duration curve in percent, after Yilmaz, Gupta and Wagener (2008), doi:10.1029/2007WR006716.</summary>
public static class FlowDurationScores
{
    private const double HighShare = 0.02;
    private const double LowShare = 0.3;
    private const double MiddleFrom = 0.2;
    private const double MiddleTo = 0.7;

    // Logarithms need a flow that is not zero.
    private const double LeastFlow = 1e-6;

    /// <summary>Bias of the volume of the highest 2 % of flows.</summary>
    public static double HighFlowBias(ScoredSeries pairs)
    {
        int count = (int)Math.Round(HighShare * pairs.Count);
        if (count == 0)
        {
            return double.NaN;
        }

        double observed = Descending(pairs.Observed).Take(count).Sum();
        return 100 * (Descending(pairs.Simulated).Take(count).Sum() - observed) / observed;
    }

    /// <summary>Bias of the slope between exceedance 20 % and 70 %, in logarithms: too flat where negative.</summary>
    public static double MiddleSlopeBias(ScoredSeries pairs)
    {
        int from = (int)Math.Round(MiddleFrom * pairs.Count);
        int to = (int)Math.Round(MiddleTo * pairs.Count);
        if (to >= pairs.Count || from == to)
        {
            return double.NaN;
        }

        double Slope(double[] flows)
        {
            double[] sorted = Descending(flows);
            return Math.Log(AtLeast(sorted[from])) - Math.Log(AtLeast(sorted[to]));
        }

        double observed = Slope(pairs.Observed);
        return 100 * (Slope(pairs.Simulated) - observed) / (observed + LeastFlow);
    }

    /// <summary>Bias of the volume of the lowest 30 % of flows above the lowest, in logarithms: too dry where negative.</summary>
    public static double LowFlowBias(ScoredSeries pairs)
    {
        int count = (int)Math.Round(LowShare * pairs.Count);
        if (count == 0)
        {
            return double.NaN;
        }

        double Volume(double[] flows)
        {
            double[] sorted = Descending(flows);
            double lowest = Math.Log(AtLeast(sorted[^1]));
            double sum = 0;
            foreach (double flow in sorted.AsSpan(sorted.Length - count))
            {
                sum += Math.Log(AtLeast(flow)) - lowest;
            }

            return sum;
        }

        double observed = Volume(pairs.Observed);
        return -100 * (Volume(pairs.Simulated) - observed) / (observed + LeastFlow);
    }

    /// <summary>Flows from the highest down: the flow duration curve.</summary>
    public static double[] Descending(double[] flows)
    {
        double[] sorted = [.. flows];
        Array.Sort(sorted);
        Array.Reverse(sorted);
        return sorted;
    }

    private static double AtLeast(double flow) => flow > 0 ? flow : LeastFlow;
}
