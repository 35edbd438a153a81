using System.Text.Json;
using System.Text.RegularExpressions;
using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>The example of polygons, a river network and gridded forcing: made by the program, and its truth found again.</summary>
public sealed partial class GriddedExampleTests
{
    private const string TrueModel = "parameters: { X1: 280, X2: 0.3, X3: 60, X4: 1.4, CTG: 0.3, Kf: 4 }";

    private static readonly string Example = Repository.At("examples", "gridded");

    [Fact]
    public void The_data_is_what_the_program_generates()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(
            folder.Path, "data", "synthetic", "data", "--grid", "--years", "5", "--seed", "8", "--model", "gr", "--settings", "{ \"snow\": \"cemaneige\" }",
            "--parameter", "X1=280", "X2=0.3", "X3=60", "X4=1.4", "CTG=0.3", "Kf=4", "--routing", "muskingum", "--routing-parameter", "celerity=0.4").Done();
        string[] kept = Files(Path.Combine(Example, "data"));
        Assert.Equal(kept, Files(folder.At("data")));
        foreach (string name in kept)
        {
            (string one, string other) = (Path.Combine(Example, "data", name), folder.At("data", name));
            switch (Path.GetExtension(name))
            {
                // GDAL's own version is in these bytes.
                case ".tif":
                    Assert.Equal(Raster(one), Raster(other));
                    break;
                case ".gpkg":
                    Assert.Equal(Features(one), Features(other));
                    break;
                default:
                    Assert.True(File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other)), $"{name} differs");
                    break;
            }
        }
    }

    [Fact]
    public void Calibration_finds_the_truth_at_both_gauges()
    {
        using var folder = new TemporaryFolder();
        DemandScores(Run(folder, yaml => yaml), 0.98);
        JsonElement found = JsonElement.Parse(File.ReadAllBytes(folder.At("runs", "gridded", "models", "gr4j", "parameters.json"))).GetProperty("basins").GetProperty("gridded").GetProperty("values");
        foreach (JsonProperty parameter in Truth().GetProperty("parameters").EnumerateObject().Where(parameter => parameter.Name is not "CTG"))
        {
            Assert.Equal(parameter.Value.GetDouble(), found.GetProperty(parameter.Name).GetDouble(), Math.Abs(parameter.Value.GetDouble()) * 0.1);
        }
    }

    [Fact]
    public void With_true_parameters_only_the_observers_errors_are_left()
    {
        using var folder = new TemporaryFolder();
        DemandScores(Run(folder, WithTrueModel), 0.99);
    }

    [Fact]
    public void Lumped_basins_come_near_the_truth()
    {
        using var folder = new TemporaryFolder();
        DemandScores(Run(folder, yaml => yaml.Replace("  mode: semi-distributed", "  mode: lumped", StringComparison.Ordinal)), 0.93);
    }

    [Fact]
    public void Cells_that_drain_into_each_other_come_near_the_truth()
    {
        using var folder = new TemporaryFolder();
        DemandScores(Run(folder, yaml => yaml.Replace("  mode: semi-distributed", "  mode: distributed", StringComparison.Ordinal)), 0.93);
    }

    [Theory]
    [InlineData("irf")]
    [InlineData("muskingum, hillslope: { plugin: hillslope, parameters: { scale: 4 } }")]
    [InlineData("kinematic-wave")]
    [InlineData("muskingum-cunge")]
    [InlineData("wave-tracking")]
    public void Other_routing_takes_its_place_by_one_line(string plugin)
    {
        using var folder = new TemporaryFolder();
        DemandScores(Run(folder, yaml => WithTrueModel(Routing().Replace(yaml, $"routing: {{ plugin: {plugin} }}\n"))), 0.85);
    }

    [Fact]
    public void Elevation_bands_come_from_the_elevation_model()
    {
        using var folder = new TemporaryFolder();
        DemandScores(Run(folder, yaml => WithTrueModel(yaml).Replace("  dem:", "  elevation_bands: { count: 3 }\n  dem:", StringComparison.Ordinal)), 0.5);
    }

    [Fact]
    public void The_basin_can_be_drawn_from_the_elevation_model_too()
    {
        using var folder = new TemporaryFolder();
        JsonElement outlet = Truth().GetProperty("outlet");
        string drawn = $"  delineate: {{ latitude: {outlet.GetProperty("latitude")}, longitude: {outlet.GetProperty("longitude")}, stream_area: 125 }}\n";
        JsonElement gauges = Run(folder, yaml => Gauges().Replace(Network().Replace(Units().Replace(WithTrueModel(yaml), drawn), string.Empty), "    - { id: mouth, $1\n"));
        Assert.True(Nse(gauges.GetProperty("mouth")) > 0.98, $"NSE {Nse(gauges.GetProperty("mouth"))}");
    }

    [Theory]
    [InlineData("--area", "100")]
    [InlineData("--basins", "3")]
    public void What_the_grid_decides_itself_is_refused(string option, string value)
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "data", "synthetic", "data", "--grid", "--model", "gr", option, value).Fails(2, option, "does not go with --grid");
        Assert.False(Directory.Exists(folder.At("data")));
    }

    [Theory]
    [InlineData(1, 60.0)]
    [InlineData(2, -33.3)]
    [InlineData(3, 0.0)]
    public void Any_seed_and_latitude_gives_a_basin_of_twelve_to_twenty_subbasins(int seed, double latitude)
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "data", "synthetic", "data", "--grid", "--model", "gr", "--years", "1", "--seed", $"{seed}", "--latitude", FormattableString.Invariant($"{latitude}")).Done();
        JsonElement truth = JsonElement.Parse(File.ReadAllBytes(folder.At("data", "truth.json")));
        Assert.InRange(truth.GetProperty("subbasins").GetInt32(), 12, 20);
        double[] above = [.. truth.GetProperty("gauges").EnumerateArray().Select(gauge => gauge.GetProperty("area_km2").GetDouble())];
        Assert.InRange(above[1], 0.15 * above[0], 0.75 * above[0]);
    }

    private static JsonElement Truth() => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Example, "data", "truth.json")));

    private static string WithTrueModel(string yaml) => Calibration().Replace(yaml, TrueModel);

    /// <summary>Runs a copy of the example with a changed workflow, and gives the scores of all gauges.</summary>
    private static JsonElement Run(TemporaryFolder folder, Func<string, string> change)
    {
        Cli.Run(folder.Path, "examples", "copy", "gridded").Done();
        string path = folder.At("gridded", "workflow.yaml");
        File.WriteAllText(path, change(File.ReadAllText(path)));
        Cli.Run(folder.Path, "run", "gridded/workflow.yaml").Done();
        return JsonElement.Parse(File.ReadAllBytes(folder.At("runs", "gridded", "metrics.json"))).GetProperty("gauges");
    }

    private static void DemandScores(JsonElement gauges, double least)
    {
        Assert.Equal(["mouth", "upper"], gauges.EnumerateObject().Select(gauge => gauge.Name).Order());
        foreach (JsonProperty gauge in gauges.EnumerateObject())
        {
            Assert.True(Nse(gauge.Value) > least, $"NSE {Nse(gauge.Value)} at {gauge.Name}");
        }
    }

    private static double Nse(JsonElement gauge) => gauge.GetProperty("members").GetProperty("gr4j").GetProperty("test").GetProperty("nse").GetDouble();

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private static double[] Raster(string path)
    {
        using var raster = RasterFile.Open(path);
        double[] values = new double[raster.Width * raster.Height];
        raster.Read(1, 0, 0, raster.Width, raster.Height, values);
        return [raster.Width, raster.Transform.Left, raster.Transform.Top, raster.Transform.CellWidth, .. values];
    }

    private static string[] Features(string path)
    {
        using var file = VectorFile.Open(path);
        return [.. file.Layers.SelectMany(layer => layer.Read().Select(feature => $"{layer.Name}: {string.Join(", ", feature.Values)} {feature.Geometry}"))];
    }

    [GeneratedRegex("^routing: .*\n", RegexOptions.Multiline)]
    private static partial Regex Routing();

    [GeneratedRegex("calibrate: \\{.*?\\}")]
    private static partial Regex Calibration();

    [GeneratedRegex("^  units: .*\n", RegexOptions.Multiline)]
    private static partial Regex Units();

    [GeneratedRegex("^  network: .*\n", RegexOptions.Multiline)]
    private static partial Regex Network();

    [GeneratedRegex("^    - \\{ id: mouth, reach: [0-9]+, (.*)\n.*\n", RegexOptions.Multiline)]
    private static partial Regex Gauges();
}
