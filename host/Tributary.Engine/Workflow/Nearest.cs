namespace Tributary.Engine;

/// <summary>Finds what a misspelt word was probably meant to be.</summary>
internal static class Nearest
{
    /// <summary>The end of a message: <c>; did you mean 'x'?</c>, or the list of what there is where nothing is near.</summary>
    public static string Suggest(string? word, IEnumerable<string> known)
    {
        List<string> words = [.. known.Order(StringComparer.Ordinal)];
        if (words.Count == 0)
        {
            return string.Empty;
        }

        return To(word, words) is { } nearest ? $"; did you mean '{nearest}'?" : $"; there are {string.Join(", ", words)}";
    }

    /// <summary>The nearest word within a third of the length in edits; null where none is.</summary>
    public static string? To(string? word, IEnumerable<string> known)
    {
        if (string.IsNullOrEmpty(word))
        {
            return null;
        }

        string? nearest = null;
        int fewest = Math.Max(word.Length / 3, 1) + 1;
        foreach (string candidate in known)
        {
            int edits = Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < fewest)
            {
                (nearest, fewest) = (candidate, edits);
            }
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment).</summary>
    private static int Edits(string from, string to)
    {
        int[,] cost = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int replace = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[from.Length, to.Length];
    }
}
