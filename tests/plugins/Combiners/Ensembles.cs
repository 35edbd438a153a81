using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.Combiners;

namespace Tributary.Tests.Combiners;

/// <summary>Generated ensembles, and how combinations are fitted and applied in tests.</summary>
internal static class Ensembles
{
    private static readonly DateTime Start = new(2001, 1, 1);

    /// <summary>All combiners that the plugin offers, by name.</summary>
    public static IReadOnlyDictionary<string, ICombiner> Combiners { get; } = new CombinersPlugin().Combiners.ToDictionary(combiner => combiner.Name);

    public static EnsembleSeries Of(double[] observed, params double[][] simulated) => new(
        new TimeAxis(Start, TimeSpan.FromDays(1), observed.Length), [.. simulated.Select((_, i) => $"member{i}")], simulated, observed);

    public static JsonElement Settings(string json) => JsonElement.Parse(json);

    /// <summary>Members that follow the same positive series, each with errors of its own size.</summary>
    public static EnsembleSeries Random(int seed, int steps, params double[] errors)
    {
        var random = new Random(seed);
        double[] truth = [.. Enumerable.Range(0, steps).Select(_ => 5 + (20 * Math.Pow(random.NextDouble(), 3)))];
        return Of(truth, [.. errors.Select(error => truth.Select(value => Math.Max(value + (error * Normal(random)), 0.01)).ToArray())]);
    }

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static ICombination Fit(string combiner, string settings, EnsembleSeries series) =>
        Combiners[combiner].Fit(Settings(settings), series, series.Members.Count);

    public static double[] Combine(ICombination combination, EnsembleSeries series)
    {
        double[] discharge = new double[series.Time.Count];
        combination.Combine(series, discharge, []);
        return discharge;
    }

    /// <summary>The quantiles, <c>[probability][time]</c>.</summary>
    public static double[][] Quantiles(ICombination combination, EnsembleSeries series)
    {
        double[][] quantiles = [.. BayesianModelAveraging.Probabilities.Select(_ => new double[series.Time.Count])];
        combination.Combine(series, new double[series.Time.Count], quantiles);
        return quantiles;
    }

    public static EnsembleSeries Permuted(EnsembleSeries series, int[] order) => new(
        series.Time, [.. order.Select(i => series.Members[i])], [.. order.Select(i => series.Simulated(i).ToArray())], series.Observed.ToArray());
}
