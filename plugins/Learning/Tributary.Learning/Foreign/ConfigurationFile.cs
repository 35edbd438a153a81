using System.Globalization;
using Tributary.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tributary.Learning;

/// <summary>Another program's configuration in YAML. It remembers which keys were asked for, so that nothing is passed over in silence.</summary>
internal sealed class ConfigurationFile
{
    private readonly OrderedDictionary<string, YamlNode> _values = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly string _remedy;

    private ConfigurationFile(string path, string remedy)
    {
        Path = path;
        _remedy = remedy;
    }

    public string Path { get; }

    /// <summary>Keys with a value that nobody asked for, in the file's order.</summary>
    public IEnumerable<string> Unread => _values.Keys.Where(key => !_read.Contains(key));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What to give instead where it is no such configuration.</param>
    /// <param name="separator">Joins the keys of mappings within mappings, so that each is a key of its own; null leaves them as they are.</param>
    /// <exception cref="InputException">It is missing, no YAML or no mapping.</exception>
    public static ConfigurationFile Read(string path, string remedy, string? separator = null)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(path);
            stream.Load(reader);
        }
        catch (YamlException notYaml)
        {
            throw new InputException($"it is no YAML: {notYaml.Message}", $"{path}:{notYaml.Start.Line}", remedy, notYaml);
        }
        catch (InvalidOperationException notYaml)
        {
            // YamlDotNet's scanner gives up in this way on some unclosed brackets.
            throw new InputException("it is no YAML: a bracket or a quotation is not closed", path, remedy, notYaml);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("there is no such file", path, remedy, missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"it cannot be read: {unreadable.Message}", path, remedy, unreadable);
        }

        var file = new ConfigurationFile(path, remedy);
        file.Add(stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root
            ? root
            : throw new InputException("it holds no keys and values", path, remedy), string.Empty, separator);
        return file;
    }

    /// <summary>Whether a key has a value.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>The keys that begin with a text.</summary>
    public IEnumerable<string> Beginning(string prefix) => _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>File and line of a key.</summary>
    public string PlaceOf(string key) => _values.TryGetValue(key, out YamlNode? node) ? $"{Path}:{node.Start.Line}" : Path;

    /// <summary>A key's value as it stands; null where there is none.</summary>
    public YamlNode? Node(string key)
    {
        _read.Add(key);
        return _values.GetValueOrDefault(key);
    }

    /// <summary>Marks a key as read.</summary>
    public void Pass(string key) => _read.Add(key);

    /// <summary>A value in a line, for people.</summary>
    public string Shown(string key) => Show(_values[key]);

    /// <summary>A text; null where there is none.</summary>
    public string? Text(string key) => Node(key) switch
    {
        null => null,
        YamlScalarNode { Value: { } text } => text,
        _ => throw Wrong(key, "a single value"),
    };

    /// <summary>A text that must be there.</summary>
    public string DemandedText(string key) => Text(key) ?? throw Missing(key);

    /// <summary>A whole number; null where there is none.</summary>
    public int? Integer(string key) => Text(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : throw Wrong(key, "a whole number");

    /// <summary>A whole number above 0 that must be there.</summary>
    public int Count(string key) => Integer(key) is not { } number ? throw Missing(key) : number > 0 ? number : throw Wrong(key, "a whole number above 0");

    /// <summary>A number; null where there is none.</summary>
    public double? Number(string key) => Text(key) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : throw Wrong(key, "a number");

    /// <summary>A truth value; null where there is none.</summary>
    public bool? Truth(string key) => Text(key) is not { } text ? null : string.Concat(text.Select(char.ToLowerInvariant)) switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => throw Wrong(key, "true or false"),
    };

    /// <summary>Texts; a single one counts as a list of one; empty where there is none.</summary>
    public IReadOnlyList<string> List(string key) => Node(key) is { } node ? List(key, node) : [];

    /// <summary>Texts of a part of a key's value.</summary>
    public IReadOnlyList<string> List(string key, YamlNode node) => node switch
    {
        _ when IsNothing(node) => [],
        YamlScalarNode { Value: { } text } => [text],
        YamlSequenceNode list when list.All(item => item is YamlScalarNode { Value: not null }) => [.. list.Select(item => ((YamlScalarNode)item).Value!)],
        _ => throw Wrong(key, "a list of names"),
    };

    /// <summary>The error of a key that must be there.</summary>
    public InputException Missing(string key) => new($"there is no {key}", Path, _remedy);

    /// <summary>The error of a value that is not what it should be.</summary>
    public InputException Wrong(string key, string expected) => new($"{key} is {Show(_values[key])}, not {expected}", PlaceOf(key), _remedy);

    internal static bool IsNothing(YamlNode node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" } => true,
        YamlSequenceNode list => list.Children.Count == 0,
        YamlMappingNode mapping => mapping.Children.Count == 0,
        _ => false,
    };

    internal static string Show(YamlNode node) => node switch
    {
        YamlScalarNode scalar => scalar.Value ?? string.Empty,
        YamlSequenceNode list => $"[{string.Join(", ", list.Select(Show))}]",
        YamlMappingNode mapping => $"{{ {string.Join(", ", mapping.Select(pair => $"{Show(pair.Key)}: {Show(pair.Value)}"))} }}",
        _ => node.ToString(),
    };

    private void Add(YamlMappingNode mapping, string prefix, string? separator)
    {
        foreach ((YamlNode key, YamlNode value) in mapping)
        {
            string name = prefix + Show(key);
            if (separator is not null && value is YamlMappingNode within)
            {
                Add(within, name + separator, separator);
            }
            else if (!IsNothing(value))
            {
                _values[name] = value;
            }
        }
    }
}
