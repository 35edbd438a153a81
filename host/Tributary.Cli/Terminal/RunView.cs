using System.Globalization;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows on standard error what a run does: a bar for each member on a terminal, lines elsewhere, JSON for programs.</summary>
internal static class RunView
{
    public static T Show<T>(WorkflowPlan plan, Telling telling, Func<IProgress<RunEvent>, T> run)
    {
        switch (telling)
        {
            case Telling.Nothing:
                return run(new Relay(static _ => { }));
            case Telling.Json:
                return run(new Relay(RunJsonLines.Write));
            default:
                break;
        }

        int basins = plan.Workflow.Domain.Basins.Count;
        string domain = basins == 0 ? plan.Workflow.Domain.Mode : $"{basins} basin{(basins == 1 ? string.Empty : "s")}";
        Console.Error.WriteLine($"{plan.Workflow.Name}: {domain}, {plan.Time.Period}");
        return Console.IsErrorRedirected ? run(new Relay(PrintLine)) : RunBars.Show(run);
    }

    /// <summary>What a run does, in a line; null for what is only shown as a bar.</summary>
    public static string? Line(RunEvent happened) => happened switch
    {
        PartBegun part => part.What,
        MemberBegun member => member.What,
        StepFailed step => $"{step.Step}: failed: {step.Reason}",
        MemberLeftOut left => $"note: {left.Member}",
        Training training => $"{training.Step}: {training.Line}",
        StepDone { IsOfPoint: true } => null,
        StepDone { Reused: true } step => $"{step.Step}: done by an earlier run",
        StepDone step => string.Create(CultureInfo.InvariantCulture, $"{step.Step}: {step.Elapsed.TotalSeconds:0.00} s"),
        PointDone point => point.Line,
        Noted noted => $"note: {noted.Message}",
        _ => null,
    };

    private static void PrintLine(RunEvent happened)
    {
        if (Line(happened) is { } line)
        {
            Console.Error.WriteLine(line);
        }
    }

    private sealed class Relay(Action<RunEvent> receive) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => receive(value);
    }
}

/// <summary>How a run tells what it does.</summary>
internal enum Telling
{
    /// <summary>Bars on a terminal, lines elsewhere.</summary>
    People,

    /// <summary>A JSON object a line.</summary>
    Json,

    /// <summary>Errors only.</summary>
    Nothing,
}
