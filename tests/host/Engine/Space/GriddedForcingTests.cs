using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Tests.Geodata.Domains;

namespace Tributary.Tests.Engine;

/// <summary>Fields whose means over squares are known by hand arrive in the models' forcing.</summary>
public sealed class GriddedForcingTests : IDisposable
{
    private readonly SpatialTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void A_unit_of_one_cell_has_the_cell_s_value_and_a_constant_field_is_constant()
    {
        _trial.Grid(new GridFile { Value = (step, longitude, _) => step + (100 * longitude) });
        ForcingTable forcing = _trial.Inputs().Forcing;
        for (int unit = 0; unit < 3; unit++)
        {
            Close.All([.. Enumerable.Range(0, 10).Select(step => step + 1005.0 + (10 * unit))], forcing.Series(Variables.Runoff, unit), 1e-12);
        }

        _trial.Grid(new GridFile { Value = (_, _, _) => 0.3 }).Units(west: 10.013);
        forcing = _trial.Inputs().Forcing;
        Close.All([.. Enumerable.Repeat(0.3, 30)], forcing.Values, 1e-12);
    }

    [Fact]
    public void The_mean_of_a_linear_field_is_that_of_its_cells_by_their_area_inside()
    {
        (double west, double east, double south, double north) = (10.03, 10.19, 46.02, 46.12);
        string[] units = [Mosaic.Feature(1, [(west, south), (east, south), (east, north), (west, north)])];
        double Field(double longitude, double latitude) => 2 + (3 * (longitude - 10)) + (5 * (latitude - 46));
        _trial.Grid(new GridFile { Value = (step, longitude, latitude) => (step + 1) * Field(longitude, latitude) });
        Alone(units);
        double sum = 0;
        for (int column = 0; column < 2; column++)
        {
            for (int row = 0; row < 2; row++)
            {
                (double left, double bottom) = (10 + (0.1 * column), 46 + (0.1 * row));
                double inside = Mosaic.AreaKm2(Math.Max(left, west), Math.Min(left + 0.1, east), Math.Max(bottom, south), Math.Min(bottom + 0.1, north));
                sum += inside * Field(left + 0.05, bottom + 0.05);
            }
        }

        double mean = sum / Mosaic.AreaKm2(west, east, south, north);
        WorkflowInputs inputs = _trial.Inputs();
        Close.All([.. Enumerable.Range(1, 10).Select(step => step * mean)], inputs.Forcing.Series(Variables.Runoff, 0), 1e-10);
        Assert.Equal(Mosaic.AreaKm2(west, east, south, north), inputs.Domain.Units.AreaKm2[0], 1e-3);
    }

    [Theory]
    [InlineData("mm", 2, 2)]
    [InlineData("kg m-2", 2, 2)]
    [InlineData("m", 0.002, 2)]
    [InlineData("kg m-2 s-1", 0.0001, 8.64)]
    [InlineData("mm h-1", 0.5, 12)]
    [InlineData("m s-1", 1e-8, 0.864)]
    public void Rates_and_masses_become_the_depth_of_a_step(string unit, double value, double depth)
    {
        _trial.Grid(new GridFile { Unit = unit, Value = (_, _, _) => value });
        Close.All([.. Enumerable.Repeat(depth, 30)], _trial.Inputs().Forcing.Values, 1e-12);
    }

    [Fact]
    public void A_unit_that_the_workflow_declares_goes_before_the_file_s()
    {
        _trial.Grid(new GridFile { Unit = "1", Value = (_, _, _) => 0.001 }).With("name: rof", "name: rof, unit: m");
        Close.All([.. Enumerable.Repeat(1.0, 30)], _trial.Inputs().Forcing.Values, 1e-12);
    }

    [Theory]
    [InlineData("sum: [rof, snow]", 5)]
    [InlineData("mean: [rof, snow]", 2.5)]
    public void Several_variables_are_summed_or_averaged(string of, double expected)
    {
        _trial.Grid(new GridFile
        {
            Value = (_, _, _) => 2,
            More = ("double snow(time, lat, lon) ; snow:units = \"m\" ;", $"snow = {Cdl.Numbers(Enumerable.Repeat(0.003, 150))} ;"),
        });
        _trial.With("name: rof", of);
        Close.All([.. Enumerable.Repeat(expected, 30)], _trial.Inputs().Forcing.Values, 1e-12);
    }

    [Theory]
    [InlineData("mm", "", 1)]
    [InlineData("mm h-1", "", 1)]
    [InlineData("kg m-2 s-1", "", 3600)]
    [InlineData("mm", "rof:cell_methods = \"time: sum\" ;", 1)]
    [InlineData("mm h-1", "rof:cell_methods = \"time: mean\" ;", 1)]
    public void Hours_of_amounts_and_of_rates_make_the_same_days(string unit, string methods, double factor)
    {
        double[] hours = [.. Enumerable.Range(0, 240).Select(hour => (double)hour)];
        double Rain(int hour) => Math.Max(0, Math.Sin(hour));
        _trial.Grid(new GridFile { Times = hours, Since = "hours since 2000-01-01", Unit = unit, Value = (hour, _, _) => Rain(hour) / factor, More = (methods, string.Empty) });
        double[] days = [.. Enumerable.Range(0, 10).Select(day => Enumerable.Range(24 * day, 24).Sum(Rain))];
        Close.All(days, _trial.Inputs().Forcing.Series(Variables.Runoff, 1), 1e-9);
    }

    [Theory]
    [InlineData("mm", "mean", "its values in 'mm' are amounts, but several of them are to make a step of 1 d by their mean. Correct the unit, or say under forcing.variables how they do: 'runoff: { name: rof, method: sum }'.")]
    [InlineData("mm h-1", "sum", "its values in 'mm h-1' are no amounts, but several of them are to make a step of 1 d by their sum. Correct the unit, or say under forcing.variables how they do: 'runoff: { name: rof, method: mean }'.")]
    public void Amounts_that_would_be_averaged_and_rates_that_would_be_summed_are_refused(string unit, string method, string problem)
    {
        double[] hours = [.. Enumerable.Range(0, 240).Select(hour => (double)hour)];
        _trial.Grid(new GridFile { Times = hours, Since = "hours since 2000-01-01", Unit = unit, More = ($"rof:cell_methods = \"time: {method}\" ;", string.Empty) });
        Assert.Equal($"workflow.yaml:16:13: forcing.variables.runoff: grid.nc, rof: {problem}", _trial.Problem());
    }

    [Fact]
    public void A_day_starts_when_the_period_does()
    {
        double[] hours = [.. Enumerable.Range(0, 240).Select(hour => (double)hour)];
        _trial.Grid(new GridFile { Times = hours, Since = "hours since 2000-01-01", Value = (hour, _, _) => hour });
        _trial.With("start: 2000-01-01, end: 2000-01-10", "start: 2000-01-02 06:00, end: 2000-01-09 06:00");
        double[] days = [.. Enumerable.Range(0, 7).Select(day => Enumerable.Range(30 + (24 * day), 24).Sum(hour => (double)hour))];
        Close.All(days, _trial.Inputs().Forcing.Series(Variables.Runoff, 0), 1e-12);
    }

    [Fact]
    public void A_stamp_of_the_middle_of_a_day_names_the_day()
    {
        _trial.Grid(new GridFile { Times = [.. Enumerable.Range(0, 10).Select(day => day + 0.5)] });
        _trial.With("name: rof", "name: rof, stamp: middle").With("start: 2000-01-01", "start: 2000-01-03");
        Close.All([2, 3, 4, 5, 6, 7, 8, 9], _trial.Inputs().Forcing.Series(Variables.Runoff, 0), 1e-12);
    }

    [Fact]
    public void Sums_since_the_start_become_what_fell_in_each_step()
    {
        _trial.Grid(new GridFile { Value = (step, _, _) => step * (step + 1) / 2 });
        _trial.With("name: rof", "name: rof, accumulated: run").With("start: 2000-01-01", "start: 2000-01-02");
        Close.All([1, 2, 3, 4, 5, 6, 7, 8, 9], _trial.Inputs().Forcing.Series(Variables.Runoff, 0), 1e-12);
    }

    [Fact]
    public void Kelvin_become_degrees_and_the_lowest_and_highest_hours_those_of_the_day()
    {
        double[] hours = [.. Enumerable.Range(0, 240).Select(hour => (double)hour)];
        Snow(new GridFile { Times = hours, Since = "hours since 2000-01-01", Unit = "K", Value = (hour, longitude, _) => 273.15 + (hour % 24 * (hour % 24) / 10.0) - longitude });
        ReadOnlySpan<double> mean = _trial.Inputs().Forcing.Series(Variables.AirTemperature, 0);
        Assert.Equal(Enumerable.Range(0, 24).Average(hour => hour * hour / 10.0) - 10.05, mean[4], 1e-9);

        _trial.With("air_temperature: { name: rof }", "air_temperature_minimum: { name: rof }\n    air_temperature_maximum: { name: rof }");
        WorkflowInputs inputs = _trial.Inputs();
        Assert.Equal((23.0 * 23 / 20) - 10.05, inputs.Forcing.Series(Variables.AirTemperature, 0)[4], 1e-9);
        Assert.Contains("air_temperature is the mean of its daily minimum and maximum", inputs.Notes);
    }

    [Theory]
    [InlineData("m", 1, "", 0.0065)]
    [InlineData("km", 0.001, "", 0.0065)]
    [InlineData("m2 s-2", 9.80665, "", 0.0065)]
    [InlineData("m", 1, "\n  lapse_rate: 0.4", 0.004)]
    public void Temperature_falls_with_height_above_the_forcing_s_own(string unit, double scale, string rate, double perMetre)
    {
        Snow(new GridFile { Unit = "K", Value = (step, _, _) => 280 + step });
        _trial.Grid(new GridFile { Name = "z.nc", Variable = "orog", Unit = unit, Times = [0], Value = (_, longitude, _) => scale * (500 + (10000 * (longitude - 10.05))) });
        _trial.With("files: grid*.nc", $"files: grid*.nc\n  elevation: {{ file: z.nc, variable: orog }}{rate}").With("    id: id\n", "    id: id\n    elevation: height\n");
        WorkflowInputs inputs = _trial.Inputs();
        for (int at = 0; at < 3; at++)
        {
            double fall = perMetre * ((100 * (at + 1)) - (500 + (1000 * at)));
            Assert.Equal(280 - 273.15 - fall + 7, inputs.Forcing.Series(Variables.AirTemperature, at)[7], 1e-9);
            Assert.Equal(280 + 7, inputs.Forcing.Series(Variables.Precipitation, at)[7], 1e-9);
        }

        Assert.Contains(_trial.Folder.At("z.nc"), inputs.Files);
    }

    [Fact]
    public void A_part_inside_may_stand_for_the_whole_unit()
    {
        _trial.Units(west: 10.17).Grid(new GridFile { Value = (_, longitude, _) => longitude });
        _trial.With("files: grid*.nc", "files: grid*.nc\n  least_cover: 0.2");
        ForcingTable forcing = _trial.Inputs().Forcing;
        Assert.Equal((0.3 * 10.25) + (0.7 * 10.35), forcing.Series(Variables.Runoff, 1)[0], 1e-9);
        Assert.Equal(10.35, forcing.Series(Variables.Runoff, 2)[0], 1e-9);
    }

    [Fact]
    public void A_stated_coordinate_system_goes_before_the_file_s()
    {
        // On the central meridian of zone 32, 9 degrees east, where the scale is 0.9996.
        HandmadeShapefile.Write(_trial.Folder.At("units.shp"), HandmadeShapefile.Wgs84, [("id", [1])], HandmadeShapefile.Square(495_000, 5_095_000, 10_000));
        _trial.With(SpatialTrial.Network, string.Empty).With("semi-distributed", "lumped").With(", reach: 3", string.Empty).With("    id: id\n", "    id: id\n    crs: EPSG:32632\n");
        _trial.Grid(new GridFile { Longitudes = [8.9, 9, 9.1], Latitudes = [45.9, 46, 46.1, 46.2] });
        WorkflowInputs inputs = _trial.Inputs();
        Assert.Equal(9, inputs.Domain.Units.Longitude[0], 1e-4);
        Assert.InRange(inputs.Domain.Units.Latitude[0], 46, 46.1);
        Assert.Equal(100 / (0.9996 * 0.9996), inputs.Domain.Units.AreaKm2[0], 1e-3);
    }

    [Fact]
    public void All_files_are_told_for_provenance()
    {
        _trial.Grid(new GridFile { Name = "grid2.nc", Times = [10, 11] });
        Assert.Equal(
            ["units.shp", "units.shx", "units.dbf", "units.prj", "grid.nc", "grid2.nc"],
            _trial.Inputs().Files.Select(file => Path.GetRelativePath(_trial.Folder.Path, file)));
    }

    [Fact]
    public void Two_models_may_want_a_variable_in_two_units()
    {
        using var forcing = new InTwoUnits(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 1));
        double[] value = new double[1];
        forcing.Of(0).Read(Variables.AirTemperature, value);
        Assert.Equal([10], value);
        forcing.Of(0).Read(Variables.AirTemperature with { Unit = "K" }, value);
        Assert.Equal([283.15], value);
    }

    /// <summary>Lumped units, each with a gauge of its own.</summary>
    private void Alone(IEnumerable<string> features)
    {
        _trial.Folder.Write("units.geojson", Mosaic.GeoJson(features));
        _trial.With("units.shp", "units.geojson").With(SpatialTrial.Network, string.Empty).With("semi-distributed", "lumped").With("  gauges:\n    - { id: outlet, reach: 3 }\n", string.Empty);
    }

    private void Snow(GridFile grid)
    {
        _trial.Grid(grid);
        _trial.Grid(new GridFile { Name = "rain.nc", Value = (step, _, _) => 280 + step });
        _trial.With("runoff: { name: rof }", "precipitation: { name: rof, files: rain.nc }\n    air_temperature: { name: rof }")
            .With("{ name: given, plugin: runoff }", "{ name: gr, plugin: gr, settings: { snow: cemaneige } }");
    }

    private sealed class InTwoUnits(TimeAxis time) : SpreadForcing(time)
    {
        public override IEnumerable<string> Files => [];

        public override void Dispose()
        {
        }

        protected override bool Has(Variable variable) => true;

        protected override double[] Read(Variable variable) => [variable.Unit == "K" ? 283.15 : 10];
    }
}
