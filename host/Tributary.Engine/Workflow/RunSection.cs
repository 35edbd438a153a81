using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>How the workflow runs.</summary>
public sealed record RunSection
{
    [Description("where tasks run; local: threads of this process; processes: worker processes, so that a crash ends its own task only; slurm: job arrays on a cluster")]
    [AllowedValues("local", "processes", "slurm")]
    public string Engine { get; set; } = "local";

    [Description("threads, worker processes, or elements of a job array at work at once; left out, one a processor core (slurm: as many as it gives)")]
    [Range(1, 4096)]
    public int? Workers { get; set; }

    [Description("what one task may take, on engines processes and slurm")]
    public TaskSection Task { get; set; } = new();

    [Description("how tasks are handed to Slurm")]
    public SlurmSection Slurm { get; set; } = new();

    [Description("folder of the runs, relative to this file; left out, 'runs' in the current folder")]
    public string? Folder { get; set; }

    [Description("seed of everything random")]
    public int Seed { get; set; } = 1;

    [Description("true: a member that fails ends the run; false: it is reported with its reason and left out, while the others go on")]
    public bool Strict { get; set; }

    [Description("time steps of a simulation block; left out, the whole period. It changes memory, never results")]
    [Range(1, 1000000000)]
    public int? BlockLength { get; set; }
}

/// <summary>What one task (a calibration of a basin, a training, a simulation, an explanation) may take where it runs in a process of its own.</summary>
public sealed record TaskSection
{
    internal const string MemoryPattern = "^[0-9]+ ?(MB|GB)$";
    internal const string TimePattern = "^[0-9]+(s|min|h|d)$";

    [Description("memory of the process that it runs in, the workflow's inputs included: 500 MB, 2 GB; left out, no limit (slurm: the partition's)")]
    [RegularExpression(MemoryPattern)]
    public string? Memory { get; set; }

    [Description("time that it may take: 30s, 10min, 2h, 1d; left out, no limit (slurm: the partition's)")]
    [RegularExpression(TimePattern)]
    public string? Time { get; set; }

    [Description("threads of a task that learns, on every engine; left out, as many as run.workers. With another number the last digits of what is learned are others")]
    [Range(1, 4096)]
    public int? Threads { get; set; }

    /// <summary>The memory in bytes; null for no limit.</summary>
    internal long? MemoryBytes => BytesOf(Memory);

    /// <summary>The time; null for no limit.</summary>
    internal TimeSpan? Longest => SpanOf(Time);

    /// <summary>Memory in bytes; null where nothing is said.</summary>
    internal static long? BytesOf(string? said) => said is { } text ? NumberOf(text) * (text.EndsWith("GB", StringComparison.Ordinal) ? 1_000_000_000 : 1_000_000) : null;

    /// <summary>A span of time; null where nothing is said.</summary>
    internal static TimeSpan? SpanOf(string? said) => said is { } text
        ? TimeSpan.FromSeconds(NumberOf(text) * (text[^1] switch { 's' => 1, 'n' => 60, 'h' => 3600, _ => 86400 }))
        : null;

    private static long NumberOf(string text) => long.Parse(text.AsSpan(0, text.AsSpan().IndexOfAnyExceptInRange('0', '9')), System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How tasks are handed to Slurm.</summary>
public sealed record SlurmSection
{
    [Description("partition; left out, the cluster's default")]
    public string? Partition { get; set; }

    [Description("account that the tasks are charged to")]
    public string? Account { get; set; }

    [Description("further options of sbatch, as --qos=low")]
    [Schema("""{ "type": "array", "items": { "type": "string", "pattern": "^--" } }""")]
    public IReadOnlyList<string> Options { get; set; } = [];

    [Description("tasks that one element of a job array does one after another; more than 1 spares short tasks the start of a process and the reading of the inputs")]
    [Range(1, 100000)]
    public int Batch { get; set; } = 1;

    [Description("elements that wait or run in the queue at most; the others are handed in as these end")]
    [Range(1, 1000000)]
    public int Queue { get; set; } = 1000;

    [Description("times that a task is handed in again where its node failed or it was taken off")]
    [Range(0, 100)]
    public int Retries { get; set; } = 2;

    [Description("seconds between two looks at the queue")]
    [Range(1, 3600)]
    public int Watch { get; set; } = 5;
}
