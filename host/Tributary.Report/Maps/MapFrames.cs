using System.Globalization;

namespace Tributary.Report;

/// <summary>The frames of a map: means over equal periods, as short as the room allows.</summary>
public sealed class MapFrames
{
    /// <summary>Room for the values of all layers of a map, in bytes of the report.</summary>
    public const long Budget = 8_000_000;

    private const int Most = 1500;
    private const long BytesOfThreeValues = 8;

    private static readonly TimeSpan[] Spans = [TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(7)];
    private static readonly int[] Months = [1, 3, 12, 60, 120, 1200];

    private readonly int[] _first;

    private MapFrames(ReportTime time, List<int> first, Func<int, int, string> label)
    {
        _first = [.. first, time.Count];
        Frames = [.. first.Select((step, i) => new MapFrame(At(time, step), label(step, _first[i + 1])))];
    }

    /// <summary>The frames, in order of time.</summary>
    public IReadOnlyList<MapFrame> Frames { get; }

    /// <summary>First time step of each frame, and at last the number of steps.</summary>
    public int[] Starts => [.. _first];

    /// <summary>
    /// Chooses the shortest of step, hours, day, week, month, quarter, year, 5, 10 and 100 years of which no more than 1,500 are needed and
    /// whose values have room. Days and longer begin at midnight, months and longer with a month, so the first and the last may be shorter.
    /// </summary>
    /// <param name="time">The time steps of the results.</param>
    /// <param name="valuesPerFrame">How many values a frame has over all layers: the units of each layer of units and the reaches of each layer of reaches.</param>
    /// <param name="budget">Room in bytes for the values of all frames.</param>
    public static MapFrames Choose(ReportTime time, long valuesPerFrame, long budget = Budget)
    {
        long most = Math.Clamp(budget * 3 / (BytesOfThreeValues * Math.Max(1, valuesPerFrame)), 1, Most);
        if (time.Count <= most)
        {
            return new MapFrames(time, [.. Enumerable.Range(0, time.Count)], (from, end) => Range(time, from, end));
        }

        foreach (TimeSpan span in Spans.Where(span => span.TotalSeconds > time.StepSeconds))
        {
            DateTime origin = time.Start.Date;
            List<int> first = Beginnings(time, instant => (instant - origin).Ticks / span.Ticks);
            if (first.Count <= most)
            {
                return new MapFrames(time, first, (from, end) => $"mean of {Range(time, from, end)}");
            }
        }

        foreach (int months in Months)
        {
            List<int> first = Beginnings(time, instant => MonthOf(instant) / months);
            if (first.Count <= most)
            {
                return new MapFrames(time, first, (from, end) => $"mean of {Calendar(time, from, end)}");
            }
        }

        return new MapFrames(time, [0], (from, end) => $"mean of {Range(time, from, end)}");
    }

    /// <summary>Writes the mean of a series over each frame; NaN where a frame has no value. Gaps are left out of a mean.</summary>
    /// <param name="series">The values of one item, one a time step.</param>
    /// <param name="item">The unit or reach.</param>
    /// <param name="items">How many there are.</param>
    /// <param name="values">Where it is written, <c>[frame, item]</c>.</param>
    public void Mean(ReadOnlySpan<double> series, int item, int items, Span<float> values)
    {
        for (int frame = 0; frame < Frames.Count; frame++)
        {
            double sum = 0;
            int count = 0;
            foreach (double value in series[_first[frame].._first[frame + 1]])
            {
                if (double.IsFinite(value))
                {
                    sum += value;
                    count++;
                }
            }

            values[(frame * items) + item] = count == 0 ? float.NaN : (float)(sum / count);
        }
    }

    private static List<int> Beginnings(ReportTime time, Func<DateTime, long> periodOf)
    {
        var first = new List<int>();
        long current = long.MinValue;
        for (int step = 0; step < time.Count; step++)
        {
            long period = periodOf(At(time, step));
            if (period != current)
            {
                first.Add(step);
                current = period;
            }
        }

        return first;
    }

    private static DateTime At(ReportTime time, int step) => time.Start.AddSeconds((double)time.StepSeconds * step);

    private static long MonthOf(DateTime instant) => ((long)instant.Year * 12) + instant.Month - 1;

    // The name of a month or year stands only for a whole one.
    private static string Calendar(ReportTime time, int first, int end)
    {
        DateTime from = At(time, first);
        DateTime to = At(time, end);
        bool isWhole = from == new DateTime(from.Year, from.Month, 1) && to == new DateTime(to.Year, to.Month, 1);
        return (isWhole, MonthOf(to) - MonthOf(from), from.Month) switch
        {
            (true, 1, _) => from.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
            (true, 3, _) => string.Create(CultureInfo.InvariantCulture, $"{from:MMMM} to {to.AddDays(-1):MMMM yyyy}"),
            (true, 12, 1) => from.ToString("yyyy", CultureInfo.InvariantCulture),
            (true, > 12, 1) when to.Month == 1 => string.Create(CultureInfo.InvariantCulture, $"{from:yyyy} to {to.AddDays(-1):yyyy}"),
            _ => Range(time, first, end),
        };
    }

    // Whole days need no hours.
    private static string Range(ReportTime time, int first, int end)
    {
        DateTime from = At(time, first);
        DateTime to = At(time, end);
        bool isWholeDays = from.TimeOfDay == TimeSpan.Zero && to.TimeOfDay == TimeSpan.Zero;
        string format = isWholeDays ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm";
        string start = from.ToString(format, CultureInfo.InvariantCulture);
        string last = (isWholeDays ? to.AddDays(-1) : At(time, end - 1)).ToString(format, CultureInfo.InvariantCulture);
        return start == last ? start : $"{start} to {last}";
    }
}
