using System.CommandLine;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary data to-caravan</c>: the basins of workflows, whatever their source, as one data set in Caravan's schema.</summary>
internal static class ToCaravanCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "folder to write to" };
        var workflows = new Argument<string[]>("workflows") { Description = "workflow files with lumped, daily basins: their forcing and observed discharge are written", Arity = ArgumentArity.OneOrMore };
        var name = new Option<string>("--name") { Description = "name of the data set, with which ids begin", DefaultValueFactory = _ => "own" };
        var command = new Command("to-caravan", "Write the forcing and discharge of workflows' basins in Caravan's schema.") { folder, workflows, name };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            string target = Path.GetFullPath(parsed.GetRequiredValue(folder));
            string word = parsed.GetRequiredValue(name) is { Length: > 0 } given && given.All(char.IsAsciiLetterOrDigit) ? given : throw new InputException("expected letters and digits alone", "--name");
            var caravan = new CaravanFolder(target, word);
            int count = 0;
            foreach (string path in parsed.GetRequiredValue(workflows))
            {
                WorkflowPlan plan = WorkflowPlan.Read(path);
                count += caravan.Add(plan, WorkflowRun.Check(plan, null, cancellation));
            }

            caravan.Finish();
            Console.Error.WriteLine($"wrote {count} basins to {target}");
        })));
        return command;
    }
}
