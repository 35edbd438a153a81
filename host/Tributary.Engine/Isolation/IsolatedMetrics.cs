using System.Runtime.CompilerServices;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A plugin of metrics in a process of its own.</summary>
internal sealed class IsolatedMetricPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IMetricPlugin
{
    /// <inheritdoc/>
    public IReadOnlyList<IMetric> Metrics { get; } = [.. workers.Kind.Metrics.Select(words => new IsolatedMetric(workers.Common, words, isReadied: false))];
}

/// <summary>A metric in another process. Observations cross once for all simulations that are compared with them.</summary>
/// <param name="common">Its worker.</param>
/// <param name="words">What it says of itself.</param>
/// <param name="isReadied">Whether it is readied for many simulations of the same observations.</param>
internal sealed class IsolatedMetric(CommonWorker common, MetricWords words, bool isReadied) : IMetric
{
    private readonly ConditionalWeakTable<double[], Compared> _compared = [];

    /// <inheritdoc/>
    public string Name => words.Name;

    /// <inheritdoc/>
    public string Label => words.Label;

    /// <inheritdoc/>
    public string Unit => words.Unit;

    /// <inheritdoc/>
    public double Best => words.Best;

    /// <inheritdoc/>
    public string Definition => words.Definition;

    /// <inheritdoc/>
    public bool LargerIsBetter => words.LargerIsBetter;

    /// <inheritdoc/>
    public bool NeedsQuantiles => words.NeedsQuantiles;

    /// <inheritdoc/>
    public IMetric Against(ReadOnlySpan<double> observed) => new IsolatedMetric(common, words, isReadied: true);

    /// <inheritdoc/>
    public double Of(ScoredSeries pairs)
    {
        Compared compared = ComparedWith(pairs);
        return compared.Ask(
            PluginCall.Score,
            (ref PackWriter writer) =>
            {
                writer.Write<double>(pairs.Simulated);
                writer.Write(pairs.Quantiles is not null);
                if (pairs.Quantiles is { } quantiles)
                {
                    writer.Write<double>([.. quantiles.Probabilities]);
                    foreach (double[] row in quantiles.Values)
                    {
                        writer.Write<double>(row);
                    }
                }
            },
            static (ref PackReader reader) => reader.ReadDouble());
    }

    /// <summary>The observations as its worker keeps them; other floods or another process make them others.</summary>
    private Compared ComparedWith(ScoredSeries pairs)
    {
        lock (_compared)
        {
            if (!_compared.TryGetValue(pairs.Observed, out Compared? known) || !known.Lease.Worker.IsAlive || !known.Fits(pairs))
            {
                known = new Compared(common.Lease, words.Name, isReadied, pairs);
                _compared.AddOrUpdate(pairs.Observed, known);
            }

            return known;
        }
    }

    private sealed class Compared : Kept
    {
        private readonly int[] _step;
        private readonly (double, double) _floods;

        public Compared(WorkerLease lease, string metric, bool isReadied, ScoredSeries pairs)
            : base(lease)
        {
            (_step, _floods) = (pairs.Step, pairs.Floods);
            var time = new TimeAxis(pairs.DateOf(0) - (pairs.Step[0] * pairs.TimeStep), pairs.TimeStep, pairs.Step[^1] + 1);
            Ask(
                PluginCall.Compare,
                (ref PackWriter writer) =>
                {
                    writer.Write(metric);
                    writer.Write(isReadied);
                    BlockPacking.Write(ref writer, time);
                    writer.Write<int>(pairs.Step);
                    writer.Write<double>(pairs.Observed);
                    writer.Write(pairs.Floods.Common);
                    writer.Write(pairs.Floods.Great);
                },
                static (ref PackReader _) => true);
        }

        public bool Fits(ScoredSeries pairs) => pairs.Floods.Equals(_floods) && (pairs.Step == _step || pairs.Step.AsSpan().SequenceEqual(_step));
    }
}
