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
        Forcing = [.. plan.Settings.DynamicInputs.Select(name => new ForcingDeclaration(Forcing(name)))],
        Attributes = [.. plan.Settings.StaticAttributes.Select(name => new AttributeDeclaration(name, "1", "a static attribute", plan.Settings.MissingInputs == MissingInputs.Refuse))],
        Targets = plan.Settings.UseSnow ? [Variables.SnowWaterEquivalent] : [],
        Outputs = [.. Outputs(plan).Select(variable => new OutputDeclaration(variable))],
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
        if (plan.Settings.StaticAttributes.Count > 0 && plan.Settings.Networks == Sharing.Shared)
        {
            yield return RunoffExplanation.PermutationImportance;
        }
    }

    /// <summary>What it writes: runoff, snow, and the quantiles of runoff.</summary>
    public static IEnumerable<Variable> Outputs(LstmPlan plan)
    {
        yield return Variables.Runoff;
        if (plan.Settings.UseSnow)
        {
            yield return Variables.SnowWaterEquivalent;
        }

        if (plan.IsProbabilistic)
        {
            foreach (double probability in plan.Settings.Quantiles)
            {
                string percent = (100 * probability).ToString("00.##", CultureInfo.InvariantCulture).Replace('.', '_');
                yield return Variables.Runoff with
                {
                    Name = $"runoff_q{percent}",
                    Description = string.Create(CultureInfo.InvariantCulture, $"the runoff that is not exceeded with a probability of {probability}"),
                };
            }
        }
    }

    /// <summary>A forcing variable by its name; one that Tributary does not know keeps its own unit.</summary>
    public static Variable Forcing(string name) => Variables.All.TryGetValue(name, out Variable? known)
        ? known
        : new Variable(name, string.Empty, "1", CellMethod.Mean, "a forcing variable of the workflow's own");
}
