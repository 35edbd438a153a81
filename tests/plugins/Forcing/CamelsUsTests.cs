using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Plugins.CamelsUs;

namespace Tributary.Tests.Forcing;

public sealed class CamelsUsTests : IDisposable
{
    private const string Here = """{ "folder": "." }""";
    private const string Columns = "Year Mnth Day Hr dayl(s) prcp(mm/day) srad(W/m2) swe(mm) tmax(C) tmin(C) vp(Pa)";

    private static readonly string Header = "  44.82\n 133.00\n   587675987\n" + Columns + "\n";
    private static readonly string Forcing = Header
        + "2000 02 28 12\t43200.00\t1.50\t200.00\t3.00\t4.00\t-2.00\t500.00\n"
        + "2000 02 29 12\t21600.00\t2.50\t400.00\t3.00\t5.00\t-1.00\t510.00\n"
        + "2000 03 01 12\t43200.00\t0.00\t100.00\t0.00\t6.00\t0.00\t520.00\n";

    private readonly ForcingFolder _folder = new();
    private readonly CamelsUsPlugin _plugin = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("basin_mean_forcing/daymet/", "usgs_streamflow/")]
    [InlineData("basin_mean_forcing/daymet/01/", "usgs_streamflow/01/")]
    public void Finds_files_with_and_without_a_folder_for_the_region(string forcing, string flow)
    {
        _folder.Write(forcing + "01022500_lump_cida_forcing_leap.txt", Forcing);
        _folder.Write(flow + "01022500_streamflow_qc.txt", "01022500 2000 02 28   10.00 A\n01022500 2000 02 29   20.00 A:e\n01022500 2000 03 01   30.00 A\n");

        BasinRecord record = _folder.Read(_plugin, "01022500", Here);

        Assert.Equal(new TimeAxis(new DateTime(2000, 2, 28), TimeSpan.FromDays(1), 3), record.Of(Variables.Precipitation).Time);
        Assert.Equal([1.5, 2.5, 0], record.Of(Variables.Precipitation).Values);
        Assert.Equal("mm/day", record.Of(Variables.Precipitation).Unit);
        Assert.Equal([4, 5, 6], record.Of(Variables.AirTemperatureMaximum).Values);
        Assert.Equal([-2, -1, 0], record.Of(Variables.AirTemperatureMinimum).Values);
        Assert.Equal("degC", record.Of(Variables.AirTemperatureMinimum).Unit);
        Assert.Equal([10, 20, 30], record.Of(Variables.Discharge).Values);
        Assert.Equal(587.675987, record.AreaKm2!.Value, 9);
        Assert.Equal(44.82, record.Latitude);
        Assert.Equal(133, record.Elevation);
        Assert.Equal(2, record.Files.Count);
    }

    [Fact]
    public void Shortwave_radiation_is_the_daylight_mean_spread_over_the_day()
    {
        WriteForcing(Forcing);
        BasinRecord record = _folder.Read(_plugin, "01022500", Here);
        Assert.Equal([100, 100, 50], record.Of(Variables.ShortwaveRadiation).Values);
        Assert.Equal([200, 400, 100], record.Named("srad").Values);
        Assert.Null(record.Named("srad").Variable);
    }

    [Fact]
    public void Columns_in_other_cases_and_all_tabs_read_the_same()
    {
        WriteForcing(Forcing);
        BasinRecord plain = _folder.Read(_plugin, "01022500", Here);
        WriteForcing(Forcing.Replace(Columns, "Year Mnth Day Hr\tDayl(s)\tPRCP(mm/day)\tSRAD(W/m2)\tSWE(mm)\tTmax(C)\tTmin(C)\tVp(Pa)", StringComparison.Ordinal).Replace(' ', '\t'));
        BasinRecord other = _folder.Read(_plugin, "01022500", Here);
        Assert.Equal(plain.Series.Select(series => (series.Name, series.Variable, series.Unit)), other.Series.Select(series => (series.Name, series.Variable, series.Unit)));
        Assert.Equal(plain.Series.SelectMany(series => series.Values), other.Series.SelectMany(series => series.Values));
    }

    [Fact]
    public void Days_flagged_missing_or_negative_are_gaps_and_so_are_absent_days()
    {
        WriteForcing(Forcing);
        _folder.Write(
            "usgs_streamflow/01/01022500_streamflow_qc.txt",
            "01022500 2000 02 28   10.00 M\n01022500 2000 02 29 -999.00 A\n01022500 2000 03 01   30.00 A\n01022500 2000 03 03   40.00 A\n");
        BasinSeries flow = _folder.Read(_plugin, "01022500", Here).Of(Variables.Discharge);
        Assert.Equal([double.NaN, double.NaN, 30, double.NaN, 40], flow.Values);
        Assert.Equal("ft3 s-1", flow.Unit);
    }

    [Fact]
    public void Equal_extremes_are_the_mean_temperature_and_the_user_is_told_once()
    {
        string same = Header + "2000 01 01 12 1 0 0 0 -3.5 -3.5 1\n2000 01 02 12 1 0 0 0 -1 -1 1\n";
        WriteForcing(same, product: "maurer");
        WriteForcing(same, "01022501", "maurer");
        using IBasinSource source = _folder.Open(_plugin, """{ "folder": ".", "forcing": "maurer" }""");
        BasinRecord record = source.Read("01022500", default);
        source.Read("01022501", default);
        Assert.Equal([-3.5, -1], record.Of(Variables.AirTemperature).Values);
        Assert.DoesNotContain(record.Series, series => series.Variable == Variables.AirTemperatureMinimum);
        Assert.Contains("daily mean", Assert.Single(_folder.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_are_joined_and_words_left_out()
    {
        WriteForcing(Forcing);
        _folder.Write("camels_attributes_v2.0/camels_topo.txt", "gauge_id;gauge_lat;gauge_lon;area_gages2;area_geospa_fabric\n01022500;44.60797;-67.93524;573.6;620.38\n");
        _folder.Write("camels_attributes_v2.0/camels_vege.txt", "gauge_id;dom_land_cover;root_depth_50\n01022500;    Mixed Forests;NA\n01013500;Shrub;0.2\n");
        BasinRecord record = _folder.Read(_plugin, "01022500", """{ "folder": ".", "area_source": "gages2" }""");
        Assert.Equal(573.6, record.AreaKm2);
        Assert.Equal(-67.93524, record.Longitude);
        Assert.Equal(["area_gages2", "area_geospa_fabric", "gauge_lat", "gauge_lon", "root_depth_50"], record.Attributes.Keys.Order());
        Assert.Equal(double.NaN, record.Attributes["root_depth_50"]);
        Assert.Equal(620.38, _folder.Read(_plugin, "01022500", """{ "folder": ".", "area_source": "geospa_fabric" }""").AreaKm2);
    }

    [Fact]
    public void A_missing_folder_or_basin_is_named_with_the_layout_expected()
    {
        string message = Assert.Throws<InputException>(() => _folder.Open(_plugin, Here)).Message;
        Assert.Contains(Path.Combine(_folder.Path, "basin_mean_forcing", "daymet"), message, StringComparison.Ordinal);
        Assert.Contains("ID_lump_NAME_forcing_leap.txt", message, StringComparison.Ordinal);

        WriteForcing(Forcing);
        Assert.Contains("01999999_lump_NAME_forcing_leap.txt", _folder.Refusal(_plugin, "01999999", Here), StringComparison.Ordinal);
        Assert.Contains("area_gages2", _folder.Refusal(_plugin, "01022500", """{ "folder": ".", "area_source": "gages2" }"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2000 02 29 12\t21600.00\t2.50", "2000 02 29 12\t21600.00\t2.5O", "line 6, column 6 (prcp(mm/day)): '2.5O' is no number")]
    [InlineData("2000 02 29 12", "2000 02 30 12", "line 6, column 1 (Year): '2000-2-30' is no day of the calendar")]
    [InlineData("2000 02 29 12", "2000 02 28 12", "line 6: the date 2000-02-28 00:00 is repeated")]
    [InlineData("\t510.00", "", "line 6: has 10 fields where 11 are expected")]
    [InlineData(" 133.00\n", "", "line 3 should hold the basin's area in m2")]
    [InlineData("Year Mnth", "Mnth Year", "the columns should start with Year Mnth Day Hr")]
    public void A_damaged_forcing_file_is_refused_with_line_and_column(string part, string damaged, string expected)
    {
        WriteForcing(Forcing.Replace(part, damaged, StringComparison.Ordinal));
        string message = _folder.Refusal(_plugin, "01022500", Here);
        Assert.Contains("01022500_lump_cida_forcing_leap.txt", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flow_of_another_gauge_is_refused()
    {
        WriteForcing(Forcing);
        _folder.Write("usgs_streamflow/01/01022500_streamflow_qc.txt", "01013500 2000 02 28   10.00 A\n01013500 2000 02 29   20.00 A\n");
        Assert.Contains("is of gauge '01013500', not of 01022500", _folder.Refusal(_plugin, "01022500", Here), StringComparison.Ordinal);
    }

    [Fact]
    public void Real_basin_gives_the_numbers_that_awk_finds()
    {
        string folder = RealFiles.Folder("camels_us");
        using IBasinSource source = _folder.Open(_plugin, Here, folder: folder);
        Assert.Equal(["01022500", "01547700", "02064000", "03015500"], source.BasinIds!);
        BasinRecord record = source.Read("01022500", default);
        BasinSeries precipitation = record.Of(Variables.Precipitation);
        Assert.Equal(1461, precipitation.Time.Count);
        Assert.Equal(752.85, precipitation.Sum(2001), 6);
        Assert.Equal(574.94, record.Of(Variables.VapourPressure).Values[^1]);
        Assert.Equal(78787, record.Of(Variables.Discharge).Sum(2001), 6);
        Assert.Equal(1096, record.Of(Variables.Discharge).Time.Count);
        Assert.Equal(3.60812594113621, record.Attributes["p_mean"]);
        Assert.Equal(-67.93524, record.Longitude);
    }

    [Theory]
    [InlineData("daymet")]
    [InlineData("maurer")]
    [InlineData("maurer_extended")]
    [InlineData("nldas")]
    public void No_day_has_more_shortwave_radiation_than_reaches_the_top_of_the_atmosphere(string product)
    {
        string folder = RealFiles.Folder("camels_us");
        BasinRecord record = _folder.Read(_plugin, "01022500", $$"""{ "folder": ".", "forcing": "{{product}}" }""", folder: folder);
        BasinSeries daily = record.Of(Variables.ShortwaveRadiation);
        int daylightAbove = 0;
        for (int day = 0; day < daily.Values.Length; day++)
        {
            double top = RadiationAtTop(record.Latitude!.Value, daily.Time[day].DayOfYear);
            Assert.InRange(daily.Values[day], 0, top);
            daylightAbove += record.Named("srad").Values[day] > top ? 1 : 0;
        }

        Assert.True(daylightAbove > daily.Values.Length / 3, "srad itself is not a daily mean");
    }

    [Fact]
    public void Discharge_over_the_area_is_near_the_long_term_runoff_of_the_attributes()
    {
        string folder = RealFiles.Folder("camels_us");
        BasinRecord record = _folder.Read(_plugin, "01547700", Here, folder: folder);
        UnitConversion toMetric = _folder.Services.Units.Between(record.Of(Variables.Discharge).Unit!, "m3 s-1")!.Value;
        double runoff = toMetric.Apply(record.Of(Variables.Discharge).Values.Average()) / QuantityConversion.DischargePerRunoff(record.AreaKm2!.Value, TimeSpan.FromDays(1));
        Assert.InRange(runoff, 0.4 * record.Attributes["q_mean"], 1.6 * record.Attributes["q_mean"]);
    }

    /// <summary>Daily mean radiation in W m-2 outside the atmosphere (Allen et al., 1998, eq. 21 to 25).</summary>
    private static double RadiationAtTop(double latitude, int dayOfYear)
    {
        double angle = double.DegreesToRadians(latitude);
        double declination = 0.409 * Math.Sin((2 * Math.PI * dayOfYear / 365) - 1.39);
        double sunset = Math.Acos(-Math.Tan(angle) * Math.Tan(declination));
        double distance = 1 + (0.033 * Math.Cos(2 * Math.PI * dayOfYear / 365));
        return 1367 / Math.PI * distance * ((sunset * Math.Sin(angle) * Math.Sin(declination)) + (Math.Cos(angle) * Math.Cos(declination) * Math.Sin(sunset)));
    }

    private void WriteForcing(string text, string basin = "01022500", string product = "daymet") =>
        _folder.Write($"basin_mean_forcing/{product}/01/{basin}_lump_{(product == "daymet" ? "cida" : product)}_forcing_leap.txt", text);
}
