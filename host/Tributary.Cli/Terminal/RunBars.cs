using System.Globalization;
using Spectre.Console;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>A bar for each member, with the share of its steps that is done, the time left and the failures so far; what is done scrolls by above them.</summary>
internal static class RunBars
{
    // Of a member with thousands of basins the bar tells enough.
    private const int MostStepsTold = 40;

    public static T Show<T>(Func<IProgress<RunEvent>, T> run)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        T? result = default;
        console.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(context => result = run(new Bars(console, context)));
        return result!;
    }

    private sealed class Bars(IAnsiConsole console, ProgressContext context) : IProgress<RunEvent>
    {
        private readonly Dictionary<string, Bar> _bars = [];

        public void Report(RunEvent value)
        {
            lock (_bars)
            {
                Draw(value);
            }
        }

        private void Draw(RunEvent happened)
        {
            Bar? bar = null;
            switch (happened)
            {
                case MemberBegun begun:
                    _bars[begun.Member] = new Bar(context.AddTask(Markup.Escape(begun.What), maxValue: begun.Steps), begun);
                    return;
                case Calibrating calibrating when _bars.TryGetValue(calibrating.Member, out bar):
                    bar.Advance(
                        calibrating.Step,
                        (double)calibrating.Progress.Evaluations / calibrating.Progress.Total,
                        string.Create(CultureInfo.InvariantCulture, $"best {calibrating.Objective} {calibrating.Progress.BestScore:0.0000}"));
                    return;
                case Training training when _bars.TryGetValue(training.Member, out bar):
                    bar.Advance(training.Step, (double)training.Progress.Epoch / training.Progress.EpochCount, training.Line);
                    return;
                case StepDone step when _bars.TryGetValue(step.Member, out bar):
                    bar.Done(step.Step);
                    break;
                case StepFailed step when _bars.TryGetValue(step.Member, out bar):
                    bar.Failed(step.Step);
                    break;
                case MemberLeftOut left when _bars.TryGetValue(left.Member.Name, out bar):
                    bar.End();
                    break;
                default:
                    break;
            }

            bool isOfMany = happened is StepDone && bar is { Steps: > MostStepsTold };
            if (!isOfMany && happened is not (Training or Calibrating) && RunView.Line(happened) is { } line)
            {
                console.WriteLine(line);
            }
        }
    }

    private sealed class Bar(ProgressTask task, MemberBegun member)
    {
        private readonly Dictionary<string, double> _underWay = [];
        private int _done;
        private int _failed;

        public int Steps => member.Steps;

        public void Advance(string step, double share, string about)
        {
            _underWay[step] = share;
            Show(about);
        }

        public void Done(string step)
        {
            _underWay.Remove(step);
            _done++;
            Show(string.Empty);
        }

        public void Failed(string step)
        {
            _failed++;
            Done(step);
        }

        public void End()
        {
            task.Value = task.MaxValue;
            task.StopTask();
        }

        private void Show(string about)
        {
            task.Value = Math.Min(_done + _underWay.Values.Sum(), member.Steps);
            string failures = _failed > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_failed} failed") : string.Empty;
            string detail = about.Length > 0 && member.Steps <= MostStepsTold ? $", {about}" : string.Empty;
            task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{member.Member}: {_done}/{member.Steps}{failures}{detail}"));
        }
    }
}
