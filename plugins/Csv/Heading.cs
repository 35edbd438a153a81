namespace Tributary.Plugins.Csv;

/// <summary>A column's heading: a name and, in brackets behind it, a unit.</summary>
/// <param name="Text">The heading as the file has it.</param>
/// <param name="Name">The name alone.</param>
/// <param name="Unit">The unit; null where the heading has none.</param>
internal readonly record struct Heading(string Text, string Name, string? Unit)
{
    /// <summary>Takes a heading such as <c>precipitation [mm]</c> or <c>P (mm)</c> apart.</summary>
    public static Heading Parse(string text)
    {
        string trimmed = text.Trim();
        char opening = trimmed is [.., ']'] ? '[' : trimmed is [.., ')'] ? '(' : '\0';
        int open = opening == '\0' ? -1 : trimmed.IndexOf(opening, StringComparison.Ordinal);
        string unit = open > 0 ? trimmed[(open + 1)..^1].Trim() : string.Empty;
        return unit.Length > 0 ? new Heading(trimmed, trimmed[..open].TrimEnd(), unit) : new Heading(trimmed, trimmed, null);
    }

    /// <summary>Whether a setting means this column, by its whole heading or by its name.</summary>
    public bool IsCalled(string name) => Text == name || Name == name;
}
