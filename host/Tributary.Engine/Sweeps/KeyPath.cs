using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A key of a workflow by its path. Items of lists are told by number (<c>models[0]</c>) or by their name or id (<c>models.gr4j</c>).</summary>
internal sealed partial class KeyPath
{
    private readonly List<(string? Name, int Index)> _steps = [];

    private KeyPath(string text) => Text = text;

    /// <summary>The path with numbers, as problems tell it: <c>models[0].settings.variant</c>.</summary>
    public string Text { get; private set; }

    /// <summary>The index in the list of members that the path goes through; null where it goes elsewhere.</summary>
    public int? Member => _steps.Count > 1 && _steps[0].Name == "models" ? _steps[1].Index : null;

    /// <summary>Finds a key, which need not be there yet.</summary>
    /// <exception cref="InputException">A list has no such item, or the path goes through what is no mapping.</exception>
    public static KeyPath Find(JsonObject root, string key)
    {
        var path = new KeyPath(string.Empty);
        JsonNode? at = root;
        foreach (string part in key.Split('.'))
        {
            Match match = Part().Match(part);
            if (!match.Success)
            {
                throw new InputException($"'{key}' is no path of a key, as models.gr4j.settings.variant or models[0].settings.variant is");
            }

            at = path.Step(at, match.Groups["name"].Value, isIndex: false);
            foreach (Capture index in match.Groups["index"].Captures)
            {
                at = path.Step(at, index.Value, isIndex: true);
            }
        }

        return path;
    }

    /// <summary>Whether a path of a problem is this key, or inside it, or what it is in.</summary>
    public bool Concerns(string problem) => IsWithin(problem, Text) || IsWithin(Text, problem);

    /// <summary>Whether one of two keys is in the other.</summary>
    public bool Overlaps(KeyPath other) => IsWithin(Text, other.Text) || IsWithin(other.Text, Text);

    /// <summary>Whether the key is one, or in it.</summary>
    public bool IsIn(string owner) => IsWithin(Text, owner);

    /// <summary>Gives the key a value, in mappings that are made where they are missing.</summary>
    public void Set(JsonObject root, JsonNode? value)
    {
        JsonNode owner = root;
        for (int i = 0; i < _steps.Count - 1; i++)
        {
            (string? name, int index) = _steps[i];
            owner = name is null ? owner[index]! : owner[name] ?? Added((JsonObject)owner, name);
        }

        if (_steps[^1].Name is { } last)
        {
            owner[last] = value?.DeepClone();
        }
        else
        {
            owner[_steps[^1].Index] = value?.DeepClone();
        }
    }

    private static JsonObject Added(JsonObject owner, string name)
    {
        var added = new JsonObject();
        owner[name] = added;
        return added;
    }

    private static bool IsWithin(string key, string owner) =>
        key == owner || (owner.Length > 0 && key.StartsWith(owner, StringComparison.Ordinal) && key[owner.Length] is '.' or '[');

    private JsonNode? Step(JsonNode? at, string part, bool isIndex)
    {
        switch (at)
        {
            case JsonArray list:
                string[] names = [.. list.Select(NameOf).OfType<string>()];
                int index = isIndex ? int.Parse(part, CultureInfo.InvariantCulture) : list.ToList().FindIndex(item => NameOf(item) == part);
                if (index < 0 || index >= list.Count)
                {
                    throw new InputException($"there is no '{part}' in {Text}{Nearest.Suggest(part, names)}");
                }

                _steps.Add((null, index));
                Text += $"[{index}]";
                return list[index];

            case null or JsonObject when !isIndex:
                _steps.Add((part, 0));
                Text = YamlSource.Join(Text, part);
                return (at as JsonObject)?[part];

            default:
                throw new InputException(isIndex ? $"{Text} is no list" : $"{Text} is a value and has no key '{part}'; give whole values for {Text}");
        }
    }

    private static string? NameOf(JsonNode? item) => item switch
    {
        JsonObject mapping => (mapping["name"] ?? mapping["id"])?.ToString(),
        JsonValue value => value.ToString(),
        _ => null,
    };

    [GeneratedRegex(@"^(?<name>[^\[\]]+)(\[(?<index>[0-9]{1,9})\])*$")]
    private static partial Regex Part();
}
