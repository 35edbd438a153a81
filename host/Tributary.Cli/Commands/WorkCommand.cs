using System.CommandLine;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary work</c>: does tasks of a run in a process of its own. Engines start it; it is no command for people.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "the run's folder" };
        var job = new Option<string?>("--job") { Description = "file of the tasks, by element" };
        var element = new Option<int>("--element") { Description = "which element to do" };
        var command = new Command("work", "Do tasks of a run; engines start this.") { run, job, element };
        command.Hidden = true;
        command.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            if (parsed.GetValue(job) is { } tasks)
            {
                SlurmElement.Do(parsed.GetRequiredValue(run), tasks, parsed.GetValue(element));
            }
            else
            {
                TaskWorker.Serve(parsed.GetRequiredValue(run));
            }
        })));
        return command;
    }
}
