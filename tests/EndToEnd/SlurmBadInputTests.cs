namespace Tributary.Tests.EndToEnd;

/// <summary>Engine slurm where Slurm is absent, does not answer or loses tasks, by commands that stand in for Slurm's.</summary>
public sealed class SlurmBadInputTests
{
    private const int WorkFailed = 1;
    private const int WrongInput = 2;

    [Fact]
    public void A_machine_without_Slurm_is_told()
    {
        using Trial trial = OneMember();
        trial.Environment = new Dictionary<string, string> { ["PATH"] = "/nonexistent" };
        trial.Run().Fails(WrongInput, "there is no Slurm on this machine", "run.engine", "processes");
    }

    [Fact]
    public void A_controller_that_does_not_answer_is_told()
    {
        using var commands = new TemporaryFolder();
        using Trial trial = OneMember();
        trial.Environment = StandIns(commands, ("sbatch", "echo 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)' >&2; exit 1"));
        trial.Run().Fails(WorkFailed, "Slurm's controller does not answer", "Unable to contact slurm controller");
    }

    [Fact]
    public void A_node_that_does_not_see_the_runs_folder_is_noticed()
    {
        using var commands = new TemporaryFolder();
        using Trial trial = OneMember();
        trial.Environment = StandIns(
            commands,
            ("sbatch", "echo 7"),
            ("scontrol", "case \"$3\" in config) echo 'MaxArraySize = 1001';; *) echo 'JobId=7 JobState=FAILED ExitCode=97:0 NodeList=n12';; esac"));
        trial.Run().Fails(WrongInput, "node n12, where job 7_0 ran, does not see this folder", trial.RunFolder, "run.folder");
    }

    [Fact]
    public void A_task_whose_node_fails_again_and_again_is_handed_in_as_often_as_the_workflow_says()
    {
        using var commands = new TemporaryFolder();
        using Trial trial = OneMember();
        trial.Environment = StandIns(
            commands,
            ("sbatch", $"echo x >> '{commands.Path}/count'; wc -l < '{commands.Path}/count'"),
            ("scontrol", "case \"$3\" in config) echo 'MaxArraySize = 1001';; *) echo 'JobId=7 JobState=NODE_FAIL ExitCode=0:0 NodeList=n12';; esac"));
        trial.Run().Fails(WorkFailed, "it was lost 2 times, the last by node n12 (job 2_0, NODE_FAIL)");
        Assert.Equal(2, File.ReadAllLines(commands.At("count")).Length);
    }

    [Fact]
    public void A_dry_run_prints_the_steps_and_the_scripts_and_hands_in_nothing()
    {
        using Trial trial = OneMember().With("engine: slurm", "engine: slurm, workers: 3, task: { memory: 2 GB, time: 90s }").With("watch: 1", "watch: 1, account: hydro, options: [--qos=low]").Write();
        Outcome run = Cli.Run(trial.Folder, "run", "workflow.yaml", "--dry-run").Done();
        foreach (string line in (ReadOnlySpan<string>)
            ["  calibrate one on brook", "#SBATCH --array=0-0%3", "#SBATCH --cpus-per-task=1", "#SBATCH --mem=1908M", "#SBATCH --time=3", "#SBATCH --account=hydro", "#SBATCH --qos=low"])
        {
            Assert.Contains($"{line}\n", run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("then 1 simulations and explanations of 1 members", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(trial.RunFolder), "a dry run made the run's folder");
    }

    [Fact]
    public void Limits_that_are_none_are_refused_with_their_place()
    {
        using Trial trial = OneMember().With("engine: slurm", "engine: slurm, task: { memory: much }");
        trial.Run().Fails(WrongInput, "run.task.memory");
    }

    private static Trial OneMember()
    {
        var trial = new Trial();
        trial.Yaml += "\nrun: { engine: slurm, slurm: { watch: 1, retries: 1 } }\n";
        return trial;
    }

    private static Dictionary<string, string> StandIns(TemporaryFolder folder, params (string Name, string Script)[] given)
    {
        foreach ((string name, string script) in (IEnumerable<(string, string)>)[("squeue", "exit 0"), ("sacct", "exit 1"), ("scancel", "exit 0"), ("scontrol", "exit 1"), .. given])
        {
            folder.Write(name, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(folder.At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new Dictionary<string, string> { ["PATH"] = $"{folder.Path}:/usr/bin:/bin" };
    }
}
