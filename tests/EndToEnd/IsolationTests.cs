using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>Plugins in processes of their own: the same bytes as without, and whatever one does ends its own member alone, with a reason.</summary>
public sealed class IsolationTests
{
    private const int WorkFailed = 1;
    private const int WrongInput = 2;
    private const string Limited = "isolation: { memory: 400 MB, time: 2s }";

    public static TheoryData<string, string> Breakdowns => new()
    {
        { "crash", "a segmentation fault (SIGSEGV) ended its process while simulating" },
        { "exit", "exit status 3 ended its process while simulating" },
        { "recursion", "a stack overflow ended its process while simulating" },
        { "far", "a read or write outside its memory (SIGSEGV) ended its process while simulating" },
        { "behind", "it wrote outside the room for its output 'runoff', and was stopped" },
        { "before", "it wrote outside the room for its output 'runoff', and was stopped" },
        { "hang", "it took longer than isolation.time (2 s) and was stopped while simulating" },
        { "memory", "MB, more than isolation.memory (400 MB), and was stopped while simulating" },
        { "advance", "broke down while simulating (InvalidOperationException: a hole in the bucket (advance))" },
    };

    [Fact]
    public void Calibrated_members_on_blocks_of_several_lengths_give_the_same_bytes_isolated()
    {
        using Trial plain = Isolatable(string.Empty, 0);
        plain.Run().Done();
        foreach (int block in (int[])[0, 1, 100, 1000])
        {
            using Trial isolated = Isolatable(", isolation: process", block);
            isolated.Run().Done();
            AssertSame(plain, isolated, sameDigest: block == 0);
        }
    }

    [Fact]
    public void On_engine_processes_an_isolated_member_gives_the_same_bytes()
    {
        using Trial plain = Isolatable(string.Empty, 0);
        plain.Run().Done();
        using Trial isolated = Isolatable(", isolation: process", 0);
        isolated.Yaml += "\nrun: { engine: processes, workers: 2 }\n";
        isolated.Run().Done();
        AssertSame(plain, isolated, sameDigest: true);
    }

    [Fact]
    public void A_member_that_learns_through_a_river_and_explains_itself_gives_the_same_bytes_isolated()
    {
        using Trial plain = Learning(string.Empty);
        plain.Run().Done();
        using Trial isolated = Learning("isolation: process");
        isolated.Run().Done();
        AssertSame(plain, isolated, sameDigest: true);
        Assert.Contains("explanation.nc", plain.Results().Keys);
    }

    [Fact]
    public void A_network_that_is_trained_gives_the_same_bytes_isolated()
    {
        using Trial plain = Network(string.Empty);
        plain.Run().Done();
        using Trial isolated = Network(", isolation: process");
        isolated.Run().Done();
        AssertSame(plain, isolated, sameDigest: true);
    }

    [Fact]
    public void A_forecast_from_the_states_of_an_isolated_member_gives_the_same_bytes()
    {
        byte[][] told = [.. new[] { string.Empty, ", isolation: process" }.Select(isolation =>
        {
            using var folder = new TemporaryFolder();
            Cli.Run(folder.Path, "examples", "copy", "quickstart").Done();
            string path = folder.At("quickstart", "workflow.yaml");
            string yaml = File.ReadAllText(path);
            Assert.Contains("plugin: gr", yaml, StringComparison.Ordinal);
            File.WriteAllText(path, yaml.Replace("budget: 2000", "budget: 50", StringComparison.Ordinal).Replace("plugin: gr", $"plugin: gr{isolation}", StringComparison.Ordinal)
                .Replace("end: 2015-12-31", "end: 2014-12-31", StringComparison.Ordinal).Replace("[2012-01-01, 2015-12-31]", "[2012-01-01, 2014-12-31]", StringComparison.Ordinal)
                + "forecast: { lead: 5 }\n");
            string workflow = Path.Combine("quickstart", "workflow.yaml");
            Cli.Run(folder.Path, "run", workflow).Done();
            var made = JsonElement.Parse(Cli.Run(folder.Path, "forecast", workflow, "--issue", "2015-06-30", "--json").Done().Output);
            byte[] bytes = File.ReadAllBytes(made.GetProperty("file").GetString()!);

            // The history has the hash of the workflow's file, which says other things.
            int hash = bytes.AsSpan().IndexOf("(SHA-256 "u8);
            Assert.True(hash > 0, "there is no hash");
            bytes.AsSpan(hash, 9 + 64).Clear();
            return bytes;
        })];
        Assert.Equal(told[0], told[1]);
    }

    [Fact]
    public void A_river_with_lakes_and_hillslopes_gives_the_same_bytes_isolated_whichever_of_them_says_so()
    {
        byte[][][] told = [Results(river: ", isolation: process"), Results(lakes: ", isolation: process"), Results(whole: "isolation: { lakes: process }"), Results()];
        Assert.True(told[0].Length > 3, "there are no results");
        Assert.All(told, results => Assert.Equal(told[^1], results));

        static byte[][] Results(string river = "", string lakes = "", string whole = "")
        {
            using Trial trial = new Trial().AsChain().With("reach: { length: 20 }", "reach: { length: 20, attributes: { lake_area: 20, outlet_width: 10 } }");
            trial.Yaml += $"\nrouting: {{ plugin: muskingum, hillslope: {{ plugin: hillslope }}, lakes: {{ plugin: lakes, parameters: {{ weir_coefficient: 2 }}{lakes} }}{river} }}\n{whole}\n";
            trial.Run().Done();
            return [.. trial.Results().Where(result => Path.GetExtension(result.Key) is ".csv" or ".json" or ".nc").Select(result => result.Value)];
        }
    }

    [Fact]
    public void A_workflow_all_of_whose_plugins_are_isolated_gives_the_same_bytes()
    {
        using Trial plain = Ensemble(string.Empty);
        plain.Run().Done();
        using Trial isolated = Ensemble("isolation: { csv: process, gr: { memory: 2 GB, time: 1min }, hbv: process, scores: process, optimisers: process, combiners: process }");
        isolated.Run().Done();
        AssertSame(plain, isolated, sameDigest: true);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(isolated.RunFolder, "manifest.json")));
        using JsonDocument without = JsonDocument.Parse(File.ReadAllText(Path.Combine(plain.RunFolder, "manifest.json")));
        Assert.Equal(without.RootElement.GetProperty("plugins").GetRawText(), manifest.RootElement.GetProperty("plugins").GetRawText());
    }

    [Theory]
    [InlineData("calibrate: { budget: 20, algorithm: exits }", "", "other-scoring", "while searching")]
    [InlineData("calibrate: { budget: 20, objective: exits }", "", "other-scoring", "while scoring")]
    [InlineData("parameters: { X1: 300 }", "ensemble: { combine: [mean, exits] }", "broken-combiner", "while combining members")]
    public void Whatever_an_isolated_part_of_the_work_does_it_ends_neither_the_program_nor_more_than_what_needs_it(string one, string ensemble, string plugin, string doing)
    {
        using Trial trial = new Trial().With("calibrate: { budget: 200 } }", $"{one} }}\n  - {{ name: sound, plugin: hbv }}");
        trial.Yaml += $"\nplugins: [\"{BuiltPlugins.Folder("OtherScoring")}\", \"{BuiltPlugins.Folder("BrokenCombiner")}\"]\nisolation: {{ {plugin}: process }}\n{ensemble}\n";
        Outcome outcome = trial.Run().Done();
        Assert.Contains($"plugin {plugin} 0.1.0, isolated", outcome.Error, StringComparison.Ordinal);
        Assert.Contains($"exit status 3 ended its process {doing}", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("sound", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_isolated_source_that_ends_its_process_ends_the_run_with_its_name()
    {
        using Trial trial = new Trial().With("source: csv\n  files: data.csv", "source: showers\n  settings: { exits: 3 }").With("id: brook", "id: north").With(", calibrate: { budget: 200 }", string.Empty);
        trial.Yaml += $"\nplugins: [\"{BuiltPlugins.Folder("Showers")}\"]\nisolation: {{ showers: process }}\n";
        trial.Run().Fails(WorkFailed, "plugin showers 0.1.0, isolated", "exit status 3 ended its process while reading forcing");
        trial.LeftNoResult();
    }

    [Fact]
    public void Another_programs_configuration_and_the_machine_are_read_by_isolated_plugins()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.yml", "experiment_name: one\nmodel: cudalstm\ndataset: camels_us\ndata_dir: data\ntrain_basin_file: basins.txt\nseq_length: 365\n");
        folder.Write("basins.txt", "01013500\n");
        string path = folder.At("config.yml");
        Outcome plain = Cli.Run(folder.Path, "import", "neuralhydrology", path);
        Outcome isolated = Cli.Run(folder.Path, "import", "neuralhydrology", path, "--isolate");
        Assert.Equal((plain.Status, plain.Output, plain.Error), (isolated.Status, isolated.Output, isolated.Error));
        string[] looked = [.. new string[][] { ["doctor", "--json"], ["doctor", "--json", "--isolate"] }.Select(arguments =>
            string.Join(' ', JsonElement.Parse(Cli.Run(folder.Path, arguments).Output).GetProperty("findings").EnumerateArray().Select(finding => $"{finding.GetProperty("area")} {finding.GetProperty("subject")}")))];
        Assert.Equal(looked[0], looked[1]);
    }

    [Fact]
    public void A_plugin_that_is_not_there_cannot_be_isolated()
    {
        using Trial trial = new Trial();
        trial.Yaml += "\nisolation: { scorse: process }\n";
        trial.Run().Fails(WrongInput, "isolation.scorse", "there is no plugin 'scorse'", "scores");
    }

    [Theory]
    [MemberData(nameof(Breakdowns))]
    public void Whatever_an_isolated_plugin_does_ends_its_own_member_alone(string failure, string reason)
    {
        string broken = $"  - {{ name: broken, plugin: bucket, settings: {{ fails: {failure} }}, {Limited} }}";
        using Trial trial = EngineTrial.OfBuckets("local", $"  - {{ name: sound, plugin: bucket, isolation: process }}\n{broken}\n  - {{ name: later, plugin: bucket, settings: {{ initial: 5 }}, {Limited} }}");
        Outcome outcome = trial.Run().Done();
        string told = outcome.Error.Split('\n').Single(line => line.Contains("member broken failed and is left out: ", StringComparison.Ordinal));
        Assert.Contains("plugin bucket", told, StringComparison.Ordinal);
        Assert.Contains(reason, told, StringComparison.Ordinal);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(trial.RunFolder, "manifest.json")));
        Assert.Equal(["broken"], manifest.RootElement.GetProperty("failed").EnumerateObject().Select(member => member.Name));

        // What is left is what the sound members alone give without isolation.
        using Trial sound = EngineTrial.OfBuckets("local", "  - { name: sound, plugin: bucket }\n  - { name: later, plugin: bucket, settings: { initial: 5 } }");
        sound.Run().Done();
        Assert.Equal(sound.Results()["hydrograph_brook.csv"], trial.Results()["hydrograph_brook.csv"]);
        Assert.Equal(sound.Results()["metrics.csv"], trial.Results()["metrics.csv"]);
    }

    [Fact]
    public void An_isolated_member_that_ends_its_process_ends_a_strict_run()
    {
        using Trial trial = EngineTrial.OfBuckets("local", "  - { name: sound, plugin: bucket }\n  - { name: broken, plugin: bucket, settings: { fails: exit }, isolation: process }")
            .With("run: {", "run: { strict: true,");
        trial.Run().Fails(WorkFailed, "plugin bucket", "exit status 3 ended its process while simulating");
        trial.LeftNoResult();
    }

    [Fact]
    public void Threads_that_a_plugin_leaves_behind_keep_no_process()
    {
        using Trial trial = EngineTrial.OfBuckets("local", "  - { name: leaks, plugin: bucket, settings: { fails: threads }, isolation: process }");
        string mark = Guid.NewGuid().ToString("N");
        trial.Environment = new Dictionary<string, string> { ["TRIBUTARY_TEST_MARK"] = mark };
        trial.Run().Done();

        // The worker is ended as the host's end of its pipe closes, which the kernel does a moment after the host is gone.
        Assert.True(SpinWait.SpinUntil(() => !ProcessesWith(mark).Any(), TimeSpan.FromSeconds(20)), "a worker is left behind");
    }

    [Theory]
    [InlineData("isolation: prozess", "models[0].isolation", "process")]
    [InlineData("isolation: { memory: lots }", "models[0].isolation", "lots")]
    [InlineData("isolation: { longest: 3s }", "models[0].isolation", "longest")]
    public void A_wrong_isolation_is_told_with_its_line(string isolation, string key, string part)
    {
        using Trial trial = EngineTrial.OfBuckets("local", $"  - {{ name: one, plugin: bucket, {isolation} }}");
        Outcome outcome = trial.Run();
        Assert.Equal(WrongInput, outcome.Status);
        Assert.Contains(key, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(part, outcome.Error, StringComparison.Ordinal);
        int line = trial.Yaml.Split('\n').ToList().FindIndex(text => text.Contains(isolation, StringComparison.Ordinal)) + 1;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $":{line}:"), outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_of_another_kind_says_the_same_isolated()
    {
        using Trial trial = EngineTrial.OfBuckets("local", "  - { name: one, plugin: csv, isolation: process }");
        trial.Run().Fails(WrongInput, "plugin 'csv' is a forcing plugin, not a model plugin");
    }

    /// <summary>Two calibrated members, one by two objectives, and combinations of them, one of which has quantiles to score.</summary>
    private static Trial Ensemble(string isolation)
    {
        Trial trial = new Trial().With(
            "  - { name: one, plugin: gr, calibrate: { budget: 200 } }",
            "  - { name: one, plugin: gr, calibrate: { budget: 200, algorithm: cma-es, objective: { kge: 0.5, log_nse: 0.5 } } }\n  - { name: two, plugin: hbv, calibrate: { budget: 100, algorithm: nsga-ii, objective: { nse: 0.5, log_nse: 0.5 } } }");
        trial.Yaml += $"\nensemble: {{ combine: [mean, granger_ramanathan, bma], leave_one_out: true }}\nevaluate: {{ metrics: [nse, kge], by: [calibration, season] }}\n{isolation}\n";
        return trial;
    }

    /// <summary>A member that learns from the gauge below two basins, through a routing with a derivative; both are isolated or none.</summary>
    private static Trial Learning(string isolation)
    {
        Trial trial = new Trial().With("  - { name: one, plugin: gr, calibrate: { budget: 200 } }", $"  - {{ name: net, plugin: learner, seeds: 2, explain: [contributions], {isolation} }}")
            .AsChain();
        trial.Yaml += $"\nplugins: [\"{BuiltPlugins.Folder("Learner")}\"]\nrouting: {{ plugin: muskingum, hillslope: {{ plugin: hillslope, {isolation} }}, {isolation} }}\n";
        return trial;
    }

    private static Trial Network(string isolation) => new Trial().With(
        "{ name: one, plugin: gr, calibrate: { budget: 200 } }",
        $"{{ name: net, plugin: lstm, settings: {{ preset: regional, hidden_size: 4, lookback: 10, predict_last_n: 5, epochs: 2 }}, explain: [integrated_gradients]{isolation} }}");

    private static Trial Isolatable(string isolation, int block)
    {
        Trial trial = new Trial().With(
            "  - { name: one, plugin: gr, calibrate: { budget: 200 } }",
            $"  - {{ name: one, plugin: gr, calibrate: {{ budget: 200 }}{isolation} }}\n  - {{ name: two, plugin: hbv, outputs: [specific_discharge], calibrate: {{ budget: 60 }}{isolation} }}");
        trial.Yaml += block == 0 ? "\n" : string.Create(CultureInfo.InvariantCulture, $"\nrun: {{ block_length: {block} }}\n");
        return trial;
    }

    /// <summary>All results are the same; the digest of the workflow in the NetCDF's history is another where it says another length of blocks, and a training's log has the time of day.</summary>
    private static void AssertSame(Trial expected, Trial actual, bool sameDigest)
    {
        SortedDictionary<string, byte[]> one = expected.Results();
        SortedDictionary<string, byte[]> other = actual.Results();
        Assert.Equal(one.Keys, other.Keys);
        foreach ((string name, byte[] bytes) in one.Where(result => !result.Key.EndsWith(".training", StringComparison.Ordinal) && Path.GetExtension(result.Key) != ".jsonl").Where(result => sameDigest || Path.GetExtension(result.Key) is ".csv" or ".json"))
        {
            Assert.True(bytes.AsSpan().SequenceEqual(other[name]), $"{name} differs");
        }
    }

    private static IEnumerable<string> ProcessesWith(string mark)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)))
        {
            string environment;
            try
            {
                environment = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "environ")));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (environment.Contains(mark, StringComparison.Ordinal))
            {
                yield return process;
            }
        }
    }
}
