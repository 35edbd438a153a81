using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tributary.Engine;

/// <summary>A job array in the run's folder: a folder with its tasks by element, its script, what the elements print, and this record.</summary>
internal sealed record SlurmJob
{
    public const string TasksName = "tasks.json";

    /// <summary>Exit status of a script that does not see the run's folder.</summary>
    public const int Blind = 97;

    private const string RecordName = "job.json";
    private const string ScriptName = "job.sh";

    /// <summary>Number that Slurm gave it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, by which it is told from another cluster's job of the same number.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder's name among the run's tasks.</summary>
    public required string Folder { get; init; }

    /// <summary>Writes the tasks and the script and hands them in.</summary>
    public static SlurmJob Submit(TaskFolder tasks, WorkflowPlan plan, StepTask[][] elements)
    {
        string token = Guid.NewGuid().ToString("N")[..8];
        string folder = Path.Combine(tasks.FullPath, $"job-{token}");
        Directory.CreateDirectory(folder);
        TaskFolder.WriteWhole(Path.Combine(folder, TasksName), JsonSerializer.SerializeToUtf8Bytes(elements, TaskJson.Default.StepTaskArrayArray));
        string name = $"tributary-{plan.Workflow.Name}-{token}";
        string script = Path.Combine(folder, ScriptName);
        File.WriteAllText(script, Script(plan, tasks.Run, folder, name, elements.Length, elements[0][0].Threads));
        var job = new SlurmJob { Id = SlurmCommands.Submit(script), Name = name, Folder = Path.GetFileName(folder) };
        TaskFolder.WriteWhole(Path.Combine(folder, RecordName), JsonSerializer.SerializeToUtf8Bytes(job, TaskJson.Default.SlurmJob));
        return job;
    }

    /// <summary>Jobs that an earlier run of the folder handed in.</summary>
    public static IEnumerable<SlurmJob> Earlier(TaskFolder tasks) =>
        from folder in Directory.Exists(tasks.FullPath) ? Directory.EnumerateDirectories(tasks.FullPath, "job-*") : []
        let record = Path.Combine(folder, RecordName)
        where File.Exists(record)
        select JsonSerializer.Deserialize(File.ReadAllBytes(record), TaskJson.Default.SlurmJob)!;

    /// <summary>The tasks by element.</summary>
    public StepTask[][] Elements(TaskFolder tasks) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(tasks.FullPath, Folder, TasksName)), TaskJson.Default.StepTaskArrayArray)!;

    /// <summary>The end of what an element printed.</summary>
    public string? Said(TaskFolder tasks, int element)
    {
        const int LastLines = 30;
        string log = Path.Combine(tasks.FullPath, Folder, string.Create(CultureInfo.InvariantCulture, $"{element}.log"));
        return File.Exists(log) ? string.Join('\n', File.ReadAllLines(log).TakeLast(LastLines)) : null;
    }

    /// <summary>The script that is handed to sbatch.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="folder">The job's folder.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="elements">Number of elements.</param>
    /// <param name="threads">Threads of each.</param>
    public static string Script(WorkflowPlan plan, string run, string folder, string name, int elements, int threads)
    {
        RunSection section = plan.Workflow.Run;
        var text = new StringBuilder("#!/bin/sh\n");
        void Add(FormattableString option) => text.Append("#SBATCH --").Append(option.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Add($"job-name={name}");
        string atOnce = section.Workers is { } workers ? string.Create(CultureInfo.InvariantCulture, $"%{workers}") : string.Empty;
        Add($"array=0-{elements - 1}{atOnce}");
        Add($"cpus-per-task={threads}");
        if (section.Task.MemoryBytes is { } memory)
        {
            Add($"mem={(memory + 1_048_575) / 1_048_576}M");
        }

        if (section.Task.Longest is { } time)
        {
            // The process itself keeps to the time of a task; this is for what it does around it.
            Add($"time={(int)Math.Ceiling((time * section.Slurm.Batch).TotalMinutes) + 1}");
        }

        if (section.Slurm.Partition is { } partition)
        {
            Add($"partition={partition}");
        }

        if (section.Slurm.Account is { } account)
        {
            Add($"account={account}");
        }

        // Tributary hands in again what a node lost; what is printed goes to a file that only a node that sees the folder can write.
        Add($"no-requeue");
        Add($"output=/dev/null");
        foreach (string option in section.Slurm.Options)
        {
            text.Append("#SBATCH ").Append(option).Append('\n');
        }

        string program = string.Join(' ', [Quote(TaskProgram.Path), .. TaskProgram.Arguments.Select(Quote)]);
        text.Append(CultureInfo.InvariantCulture, $"[ -f {Quote(Path.Combine(folder, TasksName))} ] || exit {Blind}\n");
        text.Append(CultureInfo.InvariantCulture, $"cd {Quote(Environment.CurrentDirectory)} || exit {Blind}\n");
        // What plugins do with as many threads as there are cores is the same as on this machine only with as many as there are here.
        text.Append(CultureInfo.InvariantCulture, $"export DOTNET_PROCESSOR_COUNT={Environment.ProcessorCount:X}\n");
        text.Append(CultureInfo.InvariantCulture, $"exec {program} work {Quote(run)} --job {Quote(Path.Combine(folder, TasksName))} --element \"$SLURM_ARRAY_TASK_ID\" >{Quote(folder)}/\"$SLURM_ARRAY_TASK_ID\".log 2>&1\n");
        return text.ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
