using System.IO.Enumeration;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Files, and Zarr stores, named by a path with <c>*</c> and <c>?</c>, in folders too; <c>**</c> stands for any folders.</summary>
public static class FilePattern
{
    /// <summary>The files, in the order of their names.</summary>
    /// <param name="pattern">An absolute path, its last parts with <c>*</c>, <c>?</c> or <c>**</c>.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static IReadOnlyList<string> Find(string pattern)
    {
        string[] parts = pattern.Replace('\\', '/').Split('/');
        int fixedParts = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal) || part.Contains('?', StringComparison.Ordinal));
        IEnumerable<string> found = fixedParts < 0
            ? IsFile(pattern) ? [pattern] : []
            : Below(string.Join('/', parts[..fixedParts]) is { Length: > 0 } folder ? folder : "/", parts[fixedParts..]);
        string[] files = [.. found.Distinct().Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InputException("no file has such a name", pattern, "Check the path; relative ones start at the workflow's folder.");
    }

    private static IEnumerable<string> Below(string folder, string[] parts)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        if (parts[0] == "**")
        {
            string[] rest = parts.Length > 1 ? parts[1..] : ["*"];
            return Below(folder, rest).Concat(Directory.EnumerateDirectories(folder).SelectMany(inner => Below(inner, parts)));
        }

        IEnumerable<string> entries = (parts.Length == 1 ? Directory.EnumerateFileSystemEntries(folder) : Directory.EnumerateDirectories(folder))
            .Where(entry => FileSystemName.MatchesSimpleExpression(parts[0], Path.GetFileName(entry), ignoreCase: false) && (parts.Length > 1 || IsFile(entry)));
        return parts.Length == 1 ? entries : entries.SelectMany(inner => Below(inner, parts[1..]));
    }

    private static bool IsFile(string path) => File.Exists(path) || ZarrStore.IsAt(path);
}
