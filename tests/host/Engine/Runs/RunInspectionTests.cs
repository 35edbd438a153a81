using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>What a run's folder tells: where it stands, how it differs from another, and what of it can go.</summary>
public sealed class RunInspectionTests : IDisposable
{
    private const string Mean = "ensemble: { combine: [mean] }";

    private readonly EnsembleTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void A_complete_run_tells_its_steps_its_failures_and_the_end_of_its_log()
    {
        RunSummary run = _trial.Run(EnsembleTrial.Yaml(Mean, ", settings: { fails: advance }"));
        RunStatus status = RunStatus.Of(run.Folder);
        Assert.Equal(RunState.Complete, status.State);
        Assert.Equal((2, 0), (status.FinishedSteps, status.UnfinishedSteps));
        Assert.True(status.StepBytes > 2 * 8 * EnsembleTrial.Days);
        Assert.Equal("quick", Assert.Single(status.Manifest!.Failed).Key);
        Assert.EndsWith("done", status.LastLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_failed_is_stopped_and_one_that_is_held_is_at_work()
    {
        Assert.Throws<WorkException>(() => _trial.Run(EnsembleTrial.Yaml(Mean, ", settings: { fails: advance }", ", strict: true")));
        string folder = _trial.File.Files.At("runs", "ensemble");
        Assert.Equal(RunState.Stopped, RunStatus.Of(folder).State);
        Assert.Null(RunStatus.Of(folder).Manifest);
        using (RunFolder.Open(folder))
        {
            Assert.Equal(RunState.AtWork, RunStatus.Of(folder).State);
        }

        Assert.Throws<InputException>(() => RunStatus.Of(_trial.File.Folder));
    }

    [Fact]
    public void Two_runs_that_differ_in_one_parameter_tell_it_and_its_scores()
    {
        RunSummary one = _trial.Run(EnsembleTrial.Yaml(Mean));
        RunSummary other = _trial.Run(EnsembleTrial.Yaml(Mean).Replace("name: ensemble", "name: other", StringComparison.Ordinal).Replace("K: 30", "K: 20", StringComparison.Ordinal));
        RunDifference difference = RunDifference.Of(one.Folder, other.Folder);
        Assert.Equal(
            [("name", "\"ensemble\"", "\"other\""), ("models.slow.parameters.K", "30", "20")],
            difference.Inputs.Where(input => input.Kind == "configuration").Select(input => (input.Name, input.First!, input.Second!)));
        Assert.DoesNotContain(difference.Inputs, input => input.Kind is "plugin" or "file" or "program" or "library" or "seed");
        DifferingScore nse = difference.Scores.Single(score => score is { Gauge: "east", Member: "slow", Period: "test", Score: "nse" });
        Assert.Equal(one.Scores.Of(0, 1, "test", "nse"), nse.First, 1e-12);
        Assert.Equal(other.Scores.Of(0, 1, "test", "nse"), nse.Second, 1e-12);
        Assert.DoesNotContain(difference.Scores, score => score.Member == "quick");
        Assert.Contains("models/quick/parameters.json", difference.SameResults);
        Assert.Contains("results.nc", difference.OtherResults);
    }

    [Fact]
    public void The_same_run_in_another_folder_differs_in_nothing_but_where_it_is()
    {
        RunSummary one = _trial.Run(EnsembleTrial.Yaml(Mean));
        RunSummary other = _trial.Run(EnsembleTrial.Yaml(Mean).Replace("folder: runs", "folder: elsewhere", StringComparison.Ordinal));
        RunDifference difference = RunDifference.Of(one.Folder, other.Folder);
        Assert.Equal(["run.folder"], difference.Inputs.Select(input => input.Name));
        Assert.Empty(difference.Scores);
    }

    [Fact]
    public void Changed_data_is_told_by_its_file()
    {
        RunSummary one = _trial.Run(EnsembleTrial.Yaml(Mean));
        _trial.Observe("west", _ => [.. EnsembleTrial.Mixed("west").Select(value => 2 * value)]);
        RunSummary other = _trial.Run(EnsembleTrial.Yaml(Mean).Replace("folder: runs", "folder: elsewhere", StringComparison.Ordinal));
        Assert.Equal(["west.csv"], RunDifference.Of(one.Folder, other.Folder).Inputs.Where(input => input.Kind == "file").Select(input => input.Name));
    }

    [Fact]
    public void Cleaning_deletes_the_steps_of_earlier_configurations_and_no_other()
    {
        _trial.Run(EnsembleTrial.Yaml("ensemble: { leave_one_out: false, combine: [mean, bma] }"));
        RunSummary run = _trial.Run(EnsembleTrial.Yaml("ensemble: { leave_one_out: false, combine: [mean] }"));
        Assert.Equal(4, RunStatus.Of(run.Folder).FinishedSteps);
        Assert.Single(RunCleaning.Of(run.Folder, all: false, isTrial: true).Folders);
        Assert.Equal(4, RunStatus.Of(run.Folder).FinishedSteps);
        RunCleaning cleaned = RunCleaning.Of(run.Folder, all: false, isTrial: false);
        Assert.True(cleaned.Bytes > 0);
        Assert.Equal(3, RunStatus.Of(run.Folder).FinishedSteps);
        var events = new List<RunEvent>();
        _trial.Run(EnsembleTrial.Yaml("ensemble: { leave_one_out: false, combine: [mean] }"), events);
        Assert.All(events.OfType<StepDone>(), step => Assert.True(step.Reused, step.Step));
        Assert.Equal(3, RunCleaning.Of(run.Folder, all: true, isTrial: false).Folders.Count);
        Assert.Equal((RunState.Complete, 0), (RunStatus.Of(run.Folder).State, RunStatus.Of(run.Folder).FinishedSteps));
    }

    [Fact]
    public void A_stopped_run_keeps_its_steps_unless_all_are_to_go_and_one_at_work_is_left_alone()
    {
        Assert.Throws<WorkException>(() => _trial.Run(EnsembleTrial.Yaml(Mean, string.Empty, ", strict: true").Replace("K: 30, share: 1 }", "K: 30, share: 1 }, settings: { fails: advance }", StringComparison.Ordinal)));
        string folder = _trial.File.Files.At("runs", "ensemble");
        Assert.Contains("goes on from", Assert.Throws<InputException>(() => RunCleaning.Of(folder, all: false, isTrial: false)).Message, StringComparison.Ordinal);
        using (RunFolder.Open(folder))
        {
            Assert.Throws<WorkException>(() => RunCleaning.Of(folder, all: true, isTrial: false));
        }

        Assert.Single(RunCleaning.Of(folder, all: true, isTrial: false).Folders);
    }
}
