namespace Tributary.Tests.EndToEnd;

/// <summary>Engine slurm on a real Slurm of one node.</summary>
public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>
{
    private const int WrongInput = 2;
    private const int Interrupted = 130;

    // At work still when the short ones are done.
    private const string Short = "budget: 100, seed: 3";
    private const string Long = "budget: 300000, seed: 3";

    [Fact]
    public void An_ensemble_of_forty_tasks_as_an_array_gives_the_bytes_of_the_local_engine()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial local = Ensemble("local", 40);
        local.Run().Done();
        using Trial slurm = Ensemble("slurm", 40);
        slurm.Environment = cluster.Environment;
        Outcome run = slurm.Run().Done();
        Assert.Contains("an array of 40 with 40 tasks was handed to Slurm", run.Error, StringComparison.Ordinal);
        EngineTrial.AssertSame(local, slurm);
    }

    [Fact]
    public void Networks_and_what_they_explain_have_the_bytes_of_the_local_engine()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial local = EngineTrial.OfLearners("local");
        local.Run().Done();
        using Trial slurm = EngineTrial.OfLearners("slurm");
        slurm.Environment = cluster.Environment;
        slurm.Run().Done();
        EngineTrial.AssertSame(local, slurm);
    }

    [Fact]
    public void A_node_and_a_host_killed_in_the_middle_cost_no_finished_step_and_no_byte()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial local = Ensemble("local", 10);
        local.Run().Done();
        using Trial slurm = Ensemble("slurm", 10).Write();
        slurm.Environment = cluster.Environment;
        int done = 0;
        Cli.RunUntil(
            slurm.Folder,
            cluster.Environment,
            line =>
            {
                bool isTime = line.StartsWith("calibrate", StringComparison.Ordinal) && ++done == 3;
                if (isTime)
                {
                    cluster.KillNode();
                }

                return isTime;
            },
            kill: true,
            "run",
            "workflow.yaml");
        cluster.WaitUntilDown();
        cluster.StartNode();
        Outcome again = slurm.Run().Done();
        Assert.True(again.Error.Split('\n').Count(line => line.EndsWith("done by an earlier run", StringComparison.Ordinal)) >= 3, again.Error);
        EngineTrial.AssertSame(local, slurm);
    }

    [Fact]
    public void A_run_whose_node_is_killed_and_comes_back_hands_the_lost_tasks_in_again()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial local = Ensemble("local", 4).With(Short, Long);
        local.Run().Done();
        using Trial slurm = Ensemble("slurm", 4).With(Short, Long).Write();
        int done = 0;
        Outcome run = Cli.RunUntil(
            slurm.Folder,
            cluster.Environment,
            line =>
            {
                if (line.StartsWith("calibrate", StringComparison.Ordinal) && ++done == 2)
                {
                    cluster.KillNode();
                    cluster.WaitUntilDown();
                    cluster.StartNode();
                }

                return false;
            },
            kill: true,
            "run",
            "workflow.yaml").Done();
        EngineTrial.AssertSame(local, slurm);
        Assert.Contains("its tasks are handed in again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_crash_hang_and_eat_memory_are_named_with_their_node()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial trial = EngineTrial.OfBuckets(
            "slurm",
            """
              - { name: sound, plugin: bucket }
              - { name: crashes, plugin: bucket, settings: { fails: crash } }
              - { name: hangs, plugin: bucket, settings: { fails: hang } }
              - { name: eats, plugin: bucket, settings: { fails: memory } }
            """).With("engine: slurm", "engine: slurm, task: { memory: 600 MB, time: 3s }, slurm: { watch: 1 }");
        trial.Environment = cluster.Environment;
        Outcome run = trial.Run().Done();
        Assert.Matches("member crashes failed and is left out: simulate crashes: a segmentation fault \\(SIGSEGV\\) ended its process on node ", run.Error);
        Assert.Contains("member hangs failed and is left out: simulate hangs: it took longer than run.task.time (3 s) and was stopped", run.Error, StringComparison.Ordinal);
        Assert.Matches("member eats failed and is left out: simulate eats: its process took [0-9]+ MB, more than run.task.memory \\(600 MB\\)", run.Error);
    }

    [Fact]
    public void No_more_elements_than_the_workflow_allows_wait_in_the_queue()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial trial = Ensemble("slurm", 6).With("watch: 1", "watch: 1, queue: 2, batch: 2");
        trial.Environment = cluster.Environment;
        string[] arrays = [.. trial.Run().Done().Error.Split('\n').Where(line => line.EndsWith("handed to Slurm", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', 6) + 2)..])];
        Assert.Equal("an array of 2 with 4 tasks was handed to Slurm", arrays[0]);
        Assert.DoesNotContain(arrays, array => array.StartsWith("an array of 3", StringComparison.Ordinal));
        Assert.True(arrays.Length >= 4, string.Join('\n', arrays));
    }

    [Fact]
    public void A_refusal_is_told_in_Slurms_words()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial trial = Ensemble("slurm", 2).With("watch: 1", "watch: 1, partition: nowhere");
        trial.Environment = cluster.Environment;
        trial.Run().Fails(WrongInput, "Slurm refuses the tasks", "invalid partition specified: nowhere", "run.slurm");
    }

    [Fact]
    public void Metrics_and_optimisers_of_others_are_found_on_the_nodes()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial local = Others("local"), slurm = Others("slurm");
        local.Run().Done();
        slurm.Environment = cluster.Environment;
        slurm.Run().Done();
        EngineTrial.AssertSame(local, slurm);

        static Trial Others(string engine)
        {
            Trial trial = Ensemble(engine, 3).With("calibrate: { budget: 100,", "calibrate: { algorithm: scatter, objective: { greatest_error: 1, nse: 2 }, budget: 100,");
            trial.Yaml += $"plugins: [\"{BuiltPlugins.Folder("OtherScoring")}\"]\n";
            return trial;
        }
    }

    [Fact]
    public void Ctrl_C_takes_the_jobs_off_the_queue()
    {
        Assert.SkipUnless(SlurmCluster.Missing is null, SlurmCluster.Missing ?? string.Empty);
        using Trial trial = Ensemble("slurm", 30).With("name: trial", "name: cancelled").Write();
        Outcome run = Cli.RunUntil(trial.Folder, cluster.Environment, line => line.StartsWith("calibrate", StringComparison.Ordinal), kill: false, "run", "workflow.yaml");
        Assert.Equal(Interrupted, run.Status);
        Assert.DoesNotContain("tributary-cancelled", cluster.Ask("squeue", "--noheader", "--format=%j", "--states=PENDING,RUNNING"), StringComparison.Ordinal);
    }

    private static Trial Ensemble(string engine, int members)
    {
        Trial trial = new Trial().With("  - { name: one, plugin: gr, calibrate: { budget: 200 } }", EngineTrial.Members(members));
        trial.Yaml += $"\nensemble: {{ combine: [mean], leave_one_out: false }}\nrun: {{ engine: {engine}, slurm: {{ watch: 1 }} }}\n";
        return trial;
    }
}
