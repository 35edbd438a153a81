using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Where a run stands, as its folder tells it.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="State">Whether it is at work, complete or was stopped.</param>
/// <param name="FinishedSteps">Number of finished steps that are kept.</param>
/// <param name="UnfinishedSteps">Number of long steps that can be gone on with.</param>
/// <param name="StepBytes">What the steps take on the disk.</param>
/// <param name="Manifest">What ran; null while there are no results.</param>
/// <param name="LastLines">The end of the run's log.</param>
public sealed record RunStatus(
    string Folder, RunState State, int FinishedSteps, int UnfinishedSteps, long StepBytes, RunManifest? Manifest, IReadOnlyList<string> LastLines)
{
    private const int Lines = 5;

    /// <summary>Looks at a run's folder; changes nothing in it.</summary>
    /// <param name="run">The folder, or the name of one under 'runs' in the current folder.</param>
    /// <exception cref="InputException">It is no run's folder.</exception>
    public static RunStatus Of(string run)
    {
        string folder = FolderOf(run);
        string steps = Path.Combine(folder, RunFolder.StepsName);
        string[] all = Directory.Exists(steps) ? Directory.GetDirectories(steps) : [];
        RunManifest? manifest = ManifestOf(folder);
        RunState state = RunFolder.IsHeld(folder) ? RunState.AtWork : manifest is null ? RunState.Stopped : RunState.Complete;
        string log = Path.Combine(folder, "run.log");
        return new RunStatus(
            folder,
            state,
            all.Count(step => File.Exists(Path.Combine(step, StepStore.Seal))),
            all.Count(StepStore.IsUnfinished),
            all.Sum(StepStore.BytesOf),
            manifest,
            File.Exists(log) ? [.. ReadShared(log).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(Lines)] : []);
    }

    /// <summary>The folder that a user means.</summary>
    /// <exception cref="InputException">It is no run's folder.</exception>
    internal static string FolderOf(string run)
    {
        foreach (string folder in (ReadOnlySpan<string>)[Path.GetFullPath(run), Path.GetFullPath(Path.Combine("runs", run))])
        {
            if (File.Exists(Path.Combine(folder, RunFolder.ManifestName)) || File.Exists(Path.Combine(folder, "run.log")))
            {
                return folder;
            }
        }

        throw new InputException("is no run's folder", Path.GetFullPath(run), "Name the folder that 'tributary run' told, or the name of one under 'runs'.");
    }

    /// <summary>What ran; null where there are no results.</summary>
    /// <exception cref="InputException">The manifest is damaged.</exception>
    internal static RunManifest? ManifestOf(string folder)
    {
        string path = Path.Combine(folder, RunFolder.ManifestName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RunJson.Default.RunManifest);
        }
        catch (JsonException error)
        {
            throw new InputException($"is no manifest of this version of Tributary ({error.Message})", path, "Run the workflow again; finished steps are kept.", error);
        }
    }

    private static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>What a run is at.</summary>
public enum RunState
{
    /// <summary>A process is at work in its folder.</summary>
    AtWork,

    /// <summary>It ended with results.</summary>
    Complete,

    /// <summary>It was stopped or failed before there were results; the same command goes on from there.</summary>
    Stopped,
}
