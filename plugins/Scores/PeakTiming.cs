using Tributary.Contracts;

namespace Tributary.Plugins.Scores;

/// <summary>
/// Mean absolute time between observed peaks and the simulated ones near them, after Kratzert et al. (2021), doi:10.5194/hess-25-2685-2021, appendix: peaks at least 100 steps
/// apart whose prominence is at least the standard deviation of the observations.
/// </summary>
public static class PeakTiming
{
    private const int LeastDistance = 100;

    /// <summary>The mean error in time steps; NaN where no observed peak qualifies.</summary>
    public static double MeanError(ScoredSeries pairs)
    {
        int window = Math.Max((int)(TimeSpan.FromHours(12) / pairs.TimeStep), 3);
        double deviation = Math.Sqrt(pairs.Moments.VarianceObserved);
        double sum = 0;
        int count = 0;
        foreach (int peak in ProminentPeaks(pairs.Observed, LeastDistance, deviation))
        {
            bool inside = peak >= window && peak + window < pairs.Count;
            if (!inside || pairs.Step[peak + window] - pairs.Step[peak - window] != 2 * window)
            {
                continue;
            }

            sum += Math.Abs(SimulatedPeak(pairs.Simulated, peak, window) - peak);
            count++;
        }

        return count > 0 ? sum / count : double.NaN;
    }

    /// <summary>Local maxima that are far enough apart (the higher one stays) and stand out enough, by index.</summary>
    /// <param name="values">A series without gaps.</param>
    /// <param name="distance">Least number of steps between peaks.</param>
    /// <param name="prominence">Least height above the higher of the two lowest points on either side up to a higher value.</param>
    public static List<int> ProminentPeaks(ReadOnlySpan<double> values, int distance, double prominence)
    {
        List<int> peaks = LocalMaxima(values);
        bool[] dropped = new bool[peaks.Count];
        int[] byHeight = new int[peaks.Count];
        double[] heights = new double[peaks.Count];
        for (int i = 0; i < peaks.Count; i++)
        {
            (byHeight[i], heights[i]) = (i, values[peaks[i]]);
        }

        // Highest first; of equal ones the later, as scipy.signal.find_peaks does.
        Array.Sort(byHeight, (one, other) => heights[one] != heights[other] ? heights[other].CompareTo(heights[one]) : other.CompareTo(one));
        foreach (int i in byHeight)
        {
            if (dropped[i])
            {
                continue;
            }

            for (int j = i - 1; j >= 0 && peaks[i] - peaks[j] < distance; j--)
            {
                dropped[j] = true;
            }

            for (int j = i + 1; j < peaks.Count && peaks[j] - peaks[i] < distance; j++)
            {
                dropped[j] = true;
            }
        }

        var kept = new List<int>();
        for (int i = 0; i < peaks.Count; i++)
        {
            if (!dropped[i] && Prominence(values, peaks[i]) >= prominence)
            {
                kept.Add(peaks[i]);
            }
        }

        return kept;
    }

    private static List<int> LocalMaxima(ReadOnlySpan<double> values)
    {
        var maxima = new List<int>();
        for (int i = 1; i < values.Length - 1; i++)
        {
            if (values[i - 1] >= values[i])
            {
                continue;
            }

            int end = i;
            while (end < values.Length - 1 && values[end + 1] == values[i])
            {
                end++;
            }

            if (end < values.Length - 1 && values[end + 1] < values[i])
            {
                maxima.Add((i + end) / 2);
            }

            i = end;
        }

        return maxima;
    }

    private static double Prominence(ReadOnlySpan<double> values, int peak)
    {
        double left = values[peak];
        for (int i = peak; i >= 0 && values[i] <= values[peak]; i--)
        {
            left = Math.Min(left, values[i]);
        }

        double right = values[peak];
        for (int i = peak; i < values.Length && values[i] <= values[peak]; i++)
        {
            right = Math.Min(right, values[i]);
        }

        return values[peak] - Math.Max(left, right);
    }

    private static int SimulatedPeak(ReadOnlySpan<double> simulated, int peak, int window)
    {
        if (simulated[peak] > simulated[peak - 1] && simulated[peak] > simulated[peak + 1])
        {
            return peak;
        }

        int highest = peak - window;
        for (int i = peak - window; i <= peak + window; i++)
        {
            highest = simulated[i] > simulated[highest] ? i : highest;
        }

        return highest;
    }
}
