namespace Tributary.Learning;

/// <summary>Ids of basins in a message.</summary>
internal static class BasinNames
{
    private const int Shown = 5;

    /// <summary>The first few ids, and how many more there are.</summary>
    public static string Some(IReadOnlyCollection<string> ids)
    {
        string first = string.Join(", ", ids.Take(Shown));
        string basins = ids.Count == 1 ? "basin" : "basins";
        return ids.Count > Shown ? $"{basins} {first} and {ids.Count - Shown} more" : $"{basins} {first}";
    }
}
