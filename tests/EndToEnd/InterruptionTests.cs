namespace Tributary.Tests.EndToEnd;

/// <summary>Runs that are stopped: by Ctrl-C, by a kill at any step, by a full disk.</summary>
public sealed class InterruptionTests
{
    private const int Interrupted = 130;
    private const int WorkFailed = 1;

    [Fact]
    public void Ctrl_C_ends_a_long_calibration_with_130_and_no_result()
    {
        using Trial trial = new Trial().With("budget: 200", "budget: 50000000").Write();
        Outcome outcome = Cli.RunUntil(trial.Folder, "member one", kill: false, "run", "workflow.yaml");
        Assert.Equal(Interrupted, outcome.Status);
        Assert.Contains("interrupted", outcome.Error, StringComparison.Ordinal);
        trial.LeftNoResult();
    }

    [Theory]
    [InlineData("reading inputs")]
    [InlineData("member one")]
    [InlineData("calibrate one")]
    [InlineData("simulate one")]
    [InlineData("calibrate two")]
    [InlineData("writing results")]
    public void A_run_killed_at_any_step_resumes_and_ends_with_the_same_bytes(string line)
    {
        using Trial unbroken = TwoMembers();
        unbroken.Run().Done();
        using Trial killed = TwoMembers().Write();
        Cli.RunUntil(killed.Folder, line, kill: true, "run", "workflow.yaml");
        Outcome resumed = killed.Run().Done();
        AssertSameResults(unbroken.Results(), killed.Results());
        if (line == "calibrate two")
        {
            Assert.Contains("calibrate one on brook: done by an earlier run", resumed.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_finished_run_is_not_computed_again_and_keeps_its_bytes()
    {
        using Trial trial = TwoMembers();
        trial.Run().Done();
        SortedDictionary<string, byte[]> first = trial.Results();
        Outcome second = trial.Run().Done();
        Assert.Equal(4, second.Error.Split('\n').Count(line => line.EndsWith("done by an earlier run", StringComparison.Ordinal)));
        AssertSameResults(first, trial.Results());
    }

    [Fact]
    public void A_spoilt_step_is_noticed_and_done_again()
    {
        using Trial trial = TwoMembers();
        trial.Run().Done();
        SortedDictionary<string, byte[]> first = trial.Results();
        foreach (string series in Directory.EnumerateFiles(trial.RunFolder, "series.f64", SearchOption.AllDirectories))
        {
            byte[] bytes = File.ReadAllBytes(series);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(series, bytes);
        }

        Outcome second = trial.Run().Done();
        Assert.DoesNotContain("simulate one: done by an earlier run", second.Error, StringComparison.Ordinal);
        AssertSameResults(first, trial.Results());
    }

    [Fact]
    public void A_changed_member_leaves_the_other_members_steps_alone()
    {
        using Trial trial = TwoMembers();
        trial.Run().Done();
        Outcome second = trial.With("variant: GR5J", "variant: GR6J").Run().Done();
        Assert.Contains("calibrate one on brook: done by an earlier run", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("calibrate two on brook: done by an earlier run", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_000)]
    [InlineData(20_000)]
    [InlineData(60_000)]
    [InlineData(120_000)]
    [InlineData(200_000)]
    public void A_full_disk_is_told_and_leaves_no_half_written_result(int bytes)
    {
        using var shim = new FullDisk();
        using Trial trial = TwoMembers();
        trial.Environment = shim.After(bytes, trial.RunFolder);
        trial.Run().Fails(WorkFailed, "the disk is full");
        trial.LeftNoResult();

        trial.Environment = new Dictionary<string, string>();
        trial.Run().Done();
        using Trial unbroken = TwoMembers();
        unbroken.Run().Done();
        AssertSameResults(unbroken.Results(), trial.Results());
    }

    [Fact]
    public void A_full_disk_leaves_the_results_of_an_earlier_run_as_they_were()
    {
        using var shim = new FullDisk();
        using Trial trial = TwoMembers();
        trial.Run().Done();
        SortedDictionary<string, byte[]> first = trial.Results();
        trial.Environment = shim.After(60_000, trial.RunFolder);
        trial.With("variant: GR5J", "variant: GR6J").Run().Fails(WorkFailed, "the disk is full");
        AssertSameResults(first, trial.Results());
    }

    private static Trial TwoMembers()
    {
        var trial = new Trial();
        trial.Yaml += "\n  - { name: two, plugin: gr, settings: { variant: GR5J }, calibrate: { budget: 200 } }\nrun: { block_length: 100 }\n";
        return trial;
    }

    private static void AssertSameResults(SortedDictionary<string, byte[]> expected, SortedDictionary<string, byte[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, byte[] bytes) in expected)
        {
            Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
        }
    }
}
