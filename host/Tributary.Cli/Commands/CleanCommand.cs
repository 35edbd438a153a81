using System.CommandLine;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary clean</c>: deletes steps of a run that its results do not rest on.</summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "the run's folder, or its name under 'runs' in the current folder" };
        var all = new Option<bool>("--all") { Description = "all steps; the results stay, but the next run begins anew" };
        var trial = new Option<bool>("--dry-run") { Description = "only tell what would be deleted" };
        var command = new Command("clean", "Delete the steps of a run that its last results do not rest on: those of earlier configurations, and of points of a sweep that were not the best.") { run, all, trial };
        command.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            bool isTrial = parsed.GetValue(trial);
            RunCleaning cleaning = RunCleaning.Of(parsed.GetRequiredValue(run), parsed.GetValue(all), isTrial);
            foreach (string folder in cleaning.Folders.Where(_ => isTrial))
            {
                Console.WriteLine(folder);
            }

            Console.Error.WriteLine($"{(isTrial ? "would delete" : "deleted")} {cleaning.Folders.Count} steps, {StatusCommand.Size(cleaning.Bytes)}");
        })));
        return command;
    }
}
