namespace Tributary.Learning.Tests;

/// <summary>A line of <see cref="PublicSurface"/> taken apart, to ask whether code written for one member compiles against another.</summary>
internal sealed record Signature
{
    private static readonly string[] Modifiers = ["protected", "static", "abstract", "virtual", "const", "event"];

    private readonly HashSet<string> modifiers = [];
    private readonly string declared;
    private readonly string where;
    private readonly string[] accessors;
    private readonly string[]? parameters;

    /// <summary>Reads a member's line, <c>type | member</c>.</summary>
    public Signature(string line)
    {
        string[] halves = line.Split(" | ", 2);
        Type = halves[0];
        string rest = halves[1];
        while (Modifiers.FirstOrDefault(word => rest.StartsWith(word + " ", StringComparison.Ordinal)) is { } modifier)
        {
            modifiers.Add(modifier);
            rest = rest[(modifier.Length + 1)..];
        }

        (rest, where) = Cut(rest, " where ");
        (rest, string held) = Cut(rest, " { ");
        accessors = held.Split(["; ", "}"], StringSplitOptions.RemoveEmptyEntries);
        if (rest.EndsWith(')') || rest.EndsWith(']'))
        {
            int open = OpeningOfLast(rest);
            parameters = [.. Parts(rest[(open + 1)..^1])];
            rest = rest[..open];
        }

        declared = rest;
        Name = rest.Split(" = ")[0].Split(' ')[^1];
    }

    /// <summary>The declaring type, and the member's name without its type.</summary>
    public string Type { get; }

    public string Name { get; }

    /// <summary>Whether every use of this member that compiles also compiles, and means the same, where the member is <paramref name="other"/>.</summary>
    public bool FitsOn(Signature other) =>
        declared == other.declared
        && (parameters is null) == (other.parameters is null)
        && modifiers.Contains("static") == other.modifiers.Contains("static")
        && (modifiers.Contains("protected") || !other.modifiers.Contains("protected"))
        && (!modifiers.Contains("const") || other.modifiers.Contains("const"))
        && (!Open || other.Open)
        && (modifiers.Contains("abstract") || !other.modifiers.Contains("abstract"))
        && (other.where.Length == 0 || where == other.where)
        && accessors.All(one => other.accessors.Contains(one) || other.accessors.Contains(one.Replace("protected ", "", StringComparison.Ordinal)))
        && ParametersFit(parameters ?? [], other.parameters ?? []);

    private bool Open => modifiers.Contains("virtual") || modifiers.Contains("abstract");

    private static bool ParametersFit(string[] own, string[] others)
    {
        if (others.Length < own.Length || !others[own.Length..].All(Omissible))
        {
            return false;
        }

        return own.Zip(others).All(pair => pair.First == pair.Second || pair.First == Cut(pair.Second, " = ").Head
            || "params " + pair.First == pair.Second);
    }

    private static bool Omissible(string parameter) => parameter.Contains(" = ", StringComparison.Ordinal) || parameter.StartsWith("params ", StringComparison.Ordinal);

    private static (string Head, string Tail) Cut(string text, string at) => text.IndexOf(at, StringComparison.Ordinal) is >= 0 and int place
        ? (text[..place], text[(place + at.Length)..]) : (text, "");

    private static int OpeningOfLast(string text)
    {
        int depth = 0;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            depth += text[i] is ')' or ']' ? 1 : text[i] is '(' or '[' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new FormatException($"Unbalanced brackets: {text}");
    }

    private static IEnumerable<string> Parts(string list)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.Length; i++)
        {
            depth += list[i] is '(' or '<' or '[' ? 1 : list[i] is ')' or '>' or ']' ? -1 : 0;
            if (list[i] == ',' && depth == 0)
            {
                yield return list[start..i].Trim();
                start = i + 1;
            }
        }

        if (list.Length > 0)
        {
            yield return list[start..].Trim();
        }
    }
}
