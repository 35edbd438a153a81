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
        { "a grid of another place", "file: data/terrain.nc", "file: away/terrain.nc", ["terrain.nc, glacier"] },
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

    [Fact]
    public void A_feature_that_never_changes_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        // Snow melts nowhere from August on.
        Fails(
            folder,
            "a constant feature",
            Yaml(Settings.Replace("precipitation", "snow_melt", StringComparison.Ordinal)).Replace("start: 2001-01-01, end: 2001-12-31", "start: 2001-07-10, end: 2001-08-31", StringComparison.Ordinal)
                .Replace("[2001-01-08, 2001-09-30]", "[2001-07-20, 2001-08-15]", StringComparison.Ordinal).Replace("[2001-10-01, 2001-12-31]", "[2001-08-16, 2001-08-31]", StringComparison.Ordinal),
            ["snow_melt is constant in time", "static_grids"]);
    }

    [Fact]
    public void Variables_on_other_grids_are_brought_onto_one_and_grids_that_miss_the_basin_are_refused()
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        string broken = Yaml(Settings).Replace("  files: data/forcing/*.nc", "  files: data/forcing/*.nc\n  variables: { precipitation: { name: precipitation, files: other/*.nc } }", StringComparison.Ordinal);
        Directory.CreateDirectory(folder.At("other"));
        File.WriteAllBytes(folder.At("other", "weather.nc"), [1, 2, 3]);
        Fails(folder, "a damaged grid", broken, ["weather.nc"]);
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
