using System.Diagnostics;
using System.Text.Json;

namespace Tributary.Engine;

/// <summary>A worker process: this program in its hidden mode <c>work</c>, which reads a task a line and answers in lines. It ends itself when its input ends.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly ChildProcess _process;

    /// <summary>Starts a worker for a run.</summary>
    /// <param name="run">The run's folder.</param>
    public WorkerProcess(string run) => _process = new ChildProcess("work", run);

    /// <summary>Whether it can do another task.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Has it do a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the process.</param>
    public TaskOutcome Do(StepTask task, TaskLimits limits, IProgress<RunEvent> progress, CancellationToken cancellation)
    {
        var clock = new Stopwatch();
        TaskFailure? exceeded = null;
        using CancellationTokenRegistration registration = cancellation.Register(_process.Kill);
        using Timer? watch = !limits.Any ? null : new Timer(
            _ =>
            {
                if (exceeded is null && limits.Exceeded(_process.Id, clock) is { } failure)
                {
                    exceeded = failure;
                    _process.Kill();
                }
            },
            null,
            TaskLimits.Interval,
            TaskLimits.Interval);
        try
        {
            _process.Input.WriteLine(JsonSerializer.Serialize(task, TaskJson.Default.StepTask));
            _process.Input.Flush();
            while (_process.Output.ReadLine() is { } text)
            {
                WorkerLine line = JsonSerializer.Deserialize(text, TaskJson.Default.WorkerLine)!;
                if (line.Outcome is { } outcome)
                {
                    return outcome;
                }

                if (line.Begun)
                {
                    clock.Start();
                }
                else
                {
                    progress.Report((RunEvent?)line.Calibrating ?? line.Training!);
                }
            }
        }
        catch (IOException)
        {
            // It is gone, as an input that ends tells.
        }
        catch (JsonException)
        {
            // It was ended in the middle of a line.
        }

        IsAlive = false;
        string how = _process.WaitForEnd();
        cancellation.ThrowIfCancellationRequested();
        return new TaskOutcome
        {
            Hash = task.Hash,
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
            Failure = exceeded is { } limit
                ? limit with { Where = task.Name, Detail = _process.Said() }
                : TaskFailure.OfProcess(task, $"{how} ended its worker process", _process.Said()),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
