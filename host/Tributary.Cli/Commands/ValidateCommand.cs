using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary validate</c>: checks everything about a workflow that needs no computing.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("workflow") { Description = "the workflow file" };
        var json = new Option<bool>("--json") { Description = "print the problems as JSON" };
        var command = new Command("validate", "Check a workflow: keys, plugins, settings, periods, files, variables, units and gaps. Nothing is computed or written.") { file, json };
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(file);
            int status = parsed.GetValue(json)
                ? ExitStatus.Of(() => PrintJson(path, cancellation))
                : ExitStatus.Of(() => Check(path, cancellation));
            return Task.FromResult(status);
        });
        return command;
    }

    private static void Check(string path, CancellationToken cancellation)
    {
        WorkflowPlan plan = WorkflowPlan.Read(path);
        if (!WorkflowRun.HasItsData(plan))
        {
            Console.Error.WriteLine($"{path} is valid but for its data, which cannot be checked: 'tributary run' makes the invented catchments first");
            return;
        }

        WorkflowInputs inputs = WorkflowRun.Check(plan, new NoteLines(), cancellation);
        foreach (string note in inputs.Notes)
        {
            Console.Error.WriteLine($"note: {note}");
        }

        Console.Error.WriteLine(
            $"{path} is valid: {inputs.Domain.Units.Count} basin{(inputs.Domain.Units.Count == 1 ? string.Empty : "s")}, {plan.Time.Period}, {string.Join(", ", plan.Members.Select(member => $"{member.Name} ({member.Descriptor.Name})"))}{(plan.Sweep is { } sweep ? $", a sweep of {sweep.PointCount} points" : string.Empty)}{(plan.Study is { } study ? $", a study of {study.Points.Count()} sources and lengths of record" : string.Empty)}{(plan.Ensemble is { } ensemble ? $", combined by {string.Join(", ", ensemble.Combinations.Select(combination => combination.Name))}" : string.Empty)}");
    }

    private static void PrintJson(string path, CancellationToken cancellation)
    {
        var problems = new JsonArray();
        try
        {
            WorkflowPlan plan = WorkflowPlan.Read(path);
            if (WorkflowRun.HasItsData(plan))
            {
                WorkflowRun.Check(plan, null, cancellation);
            }
        }
        catch (WorkflowProblemsException error)
        {
            foreach (Problem problem in error.Problems)
            {
                problems.Add(new JsonObject
                {
                    ["file"] = problem.Place.File,
                    ["line"] = problem.Place.Line,
                    ["column"] = problem.Place.Column,
                    ["key"] = problem.Key,
                    ["message"] = problem.Message,
                });
            }

            JsonText.Print(new JsonObject { ["valid"] = false, ["problems"] = problems });
            throw;
        }

        JsonText.Print(new JsonObject { ["valid"] = true, ["problems"] = problems });
    }

    private sealed class NoteLines : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is Noted noted)
            {
                Console.Error.WriteLine($"note: {noted.Message}");
            }
        }
    }
}
