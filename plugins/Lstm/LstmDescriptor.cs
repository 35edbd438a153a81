using System.Globalization;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>What the model is with its settings.</summary>
internal static class LstmDescriptor
{
    /// <summary>Describes it.</summary>
    public static ModelDescriptor Of(LstmPlan plan) => new()
    {
        Name = plan.Kind switch
        {
            NetworkKind.EaLstm => "EA-LSTM",
            NetworkKind.McLstm => "MC-LSTM",
            _ => "LSTM",
        },
        Description = "a recurrent network that learns runoff from weather",
        Forcing = [.. plan.Settings.DynamicInputs.Select(name => new ForcingDeclaration(Forcing(name, plan.Settings)))],
        Attributes = [.. plan.Settings.StaticAttributes.Select(name => new AttributeDeclaration(name, "1", "a static attribute", plan.Settings.MissingInputs == MissingInputs.Refuse))],
        Targets = plan.Settings.UseSnow ? [Variables.SnowWaterEquivalent] : [],
        Outputs = [.. Outputs(plan)],
        Files = plan.Settings.Load is { } loaded ? [loaded] : [],
        Explanations = [.. Explanations(plan)],
        ShortestStep = TimeSpan.FromMinutes(1),
        LongestStep = TimeSpan.FromDays(1),
        Capabilities = Capabilities.Stateful | Capabilities.Trainable | Capabilities.Explainable | Capabilities.SpatiallyIndependent
            | (plan.IsProbabilistic ? Capabilities.Probabilistic : Capabilities.None)
            | (plan.Settings.MissingInputs == MissingInputs.Mask ? Capabilities.AcceptsGaps : Capabilities.None),
    };

    /// <summary>How it explains itself: attributes are compared over the basins that share a network.</summary>
    private static IEnumerable<string> Explanations(LstmPlan plan)
    {
        if (plan.Attention)
        {
            yield return RunoffExplanation.Attention;
        }

        yield return RunoffExplanation.IntegratedGradients;
        if (plan.Settings.StaticAttributes.Count > 0 && plan.Settings.Networks == Sharing.Shared && plan.Settings.UngaugedFolds is null)
        {
            yield return RunoffExplanation.PermutationImportance;
        }
    }

    /// <summary>What it writes: runoff, snow, and the quantiles of runoff.</summary>
    public static IEnumerable<OutputDeclaration> Outputs(LstmPlan plan)
    {
        yield return new(Variables.Runoff);
        if (plan.Settings.UseSnow)
        {
            yield return new(Variables.SnowWaterEquivalent);
        }

        foreach (OutputDeclaration quantile in QuantilesOf(plan.IsProbabilistic ? plan.Settings.Quantiles : []))
        {
            yield return quantile;
        }
    }

    /// <summary>Quantiles of runoff.</summary>
    public static IEnumerable<OutputDeclaration> QuantilesOf(IReadOnlyList<double> probabilities)
    {
        foreach (double probability in probabilities)
        {
            string percent = (100 * probability).ToString("00.##", CultureInfo.InvariantCulture).Replace('.', '_');
            yield return new(
                Variables.Runoff with
                {
                    Name = $"runoff_q{percent}",
                    Description = string.Create(CultureInfo.InvariantCulture, $"the runoff that is not exceeded with a probability of {probability}"),
                },
                Quantile: probability);
        }
    }

    /// <summary>A forcing variable by its name, in the unit that the settings give it.</summary>
    public static Variable Forcing(string name, LstmSettings settings) => InputVariables.Named(name, settings.InputUnits.GetValueOrDefault(name));
}
