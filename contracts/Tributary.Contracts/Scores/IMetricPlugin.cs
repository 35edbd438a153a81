namespace Tributary.Contracts;

/// <summary>A plugin that offers metrics: scores of a hydrograph, which are also what a calibration seeks.</summary>
/// <remarks>Its <c>plugin.json</c> names them under <c>metrics</c>, so that a workflow finds them before any code runs.</remarks>
public interface IMetricPlugin : IPlugin
{
    /// <summary>The metrics that it offers, in the order in which they are written.</summary>
    IReadOnlyList<IMetric> Metrics { get; }
}

/// <summary>
/// A number that says how well a simulated hydrograph fits the observed one. A workflow names it under <c>evaluate.metrics</c>, and under <c>calibrate.objective</c> to seek
/// what is best by it. It holds nothing that changes, so that several threads may ask at once.
/// </summary>
public interface IMetric
{
    /// <summary>What a workflow and the results call it: small letters, digits, hyphens and underscores.</summary>
    string Name { get; }

    /// <summary>Its name as its field writes it, as <c>log-NSE</c>.</summary>
    string Label { get; }

    /// <summary>Its unit; <c>1</c> where it has none. Discharge comes in m3 s-1.</summary>
    string Unit { get; }

    /// <summary>Its value for a simulation that equals what was observed (a member's quantiles being right too).</summary>
    double Best { get; }

    /// <summary>Its definition and source, in a line.</summary>
    string Definition { get; }

    /// <summary>
    /// Whether it never exceeds <see cref="Best"/>, as an efficiency. A calibration maximises such a metric as it is, and of any other minus its distance from <see cref="Best"/>.
    /// </summary>
    bool LargerIsBetter { get; }

    /// <summary>Whether it is defined only for members that write quantiles; such a metric is no objective.</summary>
    bool NeedsQuantiles => false;

    /// <summary>Computes it. A calibration asks thousands of times: the working room for that comes from a pool.</summary>
    /// <param name="pairs">What was observed and simulated, at least one pair, none being NaN: gaps are left out, and a model that broke down is not asked about.</param>
    /// <returns>NaN where it is not defined.</returns>
    double Of(ScoredSeries pairs);

    /// <summary>Itself, readied for many simulations of the same observations: what follows from these alone is computed here, once.</summary>
    /// <param name="observed">What all later pairs will have as <see cref="ScoredSeries.Observed"/>.</param>
    IMetric Against(ReadOnlySpan<double> observed) => this;
}
