using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// The finished steps of a run, one folder each, named by the hash of what went in. A step is written under a temporary name and renamed; it counts only while
/// its files have the content that they were written with, so that neither a kill nor a torn disk can pass for a result.
/// </summary>
/// <param name="folder">The folder of all steps.</param>
internal sealed class StepStore(string folder)
{
    /// <summary>The file that makes a step whole.</summary>
    public const string Seal = "step.json";

    private const string Unfinished = ".unfinished";

    private readonly ConcurrentDictionary<string, Lock> _gates = [];

    /// <summary>How the names of its drafts end: those of another process that may still be at work are not to be cleared away with one's own.</summary>
    public string DraftKind { get; init; } = "tmp";

    /// <summary>Held while a step is looked for and done, so that two that need the same one do it once.</summary>
    public Lock GateOf(string hash) => _gates.GetOrAdd(hash, static _ => new Lock());

    /// <summary>The folder of a finished step; null where it is not there or not whole.</summary>
    public string? Find(string hash)
    {
        string step = Path.Combine(folder, hash);
        return IsWhole(step) ? step : null;
    }

    /// <summary>Keeps what a step writes.</summary>
    /// <param name="hash">Hash of what went in.</param>
    /// <param name="write">Writes the step's files into the folder that it is given.</param>
    /// <returns>The finished step's folder.</returns>
    /// <exception cref="WorkException">The disk is full or not writable.</exception>
    public string Keep(string hash, Action<string> write) => Keep(hash, Path.Combine(folder, $".{hash}.{Environment.MachineName}-{Environment.ProcessId}.{DraftKind}"), write);

    /// <summary>The same for long work that goes on where an interrupted one stopped: what it wrote so far is handed to it again.</summary>
    /// <inheritdoc cref="Keep(string, Action{string})"/>
    public string Continue(string hash, Action<string> write) => Keep(hash, Path.Combine(folder, $".{hash}{Unfinished}"), write);

    private string Keep(string hash, string draft, Action<string> write)
    {
        string step = Path.Combine(folder, hash);
        try
        {
            Directory.CreateDirectory(draft);
            write(draft);
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (string file in Directory.EnumerateFiles(draft, "*", SearchOption.AllDirectories))
            {
                files[Path.GetRelativePath(draft, file)] = FileHash.Of(file);
            }

            File.WriteAllBytes(Path.Combine(draft, Seal), JsonSerializer.SerializeToUtf8Bytes(files, RunJson.Default.SortedDictionaryStringString));
            if (Directory.Exists(step))
            {
                Directory.Delete(step, recursive: true);
            }

            Directory.Move(draft, step);
            return step;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(step, error);
        }
        finally
        {
            if (Directory.Exists(draft) && !draft.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    /// <summary>Deletes what killed runs left behind, except what can be gone on with.</summary>
    /// <param name="kind">How the drafts' names end.</param>
    public void RemoveDrafts(string kind = "tmp")
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string draft in Directory.EnumerateDirectories(folder, $".*.{kind}"))
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>Whether a folder is of a long step that can be gone on with.</summary>
    public static bool IsUnfinished(string step) => step.EndsWith(Unfinished, StringComparison.Ordinal);

    /// <summary>What a step takes on the disk.</summary>
    public static long BytesOf(string step) => new DirectoryInfo(step).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static bool IsWhole(string step)
    {
        string seal = Path.Combine(step, Seal);
        if (!File.Exists(seal))
        {
            return false;
        }

        try
        {
            SortedDictionary<string, string>? files = JsonSerializer.Deserialize(File.ReadAllBytes(seal), RunJson.Default.SortedDictionaryStringString);
            return files is { Count: > 0 } && files.All(file => File.Exists(Path.Combine(step, file.Key)) && FileHash.Of(Path.Combine(step, file.Key)) == file.Value);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>SHA-256 of files.</summary>
internal static class FileHash
{
    /// <summary>64 hexadecimal digits.</summary>
    public static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
