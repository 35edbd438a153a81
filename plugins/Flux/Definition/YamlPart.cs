using System.Globalization;
using Tributary.Contracts;
using Tributary.Plugins.Flux.Language;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tributary.Plugins.Flux.Definition;

/// <summary>A mapping of a model file: its keys, each with its place.</summary>
internal sealed class YamlPart
{
    private readonly string _file;
    private readonly YamlMappingNode _mapping;

    private YamlPart(string file, string name, YamlMappingNode mapping)
    {
        _file = file;
        Name = name;
        _mapping = mapping;
    }

    /// <summary>What the mapping is, as <c>flux percolation</c>; empty for the whole file.</summary>
    public string Name { get; }

    /// <summary>Where it begins.</summary>
    public SourceMark At => MarkOf(_mapping);

    /// <summary>Its keys, in order.</summary>
    public IEnumerable<string> Keys => _mapping.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? "");

    /// <summary>Reads a file.</summary>
    /// <param name="shown">The file's name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="InputException">It is no YAML mapping.</exception>
    public static YamlPart Read(string shown, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new InputException($"this is no valid YAML: {error.InnerException?.Message ?? error.Message}", new SourceMark(shown, (int)error.Start.Line, (int)error.Start.Column).ToString(), cause: error);
        }
        catch (InvalidOperationException error)
        {
            throw new InputException("this is no valid YAML: the file ends inside a list or mapping that is not closed", shown, cause: error);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..]
            ? new YamlPart(shown, "", root)
            : throw new InputException("a model file is a mapping with 'fluxes' and 'stores'", shown);
    }

    /// <summary>Refuses keys other than these.</summary>
    public void Allow(params ReadOnlySpan<string> keys)
    {
        foreach (YamlNode key in _mapping.Children.Keys)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (!keys.Contains(name))
            {
                throw new InputException($"{Prefix}'{name}' is no key here", MarkOf(key).ToString(), $"Possible keys: {string.Join(", ", keys.ToArray())}.");
            }
        }
    }

    /// <summary>A part of it; null where it is left out.</summary>
    public YamlPart? Part(string key, string name) => Node(key) switch
    {
        null => null,
        YamlMappingNode mapping => new YamlPart(_file, name, mapping),
        YamlNode other => throw Wrong(other, $"'{key}' is to be a mapping"),
    };

    /// <summary>A text; null where it is left out.</summary>
    public string? Text(string key) => Node(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value ?? "",
        YamlNode other => throw Wrong(other, $"'{key}' is to be a text"),
    };

    /// <summary>A text that must be there.</summary>
    public string Demand(string key) => Text(key) ?? throw new InputException($"{Prefix}'{key}' is missing", At.ToString());

    /// <summary>A number.</summary>
    public double? Value(string key) => Node(key) is { } node ? NumberOf(node, key) : null;

    /// <summary>Yes or no.</summary>
    public bool Flag(string key) => Text(key) switch
    {
        null or "false" => false,
        "true" => true,
        string other => throw Wrong(Node(key)!, $"'{key}' is to be true or false, not '{other}'"),
    };

    /// <summary>Two numbers.</summary>
    public (double Lower, double Upper) Bounds(string key) => Node(key) is YamlSequenceNode { Children: [YamlNode lower, YamlNode upper] }
        ? (NumberOf(lower, key), NumberOf(upper, key))
        : throw new InputException($"{Prefix}'{key}' is to be a list of two numbers, [lowest, highest]", MarkOf(key).ToString());

    /// <summary>A list of texts; empty where it is left out.</summary>
    public List<string> List(string key) => Node(key) switch
    {
        null => [],
        YamlSequenceNode sequence => [.. sequence.Children.Select(child => (child as YamlScalarNode)?.Value ?? "")],
        YamlNode other => throw Wrong(other, $"'{key}' is to be a list"),
    };

    /// <summary>An expression; null where it is left out.</summary>
    /// <param name="key">The key.</param>
    /// <param name="owner">What it belongs to, for errors.</param>
    public Formula? Expression(string key, string owner)
    {
        if (Node(key) is not { } node)
        {
            return null;
        }

        string text = Text(key)!;
        SourceMark mark = MarkOf(node);
        if (node is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted })
        {
            mark = mark with { Column = mark.Column + 1 };
        }

        try
        {
            return new Formula(owner, ExpressionParser.Parse(text), mark);
        }
        catch (SyntaxException error)
        {
            throw new InputException($"{owner}: in '{text}', {error.Message}", mark.Behind(error.At).ToString(), cause: error);
        }
    }

    /// <summary>Whether a key holds a mapping rather than a text.</summary>
    public bool IsMapping(string key) => Node(key) is YamlMappingNode;

    /// <summary>Where a key stands.</summary>
    public SourceMark MarkOf(string key) => _mapping.Children.Keys.FirstOrDefault(node => (node as YamlScalarNode)?.Value == key) is { } found ? MarkOf(found) : At;

    /// <summary>An error at a key.</summary>
    public InputException WrongAt(string key, string problem, string? remedy = null) => new($"{Prefix}{problem}", MarkOf(key).ToString(), remedy);

    private string Prefix => Name.Length == 0 ? "" : $"{Name}: ";

    private YamlNode? Node(string key) =>
        _mapping.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == key).Value is { } node && node is not YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain }
            ? node
            : null;

    private double NumberOf(YamlNode node, string key) =>
        double.TryParse((node as YamlScalarNode)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Wrong(node, $"'{key}' is to be a number, not '{node}'");

    private InputException Wrong(YamlNode node, string problem) => new($"{Prefix}{problem}", MarkOf(node).ToString());

    private SourceMark MarkOf(YamlNode node) => new(_file, Math.Max((int)node.Start.Line, 1), Math.Max((int)node.Start.Column, 1));
}
