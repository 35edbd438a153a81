using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>Engine processes: the same bytes as engine local, and a member that crashes, hangs or eats memory ends alone.</summary>
public sealed class ProcessEngineTests
{
    private const int WorkFailed = 1;

    [Fact]
    public void The_same_workflow_gives_the_same_bytes_on_local_and_on_processes()
    {
        using Trial local = EngineTrial.OfMany("local");
        local.Run().Done();
        using Trial processes = EngineTrial.OfMany("processes");
        Outcome run = processes.Run().Done();
        EngineTrial.AssertSame(local, processes);
        Assert.Contains("calibrate m1 on brook: ", run.Error, StringComparison.Ordinal);

        Outcome again = processes.Run().Done();
        Assert.Equal(EngineTrial.Steps, again.Error.Split('\n').Count(line => line.EndsWith("done by an earlier run", StringComparison.Ordinal)));
        EngineTrial.AssertSame(local, processes);
    }

    [Fact]
    public void Networks_and_what_they_explain_have_the_same_bytes_on_local_and_on_processes()
    {
        using Trial local = EngineTrial.OfLearners("local");
        local.Run().Done();
        using Trial processes = EngineTrial.OfLearners("processes");
        processes.Run().Done();
        EngineTrial.AssertSame(local, processes);
    }

    [Fact]
    public void A_sweep_gives_the_same_bytes_on_local_and_on_processes()
    {
        using Trial local = Sweep("local");
        local.Run().Done();
        using Trial processes = Sweep("processes");
        processes.Run().Done();
        Assert.Equal(local.Results()["results.nc"], processes.Results()["results.nc"]);
    }

    [Fact]
    public void A_member_that_crashes_one_that_hangs_and_one_that_eats_memory_are_named_and_left_out()
    {
        using Trial trial = Breaking();
        Outcome outcome = trial.Run().Done();
        Assert.Contains("member crashes failed and is left out: simulate crashes: a segmentation fault (SIGSEGV) ended its worker process", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("member hangs failed and is left out: simulate hangs: it took longer than run.task.time (3 s) and was stopped", outcome.Error, StringComparison.Ordinal);
        Assert.Matches("member eats failed and is left out: simulate eats: its process took [0-9]+ MB, more than run.task.memory \\(600 MB\\), and was stopped", outcome.Error);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(trial.RunFolder, "manifest.json")));
        Assert.Equal(["crashes", "hangs", "eats"], manifest.RootElement.GetProperty("failed").EnumerateObject().Select(member => member.Name));

        // What is left is what the sound members alone give.
        using Trial sound = EngineTrial.OfBuckets("local", "  - { name: sound, plugin: bucket }");
        sound.Run().Done();
        Assert.Equal(sound.Results()["hydrograph_brook.csv"], trial.Results()["hydrograph_brook.csv"]);
    }

    [Fact]
    public void A_member_that_crashes_ends_a_strict_run()
    {
        using Trial trial = Breaking().With("run: {", "run: { strict: true,");
        trial.Run().Fails(WorkFailed, "simulate crashes", "a segmentation fault (SIGSEGV)");
        trial.LeftNoResult();
    }

    [Fact]
    public void All_members_crashing_is_a_failure_that_names_each()
    {
        using Trial trial = EngineTrial.OfBuckets("processes", "  - { name: one, plugin: bucket, settings: { fails: crash } }\n  - { name: two, plugin: bucket, settings: { fails: crash, initial: 1 } }");
        trial.Run().Fails(WorkFailed, "all 2 members failed", "simulate one: a segmentation fault", "simulate two: a segmentation fault");
    }

    [Fact]
    public void A_plugin_that_throws_says_the_same_on_both_engines()
    {
        string[] told = [.. new[] { "local", "processes" }.Select(engine =>
        {
            using Trial trial = EngineTrial.OfBuckets(engine, "  - { name: one, plugin: bucket, settings: { fails: advance } }");
            Outcome outcome = trial.Run();
            outcome.Fails(WorkFailed, "a hole in the bucket");
            return outcome.Error.Split('\n').Single(line => line.StartsWith("error:", StringComparison.Ordinal));
        })];
        Assert.Equal(told[0], told[1]);
    }

    [Fact]
    public void A_limit_of_tasks_on_engine_local_is_said_to_hold_no_member_back()
    {
        using Trial trial = EngineTrial.OfBuckets("local", "  - { name: sound, plugin: bucket }").With("engine: local", "engine: local, task: { memory: 1 GB }");
        Assert.Contains("engine local has no limits", trial.Run().Done().Error, StringComparison.Ordinal);
    }

    private static Trial Breaking() => EngineTrial.OfBuckets(
        "processes",
        """
          - { name: sound, plugin: bucket }
          - { name: crashes, plugin: bucket, settings: { fails: crash } }
          - { name: hangs, plugin: bucket, settings: { fails: hang } }
          - { name: eats, plugin: bucket, settings: { fails: memory } }
        """).With("engine: processes", "engine: processes, workers: 2, task: { memory: 600 MB, time: 3s }");

    private static Trial Sweep(string engine)
    {
        var trial = new Trial();
        trial.Yaml += $"\nsweep:\n  method: grid\n  metric: nse\n  over: {{ models.one.settings.variant: [GR4J, GR5J, GR6J] }}\nrun: {{ engine: {engine} }}\n";
        return trial;
    }
}
