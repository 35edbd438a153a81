using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>kill -9 of the host at moments drawn by chance among all that a run with every kind of step does.</summary>
public sealed class KilledHostTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    private static readonly string Example = Repository.At("examples", "gridded");

    [Fact]
    public void A_run_killed_at_twenty_random_moments_ends_with_the_same_bytes_and_repeats_no_finished_step()
    {
        using var whole = new TemporaryFolder();
        List<JsonElement> events = Events(Cli.Run(whole.Path, "run", Write(whole), "--json").Done());
        SortedDictionary<string, byte[]> expected = Results(whole);
        Assert.Equal(
            ["calibrate", "combine", "explain", "sensitivity", "simulate", "train"],
            events.Where(one => Kind(one) == "step").Select(one => one.GetProperty("step").GetString()!.Split(' ')[0]).Distinct().Order());

        // A kind of moment first, then one of its kind: the many evaluations of a calibration shall not crowd out the rest.
        (string Kind, int[] Lines)[] kinds = [.. events.Index().GroupBy(one => KindOfMoment(one.Item)).Select(group => (group.Key, group.Select(one => one.Index).ToArray()))];
        string[] files = ["runs/.weights *.nc", "runs/gridded/.draft results.nc", "runs/gridded/.draft report.html", "runs/gridded/.draft manifest.json"];
        var random = new Random(8);
        (int repeated, int kept, int early) = (0, 0, 0);
        for (int i = 0; i < Kills; i++)
        {
            using var killed = new TemporaryFolder();
            string workflow = Write(killed);
            int which = i < kinds.Length + files.Length ? i : random.Next(kinds.Length + files.Length);
            string moment;
            if (which < kinds.Length)
            {
                int line = kinds[which].Lines[random.Next(kinds[which].Lines.Length)];
                int seen = 0;
                moment = $"{kinds[which].Kind}, event {line}";
                Cli.RunUntil(killed.Path, new Dictionary<string, string>(), _ => seen++ == line, kill: true, "run", workflow, "--json");
            }
            else
            {
                moment = files[which - kinds.Length];
                string[] parts = moment.Split(' ');
                Cli.KillAtFile(killed.Path, killed.At(parts[0]), parts[1], "run", workflow, "--json");
            }

            HashSet<string> finished = FinishedSteps(killed);
            Outcome rerun = Cli.Run(killed.Path, "run", workflow, "--json").Done();
            using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(killed.At("runs/gridded/manifest.json")));
            foreach (JsonElement step in manifest.RootElement.GetProperty("steps").EnumerateArray().Where(step => finished.Contains(step.GetProperty("hash").GetString()!)))
            {
                kept++;
                repeated += step.GetProperty("reused").GetBoolean() ? 0 : 1;
            }

            early += finished.Count == 0 ? 1 : 0;
            output.WriteLine($"killed at {moment}: {finished.Count} steps were finished; {Events(rerun).Count(one => Kind(one) == "step" && one.GetProperty("reused").GetBoolean())} taken over");
            SortedDictionary<string, byte[]> actual = Results(killed);
            Assert.Equal(expected.Keys, actual.Keys);
            foreach ((string name, byte[] bytes) in expected)
            {
                Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs after a kill at {moment}");
            }
        }

        output.WriteLine($"{Kills} kills, {kept} finished steps met again, {repeated} repeated; {early} kills before the first step ended");
        Assert.Equal(0, repeated);
        Assert.True(kept > Kills, "too few kills left finished steps to tell");
    }

    private static string KindOfMoment(JsonElement happened)
    {
        string of = happened.TryGetProperty("step", out JsonElement step) ? step.GetString()!.Split(' ')[0]
            : happened.TryGetProperty("what", out JsonElement what) ? what.GetString()!.Split(' ')[0] : string.Empty;
        return $"{Kind(happened)} {of}";
    }

    private static string Kind(JsonElement happened) => happened.GetProperty("event").GetString()!;

    private static List<JsonElement> Events(Outcome run) =>
        [.. run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line))];

    private static HashSet<string> FinishedSteps(TemporaryFolder folder)
    {
        string steps = folder.At("runs/gridded/steps");
        return Directory.Exists(steps) ? [.. Directory.EnumerateDirectories(steps).Where(step => File.Exists(Path.Combine(step, "step.json"))).Select(step => Path.GetFileName(step)!)] : [];
    }

    private static SortedDictionary<string, byte[]> Results(TemporaryFolder folder) => Trial.ResultsOf(folder.At("runs/gridded"));

    /// <summary>The example of gridded forcing with a river, shortened, with a member that learns and explains itself, and two combinations.</summary>
    private static string Write(TemporaryFolder folder)
    {
        string yaml = File.ReadAllText(Path.Combine(Example, "workflow.yaml"))
            .Replace("data/", $"{Example}/data/", StringComparison.Ordinal)
            .Replace("budget: 1000", "budget: 60", StringComparison.Ordinal);
        Assert.Contains("budget: 60", yaml, StringComparison.Ordinal);
        int end = yaml.IndexOf("\nevaluate:", StringComparison.Ordinal);
        yaml = $$"""
            {{yaml[..end].TrimEnd()}}
              - { name: other, plugin: gr, settings: { variant: GR5J, snow: cemaneige }, calibrate: { objective: kge, budget: 60, algorithm: dds }, sensitivity: { method: morris, samples: 4, resamples: 20 } }
              - { name: learner, plugin: learner, explain: [contributions] }
            plugins: ["{{BuiltPlugins.Folder("Learner")}}"]
            ensemble: { combine: [mean, granger_ramanathan] }
            run: { engine: local, seed: 1 }

            """;
        folder.Write("workflow.yaml", yaml);
        return folder.At("workflow.yaml");
    }
}
