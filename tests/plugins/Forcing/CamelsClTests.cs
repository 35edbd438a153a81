using System.Globalization;
using Tributary.Contracts;
using Tributary.Plugins.CamelsCl;

namespace Tributary.Tests.Forcing;

public sealed class CamelsClTests : IDisposable
{
    private const string Here = """{ "folder": "." }""";

    private readonly ForcingFolder _folder = new();
    private readonly CamelsClPlugin _plugin = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_basin_is_a_column_of_every_file_with_or_without_folders(bool folders)
    {
        WriteAll(folders);
        BasinRecord record = _folder.Read(_plugin, "1001002", Here);

        BasinSeries flow = record.Of(Variables.Discharge);
        Assert.Equal(("streamflow_m3s", "m3 s-1"), (flow.Name, flow.Unit));
        Assert.Equal(new TimeAxis(new DateTime(1978, 12, 31), TimeSpan.FromDays(1), 4), flow.Time);
        Assert.Equal([double.NaN, 0.5, 0.55, 0.6], flow.Values);
        Assert.Equal([20, 21], record.Of(Variables.Precipitation).Values);
        Assert.Equal("mm", record.Of(Variables.Precipitation).Unit);
        Assert.Equal(new DateTime(1979, 1, 1), record.Of(Variables.Precipitation).Time.Start);
        Assert.Equal([50, 51], record.Of(Variables.AirTemperature).Values);
        Assert.Equal("degC", record.Of(Variables.AirTemperature).Unit);
        Assert.Equal([60, 61], record.Of(Variables.PotentialEvapotranspiration).Values);
        Assert.Equal((456.5, -18.2, -70.1, 3200.0), (record.AreaKm2, record.Latitude, record.Longitude, record.Elevation));
        Assert.Equal(["area", "elev_mean", "gauge_lat", "gauge_lon"], record.Attributes.Keys.Order());
        Assert.Equal(7, record.Files.Count);
    }

    [Fact]
    public void The_settings_choose_the_precipitation_and_its_file_must_be_there()
    {
        WriteAll(folders: true);
        Write("6_CAMELScl_precip_mswep", 90);
        Assert.Equal([90, 91], _folder.Read(_plugin, "1001002", """{ "folder": ".", "precipitation": "mswep" }""").Of(Variables.Precipitation).Values);
        string message = _folder.Refusal(_plugin, "1001002", """{ "folder": ".", "precipitation": "tmpa" }""");
        Assert.Contains("7_CAMELScl_precip_tmpa.txt", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_once_for_all_basins()
    {
        WriteAll(folders: true);
        using IBasinSource source = _folder.Open(_plugin, Here);
        Assert.Equal(["1001001", "1001002"], source.BasinIds!);
        Assert.Equal([10, 11], source.Read("1001001", default).Of(Variables.Precipitation).Values);
        File.Delete(_folder.At("4_CAMELScl_precip_cr2met/4_CAMELScl_precip_cr2met.txt"));
        _folder.Write("4_CAMELScl_precip_cr2met/4_CAMELScl_precip_cr2met.txt", "nothing");
        Assert.Equal([20, 21], source.Read("1001002", default).Of(Variables.Precipitation).Values);
    }

    [Theory]
    [InlineData("8_CAMELScl_tmin_cr2met", "\"1001002\"", "\"1001003\"", "there is no column '1001002'")]
    [InlineData("8_CAMELScl_tmin_cr2met", "\"gauge_id\"", "\"date\"", "there is no column 'gauge_id'")]
    [InlineData("8_CAMELScl_tmin_cr2met", "\"31\"", "\"cold\"", "line 3, column 2 (1001001): 'cold' is no number")]
    [InlineData("8_CAMELScl_tmin_cr2met", "1979-01-02", "2 January", "line 3, column 1 (gauge_id): '2 January' is no date")]
    [InlineData("8_CAMELScl_tmin_cr2met", "\t\"41\"", "", "line 3: has 2 fields where 3 are expected")]
    [InlineData("4_CAMELScl_precip_cr2met", "\"gauge_id\"", "\"station\"", "there is no column 'gauge_id'")]
    [InlineData("1_CAMELScl_attributes", "\"gauge_id\"", "\"station\"", "there is no column 'gauge_id'")]
    [InlineData("1_CAMELScl_attributes", "\"1001002\"", "\"1001001\"", "the basin '1001001' is repeated")]
    public void A_wrong_schema_is_refused_with_file_and_column(string stem, string part, string damaged, string expected)
    {
        WriteAll(folders: true);
        string path = _folder.At($"{stem}/{stem}.txt");
        string text = File.ReadAllText(path);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(part, damaged, StringComparison.Ordinal));
        string message = _folder.Refusal(_plugin, "1001002", Here);
        Assert.Contains($"{stem}.txt", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_something_else_is_told_the_layout_expected() =>
        Assert.Contains("2_CAMELScl_streamflow_m3s/2_CAMELScl_streamflow_m3s.txt", _folder.Refusal(_plugin, "1001002", Here), StringComparison.Ordinal);

    private void WriteAll(bool folders)
    {
        _folder.Write(At("1_CAMELScl_attributes", folders), "\"gauge_id\"\t\"1001001\"\t\"1001002\"\n\"gauge_name\"\t\"Rio Uno\"\t\"Rio Dos\"\n\"gauge_lat\"\t\" -17.5\"\t\"-18.2\"\n\"gauge_lon\"\t\"-69.5\"\t\"-70.1\"\n\"area\"\t\"123\"\t\" 456.5\"\n\"elev_mean\"\t\" \"\t\"3200\"\n");
        _folder.Write(At("2_CAMELScl_streamflow_m3s", folders), "\"gauge_id\"\t\"1001001\"\t\"1001002\"\n\"1978-12-31\"\t\"5.96\"\t\" \"\n\"1979-01-01\"\t\"6.10\"\t\"0.50\"\n\"1979-01-02\"\t\" \"\t\"0.55\"\n\"1979-01-03\"\t\"7.20\"\t\"0.60\"\n");
        foreach ((string stem, int first) in (ReadOnlySpan<(string, int)>)[("4_CAMELScl_precip_cr2met", 20), ("8_CAMELScl_tmin_cr2met", 40), ("9_CAMELScl_tmax_cr2met", 55), ("10_CAMELScl_tmean_cr2met", 50), ("12_CAMELScl_pet_hargreaves", 60)])
        {
            Write(stem, first, folders);
        }
    }

    /// <summary>Two days from 1979 on: the first gauge's values lie ten below the second's.</summary>
    private void Write(string stem, int first, bool folders = true) => _folder.Write(
        At(stem, folders),
        string.Create(CultureInfo.InvariantCulture, $"\"gauge_id\"\t\"1001001\"\t\"1001002\"\n\"1979-01-01\"\t\"{first - 10}\"\t\"{first}\"\n\"1979-01-02\"\t\"{first - 9}\"\t\"{first + 1}\"\n"));

    private static string At(string stem, bool folders) => folders ? $"{stem}/{stem}.txt" : $"{stem}.txt";
}
