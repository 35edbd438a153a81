using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Plugins.Transfer;

/// <summary>Names by pattern: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
internal static class NamePattern
{
    /// <summary>Whether a name fits.</summary>
    public static bool Fits(string pattern, string name) => Regex.IsMatch(
        name, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    /// <summary>Throws where a pattern fits no name.</summary>
    /// <exception cref="InputException">It fits none; lists those that there are.</exception>
    public static void DemandFits(IEnumerable<string> patterns, IReadOnlyCollection<string> names, string key)
    {
        if (patterns.FirstOrDefault(pattern => !names.Any(name => Fits(pattern, name))) is { } unknown)
        {
            throw new InputException($"no parameter of the network fits '{unknown}'", $"settings.{key}", $"It has {string.Join(", ", names)}.");
        }
    }
}
