using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A step of a member that can be done anywhere: what goes in is named, what comes out is a finished step in the run's folder.</summary>
internal sealed record StepTask
{
    /// <summary>What it does, as <c>calibrate gr4j on L0123001</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of everything that goes in, by which the finished step is found. Whoever does the task computes it again, so that other inputs or plugins are noticed.</summary>
    public required string Hash { get; init; }

    /// <summary>File of the workflow among the run's tasks.</summary>
    public required string Workflow { get; init; }

    /// <summary>The member.</summary>
    public required string Member { get; init; }

    /// <summary>What is done.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The group of a calibration or a sensitivity, the seed of a training.</summary>
    public int Index { get; init; }

    /// <summary>Method of an explanation.</summary>
    public string? Method { get; init; }

    /// <summary>Parameter set of each group, of a simulation or explanation.</summary>
    public double[][]? Parameters { get; init; }

    /// <summary>Hash of the training that a simulation or explanation rests on.</summary>
    public string? Artefact { get; init; }

    /// <summary>Threads that it may use.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>What a task does.</summary>
internal enum StepKind
{
    Calibrate,
    Sensitivity,
    Train,
    Simulate,
    Explain,
}

/// <summary>How a task ended.</summary>
internal sealed record TaskOutcome
{
    /// <summary>The task's hash.</summary>
    public required string Hash { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it failed; null where its step is finished.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>What the plugin wants the user to know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Why a task failed, as it crosses from one process to another.</summary>
internal sealed record TaskFailure
{
    public required string Problem { get; init; }

    public string? Where { get; init; }

    public string? Remedy { get; init; }

    /// <summary>Whether the user's input is wrong.</summary>
    public bool IsInput { get; init; }

    /// <summary>Whether the disk is full or not writable.</summary>
    public bool IsDisk { get; init; }

    /// <summary>For the log: the stack, or the last lines that the process wrote.</summary>
    public string? Detail { get; init; }

    /// <summary>The failure of a task whose process ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="how">What ended it.</param>
    /// <param name="said">The last lines that it printed.</param>
    public static TaskFailure OfProcess(StepTask task, string how, string? said)
    {
        const string Error = "error: ";
        string? told = said?.Split('\n').LastOrDefault(line => line.StartsWith(Error, StringComparison.Ordinal));
        return new TaskFailure { Problem = told is null ? how : $"{how}: {told[Error.Length..]}", Where = task.Name, Detail = said };
    }

    public static TaskFailure Of(Exception error) => error switch
    {
        TributaryException known => new TaskFailure
        {
            Problem = known.Problem,
            Where = known.Where,
            Remedy = known.Remedy,
            IsInput = known is InputException,
            IsDisk = known is WorkException work && DiskFailure.Is(work),
            Detail = known.InnerException?.ToString(),
        },
        _ => new TaskFailure { Problem = $"something that Tributary did not foresee ({error.GetType().Name}: {error.Message})", Detail = error.ToString() },
    };

    /// <summary>The failure as the exception that it was.</summary>
    public TributaryException ToException()
    {
        Exception? cause = IsDisk ? new IOException(Problem.Contains("full", StringComparison.Ordinal) ? "No space left on device" : Problem)
            : Detail is { } detail ? new TaskException(detail) : null;
        return IsInput ? new InputException(Problem, Where, Remedy, cause) : new WorkException(Problem, Where, Remedy, cause);
    }

    private sealed class TaskException(string detail) : Exception(detail)
    {
        public override string ToString() => Message;
    }
}

/// <summary>A line from a worker process: how far a task is, or how it ended.</summary>
internal sealed record WorkerLine
{
    /// <summary>The inputs are read and the task begins; its time counts from here.</summary>
    public bool Begun { get; init; }

    public Calibrating? Calibrating { get; init; }

    public Training? Training { get; init; }

    public TaskOutcome? Outcome { get; init; }
}

/// <summary>A workflow as tasks name it: the file, and what it said (or would say, at a point of a sweep).</summary>
internal sealed record TaskWorkflow(string Path, System.Text.Json.Nodes.JsonObject Said);

/// <summary>Tasks and outcomes as JSON, a line each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StepTask))]
[JsonSerializable(typeof(StepTask[][]))]
[JsonSerializable(typeof(TaskOutcome))]
[JsonSerializable(typeof(WorkerLine))]
[JsonSerializable(typeof(TaskWorkflow))]
[JsonSerializable(typeof(SlurmJob))]
internal sealed partial class TaskJson : JsonSerializerContext;
