using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>What the model is with its settings and its source.</summary>
internal static class TransferDescriptor
{
    /// <summary>Describes it.</summary>
    public static ModelDescriptor Of(TransferPlan plan) => new()
    {
        Name = $"Transfer ({TransferPlan.Word(plan.Strategy)})",
        Description = plan.Source is null ? "a recurrent network from scratch, to compare adapted ones with" : "a recurrent network that learned elsewhere, adapted",
        Forcing = [.. plan.Inputs.Select(input => new ForcingDeclaration(input.Variable))],
        Attributes = [.. plan.Attributes.Select(attribute => new AttributeDeclaration(attribute.Attribute, "1", "a static attribute", !plan.KeepsInputs))],
        Outputs = [new(Variables.Runoff)],
        Files = plan.Source is null ? [] : [plan.Source.Folder],
        Explanations = [RunoffExplanation.IntegratedGradients],
        ShortestStep = TimeSpan.FromMinutes(1),
        LongestStep = TimeSpan.FromDays(1),
        SpatialModes = SpatialModes.Lumped,
        Capabilities = Capabilities.Stateful | Capabilities.Trainable | Capabilities.Explainable | Capabilities.SpatiallyIndependent,
    };
}
