using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// A run's folder, held by one run at a time. Results are drafted aside and take their final names together, the manifest last: a folder
/// with a manifest is complete.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public const string ManifestName = "manifest.json";
    public const string StepsName = "steps";

    /// <summary>Folder of what members leave behind, each in a folder of its name.</summary>
    public const string ModelsName = "models";

    private static readonly string[] OwnFiles = ["results.nc", ExplanationFile.Name, "metrics.json", "metrics.csv", "report.html", "weights.csv", "decision.json", "comparison.csv", "gains.csv", "sweep.csv", "sweep.json", .. StudyFiles.Names];

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream held)
    {
        FullPath = path;
        _lock = held;
        Steps = new StepStore(Path.Combine(path, StepsName));
        Draft = Path.Combine(path, ".draft");
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Finished steps.</summary>
    public StepStore Steps { get; }

    /// <summary>Where results are written before they take their final names.</summary>
    public string Draft { get; }

    /// <summary>The manifest of a finished run.</summary>
    /// <exception cref="InputException">The folder holds no finished run.</exception>
    public static RunManifest ReadManifest(string run)
    {
        string path = Path.Combine(run, ManifestName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RunJson.Default.RunManifest) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new InputException($"it is no manifest of a run: {error.Message}", path, "Run the workflow again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the folder holds no finished run", run, "Give the folder that 'tributary run' names at its end, as runs/NAME.", error);
        }
    }

    /// <summary>Opens a run's folder for one run alone, and clears away what a killed run left half-written.</summary>
    /// <exception cref="WorkException">Another run is at work in it, or it cannot be written to.</exception>
    public static RunFolder Open(string path)
    {
        FileStream held;
        try
        {
            Directory.CreateDirectory(path);
            held = new FileStream(Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(Path.Combine(path, ".lock")) && !DiskFailure.IsFull(error))
        {
            throw new WorkException("another run is at work in this folder", path, "Wait for it, or give this workflow another name. If no run is at work (a file server may hold the lock of a machine that is gone), delete the folder's file .lock.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(path, error);
        }

        var folder = new RunFolder(path, held);
        folder.RemoveDrafts();
        return folder;
    }

    /// <summary>Whether a run is at work in a folder.</summary>
    public static bool IsHeld(string path)
    {
        string held = Path.Combine(path, ".lock");
        if (!File.Exists(held))
        {
            return false;
        }

        try
        {
            using var probe = new FileStream(held, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Gives the drafted results their final names.</summary>
    /// <exception cref="WorkException">The disk fails.</exception>
    public void Publish()
    {
        try
        {
            File.Delete(Path.Combine(FullPath, ManifestName));
            List<string> drafted = [.. Directory.EnumerateFiles(Draft, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Draft, file))];
            RemoveStale(drafted);
            foreach (string name in drafted.OrderBy(name => name == ManifestName).ThenBy(name => name, StringComparer.Ordinal))
            {
                string target = Path.Combine(FullPath, name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(Path.Combine(Draft, name), target, overwrite: true);
            }

            Directory.Delete(Draft, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(FullPath, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            RemoveDrafts();
        }
        catch (IOException)
        {
            // The next run of this folder clears it away; the failure that led here is the one to tell.
        }

        _lock.Dispose();
    }

    private void RemoveDrafts()
    {
        if (Directory.Exists(Draft))
        {
            Directory.Delete(Draft, recursive: true);
        }

        Steps.RemoveDrafts();
    }

    /// <summary>Results of an earlier configuration that this one no longer has.</summary>
    private void RemoveStale(List<string> drafted)
    {
        IEnumerable<string> earlier = Directory.EnumerateFiles(FullPath, "hydrograph_*.csv").Concat(OwnFiles.Select(name => Path.Combine(FullPath, name)));
        string models = Path.Combine(FullPath, ModelsName);
        if (Directory.Exists(models))
        {
            earlier = earlier.Concat(Directory.EnumerateFiles(models, "*", SearchOption.AllDirectories));
        }

        foreach (string file in earlier.ToList())
        {
            if (!drafted.Contains(Path.GetRelativePath(FullPath, file)))
            {
                File.Delete(file);
            }
        }

        foreach (string member in Directory.Exists(models) ? Directory.GetDirectories(models) : [])
        {
            if (!Directory.EnumerateFileSystemEntries(member).Any())
            {
                Directory.Delete(member);
            }
        }
    }
}

/// <summary>Says what a failing disk means.</summary>
internal static class DiskFailure
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const string Unwritable = "cannot be written";

    public static bool IsFull(Exception error) => (error.HResult & 0xFFFF) is NoSpaceLeft or QuotaExceeded || error.Message.Contains("No space left", StringComparison.Ordinal);

    /// <summary>Whether an error is of the disk that results are written to.</summary>
    public static bool Is(WorkException error) => error.InnerException is { } cause
        && (IsFull(cause) || (cause is IOException or UnauthorizedAccessException && error.Problem.StartsWith(Unwritable, StringComparison.Ordinal)));

    public static WorkException Explain(string path, Exception error) => IsFull(error)
        ? new WorkException("cannot be written: the disk is full", path, "Free some space and run again; finished steps are kept.", error)
        : new WorkException($"{Unwritable} ({error.Message})", path, "Check the folder's permissions, or set run.folder to another one.", error);
}
