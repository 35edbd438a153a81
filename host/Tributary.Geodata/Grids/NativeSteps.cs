using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The steps of a gridded series as its files hold them, one after the other, de-accumulated.</summary>
internal sealed class NativeSteps : IDisposable
{
    private const double Jitter = 0.01;

    private readonly IArrayFiles _files;
    private readonly List<GridSeriesFile> _series;
    private readonly Accumulation? _accumulated;
    private readonly int _dropped;
    private (GridSeriesFile Of, IArrayFile File)? _open;

    private NativeSteps(IArrayFiles files, List<GridSeriesFile> series, string variable, long start, long step, Accumulation? accumulated)
    {
        (_files, _series, _accumulated, Step, Where) = (files, series, accumulated, step, $"{series[0].Path}, {variable}");
        Count = series[^1].First + series[^1].Stamps.Length;
        Start = start;
        if (accumulated is not null && !ResetAt(0))
        {
            // What was summed before the first stamp is not known.
            (_dropped, Start, Count) = (1, start + step, Count - 1);
        }

        if (Count < 1)
        {
            throw new InputException("one accumulated step alone tells nothing", Where);
        }
    }

    /// <summary>The first file.</summary>
    public GridSeriesFile First => _series[0];

    /// <summary>The grid of all files.</summary>
    public CellGrid Grid => First.Variable.Grid;

    /// <summary>The files in the order of time.</summary>
    public IReadOnlyList<string> Paths => [.. _series.Select(file => file.Path)];

    /// <summary>The first file and the variable, for messages.</summary>
    public string Where { get; }

    /// <summary>Start of the first interval, in ticks of the calendar.</summary>
    public long Start { get; }

    /// <summary>Length of a step in ticks.</summary>
    public long Step { get; }

    /// <summary>Number of steps.</summary>
    public int Count { get; }

    /// <summary>Reads the headers of all files and checks that they make one series.</summary>
    public static NativeSteps Open(IArrayFiles files, IReadOnlyList<string> paths, string variable, GridSeriesSettings settings)
    {
        var series = new List<GridSeriesFile>(paths.Count);
        GridSeriesFile first = null!;
        foreach (string path in paths)
        {
            var file = GridSeriesFile.Read(files, path, variable, settings.Method == CellMethod.Point);
            first ??= file;
            series.Add(file);
            Demand(file.Variable.Grid.Key == first.Variable.Grid.Key, "its grid is another one than that of", file);

            // A stack may have a file for each of ten thousand steps.
            file.Variable = file.Variable with { Grid = first.Variable.Grid };
            Demand(settings.Unit is not null || file.Variable.Unit == first.Variable.Unit, $"its unit '{file.Variable.Unit}' is not the '{first.Variable.Unit}' of", file);
            Demand(file.Calendar.Name == first.Calendar.Name, $"its calendar {file.Calendar.Name} is not the {first.Calendar.Name} of", file);
            Demand(file.Interval is null == first.Interval is null, "it has bounds of time or lacks them, unlike", file);
        }

        series = [.. series.OrderBy(file => file.Stamps[0])];
        first = series[0];
        long step = CheckTimes(series, variable);
        long start = first.Stamps[0];
        if (first.Interval is null)
        {
            start -= settings.Stamp switch { StampPlace.End => step, StampPlace.Middle => step / 2, _ => 0 };
        }

        return new NativeSteps(files, series, variable, start, step, settings.Accumulated);

        void Demand(bool holds, string problem, GridSeriesFile file)
        {
            if (!holds)
            {
                throw new InputException($"{problem} {first.Path}", $"{file.Path}, {variable}", "Give files of one kind.");
            }
        }
    }

    /// <summary>Reads steps, <c>[time, y, x]</c>.</summary>
    public void Read(int first, int count, GridWindow window, Span<double> values)
    {
        ReadStored(first + _dropped, count, window, values);
        if (_accumulated is null)
        {
            return;
        }

        // From the last step to the first, so that each still finds the sum before it.
        for (int i = count - 1; i >= 0; i--)
        {
            int step = first + _dropped + i;
            if (!ResetAt(step))
            {
                Span<double> sums = values.Slice(i * window.Count, window.Count);
                if (i > 0)
                {
                    Difference(sums, values.Slice((i - 1) * window.Count, window.Count), step);
                }
                else
                {
                    double[] before = new double[window.Count];
                    ReadStored(step - 1, 1, window, before);
                    Difference(sums, before, step);
                }
            }
        }
    }

    public void Dispose()
    {
        _open?.File.Dispose();
        _open = null;
    }

    private static long CheckTimes(List<GridSeriesFile> series, string variable)
    {
        long step = series[0].Interval ?? long.MaxValue;
        (GridSeriesFile File, long Stamp)[] stamps = [.. series.SelectMany(file => file.Stamps.Select(stamp => (file, stamp)))];
        for (int i = 1; i < stamps.Length; i++)
        {
            if (stamps[i].Stamp <= stamps[i - 1].Stamp)
            {
                (GridSeriesFile file, GridSeriesFile before) = (stamps[i].File, stamps[i - 1].File);
                string earlier = file == before ? "comes twice, or out of order" : $"is already in {before.Path}";
                throw new InputException($"the step at {file.Calendar.Date(stamps[i].Stamp)} {earlier}", $"{file.Path}, {variable}", "Each step must come once, in order.");
            }

            step = series[0].Interval is null ? Math.Min(step, stamps[i].Stamp - stamps[i - 1].Stamp) : step;
        }

        if (step == long.MaxValue)
        {
            throw new InputException("it has one step and no bounds of time, so that its length is unknown", $"{series[0].Path}, {variable}", "Give it bounds (CF attribute 'bounds' of the time coordinate), or more files.");
        }

        int index = 0;
        foreach (GridSeriesFile file in series)
        {
            file.First = index;
            foreach (long stamp in file.Stamps)
            {
                long expected = series[0].Stamps[0] + (index * step);
                if (Math.Abs(stamp - expected) > Jitter * step)
                {
                    throw new InputException(
                        $"the time axis has a gap: a step of {StepLength.InWords(TimeSpan.FromTicks(step))} is expected at {file.Calendar.Date(expected)}, the next one is at {file.Calendar.Date(stamp)}",
                        $"{file.Path}, {variable}",
                        "Give the missing file, or files whose steps are of equal length.");
                }

                index++;
            }
        }

        return step;
    }

    private bool ResetAt(int step)
    {
        long start = Start - (_dropped * Step) + (step * Step);
        return _accumulated!.Every is { } every && (start - _accumulated.At.Ticks) % every.Ticks == 0;
    }

    private void Difference(Span<double> sums, ReadOnlySpan<double> before, int step)
    {
        double rounding = First.Variable.Variable.Attributes.GetValueOrDefault("scale_factor") is double[] { Length: > 0 } scale ? Math.Abs(scale[0]) : 0;
        for (int cell = 0; cell < sums.Length; cell++)
        {
            double increment = sums[cell] - before[cell];
            if (increment < 0 && !_accumulated!.MayFall)
            {
                if (-increment > Math.Max(1.5 * rounding, 1e-5 * Math.Abs(before[cell])))
                {
                    throw new InputException(
                        $"the accumulated sum falls from {before[cell]:R} to {sums[cell]:R} at {First.Calendar.Date(Start + ((step - _dropped) * Step))}",
                        FileOf(step) is var file ? $"{file.Path}, {First.Variable.Variable.Name}" : Where,
                        "Check when the sums are reset ('accumulated' under forcing.variables).");
                }

                increment = 0;
            }

            sums[cell] = increment;
        }
    }

    private void ReadStored(int first, int count, GridWindow window, Span<double> values)
    {
        for (int done = 0; done < count;)
        {
            GridSeriesFile file = FileOf(first + done);
            if (_open?.Of != file)
            {
                Dispose();
                _open = (file, _files.Open(file.Path));
            }

            int from = first + done - file.First;
            int now = Math.Min(count - done, file.Stamps.Length - from);
            file.ReadSteps(_open!.Value.File, from, now, window, values.Slice(done * window.Count, now * window.Count));
            done += now;
        }
    }

    private GridSeriesFile FileOf(int step)
    {
        int after = _series.FindIndex(file => file.First > step);
        return _series[after < 0 ? _series.Count - 1 : after - 1];
    }
}
