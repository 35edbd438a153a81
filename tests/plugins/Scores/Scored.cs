using Tributary.Contracts;
using Tributary.Plugins.Scores;

namespace Tributary.Tests.Scores;

/// <summary>The metrics of the plugin.</summary>
internal static class Scored
{
    public static IReadOnlyList<IMetric> All { get; } = new ScoresPlugin().Metrics;

    public static IReadOnlyDictionary<string, IMetric> ByName { get; } = All.ToDictionary(metric => metric.Name);
}
