using System.Globalization;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>What a template is filled in from: names, each with a text, or with a list of such scopes; a name that is not here is looked for outside.</summary>
/// <param name="outer">The scope around it; null for the outermost.</param>
internal sealed class Scope(Scope? outer = null)
{
    private readonly Dictionary<string, object> _entries = [];

    /// <summary>The names known here.</summary>
    public IEnumerable<string> Names => outer is null ? _entries.Keys : outer.Names.Concat(_entries.Keys);

    public Scope Set(string name, string text)
    {
        _entries[name] = text;
        return this;
    }

    public Scope Set(string name, double value) => Set(name, value.ToString("R", CultureInfo.InvariantCulture));

    public Scope Set(string name, IEnumerable<Scope> list)
    {
        _entries[name] = list;
        return this;
    }

    public object? Find(string name) => _entries.GetValueOrDefault(name) ?? outer?.Find(name);
}

/// <summary>
/// A text with places to fill in, as Mustache writes them: <c>{{name}}</c>; <c>{{#list}} … {{/list}}</c> once for each of a list;
/// <c>{{^last}} … {{/last}}</c> where a name is empty or not there; <c>{{! a remark }}</c>. Numbers take a .NET format, <c>{{rain:0.000}}</c>.
/// Nothing is escaped. A line with nothing but a section's tag leaves no empty line.
/// </summary>
internal sealed class Template
{
    private readonly string _path;
    private readonly string _text;
    private readonly List<Part> _parts;

    /// <summary>Reads a template.</summary>
    /// <param name="path">Where it comes from, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="InputException">A tag or section is not closed.</exception>
    public Template(string path, string text)
    {
        _path = path;
        _text = text;
        int at = 0;
        _parts = Read(ref at, null, 0);
    }

    private enum Kind
    {
        Text,
        Value,
        Section,
        Inverted,
    }

    /// <summary>The text with all places filled in.</summary>
    /// <exception cref="InputException">A name is not known.</exception>
    public string Fill(Scope scope)
    {
        var result = new StringBuilder();
        Fill(_parts, scope, result);
        return result.ToString();
    }

    private List<Part> Read(ref int at, string? section, int opened)
    {
        var parts = new List<Part>();
        while (true)
        {
            int tag = _text.IndexOf("{{", at, StringComparison.Ordinal);
            if (tag < 0)
            {
                parts.Add(new Part(Kind.Text, _text[at..], at, []));
                at = _text.Length;
                return section is null ? parts : throw Wrong(opened, $"the section '{section}' is not closed", $"Write {{{{/{section}}}}} behind it.");
            }

            int end = _text.IndexOf("}}", tag, StringComparison.Ordinal);
            if (end < 0)
            {
                throw Wrong(tag, "a tag is not closed", "Write }} behind it.");
            }

            string name = _text[(tag + 2)..end].Trim();
            char sign = name.Length > 0 ? name[0] : ' ';
            bool isBlock = sign is '#' or '^' or '/' or '!';
            int before = at;
            int next = end + 2;
            int textEnd = tag;
            if (isBlock)
            {
                name = name[1..].Trim();
                (textEnd, next) = WithoutItsLine(before, tag, next);
            }

            parts.Add(new Part(Kind.Text, _text[before..textEnd], before, []));
            at = next;
            switch (sign)
            {
                case '!':
                    break;
                case '/':
                    return name == section ? parts : throw Wrong(tag, $"'{name}' is closed, which is not open", section is null ? null : $"'{section}' is.");
                case '#' or '^':
                    parts.Add(new Part(sign == '#' ? Kind.Section : Kind.Inverted, name, tag, Read(ref at, name, tag)));
                    break;
                default:
                    parts.Add(new Part(Kind.Value, name, tag, []));
                    break;
            }
        }
    }

    /// <summary>A tag that has a line to itself takes the whole line with it.</summary>
    private (int TextEnd, int Next) WithoutItsLine(int first, int tag, int behind)
    {
        int lineStart = tag;
        while (lineStart > first && _text[lineStart - 1] is ' ' or '\t')
        {
            lineStart--;
        }

        int lineEnd = behind;
        while (lineEnd < _text.Length && _text[lineEnd] is ' ' or '\t' or '\r')
        {
            lineEnd++;
        }

        bool isAlone = (lineStart == 0 || _text[lineStart - 1] == '\n') && (lineEnd == _text.Length || _text[lineEnd] == '\n');
        return isAlone ? (lineStart, Math.Min(lineEnd + 1, _text.Length)) : (tag, behind);
    }

    private void Fill(List<Part> parts, Scope scope, StringBuilder result)
    {
        foreach (Part part in parts)
        {
            switch (part.Kind)
            {
                case Kind.Text:
                    result.Append(part.Text);
                    break;
                case Kind.Value:
                    result.Append(Value(part, scope));
                    break;
                case Kind.Section when scope.Find(part.Text) is IEnumerable<Scope> list:
                    foreach (Scope item in list)
                    {
                        Fill(part.Inner, item, result);
                    }

                    break;
                case Kind.Section when scope.Find(part.Text) is string { Length: > 0 }:
                case Kind.Inverted when scope.Find(part.Text) is null or "":
                    Fill(part.Inner, scope, result);
                    break;
            }
        }
    }

    private string Value(Part part, Scope scope)
    {
        int colon = part.Text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? part.Text : part.Text[..colon];
        string text = scope.Find(name) as string
            ?? throw Wrong(part.At, $"there is nothing called '{name}' to fill in", $"There are: {string.Join(", ", scope.Names.Distinct().Order())}.");
        if (colon < 0)
        {
            return text;
        }

        string format = part.Text[(colon + 1)..];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return number.ToString(format, CultureInfo.InvariantCulture);
        }

        return DateTime.TryParseExact(text, ProcessScopes.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? time.ToString(format, CultureInfo.InvariantCulture)
            : throw Wrong(part.At, $"'{name}' is '{text}', neither a number nor a time, and takes no format");
    }

    private InputException Wrong(int at, string problem, string? remedy = null)
    {
        int line = 1 + _text.AsSpan(0, at).Count('\n');
        int column = at - _text.LastIndexOf('\n', Math.Max(at - 1, 0));
        return new InputException(problem, $"{_path}:{line}:{(at == 0 ? 1 : column)}", remedy);
    }

    private sealed record Part(Kind Kind, string Text, int At, List<Part> Inner);
}
