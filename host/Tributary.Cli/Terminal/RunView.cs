using System.Globalization;
using Spectre.Console;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows on standard error what a run does: progress bars on a terminal, lines elsewhere.</summary>
internal static class RunView
{
    public static RunSummary Show(WorkflowPlan plan, bool quiet, Func<IProgress<RunEvent>, RunSummary> run)
    {
        if (quiet)
        {
            return run(new Relay(static _ => { }));
        }

        int basins = plan.Workflow.Domain.Basins.Count;
        string domain = basins == 0 ? plan.Workflow.Domain.Mode : $"{basins} basin{(basins == 1 ? string.Empty : "s")}";
        Console.Error.WriteLine($"{plan.Workflow.Name}: {domain}, {plan.Time.Period}");
        return Console.IsErrorRedirected ? run(new Relay(PrintLine)) : ShowBars(run);
    }

    /// <summary>A bar for each calibration under way; what is done scrolls by above them.</summary>
    private static RunSummary ShowBars(Func<IProgress<RunEvent>, RunSummary> run)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        RunSummary? summary = null;
        console.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                var bars = new Dictionary<string, ProgressTask>();
                summary = run(new Relay(happened =>
                {
                    lock (bars)
                    {
                        Draw(context, bars, console, happened);
                    }
                }));
            });
        return summary!;
    }

    private static void Draw(ProgressContext context, Dictionary<string, ProgressTask> bars, IAnsiConsole console, RunEvent happened)
    {
        switch (happened)
        {
            case Calibrating calibrating:
                string name = calibrating.Step;
                if (!bars.TryGetValue(name, out ProgressTask? bar))
                {
                    bar = bars[name] = context.AddTask(Markup.Escape(name), maxValue: calibrating.Progress.Total);
                }

                bar.Value = calibrating.Progress.Evaluations;
                bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{name}, best {calibrating.Objective} {calibrating.Progress.BestScore:0.0000}"));
                break;
            case Training training:
                if (!bars.TryGetValue(training.Step, out ProgressTask? epochs))
                {
                    epochs = bars[training.Step] = context.AddTask(Markup.Escape(training.Step), maxValue: training.Progress.EpochCount);
                }

                epochs.Value = training.Progress.Epoch;
                epochs.Description = Markup.Escape($"{training.Step}, {training.Line}");
                break;
            case StepDone step:
                string line = Line(step);
                if (bars.Remove(step.Step, out ProgressTask? done))
                {
                    line += done.Description[(done.Description.IndexOf(", best", StringComparison.Ordinal) is >= 0 and int best ? best : done.Description.Length)..];
                    done.Value = done.MaxValue;
                    done.StopTask();
                }

                if (!step.IsOfPoint)
                {
                    console.WriteLine(line);
                }

                break;
            case PointDone point:
                console.WriteLine(point.Line);
                break;
            case Noted noted:
                console.WriteLine($"note: {noted.Message}");
                break;
            default:
                break;
        }
    }

    private static void PrintLine(RunEvent happened)
    {
        string? line = happened switch
        {
            PartBegun part => part.What,
            Training training => $"{training.Step}: {training.Line}",
            StepDone step => step.IsOfPoint ? null : Line(step),
            PointDone point => point.Line,
            Noted noted => $"note: {noted.Message}",
            _ => null,
        };
        if (line is not null)
        {
            Console.Error.WriteLine(line);
        }
    }

    private static string Line(StepDone step) => step.Reused
        ? $"{step.Step}: done by an earlier run"
        : string.Create(CultureInfo.InvariantCulture, $"{step.Step}: {step.Elapsed.TotalSeconds:0.00} s");

    private sealed class Relay(Action<RunEvent> receive) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => receive(value);
    }
}
