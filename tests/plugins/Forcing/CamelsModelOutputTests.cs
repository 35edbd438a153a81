using Tributary.Contracts;
using Tributary.Plugins.CamelsModelOutput;

namespace Tributary.Tests.Forcing;

public sealed class CamelsModelOutputTests : IDisposable
{
    private const string Pattern = "{basin}_05_model_output.txt";
    private const string Text =
        "YR MNTH DY HR SWE PRCP RAIM TAIR PET ET MOD_RUN OBS_RUN\n"
        + "1980 10 01 12   0.5000000   1.0000000   0.2000000  10.2500000   1.5713000   1.5400000   2.4764000   0.5550000\n"
        + "1980 10 02 12   0.0000000   2.0800000   2.0800000   9.5900000   1.2619000   1.2227000   2.0492000  -1.0000000\n"
        + "1980 10 04 12   0.0000000   5.5700000   5.5700000  -3.2250000   1.2979000   1.2805000   1.7193000   0.0000000\n";

    private readonly ForcingFolder _folder = new();
    private readonly CamelsModelOutputPlugin _plugin = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Forcing_and_observed_runoff_are_standard_variables_and_what_a_model_computed_is_not()
    {
        _folder.Write("01031500_05_model_output.txt", Text);
        BasinRecord record = _folder.Read(_plugin, "01031500", files: Pattern);
        Assert.Equal([1, 2.08, double.NaN, 5.57], record.Of(Variables.Precipitation).Values);
        Assert.Equal([10.25, 9.59, double.NaN, -3.225], record.Of(Variables.AirTemperature).Values);
        Assert.Equal([0.555, double.NaN, double.NaN, 0], record.Of(Variables.Discharge).Values);
        Assert.Equal("mm d-1", record.Of(Variables.Discharge).Unit);
        Assert.All(["SWE", "RAIM", "ET", "MOD_RUN"], name => Assert.Null(record.Named(name).Variable));
        Assert.Null(record.AreaKm2);
    }

    [Fact]
    public void Zeros_become_gaps_where_the_settings_say_so()
    {
        _folder.Write("01031500_05_model_output.txt", Text);
        BasinRecord record = _folder.Read(_plugin, "01031500", """{ "zero_runoff": "gap" }""", Pattern);
        Assert.Equal(3, record.Of(Variables.Discharge).Gaps());
    }

    [Fact]
    public void Area_comes_from_the_forcing_header_before_the_attributes()
    {
        _folder.Write("01031500_05_model_output.txt", Text);
        _folder.Write("forcing/01031500.txt", "  45.06\n 318.00\n 771486538\nYear Mnth Day Hr\n");
        _folder.Write("attributes/camels_topo.txt", "gauge_id;gauge_lat;gauge_lon;elev_mean;area_gages2\n01031500;45.17501;-69.3147;247.8;769.05\n");
        BasinRecord attributes = _folder.Read(_plugin, "01031500", """{ "attributes_folder": "attributes" }""", Pattern);
        BasinRecord header = _folder.Read(_plugin, "01031500", """{ "attributes_folder": "attributes", "forcing_file": "forcing/{basin}.txt" }""", Pattern);
        Assert.Equal((769.05, 45.17501, 247.8), (attributes.AreaKm2, attributes.Latitude, attributes.Elevation));
        Assert.Equal((771.486538, 45.06, 318.0, -69.3147), (header.AreaKm2, header.Latitude, header.Elevation, header.Longitude));
    }

    [Theory]
    [InlineData("2.0800000   2.08", "2,0800000   2.08", "line 3, column 6 (PRCP): '2,0800000' is no number")]
    [InlineData("PET", "PTE", "there is no column 'PET'")]
    [InlineData("1980 10 02", "1980 13 02", "'1980-13-2' is no day of the calendar")]
    [InlineData("1980 10 04", "1980 10 01", "line 4: the date 1980-10-01 00:00 goes back in time")]
    [InlineData("1980 10 02 12", "1980 10 02", "line 3: has 11 fields where 12 are expected")]
    public void A_damaged_file_is_refused_with_line_and_column(string part, string damaged, string expected)
    {
        _folder.Write("01031500_05_model_output.txt", Text.Replace(part, damaged, StringComparison.Ordinal));
        string message = _folder.Refusal(_plugin, "01031500", files: Pattern);
        Assert.Contains("01031500_05_model_output.txt", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        Assert.Contains(Path.Combine(_folder.Path, "01031500_05_model_output.txt"), _folder.Refusal(_plugin, "01031500", files: Pattern), StringComparison.Ordinal);
        Assert.Contains("names no files", _folder.Refusal(_plugin, "01031500"), StringComparison.Ordinal);
        Assert.Contains("nowhere", _folder.Refusal(_plugin, "01031500", """{ "attributes_folder": "nowhere" }""", Pattern), StringComparison.Ordinal);
    }

    [Fact]
    public void Real_basin_gives_the_numbers_that_awk_finds()
    {
        string folder = RealFiles.Folder("camels_us_01031500");
        BasinRecord record = _folder.Read(_plugin, "01031500", files: Pattern, folder: folder);
        Assert.Equal(new TimeAxis(new DateTime(1980, 10, 1), TimeSpan.FromDays(1), 12510), record.Of(Variables.Discharge).Time);
        Assert.Equal(1483.9, record.Of(Variables.Precipitation).Sum(1990), 6);
        Assert.Equal(858.7875, record.Of(Variables.Discharge).Sum(1990), 6);
        Assert.Equal(737.3646, record.Of(Variables.PotentialEvapotranspiration).Sum(1990), 6);
        Assert.Contains("exactly 0 on 18 days", Assert.Single(_folder.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Runoff_over_the_area_of_the_forcing_header_is_a_flow_in_whole_cubic_feet()
    {
        // USGS publishes flows above 100 ft3/s as whole numbers, so that only the right area gives them back.
        string folder = RealFiles.Folder("camels_us_01031500");
        BasinRecord record = _folder.Read(_plugin, "01031500", """{ "forcing_file": "{basin}_lump_cida_forcing_leap.txt" }""", Pattern, folder);
        double[] runoff = record.Of(Variables.Discharge).Values[..365];
        double cubicFeet = record.AreaKm2!.Value * 1000 / 86400 / 0.028316846592;
        Assert.InRange(DistanceFromWhole(runoff, cubicFeet), 0, 0.02);
        Assert.InRange(DistanceFromWhole(runoff, cubicFeet * 769.05 / 771.486538), 0.2, 0.3);
    }

    private static double DistanceFromWhole(double[] runoff, double factor) =>
        runoff.Average(depth => Math.Abs((depth * factor) - Math.Round(depth * factor)));
}
