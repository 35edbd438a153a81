using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Frees what a run's folder keeps beside its results.</summary>
/// <param name="Folders">The steps that go, each by its folder.</param>
/// <param name="Bytes">What they take on the disk.</param>
public sealed record RunCleaning(IReadOnlyList<string> Folders, long Bytes)
{
    /// <summary>Deletes steps: those that the last results do not rest on, or all of them.</summary>
    /// <param name="run">Folder or name of the run.</param>
    /// <param name="all">All steps; the results stay, but another run begins anew.</param>
    /// <param name="isTrial">Only tell what would go.</param>
    /// <exception cref="InputException">It is no run's folder, or has no results that tell which steps are needed.</exception>
    /// <exception cref="WorkException">A run is at work in it.</exception>
    public static RunCleaning Of(string run, bool all, bool isTrial)
    {
        string path = RunStatus.FolderOf(run);
        RunManifest? manifest = RunStatus.ManifestOf(path);
        if (manifest is null && !all)
        {
            throw new InputException("has no results, and its steps are what the next run goes on from", path, "Run it to the end first, or delete all steps with --all.");
        }

        using RunFolder folder = RunFolder.Open(path);
        HashSet<string> needed = all ? [] : [.. manifest!.Steps.Select(step => step.Hash), .. manifest.Sweep?.Steps ?? []];
        string steps = Path.Combine(path, RunFolder.StepsName);
        string[] unused = Directory.Exists(steps) ? [.. Directory.GetDirectories(steps).Where(step => !needed.Contains(Path.GetFileName(step))).Order(StringComparer.Ordinal)] : [];
        long bytes = unused.Sum(StepStore.BytesOf);
        foreach (string step in unused.Where(_ => !isTrial))
        {
            try
            {
                Directory.Delete(step, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new WorkException($"cannot be deleted ({error.Message})", step, cause: error);
            }
        }

        return new RunCleaning(unused, bytes);
    }
}
