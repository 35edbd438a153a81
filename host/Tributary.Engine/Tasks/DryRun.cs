using System.Globalization;
using System.Text;

namespace Tributary.Engine;

/// <summary>What a run would do, computed by nothing and written nowhere.</summary>
public static class DryRun
{
    /// <summary>The steps that are not finished, and the scripts that engine slurm would hand in.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="progress">Told what the user should know of the data.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static string Of(WorkflowPlan plan, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        WorkflowInputs inputs = WorkflowRun.Check(plan, progress, cancellation);
        string folder = WorkflowRun.FolderOf(plan);
        var steps = new StepStore(Path.Combine(folder, RunFolder.StepsName));
        var quiet = new Relay<RunEvent>(static _ => { });
        MemberRun[] runs = [.. plan.Members.Select(member => new MemberRun(plan, member, inputs, new HostServices(static _ => { }), steps, quiet))];
        StepTask[] fits = [.. runs.SelectMany(run => run.Fits()).DistinctBy(task => task.Hash)];
        StepTask[] open = [.. fits.Where(task => steps.Find(task.Hash) is null)];
        int later = runs.Sum(run => run.StepCount) - runs.Sum(run => run.Fits().Count());
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{folder}: engine {plan.Workflow.Run.Engine}, {fits.Length} calibrations and trainings, of which {fits.Length - open.Length} are finished\n");
        foreach (StepTask task in open)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {task.Name}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"then {later} simulations and explanations of {plan.Members.Count} members{(plan.Ensemble is { } ensemble ? $", {ensemble.Combinations.Count} combinations" : string.Empty)}\n");
        if (plan.Sweep is { } sweep)
        {
            text.Append(CultureInfo.InvariantCulture, $"at each of {sweep.Points.Count} points of the sweep\n");
        }

        if (plan.Workflow.Run.Engine == "slurm")
        {
            foreach (IGrouping<int, StepTask> array in open.GroupBy(task => task.Threads))
            {
                AppendScript(text, plan, folder, array.Count(), array.Key, "calibrations and trainings");
            }

            AppendScript(text, plan, folder, later, 1, "simulations and explanations");
        }

        return text.ToString();
    }

    private static void AppendScript(StringBuilder text, WorkflowPlan plan, string folder, int tasks, int threads, string what)
    {
        SlurmSection section = plan.Workflow.Run.Slurm;
        int elements = Math.Min((tasks + section.Batch - 1) / section.Batch, section.Queue);
        if (elements > 0)
        {
            string job = Path.Combine(folder, TaskFolder.Name, "job-TOKEN");
            text.Append(CultureInfo.InvariantCulture, $"\n# {tasks} {what}, handed to sbatch as\n");
            text.Append(SlurmJob.Script(plan, folder, job, $"tributary-{plan.Workflow.Name}-TOKEN", elements, threads));
        }
    }
}
