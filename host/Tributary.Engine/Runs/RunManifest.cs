using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tributary.Engine;

/// <summary>What ran: everything that is needed to run it again and to compare two runs. Written last; a run's folder without it is not complete.</summary>
public sealed record RunManifest
{
    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Tributary { get; init; }

    /// <summary>Version of the contracts between host and plugins.</summary>
    public required string Contracts { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>When it finished, UTC.</summary>
    public required DateTime Finished { get; init; }

    /// <summary>The machine.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Versions of native libraries, by name.</summary>
    public required IReadOnlyDictionary<string, string> Libraries { get; init; }

    /// <summary>The workflow file.</summary>
    public required FileRecord Workflow { get; init; }

    /// <summary>What it said, with environment variables filled in; of a sweep, with the best point's values.</summary>
    public required JsonObject Configuration { get; init; }

    /// <summary>Every plugin whose code was loaded.</summary>
    public required IReadOnlyList<PluginRecord> Plugins { get; init; }

    /// <summary>Every file that was read.</summary>
    public required IReadOnlyList<FileRecord> Inputs { get; init; }

    /// <summary>The seed of each member's first calibration start.</summary>
    public required IReadOnlyDictionary<string, int> Seeds { get; init; }

    /// <summary>The member or combination whose hydrograph is written, by gauge.</summary>
    public required IReadOnlyDictionary<string, string> Chosen { get; init; }

    /// <summary>Members that failed and were left out, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> Failed { get; init; }

    /// <summary>The point of a sweep whose results these are; null where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SweepRecord? Sweep { get; init; }

    /// <summary>The steps, with their hashes.</summary>
    public required IReadOnlyList<StepRecord> Steps { get; init; }

    /// <summary>What the user should know of the data.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The results, with their hashes.</summary>
    public required IReadOnlyList<FileRecord> Results { get; init; }
}

/// <summary>A file and its content's hash.</summary>
/// <param name="Path">Its path; of a result, relative to the run's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256.</param>
public sealed record FileRecord(string Path, long Bytes, string Sha256)
{
    /// <summary>Of a file on disk.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="shownAs">The path to record; null for its own.</param>
    public static FileRecord Of(string path, string? shownAs = null) => new(shownAs ?? path, new FileInfo(path).Length, FileHash.Of(path));
}

/// <summary>A plugin whose code was loaded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Sha256">SHA-256 of every assembly and native library that was loaded, by file name.</param>
public sealed record PluginRecord(string Id, string Version, string Folder, IReadOnlyDictionary<string, string> Sha256);

/// <summary>The best point of a sweep.</summary>
/// <param name="Said">What the workflow said of the sweep.</param>
/// <param name="Best">The point's number.</param>
/// <param name="Points">How many points there were.</param>
public sealed record SweepRecord(JsonNode? Said, int Best, int Points)
{
    /// <summary>Hashes of the steps of all points, on which the choice of the best rests.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}

/// <summary>A step of the run.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Hash">Hash of everything that went in.</param>
/// <param name="Reused">Whether an earlier run had done it.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record StepRecord(string Name, string Hash, bool Reused, double Seconds);

/// <summary>Writes manifests, step seals and results as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
[JsonSerializable(typeof(StoredCalibration))]
[JsonSerializable(typeof(StoredSimulation))]
[JsonSerializable(typeof(StoredPoint))]
[JsonSerializable(typeof(StoredCombination))]
[JsonSerializable(typeof(StoredExplanation))]
[JsonSerializable(typeof(MemberSensitivity))]
[JsonSerializable(typeof(Tributary.Contracts.TrainingSummary))]
internal sealed partial class RunJson : JsonSerializerContext;
