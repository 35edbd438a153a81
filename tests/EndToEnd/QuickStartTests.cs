using System.Globalization;
using System.Text.Json;
using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>The quick start as a new user does it: copy, run, look at the results, swap the model by one line.</summary>
public sealed class QuickStartTests : IClassFixture<QuickStartTests.QuickStart>
{
    private readonly QuickStart _run;

    public QuickStartTests(QuickStart run) => _run = run;

    [Fact]
    public void The_run_folder_holds_everything_that_the_design_names()
    {
        foreach (string name in (string[])["manifest.json", "results.nc", "hydrograph_synthetic.csv", "metrics.json", "metrics.csv", "models/gr4j/parameters.json", "models/gr4j/calibration_trace.csv", "report.html", "run.log", "steps"])
        {
            Assert.True(Path.Exists(_run.Result(name)), $"{name} is missing");
        }
    }

    [Fact]
    public void Calibration_finds_the_known_truth_but_for_CTG_which_discharge_barely_tells()
    {
        JsonElement truth = Json(Repository.At("examples", "quickstart", "data", "truth.json")).GetProperty("parameters");
        JsonElement found = Json(_run.Result("models/gr4j/parameters.json")).GetProperty("basins").GetProperty("synthetic").GetProperty("values");
        foreach (JsonProperty parameter in truth.EnumerateObject())
        {
            if (parameter.Name != "CTG")
            {
                Assert.Equal(parameter.Value.GetDouble(), found.GetProperty(parameter.Name).GetDouble(), Math.Abs(parameter.Value.GetDouble()) * 0.08);
            }
        }
    }

    [Fact]
    public void The_hydrograph_has_the_columns_of_the_design_and_gaps_stay_gaps()
    {
        string[] lines = File.ReadAllLines(_run.Result("hydrograph_synthetic.csv"));
        Assert.Equal("Date,Observed_m3s,Predicted_m3s,Residual", lines[0]);
        Assert.Equal(5478, lines.Length - 1);
        Assert.Equal(37, lines.Count(line => line.Contains(",,", StringComparison.Ordinal)));
        foreach (string[] fields in lines.Skip(1).Select(line => line.Split(',')).Where(fields => fields[1].Length > 0))
        {
            double expected = double.Parse(fields[1], CultureInfo.InvariantCulture) - double.Parse(fields[2], CultureInfo.InvariantCulture);
            Assert.Equal(expected, double.Parse(fields[3], CultureInfo.InvariantCulture), 1e-6);
        }
    }

    [Fact]
    public void Metrics_are_those_of_the_hydrograph()
    {
        var pairs = File.ReadLines(_run.Result("hydrograph_synthetic.csv")).Skip(1).Select(line => line.Split(','))
            .Where(fields => fields[1].Length > 0 && string.CompareOrdinal(fields[0], "2012-01-01") >= 0)
            .Select(fields => (Observed: double.Parse(fields[1], CultureInfo.InvariantCulture), Predicted: double.Parse(fields[2], CultureInfo.InvariantCulture))).ToList();
        double mean = pairs.Average(pair => pair.Observed);
        double nse = 1 - (pairs.Sum(pair => Math.Pow(pair.Observed - pair.Predicted, 2)) / pairs.Sum(pair => Math.Pow(pair.Observed - mean, 2)));
        JsonElement test = Json(_run.Result("metrics.json")).GetProperty("gauges").GetProperty("synthetic").GetProperty("members").GetProperty("gr4j").GetProperty("test");
        Assert.Equal(nse, test.GetProperty("nse").GetDouble(), 1e-6);
        Assert.Equal(pairs.Count, test.GetProperty("count").GetInt32());
        Assert.True(nse > 0.98, $"NSE {nse} in the test period");
    }

    [Fact]
    public void Results_are_CF_discrete_sampling_with_units_and_provenance()
    {
        using Contracts.IArrayFile file = new NetCdfFiles().Open(_run.Result("results.nc"));
        Assert.Equal("CF-1.11", file.Attributes["Conventions"]);
        Assert.Equal("timeSeries", file.Attributes["featureType"]);
        Assert.Contains("gr4j: GR4J with CemaNeige (plugin gr 0.1.0)", (string)file.Attributes["source"], StringComparison.Ordinal);
        Assert.Equal(["synthetic"], file.ReadText("gauge_id"));
        DateTime[] times = file.ReadTimes("time");
        Assert.Equal((new DateTime(2001, 1, 1), new DateTime(2015, 12, 31), 5478), (times[0], times[^1], times.Length));
        double[] bounds = new double[2];
        file.Read("time_bounds", [0, 0], [1, 2], bounds);
        Assert.Equal(86400, bounds[1] - bounds[0]);
        foreach (string name in (string[])["discharge_observed", "discharge_gr4j"])
        {
            Contracts.ArrayVariable variable = file.Variables.Single(variable => variable.Name == name);
            Assert.Equal("m3 s-1", variable.Text("units"));
            Assert.Equal("water_volume_transport_in_river_channel", variable.Text("standard_name"));
            Assert.Equal("time: mean", variable.Text("cell_methods"));
            Assert.Equal(["gauge", "time"], variable.Dimensions.Select(dimension => dimension.Name));
        }
    }

    [Fact]
    public async Task The_report_draws_everything_offline_and_without_errors()
    {
        JsonElement seen = await Browser.LookAt(_run.Result("report.html"));
        foreach (string fault in (string[])["requests", "consoleErrors", "pageErrors"])
        {
            Assert.Equal(0, seen.GetProperty(fault).GetArrayLength());
        }

        Assert.Equal("quickstart", seen.GetProperty("h1")[0].GetString());
        foreach (string chart in (string[])["hydrograph", "duration", "scatter", "regime", "residuals", "histogram", "trace"])
        {
            JsonElement drawn = seen.GetProperty("charts").GetProperty(chart);
            Assert.True(drawn.GetProperty("drawn").GetBoolean(), chart);
            Assert.True(drawn.GetProperty("painted").GetInt32() > 2000, $"{chart} has only {drawn.GetProperty("painted")} painted pixels");
        }

        JsonElement zoom = seen.GetProperty("zoom");
        Assert.True(zoom.GetProperty("narrowed").GetDouble() < zoom.GetProperty("whole").GetDouble());
        Assert.Equal(zoom.GetProperty("whole").GetDouble(), zoom.GetProperty("restored").GetDouble());
    }

    [Fact]
    public void The_manifest_hashes_what_ran_and_what_came_out()
    {
        JsonElement manifest = Json(_run.Result("manifest.json"));
        string[] plugins = [.. manifest.GetProperty("plugins").EnumerateArray().Select(plugin => plugin.GetProperty("id").GetString()!)];
        Assert.Contains("gr", plugins);
        foreach (JsonElement plugin in manifest.GetProperty("plugins").EnumerateArray())
        {
            foreach (JsonProperty file in plugin.GetProperty("sha256").EnumerateObject())
            {
                Assert.Equal(Hash(Path.Combine(plugin.GetProperty("folder").GetString()!, file.Name)), file.Value.GetString());
            }
        }

        foreach (JsonElement result in manifest.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(Hash(_run.Result(result.GetProperty("path").GetString()!)), result.GetProperty("sha256").GetString());
        }

        Assert.Contains(manifest.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("path").GetString()!.EndsWith("catchment.csv", StringComparison.Ordinal));
    }

    [Fact]
    public void HBV_takes_its_place_by_one_line()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "examples", "copy", "quickstart").Done();
        string path = folder.At("quickstart", "workflow.yaml");
        string[] lines = File.ReadAllLines(path);
        int gr = Array.FindIndex(lines, line => line.StartsWith("  - { name: gr4j", StringComparison.Ordinal));
        lines[gr] = lines.Single(line => line.StartsWith("  # - { name: hbv", StringComparison.Ordinal)).Replace("# ", string.Empty, StringComparison.Ordinal);
        File.WriteAllLines(path, lines);
        Cli.Run(folder.Path, "run", "quickstart/workflow.yaml").Done();
        JsonElement test = Json(folder.At("runs", "quickstart", "metrics.json")).GetProperty("gauges").GetProperty("synthetic").GetProperty("members").GetProperty("hbv").GetProperty("test");
        Assert.True(test.GetProperty("nse").GetDouble() > 0.7, $"NSE {test.GetProperty("nse")}");
    }

    [Fact]
    public void The_data_is_what_the_program_generates()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "data", "synthetic", "data", "--model", "gr", "--settings", "{ \"snow\": \"cemaneige\" }", "--parameter", "X1=320", "X2=-0.5", "X3=70", "X4=1.7", "CTG=0.3", "Kf=4").Done();
        foreach (string name in (string[])["catchment.csv", "truth.json"])
        {
            Assert.Equal(File.ReadAllText(Repository.At("examples", "quickstart", "data", name)), File.ReadAllText(folder.At("data", name)));
        }
    }

    [Fact]
    public void The_block_length_changes_no_bit()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "examples", "copy", "quickstart").Done();
        string path = folder.At("quickstart", "workflow.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("run: { engine: local, seed: 1 }", "run: { engine: local, seed: 1, block_length: 37, workers: 1 }", StringComparison.Ordinal));
        Cli.Run(folder.Path, "run", "quickstart/workflow.yaml").Done();
        Assert.Equal(File.ReadAllBytes(_run.Result("hydrograph_synthetic.csv")), File.ReadAllBytes(folder.At("runs", "quickstart", "hydrograph_synthetic.csv")));
    }

    private static JsonElement Json(string path) => JsonElement.Parse(File.ReadAllBytes(path));

    private static string Hash(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>The example, run once for all these tests.</summary>
    public sealed class QuickStart : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public QuickStart() => Cli.Run(_folder.Path, "run", Repository.At("examples", "quickstart", "workflow.yaml")).Done();

        public string Result(string name) => _folder.At("runs", "quickstart", name);

        public void Dispose() => _folder.Dispose();
    }
}
