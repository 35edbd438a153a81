using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>A plugin that offers ways of combining the members of an ensemble into one hydrograph.</summary>
/// <remarks>Its <c>plugin.json</c> names them under <c>combiners</c>, so that a workflow finds them before any code runs.</remarks>
public interface ICombinerPlugin : IPlugin
{
    /// <summary>The ways that it offers.</summary>
    IReadOnlyList<ICombiner> Combiners { get; }
}

/// <summary>A way of combining members. It holds nothing that changes, so that several threads may fit at once.</summary>
public interface ICombiner
{
    /// <summary>What a workflow calls it: small letters, digits, hyphens and underscores.</summary>
    string Name { get; }

    /// <summary>JSON Schema (draft 7) of its settings.</summary>
    JsonElement SettingsSchema { get; }

    /// <summary>What it is with these settings.</summary>
    /// <param name="settings">Its settings, which fit the schema.</param>
    /// <param name="memberCount">Number of members.</param>
    /// <exception cref="InputException">The settings contradict each other, or do not suit that many members.</exception>
    CombinerDescriptor Describe(JsonElement settings, int memberCount);

    /// <summary>Fits the combination at one gauge, on time steps that nothing is scored on. The same input gives the same numbers.</summary>
    /// <param name="settings">Its settings, which fit the schema.</param>
    /// <param name="fitted">
    /// Members and observed discharge over the validation period; at least <see cref="CombinerDescriptor.FewestPairs"/> time steps are complete. Null where
    /// nothing is fitted.
    /// </param>
    /// <param name="members">Number of members.</param>
    ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members);
}

/// <summary>What a way of combining is, said before it is fitted.</summary>
/// <param name="Label">Its name as its field writes it, as <c>Bayesian model averaging</c>.</param>
/// <param name="FewestPairs">Number of time steps with all members and an observation that it needs; 0 where nothing is fitted.</param>
/// <param name="Probabilities">The quantiles that it gives beside discharge, each as the probability of not being exceeded, ascending; empty for none.</param>
public sealed record CombinerDescriptor(string Label, int FewestPairs, IReadOnlyList<double> Probabilities)
{
    /// <summary>Whether something is fitted.</summary>
    public bool IsFitted => FewestPairs > 0;
}

/// <summary>A fitted combination. It holds nothing that changes.</summary>
public interface ICombination
{
    /// <summary>The weights of the members, one set for each part of the flow regime or the year that has its own; empty where there are none.</summary>
    IReadOnlyList<CombinationWeights> Weights { get; }

    /// <summary>Combines members. Time steps on which too many of them are missing receive NaN.</summary>
    /// <param name="members">The members, the same and in the same order as in fitting.</param>
    /// <param name="discharge">Receives combined discharge in m3 s-1, <c>[time]</c>.</param>
    /// <param name="quantiles">Receives the quantiles of <see cref="CombinerDescriptor.Probabilities"/> in m3 s-1, <c>[probability][time]</c>.</param>
    void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles);
}

/// <summary>Weights of the members.</summary>
/// <param name="Part">The part of the regime or the year that they hold for, as <c>low flow</c>; empty where they hold always.</param>
/// <param name="Values">One a member, in their order.</param>
/// <param name="Constant">What is added in m3 s-1.</param>
public sealed record CombinationWeights(string Part, IReadOnlyList<double> Values, double Constant = 0);
