using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Plugins.Stations;

namespace Tributary.Tests.Forcing;

public sealed class StationsTests : IDisposable
{
    private readonly ForcingFolder _folder = new();
    private readonly StationsPlugin _plugin = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_row_of_a_station_is_found_by_its_id(bool stationFirst)
    {
        WriteStations("stations.nc", ["02LE024", "01BD009"], stationFirst);
        using IBasinSource source = _folder.Open(_plugin, files: "stations.nc");
        Assert.Equal(["02LE024", "01BD009"], source.BasinIds!);
        BasinRecord record = source.Read("01BD009", default);
        Assert.Equal([4, double.NaN, 6], record.Named("Q").Values);
        Assert.Equal("m**3 s**-1", record.Named("Q").Unit);
        Assert.Equal((48.5, -67.5, 250.0), (record.Latitude, record.Longitude, record.Elevation));
        Assert.Equal(2, record.AreaKm2);
        Assert.Equal(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 3), record.Named("Q").Time);
    }

    [Fact]
    public void The_settings_say_which_station_is_a_basins()
    {
        WriteStations("stations.nc", ["02LE024", "01BD009"]);
        using IBasinSource source = _folder.Open(_plugin, """{ "stations": { "matapedia": "01BD009" } }""", "stations.nc");
        Assert.Contains("matapedia", source.BasinIds!);
        Assert.Equal([4, double.NaN, 6], source.Read("matapedia", default).Named("Q").Values);
    }

    [Fact]
    public void Ids_that_are_numbers_match_without_their_leading_zeros()
    {
        WriteNumbered("stations.nc");
        Assert.Equal([30, 40], _folder.Read(_plugin, "01022500", files: "stations.nc").Named("pr").Values);
    }

    [Fact]
    public void A_file_of_one_station_needs_no_id_and_may_be_named_after_the_basin()
    {
        WriteStations("a/1.nc", ["whatever"]);
        BasinRecord record = _folder.Read(_plugin, "1", files: "a/{basin}.nc");
        Assert.Equal([1, 2, 3], record.Named("Q").Values);
    }

    [Fact]
    public void Variables_are_standard_only_where_name_or_standard_name_and_unit_leave_no_doubt()
    {
        using (var writer = new NetCdfWriter(_folder.At("series.nc")))
        {
            writer.DefineDimension("time", 2);
            writer.DefineVariable("time", ["time"], NetCdfKind.Real64, ("units", "hours since 2000-01-01"), ("calendar", "standard"));
            (string Name, string StandardName, string Unit, string Cells)[] variables =
            [
                ("discharge", "", "m3 s-1", ""),
                ("pr", "precipitation_amount", "kg m-2", ""),
                ("rh", "relative_humidity", "K", ""),
                ("tas", "air_temperature", "K", ""),
                ("tasmax", "air_temperature", "K", "time: maximum"),
                ("odd", "wind_speed", "no unit at all", ""),
            ];
            foreach ((string name, string standardName, string unit, string cells) in variables)
            {
                writer.DefineVariable(name, ["time"], NetCdfKind.Real64, ("standard_name", standardName), ("units", unit), ("cell_methods", cells));
            }

            writer.Write("time", [0.0, 6]);
            foreach ((string name, _, _, _) in variables)
            {
                writer.Write(name, [1.0, 2]);
            }

            writer.Complete();
        }

        BasinRecord record = _folder.Read(_plugin, "any", files: "series.nc");
        Assert.Equal(TimeSpan.FromHours(6), record.Series[0].Time.Step);
        Assert.Equal(
            [Variables.Discharge, Variables.Precipitation, null, null, Variables.AirTemperatureMaximum, null],
            record.Series.Select(series => series.Variable));
    }

    [Fact]
    public void Values_that_the_settings_call_missing_are_gaps_also_in_single_precision()
    {
        using (var writer = new NetCdfWriter(_folder.At("q.nc")))
        {
            writer.DefineDimension("time", 4);
            writer.DefineVariable("time", ["time"], NetCdfKind.Real64, ("units", "days since 2000-01-01"));
            writer.DefineVariable("q", ["time"], NetCdfKind.Real32, ("units", "m3 s-1"));
            writer.Write("time", [0.0, 1, 2, 3]);
            writer.Write("q", [-1.2345, -9999, -77.7, 5]);
            writer.Complete();
        }

        Assert.Equal(2, _folder.Read(_plugin, "any", files: "q.nc").Named("q").Gaps());
        BasinSeries other = _folder.Read(_plugin, "any", """{ "missing": [-77.7] }""", "q.nc").Named("q");
        Assert.Equal([false, false, true, false], other.Values.Select(double.IsNaN));
    }

    [Fact]
    public void An_unknown_station_a_missing_file_and_a_file_without_time_are_named()
    {
        WriteStations("stations.nc", ["02LE024", "01BD009"]);
        Assert.Contains("there is no station '05'", _folder.Refusal(_plugin, "05", files: "stations.nc"), StringComparison.Ordinal);
        Assert.Contains("02LE024, 01BD009", _folder.Refusal(_plugin, "05", files: "stations.nc"), StringComparison.Ordinal);
        Assert.Contains("settings.station_variable names", _folder.Refusal(_plugin, "05", """{ "station_variable": "nom" }""", "stations.nc"), StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, "none.nc"), _folder.Refusal(_plugin, "1", files: "none.nc"), StringComparison.Ordinal);
        Assert.Contains("names no files", _folder.Refusal(_plugin, "1"), StringComparison.Ordinal);
        using (var writer = new NetCdfWriter(_folder.At("timeless.nc")))
        {
            writer.DefineDimension("x", 2);
            writer.DefineVariable("x", ["x"], NetCdfKind.Real64);
            writer.Write("x", [1.0, 2]);
            writer.Complete();
        }

        Assert.Contains("timeless.nc: has no time coordinate", _folder.Refusal(_plugin, "1", files: "timeless.nc"), StringComparison.Ordinal);
        _folder.Write("text.nc", "no netcdf");
        Assert.Contains("cannot be opened as NetCDF", _folder.Refusal(_plugin, "1", files: "text.nc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Salmon_river_gives_the_numbers_that_ncdump_finds()
    {
        string folder = RealFiles.Folder("salmon");
        BasinRecord record = _folder.Read(_plugin, "salmon", files: "Salmon-River-Near-Prince-George_meteo_daily.nc", folder: folder);
        Assert.Equal(["rain", "snow", "tmin", "tmax", "pet", "qobs"], record.Series.Select(series => series.Name));
        Assert.Equal(new TimeAxis(new DateTime(1954, 1, 1), TimeSpan.FromDays(1), 20819), record.Named("rain").Time);
        Assert.Equal(22365.2386, record.Named("rain").Sum(), 2);
        Assert.Equal(1697, record.Named("qobs").Gaps());
        Assert.Equal(559618.51, record.Named("qobs").Sum(), 2);
        Assert.Equal((54.4848, -123.3659), (record.Latitude, record.Longitude));
        Assert.Equal(new UnitConversion(1, 0), _folder.Services.Units.Between(record.Named("rain").Unit!, "mm d-1"));
        Assert.Equal(new UnitConversion(1, 0), _folder.Services.Units.Between(record.Named("qobs").Unit!, "m3 s-1"));
    }

    [Fact]
    public void Six_stations_of_matapedia_and_the_gauge_of_lievre_are_read()
    {
        string matapedia = RealFiles.Folder("matapedia");
        using IBasinSource source = _folder.Open(_plugin, files: "Matapedia_meteo_data_stations.nc", folder: matapedia);
        Assert.Null(source.BasinIds);
        BasinRecord third = source.Read("3", default);
        Assert.Equal(-23441.041901, third.Named("tmin").Sum(), 5);
        Assert.Equal(48.25, third.Latitude);

        BasinRecord lievre = _folder.Read(_plugin, "lievre", files: "WSC02LE024.nc", folder: RealFiles.Folder("lievre"));
        Assert.Equal((492, 12603), (lievre.Named("Q").Gaps(), lievre.Named("Q").Values.Length));
        Assert.Equal(1032801.6, lievre.Named("Q").Sum(), 0);
    }

    private void WriteStations(string name, string[] ids, bool stationFirst = true)
    {
        int count = ids.Length;
        string[] dimensions = stationFirst ? ["station", "time"] : ["time", "station"];
        using var writer = new NetCdfWriter(_folder.At(name));
        writer.DefineDimension("station", count);
        writer.DefineDimension("time", 3);
        writer.DefineDimension("length", 10);
        writer.DefineVariable("id", ["station", "length"], NetCdfKind.Text, ("cf_role", "timeseries_id"));
        writer.DefineVariable("time", ["time"], NetCdfKind.Real64, ("units", "days since 2000-01-01"));
        writer.DefineVariable("lat", ["station"], NetCdfKind.Real64, ("standard_name", "latitude"));
        writer.DefineVariable("longitude", ["station"], NetCdfKind.Real64);
        writer.DefineVariable("elevation", ["station"], NetCdfKind.Real64, ("units", "km"));
        writer.DefineVariable("basin_area", ["station"], NetCdfKind.Real64, ("units", "m2"));
        writer.DefineVariable("Q", dimensions, NetCdfKind.Real64, ("units", "m**3 s**-1"));
        writer.Write("id", ids);
        writer.Write("time", [0.0, 1, 2]);
        writer.Write("lat", new[] { 46.5, 48.5 }.AsSpan(0, count));
        writer.Write("longitude", new[] { -75.5, -67.5 }.AsSpan(0, count));
        writer.Write("elevation", new[] { 0.1, 0.25 }.AsSpan(0, count));
        writer.Write("basin_area", new[] { 1e6, 2e6 }.AsSpan(0, count));
        double[] flow = stationFirst ? [1, 2, 3, 4, double.NaN, 6] : [1, 4, 2, double.NaN, 3, 6];
        writer.Write("Q", flow.AsSpan(0, 3 * count));
        writer.Complete();
    }

    private void WriteNumbered(string name)
    {
        using var writer = new NetCdfWriter(_folder.At(name));
        writer.DefineDimension("nstations", 2);
        writer.DefineDimension("time", 2);
        writer.DefineVariable("station_id", ["nstations"], NetCdfKind.Real64);
        writer.DefineVariable("time", ["time"], NetCdfKind.Real64, ("units", "days since 2000-01-01"));
        writer.DefineVariable("pr", ["nstations", "time"], NetCdfKind.Real64, ("units", "mm"));
        writer.Write("station_id", [1013500.0, 1022500]);
        writer.Write("time", [0.0, 1]);
        writer.Write("pr", [10.0, 20, 30, 40]);
        writer.Complete();
    }
}
