using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>What HydroTrace cannot learn from is told by the program, with where it is and what to do.</summary>
public sealed class HydroTraceBadInputTests
{
    private const string Settings = "variables: [air_temperature, precipitation], epochs: 1";

    public static TheoryData<string, string, string, string[]> Cases => new()
    {
        { "a window longer than the record", Settings, $"{Settings}, window: 500", ["settings.window", "500 time steps of forcing"] },
        { "a feature that the files lack", Settings, "variables: [air_temperature, evapotranspiration], epochs: 1", ["evapotranspiration"] },
        { "a static grid that is not there", Settings, $"{Settings}, static_grids: [forest]", ["forest", "domain.static_grids"] },
        { "a gauge outside the grid", "reach: middle,", "reach: elsewhere,", ["elsewhere", "gauges"] },
        { "grids of other times", "start: 2001-01-01, end: 2001-12-31", "start: 2001-01-01, end: 2002-12-31", ["shorter than the simulated period"] },
        { "a grid of another place", "file: data/terrain.nc", "file: away/terrain.nc, variable: elevation", ["terrain.nc, elevation"] },
        { "an even kernel", Settings, $"{Settings}, kernel_size: 4", ["kernel_size is 4", "odd"] },
        { "a domain without a grid", "mode: distributed", "mode: semi-distributed", ["HydroTrace", "distributed"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_refused_by_name(string what, string part, string other, string[] told)
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        string yaml = Yaml(Settings);
        Assert.Contains(part, yaml, StringComparison.Ordinal);
        Fails(folder, what, yaml.Replace(part, other, StringComparison.Ordinal), told);
    }

    /// <summary>A third variable in files of its own: rows of its grid, the size of its cells, its value, and what is told.</summary>
    public static TheoryData<string, int, double, double, string[]> Fields => new()
    {
        { "a field that is constant in time", 9, 0.1, 50, ["relative_humidity is constant in time", "static_grids"] },
        { "a field of which nothing is known", 9, 0.1, double.NaN, ["relative_humidity"] },
        { "a grid of half the basin", 4, 0.1, 50, ["weather.nc, relative_humidity"] },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_tells_nothing_is_refused_by_name(string what, int rows, double size, double value, string[] told)
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        WriteField(folder, rows, size, (_, _) => value);
        Fails(folder, what, WithField(), told);
    }

    [Fact]
    public void A_field_on_a_grid_of_another_shape_is_brought_onto_the_cells()
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        WriteField(folder, 3, 0.35, (day, cell) => 50 + (day % 7) + cell);
        folder.Write("other.yaml", WithField());
        Cli.Run(folder.Path, "run", "other.yaml").Done();
    }

    [Fact]
    public void A_damaged_grid_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        folder.Write("other/weather.nc", "no grid");
        Fails(folder, "a damaged grid", WithField(), ["weather.nc"]);
    }

    private static string WithField() => Yaml(Settings.Replace("precipitation", "relative_humidity", StringComparison.Ordinal))
        .Replace("  files: data/forcing/*.nc", "  files: data/forcing/*.nc\n  variables: { relative_humidity: { name: relative_humidity, files: other/*.nc } }", StringComparison.Ordinal);

    private static void WriteField(TemporaryFolder folder, int rows, double size, Func<int, int, double> value)
    {
        const int Days = 365;
        int columns = (int)Math.Ceiling(0.7 / size);
        Directory.CreateDirectory(folder.At("other"));
        using var file = new NetCdfWriter(folder.At("other", "weather.nc"));
        file.DefineDimension("time", Days);
        file.DefineDimension("latitude", rows);
        file.DefineDimension("longitude", columns);
        file.DefineVariable("time", ["time"], NetCdfKind.Whole, ("units", "days since 2001-01-01 00:00:00"), ("standard_name", "time"));
        file.DefineVariable("latitude", ["latitude"], NetCdfKind.Coordinate, ("units", "degrees_north"), ("standard_name", "latitude"));
        file.DefineVariable("longitude", ["longitude"], NetCdfKind.Coordinate, ("units", "degrees_east"), ("standard_name", "longitude"));
        file.DefineVariable("relative_humidity", ["time", "latitude", "longitude"], NetCdfKind.Real32, ("units", "%"), ("cell_methods", "time: mean"));
        file.Write("time", [.. Enumerable.Range(0, Days).Select(day => (double)day)]);
        file.Write("latitude", [.. Enumerable.Range(0, rows).Select(row => Math.Round(28.9 - (size * (row + 0.5)), 6))]);
        file.Write("longitude", [.. Enumerable.Range(0, columns).Select(column => Math.Round(-30.3 + (size * (column + 0.5)), 6))]);
        file.Write("relative_humidity", [.. Enumerable.Range(0, Days * rows * columns).Select(place => value(place / (rows * columns), place % (rows * columns)))]);
        file.Complete();
    }

    private static void Make(TemporaryFolder folder)
    {
        Cli.Run(folder.Path, "data", "mountains", "data", "--years", "1", "--seed", "3").Done();
        // The same terrain far to the east.
        Directory.CreateDirectory(folder.At("away"));
        Cli.Run(folder.Path, "data", "synthetic", "away", "--grid", "--years", "1", "--model", "gr").Done();
        File.Move(folder.At("away", "forcing_elevation.nc"), folder.At("away", "terrain.nc"));
    }

    private static void Fails(TemporaryFolder folder, string what, string yaml, string[] told)
    {
        folder.Write("bad.yaml", yaml);
        Outcome outcome = Cli.Run(folder.Path, "run", "bad.yaml");
        Assert.True(outcome.Status == 2, $"{what}: {outcome.Status} {outcome.Error}");
        Assert.All(told, word => Assert.Contains(word, outcome.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("runs", "bad", "manifest.json")));
    }

    private static string Yaml(string settings) => $$"""
        name: bad
        period: { start: 2001-01-01, end: 2001-12-31 }
        splits: { calibration: [2001-01-08, 2001-09-30], validation: [2001-10-01, 2001-12-31] }
        domain:
          mode: distributed
          units:   { file: data/basin.geojson, id: id }
          network: { id: id, downstream: downstream, length: length_m, slope: slope }
          static_grids: { glacier: { file: data/terrain.nc } }
          gauges: [{ id: gorge, reach: middle, observed: { file: data/discharge_gorge.nc, variable: discharge } }]
        forcing:
          source: gridded
          files: data/forcing/*.nc
        models: [{ name: hydrotrace, plugin: hydrotrace, settings: { {{settings}} } }]
        """;
}
