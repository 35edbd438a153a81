using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Plugins.Caravan;

namespace Tributary.Tests.Forcing;

public sealed class CaravanTests : IDisposable
{
    private const string Here = """{ "folder": "." }""";
    private const string Csv =
        "date,total_precipitation_sum,temperature_2m_mean,potential_evaporation_sum_ERA5_LAND,potential_evaporation_sum_FAO_PENMAN_MONTEITH,surface_pressure_mean,streamflow\n"
        + "1981-01-01,12.09,-0.2,9.5,1.2,95.5,\n1981-01-02,0.86,0.5,8.5,1.1,95.6,1.63\n";

    private readonly ForcingFolder _folder = new();
    private readonly CaravanPlugin _plugin = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_series_have_the_units_that_caravan_publishes()
    {
        _folder.Write("timeseries/csv/camelsgb/camelsgb_54001.csv", Csv);
        BasinRecord record = _folder.Read(_plugin, "camelsgb_54001", Here);
        Assert.Equal([12.09, 0.86], record.Of(Variables.Precipitation).Values);
        Assert.Equal([double.NaN, 1.63], record.Of(Variables.Discharge).Values);
        Assert.Equal(
            ["mm", "degC", "mm", "mm", "kPa", "mm d-1"],
            record.Series.Select(series => series.Unit));
        Assert.Equal(new TimeAxis(new DateTime(1981, 1, 1), TimeSpan.FromDays(1), 2), record.Series[0].Time);
        Assert.Empty(record.Attributes);
    }

    [Theory]
    [InlineData("auto", "potential_evaporation_sum_FAO_PENMAN_MONTEITH")]
    [InlineData("fao", "potential_evaporation_sum_FAO_PENMAN_MONTEITH")]
    [InlineData("era5_land", "potential_evaporation_sum_ERA5_LAND")]
    public void The_settings_choose_one_potential_evapotranspiration(string choice, string expected)
    {
        _folder.Write("timeseries/csv/camelsgb/camelsgb_54001.csv", Csv);
        BasinRecord record = _folder.Read(_plugin, "camelsgb_54001", $$"""{ "folder": ".", "potential_evaporation": "{{choice}}" }""");
        Assert.Equal(expected, record.Of(Variables.PotentialEvapotranspiration).Name);
    }

    [Fact]
    public void Penman_monteith_is_refused_where_the_file_is_older()
    {
        _folder.Write("timeseries/csv/lamah/lamah_1.csv", "date,potential_evaporation_sum\n1981-01-01,1\n1981-01-02,2\n");
        Assert.Contains("Caravan 1.5", _folder.Refusal(_plugin, "lamah_1", """{ "folder": ".", "potential_evaporation": "fao" }"""), StringComparison.Ordinal);
        Assert.Equal("potential_evaporation_sum", _folder.Read(_plugin, "lamah_1", Here).Of(Variables.PotentialEvapotranspiration).Name);
    }

    [Fact]
    public void Attributes_of_the_subset_are_joined()
    {
        _folder.Write("timeseries/csv/camels/camels_04115265.csv", Csv);
        _folder.Write("attributes/camels/attributes_other_camels.csv", "gauge_id,gauge_name,country,gauge_lat,gauge_lon,area\ncamels_04115265,\"FISH CREEK NEAR CRYSTAL, MI\",United States of America,43.24976,-84.98113,95.97745574805658\n");
        _folder.Write("attributes/camels/attributes_hydroatlas_camels.csv", "gauge_id,ele_mt_sav,wet_pc_sg1\ncamels_04115265,251.5,0.0\n");
        BasinRecord record = _folder.Read(_plugin, "camels_04115265", Here);
        Assert.Equal((95.97745574805658, 43.24976, -84.98113, 251.5), (record.AreaKm2, record.Latitude, record.Longitude, record.Elevation));
        Assert.Equal(["area", "ele_mt_sav", "gauge_lat", "gauge_lon", "wet_pc_sg1"], record.Attributes.Keys.Order());
        Assert.Equal(3, record.Files.Count);
    }

    [Fact]
    public void Netcdf_is_preferred_and_its_own_list_of_units_is_heeded()
    {
        _folder.Write("timeseries/csv/lamah/lamah_1.csv", Csv);
        WriteNetCdf("timeseries/netcdf/lamah/lamah_1.nc", "temperature_2m: 2m air temperature [K]\nstreamflow: Observed streamflow [mm/d]\n");
        BasinRecord record = _folder.Read(_plugin, "lamah_1", Here);
        Assert.EndsWith(".nc", record.Files[0], StringComparison.Ordinal);
        Assert.Equal("K", record.Of(Variables.AirTemperature).Unit);
        Assert.Equal("mm/d", record.Of(Variables.Discharge).Unit);
        Assert.Equal([270, double.NaN, 272], record.Of(Variables.AirTemperature).Values);
        Assert.Equal(new DateTime(1981, 1, 2), record.Of(Variables.AirTemperature).Time.Start);
        Assert.EndsWith(".csv", _folder.Read(_plugin, "lamah_1", """{ "folder": ".", "format": "csv" }""").Files[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.86", "O.86", "line 3, column 2 (total_precipitation_sum): 'O.86' is no number")]
    [InlineData("1981-01-02", "1981-01-01", "line 3: the date 1981-01-01 00:00 is repeated")]
    [InlineData("1981-01-02", "2/1/1981", "line 3, column 1 (date): '2/1/1981' is no date")]
    [InlineData("date,", "day,", "there is no column 'date'")]
    [InlineData("95.6,1.63", "95.6", "line 3: has 6 fields where 7 are expected")]
    public void A_damaged_csv_file_is_refused_with_line_and_column(string part, string damaged, string expected)
    {
        _folder.Write("timeseries/csv/camelsgb/camelsgb_54001.csv", Csv.Replace(part, damaged, StringComparison.Ordinal));
        string message = _folder.Refusal(_plugin, "camelsgb_54001", Here);
        Assert.Contains("camelsgb_54001.csv", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_folders_and_basins_are_named_with_the_layout_expected()
    {
        Assert.Contains("timeseries/netcdf/SUB/SUB_ID.nc", _folder.Refusal(_plugin, "lamah_1", Here), StringComparison.Ordinal);
        _folder.Write("timeseries/csv/camelsgb/camelsgb_54001.csv", Csv);
        string message = _folder.Refusal(_plugin, "camelsgb_54002", Here);
        Assert.Contains(Path.Combine("camelsgb", "camelsgb_54002.nc"), message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("camelsgb", "camelsgb_54002.csv"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_basins_give_the_numbers_that_ncdump_finds()
    {
        string folder = RealFiles.Folder("caravan");
        using IBasinSource source = _folder.Open(_plugin, Here, folder: folder);
        Assert.Equal(["camelsaus_102101A", "hysets_01075000", "lamah_1145"], source.BasinIds!);
        BasinRecord lamah = source.Read("lamah_1145", default);
        BasinSeries flow = lamah.Of(Variables.Discharge);
        Assert.Equal(new TimeAxis(new DateTime(1981, 1, 2), TimeSpan.FromDays(1), 14609), flow.Time);
        Assert.Equal((1095, "mm/d"), (flow.Gaps(), flow.Unit));
        Assert.Equal(12873.69, flow.Sum(), 2);
        Assert.Equal((1.08, 1.63), (Math.Round(flow.Values[0], 6), Math.Round(flow.Values.Last(double.IsFinite), 6)));
        Assert.Equal(43215.18, lamah.Of(Variables.Precipitation).Sum(), 2);
        Assert.Equal(46482.04, lamah.Of(Variables.PotentialEvapotranspiration).Sum(), 2);
        Assert.Equal(123702.12, lamah.Of(Variables.AirTemperature).Sum(), 2);
        Assert.Equal((131.72109143279633, 48.24505598486002, 9.868785482176216), (lamah.AreaKm2, lamah.Latitude, lamah.Longitude));

        BasinSeries hysets = source.Read("hysets_01075000", default).Of(Variables.Discharge);
        Assert.Equal(8309, hysets.Gaps());
        Assert.Equal(18468.32, hysets.Sum(), 2);
    }

    [Fact]
    public void All_units_of_a_real_basin_are_known_to_the_host_and_fit_their_variables()
    {
        string folder = RealFiles.Folder("caravan");
        BasinRecord record = _folder.Read(_plugin, "lamah_1145", Here, folder: folder);
        Assert.Equal(39, record.Series.Count);
        Assert.Equal(12 + 1, record.Series.Count(series => series.Variable is not null));
        foreach (BasinSeries series in record.Series.Where(series => series.Variable is not null && series.Variable != Variables.Discharge))
        {
            Assert.NotNull(_folder.Services.Units.Between(series.Unit!, series.Variable!.Unit));
        }

        BasinSeries pressure = record.Of(Variables.SurfacePressure);
        Assert.InRange(_folder.Services.Units.Between(pressure.Unit!, "Pa")!.Value.Apply(pressure.Values[0]), 85000, 105000);
    }

    private void WriteNetCdf(string name, string units)
    {
        using var writer = new NetCdfWriter(_folder.At(name));
        writer.DefineDimension("date", 3);
        writer.DefineVariable("date", ["date"], NetCdfKind.Whole, ("units", "days since 1981-01-02 00:00:00"), ("calendar", "proleptic_gregorian"));
        writer.DefineVariable("temperature_2m_mean", ["date"], NetCdfKind.Real32);
        writer.DefineVariable("streamflow", ["date"], NetCdfKind.Real32);
        writer.DefineAttribute("Units", units);
        writer.Write("date", [0.0, 1, 2]);
        writer.Write("temperature_2m_mean", [270, double.NaN, 272]);
        writer.Write("streamflow", [1.0, 2, 3]);
        writer.Complete();
    }
}
