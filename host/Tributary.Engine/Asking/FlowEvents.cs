namespace Tributary.Engine;

/// <summary>A high flow.</summary>
/// <param name="Number">Its number in order of time, from 1.</param>
/// <param name="Peak">When discharge was highest.</param>
/// <param name="PeakFlow">Discharge then, m3 s-1.</param>
/// <param name="Start">Its first step.</param>
/// <param name="End">Its last step.</param>
internal sealed record FlowEvent(int Number, DateTime Peak, double PeakFlow, DateTime Start, DateTime End);

/// <summary>
/// Peaks over a threshold. Two peaks are one event unless they lie more than 5 days plus the natural logarithm of the area in square miles apart and
/// discharge falls below three quarters of the lower one between them (US Water Resources Council 1976, in Lang, Ouarda and Bobée 1999, Journal of
/// Hydrology 225, 103-117). An event lasts while discharge stays above the threshold, and not above its own peak; between two events in one such stretch lies
/// its lowest step. A gap ends an event.
/// </summary>
internal static class FlowEvents
{
    /// <summary>Share of the record below the threshold where none is asked for.</summary>
    public const double UsualQuantile = 0.95;

    private const double Km2OfSquareMile = 2.589988110336;
    private const double FallBetween = 0.75;
    private const double LeastDays = 5;

    /// <summary>Days that independent peaks lie apart, at least.</summary>
    public static double DaysApart(double areaKm2) => LeastDays + Math.Log(Math.Max(1, areaKm2 / Km2OfSquareMile));

    /// <summary>Finds them.</summary>
    /// <param name="times">The steps.</param>
    /// <param name="flow">Discharge.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="areaKm2">Area of the catchment; NaN counts as a square mile.</param>
    public static IReadOnlyList<FlowEvent> Find(DateTime[] times, double[] flow, double threshold, double areaKm2)
    {
        double apart = DaysApart(double.IsNaN(areaKm2) ? 0 : areaKm2);
        var peaks = new List<int>();
        for (int step = 0; step < flow.Length; step++)
        {
            bool isPeak = flow[step] > threshold
                && !(step > 0 && flow[step - 1] >= flow[step])
                && !(step + 1 < flow.Length && flow[step + 1] > flow[step]);
            if (isPeak)
            {
                Add(peaks, step, times, flow, apart);
            }
        }

        return [.. peaks.Select((peak, place) => new FlowEvent(
            place + 1,
            times[peak],
            flow[peak],
            times[Edge(flow, peak, -1, threshold, place > 0 ? Lowest(flow, peaks[place - 1], peak) + 1 : 0)],
            times[Edge(flow, peak, 1, threshold, place + 1 < peaks.Count ? Lowest(flow, peak, peaks[place + 1]) : flow.Length - 1)]))];
    }

    /// <summary>The value below which a share of the finite ones lies, with linear interpolation between neighbours.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private static void Add(List<int> peaks, int step, DateTime[] times, double[] flow, double apart)
    {
        while (peaks.Count > 0)
        {
            int last = peaks[^1];
            double lowest = flow[Lowest(flow, last, step)];
            bool isOwn = (times[step] - times[last]).TotalDays > apart && !(lowest >= FallBetween * Math.Min(flow[last], flow[step]));
            if (isOwn)
            {
                break;
            }

            if (flow[last] >= flow[step])
            {
                return;
            }

            // The higher peak takes the place of the lower one, and must stand apart from the one before in turn.
            peaks.RemoveAt(peaks.Count - 1);
        }

        peaks.Add(step);
    }

    /// <summary>The lowest step between two, a gap counting as lowest.</summary>
    private static int Lowest(double[] flow, int from, int to)
    {
        int lowest = from;
        for (int step = from; step <= to; step++)
        {
            if (double.IsNaN(flow[step]))
            {
                return step;
            }

            lowest = flow[step] < flow[lowest] ? step : lowest;
        }

        return lowest;
    }

    private static int Edge(double[] flow, int peak, int direction, double threshold, int limit)
    {
        int at = peak;
        while (at != limit && flow[at + direction] > threshold && flow[at + direction] <= flow[peak])
        {
            at += direction;
        }

        return at;
    }
}
