using Tributary.Contracts;
using Tributary.Plugins.CamelsGb;

namespace Tributary.Tests.Forcing;

public sealed class CamelsGbTests : IDisposable
{
    private const string Here = """{ "folder": "." }""";
    private const string File = "timeseries/CAMELS_GB_hydromet_timeseries_54001_19701001-20150930.csv";
    private const string Series =
        "date,precipitation,pet,temperature,discharge_spec,discharge_vol,peti,humidity,shortwave_rad,longwave_rad,windspeed\n"
        + "1970-10-01,3.5,1.1,9.2,0.52,26.5,1.3,7.1,80.5,320.2,4.4\n1970-10-02,0,1.2,8.8,NaN,NaN,1.2,6.9,95.1,310.7,3.9\n1970-10-04,1.5,0.9,8.1,0.5,25.5,1.1,6.5,60,315,5.1\n";

    private readonly ForcingFolder _folder = new();
    private readonly CamelsGbPlugin _plugin = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("data/")]
    public void A_basin_has_its_series_in_the_published_units_and_the_attributes_of_all_files(string data)
    {
        _folder.Write(data + File, Series);
        _folder.Write(data + "CAMELS_GB_topographic_attributes.csv", "gauge_id,gauge_name,gauge_lat,gauge_lon,area,elev_mean\n54001,Severn at Bewdley,52.38,-2.32,4329.9,166.0\n39001,Thames at Kingston,51.41,-0.31,9930.7,109.0\n");
        _folder.Write(data + "CAMELS_GB_climatic_attributes.csv", "gauge_id,p_mean,aridity\n54001,2.5,0.55\n39001,1.95,NaN\n");
        _folder.Write(data + "CAMELS_GB_hydrometry_attributes.csv", "gauge_id,flow_perc_complete,discharge_desc\n54001,98.5,Gauged by weir, then by section, since 1970\n39001,100,None\n");

        BasinRecord record = _folder.Read(_plugin, "54001", Here);

        Assert.Equal(new TimeAxis(new DateTime(1970, 10, 1), TimeSpan.FromDays(1), 4), record.Of(Variables.Precipitation).Time);
        Assert.Equal([3.5, 0, double.NaN, 1.5], record.Of(Variables.Precipitation).Values);
        Assert.Equal("mm", record.Of(Variables.Precipitation).Unit);
        Assert.Equal([26.5, double.NaN, double.NaN, 25.5], record.Of(Variables.Discharge).Values);
        Assert.Equal("m3 s-1", record.Of(Variables.Discharge).Unit);
        Assert.Equal([9.2, 8.8, double.NaN, 8.1], record.Of(Variables.AirTemperature).Values);
        Assert.Equal("degC", record.Of(Variables.AirTemperature).Unit);
        Assert.Equal("g kg-1", record.Of(Variables.SpecificHumidity).Unit);
        Assert.Equal(("W m-2", "W m-2", "m s-1"), (record.Of(Variables.ShortwaveRadiation).Unit, record.Of(Variables.LongwaveRadiation).Unit, record.Of(Variables.WindSpeed).Unit));
        Assert.Equal((null, "mm d-1"), (record.Named("discharge_spec").Variable, record.Named("discharge_spec").Unit));
        Assert.Equal((4329.9, 52.38, -2.32, 166.0), (record.AreaKm2, record.Latitude, record.Longitude, record.Elevation));
        Assert.Equal(["area", "aridity", "elev_mean", "flow_perc_complete", "gauge_lat", "gauge_lon", "p_mean"], record.Attributes.Keys.Order());
        Assert.Equal(4, record.Files.Count);
    }

    [Theory]
    [InlineData("pet", "pet", "peti")]
    [InlineData("peti", "peti", "pet")]
    public void The_settings_choose_one_potential_evapotranspiration(string choice, string chosen, string other)
    {
        _folder.Write(File, Series);
        BasinRecord record = _folder.Read(_plugin, "54001", $$"""{ "folder": ".", "potential_evaporation": "{{choice}}" }""");
        Assert.Equal(chosen, record.Of(Variables.PotentialEvapotranspiration).Name);
        Assert.Null(record.Named(other).Variable);
    }

    [Theory]
    [InlineData("temperature,", "temp,", "there is no column 'temperature'")]
    [InlineData("date,", "day,", "there is no column 'date'")]
    [InlineData("1970-10-02,0,", "1970-10-02,O,", "line 3, column 2 (precipitation): 'O' is no number")]
    [InlineData("1970-10-02", "02/10/1970", "line 3, column 1 (date): '02/10/1970' is no date")]
    [InlineData(",4.4\n", "\n", "line 2: has 10 fields where 11 are expected")]
    public void A_wrong_schema_is_refused_with_file_and_column(string part, string damaged, string expected)
    {
        _folder.Write(File, Series.Replace(part, damaged, StringComparison.Ordinal));
        string message = _folder.Refusal(_plugin, "54001", Here);
        Assert.Contains("CAMELS_GB_hydromet_timeseries_54001_19701001-20150930.csv", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_folders_basins_and_keys_are_named_with_the_layout_expected()
    {
        Assert.Contains("data/timeseries/CAMELS_GB_hydromet_timeseries_ID", _folder.Refusal(_plugin, "1", Here), StringComparison.Ordinal);
        _folder.Write(File, Series);
        _folder.Write(File.Replace("54001", "7001", StringComparison.Ordinal), Series);
        using (IBasinSource source = _folder.Open(_plugin, Here))
        {
            Assert.Equal(["7001", "54001"], source.BasinIds!);
        }

        Assert.Contains("CAMELS_GB_hydromet_timeseries_54002_", _folder.Refusal(_plugin, "54002", Here), StringComparison.Ordinal);
        _folder.Write("CAMELS_GB_soil_attributes.csv", "id,sand_perc\n54001,40\n");
        string message = _folder.Refusal(_plugin, "54001", Here);
        Assert.Contains("CAMELS_GB_soil_attributes.csv", message, StringComparison.Ordinal);
        Assert.Contains("there is no column 'gauge_id'", message, StringComparison.Ordinal);
    }
}
