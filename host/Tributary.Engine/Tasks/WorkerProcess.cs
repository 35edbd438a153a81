using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tributary.Engine;

/// <summary>A worker process: this program in its hidden mode <c>work</c>, which reads a task a line and answers in lines. It ends itself when its input ends.</summary>
internal sealed class WorkerProcess : IDisposable
{
<<<<<<< HEAD
    private readonly ChildProcess _process;
=======
    private const int LastLines = 30;
    private const int FirstSignal = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [4] = "an illegal instruction (SIGILL)",
        [6] = "an abort (SIGABRT)",
        [7] = "a bus error (SIGBUS)",
        [8] = "an arithmetic error (SIGFPE)",
        [9] = "a kill from outside (SIGKILL; the system may have run out of memory)",
        [11] = "a segmentation fault (SIGSEGV)",
        [15] = "a request to terminate from outside (SIGTERM)",
    };

    private readonly Process _process;
    private readonly Queue<string> _said = new();
>>>>>>> wt-k3

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
<<<<<<< HEAD
                ? limit with { Where = task.Name, Detail = _process.Said() }
                : TaskFailure.OfProcess(task, $"{how} ended its worker process", _process.Said()),
=======
                ? limit with { Where = task.Name, Detail = Said() }
                : TaskFailure.OfProcess(task, $"{HowEnded(_process.ExitCode)} ended its worker process", Said()),
>>>>>>> wt-k3
        };
    }

    /// <summary>What ended a process, from its exit status.</summary>
    public static string HowEnded(int status) => status > FirstSignal && Signals.TryGetValue(status - FirstSignal, out string? signal)
        ? signal
        : string.Create(CultureInfo.InvariantCulture, $"exit status {status}");

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
