using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tributary.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tributary.Engine;

/// <summary>A YAML file as JSON, with the place of every key and value, so that a problem can be shown where it stands.</summary>
public sealed partial class YamlSource
{
    private readonly string[] _lines;
    private readonly Dictionary<string, (Mark Key, Mark Value)> _marks;

    private YamlSource(string path, string text)
    {
        Path = path;
        _lines = text.Split('\n');
        _marks = [];
        Root = Parse(text);
    }

    private YamlSource(YamlSource file, JsonObject root) => (Path, _lines, _marks, Root) = (file.Path, file._lines, file._marks, root);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The document as JSON. Scalars follow YAML 1.2's JSON schema: no <c>yes</c> and <c>no</c>, and <c>007</c> is text.</summary>
    public JsonObject Root { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    /// <exception cref="WorkflowProblemsException">It is no YAML mapping.</exception>
    public static YamlSource Load(string path)
    {
        try
        {
            return new YamlSource(path, File.ReadAllText(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("there is no such file", path, cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, cause: error);
        }
    }

    /// <summary>The same file, had it said something else.</summary>
    internal YamlSource Saying(JsonObject root) => new(this, root);

    /// <summary>Path of a member of a mapping, or of the whole document.</summary>
    public static string Join(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    /// <summary>Where a value stands; for a path that is not in the file, where its nearest parent stands.</summary>
    /// <param name="path">As <c>models[0].settings.variant</c>.</param>
    /// <param name="ofKey">The key's place, not the value's.</param>
    public SourcePlace PlaceOf(string path, bool ofKey = false)
    {
        string nearest = path;
        while (nearest.Length > 0 && !_marks.ContainsKey(nearest))
        {
            int cut = nearest.LastIndexOfAny(['.', '[']);
            nearest = cut < 0 ? string.Empty : nearest[..cut];
            ofKey = true;
        }

        (Mark key, Mark value) = nearest.Length == 0 ? (Mark.Empty, Mark.Empty) : _marks[nearest];
        return Place(ofKey ? key : value);
    }

    /// <summary>Whether the file has a value at a path.</summary>
    public bool Has(string path) => _marks.ContainsKey(path);

    /// <summary>A problem with the value at a path.</summary>
    public Problem ProblemAt(string path, string message, bool ofKey = false) => new(message, path, PlaceOf(path, ofKey));

    private SourcePlace Place(Mark mark)
    {
        int line = Math.Max((int)mark.Line, 1);
        string text = line <= _lines.Length ? _lines[line - 1].TrimEnd('\r') : string.Empty;
        return new SourcePlace(Path, line, Math.Max((int)mark.Column, 1), text);
    }

    private JsonObject Parse(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            string message = error.InnerException?.Message ?? error.Message;
            throw new WorkflowProblemsException([new Problem($"this is no valid YAML: {message}", string.Empty, Place(error.Start))]);
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 says so, without a mark, where the text ends inside a flow list or mapping.
            var end = new Mark(text.Length, _lines.Length, 1);
            throw new WorkflowProblemsException([new Problem("this is no valid YAML: the file ends inside a list or mapping that is not closed", string.Empty, Place(end))]);
        }

        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new WorkflowProblemsException([new Problem("a workflow file is a mapping of keys to values", string.Empty, Place(Mark.Empty))]);
        }

        return Mapping(root, string.Empty);
    }

    private JsonNode? Convert(YamlNode node, string path) => node switch
    {
        YamlMappingNode mapping => Mapping(mapping, path),
        YamlSequenceNode sequence => Sequence(sequence, path),
        YamlScalarNode scalar => Scalar(scalar, path),
        _ => null,
    };

    private JsonObject Mapping(YamlMappingNode mapping, string path)
    {
        var result = new JsonObject();
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? string.Empty;
            string child = Join(path, name);
            _marks[child] = (key.Start, value.Start);
            result[name] = Convert(value, child);
        }

        return result;
    }

    private JsonArray Sequence(YamlSequenceNode sequence, string path)
    {
        var result = new JsonArray();
        for (int i = 0; i < sequence.Children.Count; i++)
        {
            string child = $"{path}[{i}]";
            YamlNode item = sequence.Children[i];
            _marks[child] = (item.Start, item.Start);
            result.Add(Convert(item, child));
        }

        return result;
    }

    private JsonValue? Scalar(YamlScalarNode scalar, string path)
    {
        string text = ExpandVariables(scalar.Value ?? string.Empty, path);
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when Whole().IsMatch(text) && long.TryParse(text, CultureInfo.InvariantCulture, out long whole) => JsonValue.Create(whole),
            _ when Number().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(text),
        };
    }

    private string ExpandVariables(string text, string path) => text.Contains("${", StringComparison.Ordinal)
        ? EnvironmentVariable().Replace(text, match =>
            Environment.GetEnvironmentVariable(match.Groups["name"].Value) is { Length: > 0 } value ? value
            : match.Groups["otherwise"] is { Success: true } otherwise ? otherwise.Value
            : throw new WorkflowProblemsException(
                [ProblemAt(path, $"the environment variable {match.Groups["name"].Value} is not set; set it, or write ${{{match.Groups["name"].Value}:-DEFAULT}}")]))
        : text;

    [GeneratedRegex("^-?(0|[1-9][0-9]*)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<otherwise>[^}]*))?\}")]
    private static partial Regex EnvironmentVariable();
}
