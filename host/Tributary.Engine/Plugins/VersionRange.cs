using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A range of versions in interval notation: <c>[1.0, 2.0)</c> is from 1.0, inclusive, to 2.0, exclusive.</summary>
/// <param name="Lowest">Lower end.</param>
/// <param name="IncludesLowest">Whether the lower end is inside.</param>
/// <param name="Highest">Upper end; null where there is none.</param>
/// <param name="IncludesHighest">Whether the upper end is inside.</param>
public sealed record VersionRange(Version Lowest, bool IncludesLowest, Version? Highest, bool IncludesHighest)
{
    /// <summary>Whether a version is inside.</summary>
    public bool Contains(Version version)
    {
        int low = version.CompareTo(Lowest);
        int high = Highest is null ? -1 : version.CompareTo(Highest);
        return (low > 0 || (low == 0 && IncludesLowest)) && (high < 0 || (high == 0 && IncludesHighest));
    }

    /// <summary>Reads a range.</summary>
    /// <exception cref="InputException">The text is no range.</exception>
    public static VersionRange Parse(string text, string where)
    {
        string trimmed = text.Trim();
        if (trimmed is ['[' or '(', .. string inside, ']' or ')']
            && inside.Split(',') is [string low, string high]
            && Version.TryParse(low.Trim(), out Version? lowest)
            && (high.Trim().Length == 0 | Version.TryParse(high.Trim(), out Version? highest)))
        {
            return new VersionRange(lowest, trimmed[0] == '[', highest, trimmed[^1] == ']');
        }

        throw new InputException($"'{text}' is no range of contract versions", where, "Write it as '[1.0, 2.0)'.");
    }
}
