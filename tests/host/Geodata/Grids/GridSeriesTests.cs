using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Grids;

/// <summary>Many files as one series.</summary>
[Collection("NetCDF files")]
public sealed class GridSeriesTests : IDisposable
{
    private const string Degrees = "lat:units = \"degrees_north\" ; lon:units = \"degrees_east\" ;";
    private readonly TemporaryFolder _folder = new();
    private readonly NetCdfFiles _files = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_follow_each_other_by_time_not_by_name()
    {
        Write("b.nc", "days since 2001-01-01", [0, 1], [1, 2]);
        Write("a.nc", "hours since 2001-01-01", [48, 72, 96], [3, double.NaN, 5]);
        using GridSeries series = Open("*.nc");
        Assert.Equal(new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 5), series.Time);
        Assert.Equal(("mm", CellMethod.Sum), (series.Unit, series.Method));
        Assert.Equal([1, 2, 3, double.NaN, 5], Cell(series, 0));
        Assert.Equal([101, 102, 103, double.NaN, 105], Cell(series, 1));
        Assert.Equal(["b.nc", "a.nc"], series.Files.Select(Path.GetFileName));
        double[] part = new double[2];
        series.Read(1, 2, new GridWindow(1, 1, 1, 1), part);
        Assert.Equal([302, 303], part);
    }

    [Fact]
    public void Two_stars_reach_into_folders()
    {
        string inner = _folder.At("2001", "01");
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(inner, "x.nc"), "");
        File.WriteAllText(_folder.At("y.nc"), "");
        Assert.Equal(["x.nc", "y.nc"], FilePattern.Find(_folder.At("**", "*.nc")).Select(Path.GetFileName).Order());
        Assert.Equal(["x.nc"], FilePattern.Find(_folder.At("20??", "*", "*.nc")).Select(Path.GetFileName));
        Assert.Contains("no file has such a name", Assert.Throws<InputException>(() => FilePattern.Find(_folder.At("none*.nc"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[] { 3, 4 }, "b.nc, rain: the time axis has a gap: a step of 1 d is expected at 2001-01-03 00:00, the next one is at 2001-01-04 00:00")]
    [InlineData(new double[] { 1, 2 }, "b.nc, rain: the step at 2001-01-02 00:00 is already in")]
    [InlineData(new double[] { 2, 2 }, "b.nc, rain: the step at 2001-01-03 00:00 comes twice")]
    [InlineData(new double[] { 2, 4 }, "b.nc, rain: the time axis has a gap: a step of 1 d is expected at 2001-01-04 00:00")]
    [InlineData(new double[] { 2, 1 }, "out of order")]
    public void A_gap_or_a_repeat_is_refused_and_its_file_named(double[] second, string problem)
    {
        Write("a.nc", "days since 2001-01-01", [0, 1], [1, 2]);
        Write("b.nc", "days since 2001-01-01", second, [3, 4]);
        Assert.Contains(problem, Refused("*.nc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        Write("a.nc", "days since 2001-01-01", [0, 1], [1, 2]);
        Write("b.nc", "days since 2001-01-01", [2, 3], [1, 2], lon: "11, 12");
        Assert.Contains("b.nc, rain: its grid is another one than that of", Refused("*.nc"), StringComparison.Ordinal);
        Write("b.nc", "days since 2001-01-01", [2, 3], [1, 2], unit: "m");
        Assert.Contains("its unit 'm' is not the 'mm' of", Refused("*.nc"), StringComparison.Ordinal);
        Write("b.nc", "days since 2001-01-01", [2, 3], [1, 2], calendar: "noleap");
        Assert.Contains("its calendar noleap is not the standard of", Refused("*.nc"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_absent_or_damaged_is_named()
    {
        Write("a.nc", "days since 2001-01-01", [0, 1], [1, 2], unit: "");
        Assert.Contains("a.nc, rain: its unit is absent", Refused("a.nc"), StringComparison.Ordinal);
        using (GridSeries declared = Open("a.nc", new GridSeriesSettings { Unit = "kg m-2" }))
        {
            Assert.Equal("kg m-2", declared.Unit);
        }

        Assert.Contains("there is no variable 'snow'. It has", Assert.Throws<InputException>(() => GridSeries.Open(_files, [_folder.At("a.nc")], "snow")).Message, StringComparison.Ordinal);
        Write("one.nc", "days since 2001-01-01", [0], [1]);
        Assert.Contains("it has one step and no bounds of time", Refused("one.nc"), StringComparison.Ordinal);
        Write("odd.nc", "days since 2001-01-01", [0, 1], [1, 2], calendar: "lunar");
        Assert.Contains("its calendar 'lunar' is none that is read", Refused("odd.nc"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("netCDF-4")]
    [InlineData("classic")]
    public void A_truncated_file_is_an_error_that_names_it(string kind)
    {
        Write("cut.nc", "days since 2001-01-01", [.. Enumerable.Range(0, 400).Select(i => (double)i)], new double[400], kind: kind);
        using (FileStream file = File.OpenWrite(_folder.At("cut.nc")))
        {
            file.SetLength(file.Length / 2);
        }

        InputException wrong = Assert.Throws<InputException>(() =>
        {
            using GridSeries series = Open("cut.nc");
            _ = Cell(series, 3);
        });
        Assert.Contains("cut.nc", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hours_make_days_by_the_cell_method()
    {
        double[] hours = [.. Enumerable.Range(0, 60).Select(i => (double)i)];
        double[] values = [.. hours.Select(i => Math.Sin(i * 7))];
        foreach ((string method, Func<IEnumerable<double>, double> expected) in new (string, Func<IEnumerable<double>, double>)[]
            { ("mean", day => day.Average()), ("sum", day => day.Sum()), ("minimum", day => day.Min()), ("maximum", day => day.Max()), ("point", day => day.Average()) })
        {
            Write("h.nc", "hours since 2001-01-01", hours, values, extra: $"rain:cell_methods = \"area: mean time: {method} (interval: 1 hour)\" ;");
            using GridSeries days = Open("h.nc", new GridSeriesSettings { Step = TimeSpan.FromDays(1) });
            Assert.Equal(2, days.Time.Count);
            Close.All([expected(values[..24]), expected(values[24..48])], Cell(days, 0), 1e-6, 1);
            using GridSeries shifted = Open("h.nc", new GridSeriesSettings { Step = TimeSpan.FromDays(1), DayStart = TimeSpan.FromHours(6) });
            Assert.Equal(new TimeAxis(new DateTime(2001, 1, 1, 6, 0, 0), TimeSpan.FromDays(1), 2), shifted.Time);
            Close.All([expected(values[6..30]), expected(values[30..54])], Cell(shifted, 0), 1e-6, 1);
        }

        Write("h.nc", "hours since 2001-01-01", hours, values, extra: "rain:cell_methods = \"time: median\" ;");
        Assert.Contains("its cell method 'median' over time cannot be aggregated", Refused("h.nc", new GridSeriesSettings { Step = TimeSpan.FromDays(1) }), StringComparison.Ordinal);
        Assert.Contains("do not make steps of 30 min", Refused("h.nc", new GridSeriesSettings { Step = TimeSpan.FromMinutes(30), Method = CellMethod.Mean }), StringComparison.Ordinal);
        Assert.Contains("no step begins at 06:30:00", Refused("h.nc", new GridSeriesSettings { Step = TimeSpan.FromDays(1), DayStart = TimeSpan.FromHours(6.5), Method = CellMethod.Mean }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_an_hour_is_a_gap_in_its_day_however_the_blocks_are_cut()
    {
        double[] values = [.. Enumerable.Range(0, 24 * 9).Select(i => i == 30 ? double.NaN : i)];
        Write("h.nc", "hours since 2001-01-01", [.. Enumerable.Range(0, values.Length).Select(i => (double)i)], values);
        using GridSeries days = Open("h.nc", new GridSeriesSettings { Step = TimeSpan.FromDays(1), Method = CellMethod.Maximum });
        double[] whole = Cell(days, 2);
        Assert.Equal([223, double.NaN, 271], whole[..3]);
        for (int day = 0; day < 9; day++)
        {
            double[] one = new double[1];
            days.Read(day, 1, new GridWindow(1, 0, 1, 1), one);
            Assert.Equal(whole[day], one[0]);
        }
    }

    [Fact]
    public void Sums_since_midnight_become_what_fell_in_each_hour()
    {
        // As ERA5-Land stamps them: the sum at 01:00 is of the first hour, that at 00:00 of the whole day before.
        double[] fell = [.. Enumerable.Range(0, 72).Select(i => (double)(i * i % 7))];
        double[] sums = [.. fell.Select((_, i) => fell[(i / 24 * 24)..(i + 1)].Sum())];
        Write("a.nc", "hours since 2001-01-01", [.. Enumerable.Range(1, 30).Select(i => (double)i)], sums[..30]);
        Write("b.nc", "hours since 2001-01-01", [.. Enumerable.Range(31, 42).Select(i => (double)i)], sums[30..]);
        var settings = new GridSeriesSettings { Stamp = StampPlace.End, Accumulated = new Accumulation(TimeSpan.FromDays(1)) };
        using GridSeries hours = Open("*.nc", settings);
        Assert.Equal(new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromHours(1), 72), hours.Time);
        Close.All(fell, Cell(hours, 0), 1e-6);
        double[] part = new double[10];
        hours.Read(28, 10, new GridWindow(0, 0, 1, 1), part);
        Close.All(fell.AsSpan(28, 10), part, 1e-6);
        using GridSeries days = Open("*.nc", settings with { Step = TimeSpan.FromDays(1) });
        Close.All([fell[..24].Sum(), fell[24..48].Sum(), fell[48..].Sum()], Cell(days, 0), 1e-6);
    }

    [Fact]
    public void Sums_since_the_start_lose_their_first_step_and_may_not_fall()
    {
        Write("a.nc", "hours since 2001-01-01", [0, 1, 2, 3], [5, 6, 6, 8]);
        var settings = new GridSeriesSettings { Accumulated = new Accumulation(null) };
        using (GridSeries series = Open("a.nc", settings))
        {
            Assert.Equal(new DateTime(2001, 1, 1, 1, 0, 0), series.Time.Start);
            Assert.Equal([1, 0, 2], Cell(series, 0));
        }

        Write("a.nc", "hours since 2001-01-01", [0, 1, 2, 3], [5, 6, 2, 8]);
        using GridSeries wrong = Open("a.nc", settings);
        Assert.Contains("the accumulated sum falls from 6 to 2 at 2001-01-01 02:00", Assert.Throws<InputException>(() => Cell(wrong, 0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("noleap", 731, "2004-01-01", "2005-12-31", 59, 58)]
    [InlineData("365_day", 731, "2004-01-01", "2005-12-31", 60, 59)]
    [InlineData("all_leap", 731, "2004-01-01", "2005-12-31", 425, 426)]
    [InlineData("366_day", 731, "2004-01-01", "2005-12-31", 424, 424)]
    [InlineData("360_day", 731, "2004-01-01", "2005-12-31", 365, 359)]
    [InlineData("julian", 730, "2004-01-14", "2006-01-12", 100, 100)]
    [InlineData("proleptic_gregorian", 730, "2004-01-01", "2005-12-30", 100, 100)]
    public void Each_calendar_comes_onto_the_Gregorian_one(string calendar, int length, string first, string last, int day, int source)
    {
        // Two years from 2004-01-01 in each calendar, each day holding its own number.
        int days = calendar switch { "noleap" or "365_day" => 730, "all_leap" or "366_day" => 732, "360_day" => 720, _ => 730 };
        double[] numbers = [.. Enumerable.Range(0, days).Select(i => (double)i)];
        Write("c.nc", "days since 2004-01-01", numbers, numbers, calendar: calendar);
        using GridSeries series = Open("c.nc");
        Assert.Equal(DateTime.Parse(first, System.Globalization.CultureInfo.InvariantCulture), series.Time.Start);
        Assert.Equal(DateTime.Parse(last, System.Globalization.CultureInfo.InvariantCulture).AddDays(1), series.Time.End);
        Assert.Equal(length, series.Time.Count);
        Assert.Equal(source, Cell(series, 0)[day]);
    }

    [Fact]
    public void Bounds_say_where_an_interval_begins()
    {
        Write("noon.nc", "days since 2001-01-01", [0.5, 1.5], [1, 2], extra: "double tb(time, nv) ; time:bounds = \"tb\" ;", more: "tb = 0, 1, 1, 2 ;");
        using GridSeries series = Open("noon.nc");
        Assert.Equal(new DateTime(2001, 1, 1), series.Time.Start);
        Write("plain.nc", "days since 2001-01-01", [0.5, 1.5], [1, 2]);
        using GridSeries middle = Open("plain.nc", new GridSeriesSettings { Stamp = StampPlace.Middle });
        Assert.Equal(new DateTime(2001, 1, 1), middle.Time.Start);
        Write("back.nc", "days since 2001-01-01", [0.5, 1.5], [1, 2], extra: "double tb(time, nv) ; time:bounds = \"tb\" ;", more: "tb = 1, 0, 2, 1 ;");
        Assert.Contains("back.nc, tb: its first interval ends at 2001-01-01 00:00, not after its start", Refused("back.nc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_may_be_the_last_dimension()
    {
        _ = Cdl.Generate(_folder, "t.nc", $"netcdf t {{ dimensions: lat = 2 ; lon = 2 ; time = 3 ; variables: double lat(lat) ; double lon(lon) ; {Degrees} double time(time) ; time:units = \"days since 2001-01-01\" ; float rain(lat, lon, time) ; rain:units = \"K\" ; data: lat = 1, 2 ; lon = 1, 2 ; time = 0, 1, 2 ; rain = 0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32 ; }}");
        using GridSeries series = Open("t.nc");
        Assert.Equal([20, 21, 22], Cell(series, 2));
        Assert.Equal(CellMethod.Mean, series.Method);
    }

    [Fact]
    public void The_Lievre_series_has_steps_of_six_hours()
    {
        using var series = GridSeries.Open(_files, [RealData.At("lievre", "VIC_streaminputs.nc")], "Streaminputs", new GridSeriesSettings { Step = TimeSpan.FromDays(1) });
        Assert.Equal(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 4018), series.Time);
        double[] day = new double[100];
        series.Read(0, 1, GridWindow.All(series.Grid), day);

        // The first four values of the cell in row 0 and column 1, as ncdump shows them.
        using IArrayFile file = _files.Open(series.Files[0]);
        double[] steps = new double[4];
        file.Read("Streaminputs", [0, 0, 1], [4, 1, 1], steps);
        Assert.Equal(0.3025396, steps[0], 1e-6);
        Assert.Equal(steps.Sum(), day[1], 1e-12);
        Assert.True(double.IsNaN(day[0]));
    }

    private static double[] Cell(GridSeries series, int cell)
    {
        GridWindow all = GridWindow.All(series.Grid);
        double[] values = new double[series.Time.Count * all.Count];
        series.Read(0, series.Time.Count, all, values);
        return [.. Enumerable.Range(0, series.Time.Count).Select(t => values[(t * all.Count) + cell])];
    }

    private string Refused(string pattern, GridSeriesSettings? settings = null) => Assert.Throws<InputException>(() =>
    {
        using GridSeries series = Open(pattern, settings);
    }).Message;

    private GridSeries Open(string pattern, GridSeriesSettings? settings = null) => GridSeries.Open(_files, FilePattern.Find(_folder.At(pattern)), "rain", settings);

    // Two rows of two cells; each cell's values are the given ones plus 100 times its index.
    private void Write(
        string name, string since, double[] times, double[] values, string unit = "mm", string calendar = "standard", string lon = "10, 11", string extra = "", string more = "", string kind = "netCDF-4")
    {
        string all = Cdl.Numbers(values.SelectMany(value => Enumerable.Range(0, 4).Select(cell => value + (100 * cell))));
        _ = Cdl.Generate(_folder, name, $"netcdf s {{ dimensions: time = {times.Length} ; lat = 2 ; lon = 2 ; nv = 2 ; variables: double time(time) ; time:units = \"{since}\" ; time:calendar = \"{calendar}\" ; double lat(lat) ; double lon(lon) ; {Degrees} float rain(time, lat, lon) ; {(unit.Length > 0 ? $"rain:units = \"{unit}\" ;" : "")} {extra} data: time = {Cdl.Numbers(times)} ; lat = 50, 51 ; lon = {lon} ; rain = {all} ; {more} }}", kind);
    }
}
