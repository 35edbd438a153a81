using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>What a run hands to other processes lies in its folder: the workflows that its tasks name, and on Slurm the jobs. Nothing else passes between them.</summary>
/// <param name="run">The run's folder.</param>
internal sealed class TaskFolder(string run)
{
    public const string Name = "tasks";

    /// <summary>The run's folder.</summary>
    public string Run { get; } = run;

    /// <summary>The folder.</summary>
    public string FullPath { get; } = Path.Combine(run, Name);

    /// <summary>Keeps a workflow for the processes that do its tasks.</summary>
    /// <returns>Its file's name.</returns>
    public string Keep(WorkflowPlan plan)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new TaskWorkflow(plan.Source.Path, (JsonObject)plan.Source.Root.DeepClone()), TaskJson.Default.TaskWorkflow);
        string name = $"workflow-{Convert.ToHexStringLower(SHA256.HashData(json))[..16]}.json";
        string path = Path.Combine(FullPath, name);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(FullPath);
            WriteWhole(path, json);
        }

        return name;
    }

    /// <summary>The plan of a workflow that was kept.</summary>
    public WorkflowPlan Read(string name)
    {
        TaskWorkflow kept = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(FullPath, name)), TaskJson.Default.TaskWorkflow)!;
        return WorkflowPlan.Read(kept.Path, kept.Said);
    }

    /// <summary>Writes a file that is there whole or not at all.</summary>
    public static void WriteWhole(string path, byte[] content)
    {
        string draft = $"{path}.{Environment.MachineName}-{Environment.ProcessId}.tmp";
        File.WriteAllBytes(draft, content);
        File.Move(draft, path, overwrite: true);
    }
}
