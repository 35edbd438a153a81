using Tributary.Contracts;

namespace Tributary.Learning.Tests;

/// <summary>Stores in which every value tells where it stands, with gaps where a test wants them.</summary>
internal static class Stores
{
    public static SeriesStore Numbered(int basins, int steps, int variables = 2, int attributes = 1, int targets = 1)
    {
        var store = new SeriesStore(
            [.. Enumerable.Range(0, basins).Select(basin => $"b{basin}")],
            new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), steps),
            [.. Enumerable.Range(0, variables).Select(variable => $"v{variable}")],
            [.. Enumerable.Range(0, attributes).Select(attribute => $"a{attribute}")],
            [.. Enumerable.Range(0, targets).Select(target => $"t{target}")]);
        for (int basin = 0; basin < basins; basin++)
        {
            Number(store.Inputs(basin), 100_000 * (basin + 1));
            Number(store.Targets(basin), -100_000 * (basin + 1));
            Number(store.Statics(basin), 1000 * (basin + 1));
        }

        return store;
    }

    private static void Number(Span<float> values, float first)
    {
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = first + at;
        }
    }
}
