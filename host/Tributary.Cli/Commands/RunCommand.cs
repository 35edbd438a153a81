using System.CommandLine;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary run</c>: runs a workflow.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("workflow") { Description = "the workflow file" };
        var runs = new Option<string?>("--runs") { Description = "folder of the runs; left out, the workflow's own, or 'runs' in the current folder" };
        var json = new Option<bool>("--json") { Description = "print the run's folder and scores as JSON" };
        var quiet = new Option<bool>("--quiet") { Description = "show errors only" };
        var command = new Command("run", "Run a workflow. Steps that an earlier run finished are not done again.") { file, runs, json, quiet };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            WorkflowPlan plan = WorkflowPlan.Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(runs) is { } folder)
            {
                plan.Workflow.Run.Folder = Path.GetFullPath(folder);
            }

            RunSummary summary = RunView.Show(plan, parsed.GetValue(quiet), progress => WorkflowRun.Execute(plan, progress, cancellation));
            if (parsed.GetValue(json))
            {
                ScoreView.PrintJson(summary);
            }
            else if (summary.Study is { } study)
            {
                StudyView.Print(study);
            }
            else
            {
                ScoreView.PrintTable(summary);
                ScoreView.PrintComparison(summary);
            }

            if (!parsed.GetValue(quiet))
            {
                Console.Error.WriteLine($"results in {summary.Folder}; open {Path.Combine(summary.Folder, "report.html")}");
            }
        })));
        return command;
    }
}
