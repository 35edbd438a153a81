using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Plugins.Csv;

namespace Tributary.Tests.Forcing;

public sealed class CsvTests : IDisposable
{
    private const string Files = "{basin}.csv";

    private readonly ForcingFolder _folder = new();
    private readonly CsvPlugin _plugin = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Units_come_from_headings_and_settings_and_names_lose_their_brackets()
    {
        BasinRecord record = Read(
            "date,precipitation [mm],T (degC),discharge,stage\n2000-01-01,1.5,-3,10,0.2\n2000-01-02,NA,4e0,-999,\n2000-01-04,0,0,5,-9999.0\n",
            """{ "units": { "discharge": "L s-1", "T (degC)": "K" } }""");
        Assert.Equal(["precipitation", "T", "discharge", "stage"], record.Series.Select(series => series.Name));
        Assert.Equal(["mm", "K", "L s-1", null], record.Series.Select(series => series.Unit));
        Assert.Equal([Variables.Precipitation, null, Variables.Discharge, null], record.Series.Select(series => series.Variable));
        Assert.Equal([1.5, double.NaN, double.NaN, 0], record.Series[0].Values);
        Assert.Equal([-3, 4, double.NaN, 0], record.Series[1].Values);
        Assert.Equal([10, double.NaN, double.NaN, 5], record.Series[2].Values);
        Assert.Equal(3, record.Series[3].Gaps());
        Assert.Equal(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 4), record.Series[0].Time);
    }

    [Fact]
    public void A_sentinel_is_told_by_its_text()
    {
        Assert.Equal([-999, double.NaN], Read("date,q\n2000-01-01,-999.000\n2000-01-02,-999\n").Series[0].Values);
        Assert.Equal([-999, double.NaN], Read("date,q\n2000-01-01,-999\n2000-01-02,-77\n", """{ "missing": ["-77"] }""").Series[0].Values);
    }

    [Theory]
    [InlineData("2000-01-01", "2000-01-02", 24)]
    [InlineData("2000-01-01 00:00", "2000-01-01 03:00", 3)]
    [InlineData("2000-01-01 00:00:00", "2000-01-01 00:30:00", 0.5)]
    [InlineData("2000-01-01T00:00", "2000-01-01T01:00", 1)]
    [InlineData("2000-01-01T00:00:00Z", "2000-01-01T01:00:00Z", 1)]
    [InlineData("2000-01-01T02:00:00+02:00", "2000-01-01T03:00:00+02:00", 1)]
    [InlineData("20000101", "20000102", 24)]
    [InlineData("2000010100", "2000010106", 6)]
    [InlineData("200001010000", "200001010015", 0.25)]
    [InlineData("2000-01-01", "2000-01-01 01:00:00", 1)]
    public void Unmistakable_dates_need_no_format(string first, string second, double hours)
    {
        TimeAxis time = Read($"date,q\n{first},1\n{second},2\n").Series[0].Time;
        Assert.Equal(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromHours(hours), 2), time);
    }

    [Fact]
    public void Semicolons_decimal_commas_and_a_given_date_format_are_read()
    {
        BasinRecord record = Read(
            "Station;Datum;P [mm];Q [m3/s]\r\n7;01/02/2000 07:00;1,5;12,25\r\n7;02/02/2000 07:00;;-999\r\n",
            """{ "date": "Datum", "date_format": "dd/MM/yyyy HH:mm", "decimal_comma": true, "ignore": ["Station"] }""");
        Assert.Equal(["P", "Q"], record.Series.Select(series => series.Name));
        Assert.Equal(new DateTime(2000, 2, 1, 7, 0, 0), record.Series[0].Time.Start);
        Assert.Equal([1.5, double.NaN], record.Series[0].Values);
        Assert.Equal([12.25, double.NaN], record.Series[1].Values);
        Assert.Equal("m3/s", record.Series[1].Unit);
    }

    [Fact]
    public void Tabs_quotes_and_a_byte_order_mark_are_read()
    {
        BasinRecord record = Read("\uFEFF\"date\"\t\"P, all [mm]\"\n\"2000-01-01\"\t\"1\"\n\"2000-01-02\"\t\"2\"\n");
        Assert.Equal(("P, all", "mm"), (record.Series[0].Name, record.Series[0].Unit));
        Assert.Equal([1, 2], record.Series[0].Values);
    }

    [Theory]
    [InlineData("date,P,Q\n2000-01-01,1,2\n2000-01-02,1x,3\n", "{}", "line 3, column 2 (P): '1x' is no number")]
    [InlineData("date,P [mm],Q\n\n2000-01-01,1,2\n2000-01-02,1,inf\n", "{}", "line 4, column 3 (Q): 'inf' is no number")]
    [InlineData("date,P\n2000-01-01,1,5\n2000-01-02,1,5\n", "{}", "line 2: has 3 fields where the header has 2")]
    [InlineData("date,P\n2000-01-01,1\n31.01.2000,1\n", "{}", "line 3, column 1 (date): '31.01.2000' is no date")]
    [InlineData("date,P\n2000-01-01,1\n2000-01-02,1\n2000-01-02,1\n", "{}", "line 4: the date 2000-01-02 00:00 is repeated")]
    [InlineData("date,P\n2000-01-02,1\n2000-01-01,1\n", "{}", "line 3: the date 2000-01-01 00:00 goes back in time")]
    [InlineData("date,P\n2000-01-01,1\n2000-01-02,1\n2000-01-03 06:00,1\n", "{}", "does not lie on the file's step")]
    [InlineData("date,P\n2000-01-01,1\n", "{}", "at least two are needed")]
    [InlineData("date,P\n2000-01-01,\"1\n2000-01-02,1\n", "{}", "line 2: a quotation mark is misplaced or not closed")]
    [InlineData("date,P,P\n2000-01-01,1,1\n", "{}", "line 1: the column 'P' is repeated")]
    [InlineData("date|P\n2000-01-01|1\n", "{}", "has no column of values beside its dates")]
    [InlineData("", "{}", "is empty")]
    [InlineData("date,P\n2000-01-01,1\n", """{ "date": "Datum" }""", "there is no column 'Datum', which settings.date names. It has date, P.")]
    [InlineData("date,P\n2000-01-01,1\n", """{ "units": { "Q": "mm" } }""", "there is no column 'Q', which settings.units names")]
    [InlineData("date,P\n01/02/2000,1\n2000-02-02,1\n", """{ "date_format": "dd/MM/yyyy" }""", "line 3, column 1 (date): '2000-02-02' is no date. It should be written as 'dd/MM/yyyy'.")]
    public void A_damaged_file_is_refused_with_line_and_column(string text, string settings, string expected)
    {
        string path = _folder.Write("basin.csv", text);
        string message = _folder.Refusal(_plugin, "basin", settings, Files);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string message = _folder.Refusal(_plugin, "nowhere", files: Files);
        Assert.Contains($"{Path.Combine(_folder.Path, "nowhere.csv")}: there is no such file", message, StringComparison.Ordinal);
        Assert.Contains("names no files", _folder.Refusal(_plugin, "basin"), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_series_written_and_read_back_is_the_same_to_the_bit()
    {
        Prop.ForAll<NonEmptyArray<double>, bool>((given, decimalComma) =>
        {
            double[] values = [0, .. given.Get.Select(value => double.IsInfinity(value) ? double.NaN : value)];
            var text = new StringBuilder("date;x [mm]\n");
            for (int i = 0; i < values.Length; i++)
            {
                string number = double.IsNaN(values[i]) ? "NA" : values[i].ToString("R", CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"{new DateTime(1999, 12, 30).AddDays(i):yyyy-MM-dd};{(decimalComma ? number.Replace('.', ',') : number)}\n");
            }

            double[] read = Read(text.ToString(), $$"""{ "missing": ["NA"], "decimal_comma": {{(decimalComma ? "true" : "false")}} }""").Series[0].Values;
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Real_catchments_give_the_numbers_that_awk_finds()
    {
        string folder = RealFiles.Folder("airgr");
        BasinRecord daily = _folder.Read(_plugin, "L0123001", files: "{basin}_obs.csv", folder: folder);
        Assert.Equal(["P", "T", "E", "Qls", "Qmm"], daily.Series.Select(series => series.Name));
        Assert.All(daily.Series, series => Assert.Null(series.Unit));
        Assert.Equal(new TimeAxis(new DateTime(1984, 1, 1), TimeSpan.FromDays(1), 10593), daily.Named("P").Time);
        Assert.Equal(923.7, daily.Named("P").Sum(1990), 6);
        Assert.Equal(607, daily.Named("E").Sum(1990), 6);
        Assert.Equal(556.90464, daily.Named("Qmm").Sum(1990), 6);
        Assert.Equal((802, 0.5448), (daily.Named("Qmm").Gaps(), daily.Named("Qmm").Values[^1]));

        BasinRecord hourly = _folder.Read(_plugin, "L0123003", files: "{basin}_obs.csv", folder: folder);
        Assert.Equal(new TimeAxis(new DateTime(2004, 1, 1), TimeSpan.FromHours(1), 43848), hourly.Named("P").Time);
        Assert.Equal((43848, 0.0541252173913044), (hourly.Named("T").Gaps(), hourly.Named("Qmm").Values[^1]));
    }

    private BasinRecord Read(string text, string settings = "{}")
    {
        _folder.Write("basin.csv", text);
        return _folder.Read(_plugin, "basin", settings, Files);
    }
}
