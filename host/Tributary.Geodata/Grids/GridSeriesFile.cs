using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>One file of a gridded series: what is known of it before its values are read.</summary>
internal sealed class GridSeriesFile
{
    private GridSeriesFile(string path, GriddedVariable variable, ModelCalendar calendar, long[] stamps, long? interval)
    {
        (Path, Variable, Calendar, Stamps, Interval) = (path, variable, calendar, stamps, interval);
    }

    public string Path { get; }

    public GriddedVariable Variable { get; set; }

    public ModelCalendar Calendar { get; }

    /// <summary>Start of each interval where bounds give it, else the stamps as they are, in ticks of the calendar.</summary>
    public long[] Stamps { get; }

    /// <summary>Length of the first interval by its bounds; null without bounds.</summary>
    public long? Interval { get; }

    /// <summary>Index of the file's first step in the series.</summary>
    public int First { get; set; }

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="InputException">It is damaged, or has no such variable on a grid and along time.</exception>
    public static GridSeriesFile Read(IArrayFiles files, string path, string name, bool points)
    {
        using IArrayFile file = files.Open(path);
        GriddedVariable variable = GriddedVariable.Find(file, name);
        if (variable.TimeCoordinate is null)
        {
            throw new InputException(
                "it has no time dimension with a time coordinate", $"{path}, {name}", "Give a raster's dates by the pattern of its name, or by a start and a step.");
        }

        ArrayVariable time = file.Variables.First(candidate => candidate.Name == variable.TimeCoordinate);
        string where = $"{path}, {time.Name}";
        if (time.Length == 0)
        {
            throw new InputException("it has no time step", where);
        }

        var calendar = ModelCalendar.Of(time, where);
        ArrayVariable? bounds = file.Variables.FirstOrDefault(candidate => candidate.Name == time.Text("bounds"));
        if (points || bounds is not { Dimensions.Count: 2 } || bounds.Dimensions[1].Length != 2 || bounds.Dimensions[0].Length != time.Length)
        {
            double[] values = new double[time.Length];
            file.Read(time.Name, [0], [time.Length], values);
            return new GridSeriesFile(path, variable, calendar, Decode(values, where), null);
        }

        double[] pairs = new double[bounds.Length];
        file.Read(bounds.Name, [0, 0], [time.Length, 2], pairs);
        long[] ticks = Decode(pairs, $"{path}, {bounds.Name}");
        long[] starts = [.. ticks.Where((_, i) => i % 2 == 0)];
        return ticks[1] > ticks[0]
            ? new GridSeriesFile(path, variable, calendar, starts, ticks[1] - ticks[0])
            : throw new InputException($"its first interval ends at {calendar.Date(ticks[1])}, not after its start", $"{path}, {bounds.Name}");

        long[] Decode(double[] values, string place) => Array.Exists(values, double.IsNaN)
            ? throw new InputException($"value {Array.FindIndex(values, double.IsNaN) + 1} of the time coordinate is missing", place)
            : calendar.Decode(values, time.Text("units"), place);
    }

    /// <summary>Reads steps of an open file, <c>[time, y, x]</c>.</summary>
    public void ReadSteps(IArrayFile file, int first, int count, GridWindow window, Span<double> values)
    {
        IReadOnlyList<(string Name, long Length)> dimensions = Variable.Variable.Dimensions;
        Span<long> start = stackalloc long[dimensions.Count];
        Span<long> size = stackalloc long[dimensions.Count];
        size.Fill(1);
        (start[Variable.TimeDimension], size[Variable.TimeDimension]) = (first, count);
        (start[Variable.RowDimension], size[Variable.RowDimension]) = (window.Row, window.Height);
        (start[Variable.ColumnDimension], size[Variable.ColumnDimension]) = (window.Column, window.Width);
        if (Variable.TimeDimension < Variable.RowDimension)
        {
            file.Read(Variable.Variable.Name, start, size, values);
            return;
        }

        double[] stored = new double[values.Length];
        file.Read(Variable.Variable.Name, start, size, stored);
        bool last = Variable.TimeDimension > Variable.ColumnDimension;
        for (int t = 0; t < count; t++)
        {
            for (int cell = 0; cell < window.Count; cell++)
            {
                (int row, int column) = (cell / window.Width, cell % window.Width);
                int at = last ? (cell * count) + t : (((row * count) + t) * window.Width) + column;
                values[(t * window.Count) + cell] = stored[at];
            }
        }
    }
}
