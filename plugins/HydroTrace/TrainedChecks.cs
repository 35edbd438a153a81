namespace Tributary.Plugins.HydroTrace;

/// <summary>What further trainings on the same data came to, against which the network is held.</summary>
internal sealed record TrainedChecks
{
    /// <summary>Validation score of the network itself; null where there is no validation.</summary>
    public double? Score { get; set; }

    /// <summary>Validation scores of networks of other seeds.</summary>
    public IReadOnlyList<double> SeedScores { get; set; } = [];

    /// <summary>Mean correlation over the cells inside of the maps of all pairs of seeds, by variable.</summary>
    public IReadOnlyList<double> MapAgreement { get; set; } = [];

    /// <summary>Mean correlation over the variables of the weights of all pairs of seeds; NaN with fewer than two variables.</summary>
    public double WeightAgreement { get; set; } = double.NaN;

    /// <summary>What was taken away, and the validation score without it.</summary>
    public IReadOnlyList<Ablation> Ablations { get; set; } = [];

    /// <summary>It in words, a sentence each.</summary>
    /// <param name="variables">The variables.</param>
    public IEnumerable<string> InWords(IReadOnlyList<string> variables)
    {
        if (SeedScores.Count > 0)
        {
            yield return FormattableString.Invariant(
                $"maps of {SeedScores.Count + 1} seeds correlate by {string.Join(", ", variables.Select((name, i) => FormattableString.Invariant($"{MapAgreement[i]:0.00} ({name})")))}, weights of variables by {WeightAgreement:0.00}");
        }

        foreach (Ablation ablation in Ablations)
        {
            yield return FormattableString.Invariant($"validation NSE {ablation.Score:0.000} {ablation.What} instead of {Score:0.000}");
        }
    }
}

/// <summary>A training without something.</summary>
/// <param name="What">Without what, in words.</param>
/// <param name="Score">Its validation score.</param>
internal sealed record Ablation(string What, double Score);
