using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What differed between two runs: in what went in, and in what came out.</summary>
/// <param name="Inputs">Differences of configuration, plugins, files, program and seeds.</param>
/// <param name="Scores">Differences of scores of whole periods.</param>
/// <param name="SameResults">Names of the results that have the very same bytes in both.</param>
/// <param name="OtherResults">Names of those that have not, or that only one of them has.</param>
public sealed record RunDifference(
    IReadOnlyList<DifferingInput> Inputs, IReadOnlyList<DifferingScore> Scores, IReadOnlyList<string> SameResults, IReadOnlyList<string> OtherResults)
{
    /// <summary>Compares two runs.</summary>
    /// <param name="first">Folder or name of one.</param>
    /// <param name="second">Folder or name of the other.</param>
    /// <exception cref="InputException">One of them is no run's folder, or has no results.</exception>
    public static RunDifference Of(string first, string second)
    {
        (string folderA, RunManifest a) = Complete(first);
        (string folderB, RunManifest b) = Complete(second);
        var inputs = new List<DifferingInput>();
        Compare(inputs, "configuration", a.Configuration, b.Configuration, string.Empty);
        Compare(inputs, "program", Only("tributary", a.Tributary), Only("tributary", b.Tributary));
        Compare(inputs, "library", a.Libraries, b.Libraries);
        Compare(inputs, "plugin", a.Plugins.ToDictionary(plugin => plugin.Id, Describe), b.Plugins.ToDictionary(plugin => plugin.Id, Describe));
        Compare(inputs, "file", ByName(a.Inputs), ByName(b.Inputs));
        Compare(inputs, "seed", Texts(a.Seeds), Texts(b.Seeds));
        Compare(inputs, "failed member", a.Failed, b.Failed);
        Dictionary<string, string> resultsA = a.Results.ToDictionary(file => file.Path, file => file.Sha256), resultsB = b.Results.ToDictionary(file => file.Path, file => file.Sha256);
        string[] names = [.. resultsA.Keys.Union(resultsB.Keys).Order(StringComparer.Ordinal)];
        ILookup<bool, string> same = names.ToLookup(name => resultsA.TryGetValue(name, out string? one) && resultsB.TryGetValue(name, out string? other) && one == other);
        return new RunDifference(inputs, ScoresOf(folderA, folderB), [.. same[true]], [.. same[false]]);
    }

    private static (string Folder, RunManifest Manifest) Complete(string run)
    {
        string folder = RunStatus.FolderOf(run);
        return (folder, RunStatus.ManifestOf(folder) ?? throw new InputException("has no results yet", folder, "Run its workflow to the end first."));
    }

    private static string Describe(PluginRecord plugin) => $"{plugin.Version} {string.Join(' ', plugin.Sha256.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key} {file.Value[..12]}"))}";

    private static Dictionary<string, string> ByName(IEnumerable<FileRecord> files) =>
        files.GroupBy(file => Path.GetFileName(file.Path)).ToDictionary(group => group.Key, group => string.Join(' ', group.Select(file => file.Sha256[..12])));

    private static Dictionary<string, string> Only(string name, string value) => new() { [name] = value };

    private static Dictionary<string, string> Texts(IReadOnlyDictionary<string, int> numbers) =>
        numbers.ToDictionary(entry => entry.Key, entry => entry.Value.ToString(CultureInfo.InvariantCulture));

    private static void Compare(List<DifferingInput> found, string kind, IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other)
    {
        foreach (string key in one.Keys.Union(other.Keys).Order(StringComparer.Ordinal))
        {
            string? first = one.GetValueOrDefault(key), second = other.GetValueOrDefault(key);
            if (first != second)
            {
                found.Add(new DifferingInput(kind, key, first, second));
            }
        }
    }

    /// <summary>Members of a list that have names are compared by them.</summary>
    private static void Compare(List<DifferingInput> found, string kind, JsonNode? one, JsonNode? other, string path)
    {
        if (JsonNode.DeepEquals(one, other))
        {
            return;
        }

        if (Entries(one) is { } first && Entries(other) is { } second)
        {
            foreach (string key in first.Keys.Union(second.Keys))
            {
                Compare(found, kind, first.GetValueOrDefault(key), second.GetValueOrDefault(key), path.Length == 0 ? key : $"{path}.{key}");
            }

            return;
        }

        found.Add(new DifferingInput(kind, path, one?.ToJsonString(), other?.ToJsonString()));
    }

    private static Dictionary<string, JsonNode?>? Entries(JsonNode? node) => node switch
    {
        JsonObject mapping => mapping.ToDictionary(entry => entry.Key, entry => entry.Value),
        JsonArray list when list.Count > 0 && list.All(item => NameOf(item) is not null) && list.Select(NameOf).Distinct().Count() == list.Count =>
            list.ToDictionary(item => NameOf(item)!, item => item),
        _ => null,
    };

    private static string? NameOf(JsonNode? item) => item is JsonObject mapping ? ((mapping["name"] ?? mapping["id"]) as JsonValue)?.ToString() : null;

    private static List<DifferingScore> ScoresOf(string one, string other)
    {
        Dictionary<(string, string, string, string), double> first = ScoresIn(one), second = ScoresIn(other);
        var found = new List<DifferingScore>();
        foreach ((string gauge, string member, string period, string score) in first.Keys.Union(second.Keys))
        {
            double a = first.GetValueOrDefault((gauge, member, period, score), double.NaN), b = second.GetValueOrDefault((gauge, member, period, score), double.NaN);
            if (!a.Equals(b))
            {
                found.Add(new DifferingScore(gauge, member, period, score, a, b));
            }
        }

        return found;
    }

    private static Dictionary<(string Gauge, string Member, string Period, string Score), double> ScoresIn(string folder)
    {
        var scores = new Dictionary<(string, string, string, string), double>();
        string path = Path.Combine(folder, "metrics.json");
        if (!File.Exists(path))
        {
            return scores;
        }

        using var metrics = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (JsonProperty gauge in metrics.RootElement.GetProperty("gauges").EnumerateObject())
        {
            foreach (JsonProperty member in gauge.Value.GetProperty("members").EnumerateObject())
            {
                foreach (JsonProperty period in member.Value.EnumerateObject().Where(period => !period.Name.Contains(' ', StringComparison.Ordinal)))
                {
                    foreach (JsonProperty score in period.Value.EnumerateObject().Where(score => score.Value.ValueKind == JsonValueKind.Number && score.Name != "count"))
                    {
                        scores[(gauge.Name, member.Name, period.Name, score.Name)] = score.Value.GetDouble();
                    }
                }
            }
        }

        return scores;
    }
}

/// <summary>Something that went into two runs and was not the same.</summary>
/// <param name="Kind">What it is, as <c>configuration</c>, <c>plugin</c> or <c>file</c>.</param>
/// <param name="Name">Which one; of the configuration its path.</param>
/// <param name="First">In the first run; null where it is not there.</param>
/// <param name="Second">In the second.</param>
public sealed record DifferingInput(string Kind, string Name, string? First, string? Second);

/// <summary>A score that two runs do not share.</summary>
/// <param name="Gauge">The gauge.</param>
/// <param name="Member">The member or combination.</param>
/// <param name="Period">The period.</param>
/// <param name="Score">The score.</param>
/// <param name="First">In the first run; NaN where it is not there.</param>
/// <param name="Second">In the second.</param>
public sealed record DifferingScore(string Gauge, string Member, string Period, string Score, double First, double Second);
