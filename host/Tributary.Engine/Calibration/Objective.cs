using System.Numerics.Tensors;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// What a calibration maximises: a weighted sum of metrics over the observed steps of the calibration period, of which one that is not the better the larger counts as minus its
/// distance from the best. Prepared once for the observations, then evaluated for many simulations without allocating.
/// </summary>
public sealed class Objective
{
    private readonly (IMetric Metric, LoadedPlugin Plugin, double Weight)[] _terms;
    private readonly ScoredSeries _observed;

    /// <summary>Prepares the objective.</summary>
    /// <param name="weights">Weight of each metric.</param>
    /// <param name="plugins">The plugins that offer them.</param>
    /// <param name="time">Time steps of the calibration period.</param>
    /// <param name="observed">Observed discharge over the calibration period, a gap being NaN.</param>
    /// <exception cref="WorkException">A plugin broke down.</exception>
    public Objective(IReadOnlyDictionary<string, double> weights, PluginCatalogue plugins, TimeAxis time, ReadOnlySpan<double> observed)
    {
        _observed = new ScoredSeries(time, observed);
        _terms =
        [
            .. weights.Select(weight =>
            {
                (IMetric metric, LoadedPlugin plugin) = plugins.Metric(weight.Key);
                return (PluginGuard.Call(plugin, $"objective {weight.Key}", "readying the metric", () => metric.Against(_observed.Observed)), plugin, weight.Value);
            }),
        ];
    }

    /// <summary>Number of observed steps.</summary>
    public int ObservedCount => _observed.Count;

    /// <summary>Working room of one thread.</summary>
    public ScoredSeries Room() => _observed.Another();

    /// <summary>How a metric counts, in words: <c>-RMSE</c>.</summary>
    public static string LabelOf(IMetric metric) =>
        metric.LargerIsBetter ? metric.Label : metric.Best == 0 ? $"-{metric.Label}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-|{metric.Label} - {metric.Best}|");

    /// <summary>The objective of a simulation, and each metric of it, as it counts; negative infinity where the simulation broke down.</summary>
    /// <param name="simulated">Simulated discharge over the calibration period.</param>
    /// <param name="room">What <see cref="Room"/> gave.</param>
    /// <param name="terms">Receives the metrics without their weights.</param>
    /// <exception cref="WorkException">A plugin broke down.</exception>
    public double Evaluate(ReadOnlySpan<double> simulated, ScoredSeries room, Span<double> terms)
    {
        room.Simulate(simulated);
        if (!double.IsFinite(TensorPrimitives.Sum<double>(room.Simulated)))
        {
            terms.Fill(double.NegativeInfinity);
            return double.NegativeInfinity;
        }

        double sum = 0;
        for (int i = 0; i < _terms.Length; i++)
        {
            (IMetric metric, LoadedPlugin plugin, double weight) = _terms[i];
            double value;
            try
            {
                value = metric.Of(room);
            }
            catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
            {
                throw PluginGuard.Broken(plugin, $"objective {metric.Name}", "computing the metric", error);
            }

            terms[i] = metric.LargerIsBetter ? value : -Math.Abs(value - metric.Best);
            sum += weight * terms[i];
        }

        if (double.IsFinite(sum))
        {
            return sum;
        }

        terms.Fill(double.NegativeInfinity);
        return double.NegativeInfinity;
    }
}
