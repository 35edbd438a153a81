using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// A variable on a grid through time, in one file or many, read in blocks of steps. Steps follow each other without gap or repeat; they are
/// de-accumulated, brought onto the Gregorian calendar and aggregated as they are read. It is for one thread at a time.
/// </summary>
public sealed partial class GridSeries : IDisposable
{
    private readonly NativeSteps _native;
    private readonly ModelCalendar _calendar;
    private readonly TimeAxis _steps;
    private readonly int _together;
    private readonly int _skipped;

    private GridSeries(NativeSteps native, ModelCalendar calendar, TimeAxis steps, GridSeriesSettings settings, string unit, CellMethod method)
    {
        (_native, _calendar, _steps, Unit, Method) = (native, calendar, steps, unit, method);
        TimeSpan wanted = settings.Step ?? steps.Step;
        if (wanted.Ticks % steps.Step.Ticks != 0)
        {
            throw new InputException($"its steps of {StepLength.InWords(steps.Step)} do not make steps of {StepLength.InWords(wanted)}", native.Where, "Choose a step (period.step) that is a multiple of the files' own.");
        }

        _together = (int)(wanted / steps.Step);
        long late = Modulo(settings.DayStart.Ticks - steps.Start.Ticks, wanted.Ticks);
        if (_together > 1 && late % steps.Step.Ticks != 0)
        {
            throw new InputException($"no step begins at {settings.DayStart} after midnight: the first begins at {steps.Start:yyyy-MM-dd HH:mm}", native.Where, "Choose another start of the day (the hour of period.start).");
        }

        _skipped = _together > 1 ? (int)(late / steps.Step.Ticks) : 0;
        Time = new TimeAxis(steps[_skipped], wanted, Math.Max(0, steps.Count - _skipped) / _together);
        if (Time.Count == 0)
        {
            throw new InputException($"its {steps.Count} steps of {StepLength.InWords(steps.Step)} do not fill one step of {StepLength.InWords(wanted)}", native.Where);
        }
    }

    /// <summary>The steps that can be read, of the length wanted; only whole ones.</summary>
    public TimeAxis Time { get; }

    /// <summary>The unit of the values; of their sums where <see cref="Method"/> says so.</summary>
    public string Unit { get; }

    /// <summary>What a value says of its step.</summary>
    public CellMethod Method { get; }

    /// <summary>How many of the files' own steps make one.</summary>
    public int StepsTogether => _together;

    /// <summary>The grid of all files.</summary>
    public CellGrid Grid => _native.Grid;

    /// <summary>The files in the order of time, for provenance.</summary>
    public IReadOnlyList<string> Files => _native.Paths;

    /// <summary>The calendar that the files count in, by its CF name.</summary>
    public string Calendar => _calendar.Name;

    /// <summary>Opens a series.</summary>
    /// <param name="files">What opens the files.</param>
    /// <param name="paths">The files, in any order; see <see cref="FilePattern"/>.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="settings">What the files do not say themselves; null for nothing.</param>
    /// <exception cref="InputException">
    /// A file is damaged or lacks the variable, its unit or its grid; the files have different grids, units or calendars; the time axis has a gap
    /// or a repeat; the steps wanted cannot be made of those there.
    /// </exception>
    public static GridSeries Open(IArrayFiles files, IReadOnlyList<string> paths, string variable, GridSeriesSettings? settings = null)
    {
        settings ??= new GridSeriesSettings();
        var native = NativeSteps.Open(files, paths, variable, settings);
        GridSeriesFile first = native.First;
        string where = $"{first.Path}, {variable}";
        string unit = settings.Unit ?? first.Variable.Unit
            ?? throw new InputException("its unit is absent", where, $"Give it an attribute 'units', or declare its unit under forcing.variables: '{{ name: {variable}, unit: UNIT }}'.");
        CellMethod method = settings.Method ?? (settings.Accumulated is null ? MethodOf(first, unit, where, settings.Step is not null) : CellMethod.Sum);
        ModelCalendar calendar = first.Calendar;
        var step = TimeSpan.FromTicks(native.Step);
        if (!calendar.IsReal && TimeSpan.TicksPerDay % native.Step != 0)
        {
            throw new InputException($"its steps of {StepLength.InWords(step)} in the calendar {calendar.Name} cannot be brought onto the Gregorian one", where, "Use steps of a day or less.");
        }

        DateTime start = calendar.FirstFrom(native.Start);
        DateTime last = calendar.IsReal ? start + ((native.Count - 1) * step) : LastFrom(calendar, native.Start + ((native.Count - 1) * native.Step), step);
        try
        {
            return new GridSeries(native, calendar, new TimeAxis(start, step, (int)((last - start) / step) + 1), settings, unit, method);
        }
        catch
        {
            native.Dispose();
            throw;
        }
    }

    /// <summary>Reads steps, <c>[time, cell]</c>, a gap being NaN; a step made of several has a gap where one of them has.</summary>
    /// <param name="first">Index of the first step on <see cref="Time"/>.</param>
    /// <param name="count">Number of steps.</param>
    /// <param name="window">The rows and columns wanted.</param>
    /// <param name="values">Receives the values.</param>
    /// <exception cref="InputException">A file is damaged, or an accumulated sum falls.</exception>
    /// <exception cref="ArgumentException">The steps or the window reach outside, or the span is of another length.</exception>
    public void Read(int first, int count, GridWindow window, Span<double> values)
    {
        if (first < 0 || count < 0 || first + count > Time.Count || values.Length != (long)count * window.Count)
        {
            throw new ArgumentException($"Steps {first} to {first + count} of {Time.Count} were asked for, with room for {values.Length} values of {window.Count} cells.");
        }

        if (_together == 1)
        {
            ReadSteps(_skipped + first, count, window, values);
            return;
        }

        // A part of the day's steps is read at once, so that memory stays bounded by the block that was asked for.
        int days = Math.Max(1, count / _together);
        double[] steps = new double[Math.Min(days, count) * _together * window.Count];
        for (int done = 0; done < count; done += days)
        {
            int now = Math.Min(days, count - done);
            ReadSteps(_skipped + ((first + done) * _together), now * _together, window, steps.AsSpan(0, now * _together * window.Count));
            for (int day = 0; day < now; day++)
            {
                Aggregate(steps.AsSpan(day * _together * window.Count, _together * window.Count), values.Slice((done + day) * window.Count, window.Count));
            }
        }
    }

    /// <summary>Closes the file that is open.</summary>
    public void Dispose() => _native.Dispose();

    private void ReadSteps(int first, int count, GridWindow window, Span<double> values)
    {
        for (int done = 0; done < count;)
        {
            int source = Source(first + done);
            int run = 1;
            while (done + run < count && Source(first + done + run) == source + run)
            {
                run++;
            }

            _native.Read(source, run, window, values.Slice(done * window.Count, run * window.Count));
            done += run;
        }
    }

    private int Source(int step) => _calendar.IsReal ? step : (int)((_calendar.From(_steps[step]) - _native.Start) / _native.Step);

    private void Aggregate(ReadOnlySpan<double> steps, Span<double> result)
    {
        int cells = result.Length;
        steps[..cells].CopyTo(result);
        for (int step = 1; step < _together; step++)
        {
            ReadOnlySpan<double> next = steps.Slice(step * cells, cells);
            for (int cell = 0; cell < cells; cell++)
            {
                result[cell] = Method switch
                {
                    CellMethod.Minimum => Math.Min(result[cell], next[cell]),
                    CellMethod.Maximum => Math.Max(result[cell], next[cell]),
                    _ => result[cell] + next[cell],
                };
            }
        }

        if (Method is CellMethod.Mean or CellMethod.Point)
        {
            foreach (ref double value in result)
            {
                value /= _together;
            }
        }
    }

    private static DateTime LastFrom(ModelCalendar calendar, long ticks, TimeSpan step)
    {
        DateTime last = calendar.FirstFrom(ticks);
        while (calendar.From(last) > ticks)
        {
            last -= step;
        }

        while (calendar.From(last + step) <= ticks)
        {
            last += step;
        }

        return last;
    }

    private static CellMethod MethodOf(GridSeriesFile file, string unit, string where, bool needed)
    {
        string methods = file.Variable.Variable.Text("cell_methods") ?? string.Empty;
        Match time = TimeMethod().Match(methods);
        string name = time.Success ? time.Groups["method"].Value : string.Empty;
        return name switch
        {
            "mean" => CellMethod.Mean,
            "sum" => CellMethod.Sum,
            "minimum" => CellMethod.Minimum,
            "maximum" => CellMethod.Maximum,
            "point" => CellMethod.Point,
            "" => IsAmount(unit) ? CellMethod.Sum : CellMethod.Mean,
            _ when !needed => CellMethod.Mean,
            _ => throw new InputException($"its cell method '{name}' over time cannot be aggregated", where, "Name the method under forcing.variables, as '{ name: NAME, method: METHOD }': mean, sum, minimum, maximum or point."),
        };
    }

    private static bool IsAmount(string unit)
    {
        try
        {
            var units = new UdUnits();
            return units.Between(unit, "mm") is not null || units.Between(unit, "kg m-2") is not null || units.Between(unit, "J m-2") is not null;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    [GeneratedRegex(@"\b\w*time:\s+(\w+:\s+)*(?<method>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex TimeMethod();
}
