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
        var json = new Option<bool>("--json") { Description = "print the run's folder and scores as JSON, and what happens on the way as a JSON object a line on standard error" };
        var quiet = new Option<bool>("--quiet") { Description = "show errors only" };
        var dry = new Option<bool>("--dry-run") { Description = "compute nothing; print the steps that are not finished, and with engine slurm the scripts that would be handed in" };
        var command = new Command("run", "Run a workflow. Steps that an earlier run finished are not done again.") { file, runs, json, quiet, dry };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            WorkflowPlan plan = WorkflowPlan.Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(runs) is { } folder)
            {
                plan.Workflow.Run.Folder = Path.GetFullPath(folder);
            }

            Telling telling = parsed.GetValue(quiet) ? Telling.Nothing : parsed.GetValue(json) ? Telling.Json : Telling.People;
            if (parsed.GetValue(dry))
            {
                Console.Write(RunView.Show(plan, telling, progress => DryRun.Of(plan, progress, cancellation)));
                return;
            }

            RunSummary summary = RunView.Show(plan, telling, progress => WorkflowRun.Execute(plan, progress, cancellation));
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

            if (telling == Telling.People)
            {
                Console.Error.WriteLine($"results in {summary.Folder}; open {Path.Combine(summary.Folder, "report.html")}");
            }
        })));
        return command;
    }
}
