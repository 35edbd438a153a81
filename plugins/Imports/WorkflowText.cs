using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Plugins.Imports;

/// <summary>Writes a workflow file line by line, with comments.</summary>
internal sealed partial class WorkflowText
{
    private const int Width = 140;

    private readonly StringBuilder _text = new();

    /// <summary>Begins with where the workflow comes from and what has no counterpart in it.</summary>
    public static string Write(string origin, IReadOnlyList<ImportNote> notes, Action<WorkflowText> body)
    {
        var text = new WorkflowText();
        text.Comment($"Made by 'tributary import' of {origin}.");
        if (notes.Count > 0)
        {
            text.Comment(string.Empty).Comment("Without a counterpart, or not quite the same:");
            foreach (IGrouping<string, ImportNote> group in notes.GroupBy(note => note.Remark))
            {
                text.Comment($"- {string.Join(", ", group.Select(note => note.Value.Length is > 0 and < 60 ? $"{note.Key}: {note.Value}" : note.Key))}").Comment($"  {group.Key}");
            }
        }

        text.Line("schema_version: 1");
        body(text);
        return text._text.ToString();
    }

    /// <summary>A line of its own that is a comment.</summary>
    public WorkflowText Comment(string comment)
    {
        string text = comment.ReplaceLineEndings(" ");
        string indent = new(' ', text.Length - text.TrimStart(' ', '-').Length);
        string line = "#";
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length >= Width && line.Trim().Length > 1)
            {
                _text.Append(line.TrimEnd()).Append('\n');
                line = $"# {indent}{word}";
            }
            else
            {
                line = $"{line} {word}";
            }
        }

        _text.Append(line.TrimEnd()).Append('\n');
        return this;
    }

    /// <summary>A line.</summary>
    public WorkflowText Line(string line, string? comment = null)
    {
        _text.Append(line);
        if (comment is not null)
        {
            _text.Append("   # ").Append(comment);
        }

        _text.Append('\n');
        return this;
    }

    /// <summary>A key with its value.</summary>
    public WorkflowText Key(int indent, string key, object value, string? comment = null) => Line($"{new string(' ', indent)}{key}: {Value(value)}", comment);

    /// <summary>An empty line.</summary>
    public WorkflowText Gap() => Line(string.Empty);

    /// <summary>A value as YAML writes it in a line.</summary>
    public static string Value(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        DateTime date => Date(date),
        string text => Text(text),
        IReadOnlyDictionary<string, object> mapping => mapping.Count == 0 ? "{}" : $"{{ {string.Join(", ", mapping.Select(pair => $"{Text(pair.Key, isKey: true)}: {Value(pair.Value)}"))} }}",
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Value))}]",
        _ => throw new ArgumentException($"{value.GetType().Name} has no form in YAML", nameof(value)),
    };

    /// <summary>A name as a workflow and a run's folder may have it.</summary>
    public static string Name(string text)
    {
        string name = NoName().Replace(text, "-").Trim('-', '.', '_');
        return name.Length > 0 ? name : "imported";
    }

    private static string Date(DateTime date) => date.TimeOfDay == TimeSpan.Zero ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Text(date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    private static string Number(double number)
    {
        // YAML 1.1 takes 1e-06 for a text; JSON takes neither 1. nor .5.
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? number.ToString("0.####################", CultureInfo.InvariantCulture) : text;
    }

    private static string Text(string text, bool isKey = false) =>
        (Plain().IsMatch(text) && !Word().IsMatch(text)) || (isKey && text.All(char.IsAsciiDigit) && text.Length > 0)
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NoName();

    [GeneratedRegex(@"^([A-Za-z_/][A-Za-z0-9_./-]*|[0-9]+(d|h|min))$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(true|false|yes|no|on|off|null|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
