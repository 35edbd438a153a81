using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A member whose plugin is loaded and whose settings are checked.</summary>
/// <param name="Section">What the workflow says of it.</param>
/// <param name="Plugin">Its model plugin.</param>
/// <param name="Loaded">The plugin's identity.</param>
/// <param name="Descriptor">What the model is.</param>
public sealed record MemberPlan(MemberSection Section, IModelPlugin Plugin, LoadedPlugin Loaded, ModelDescriptor Descriptor)
{
    /// <summary>Its name.</summary>
    public string Name => Section.Name;

    /// <summary>The workflow of this member alone on a domain of its own; null where it has none.</summary>
    public WorkflowPlan? Apart { get; init; }

    /// <summary>The member whose simulation it learns before the observed discharge; null for none.</summary>
    public MemberPlan? PretrainOn { get; init; }

    /// <summary>The outputs that are kept: those that the workflow asks for, and at lumped basins the quantiles of discharge, which are scored, and what was learned beside it.</summary>
    public IReadOnlyList<string> KeptOutputs(BasinDomain domain) => domain.Network is not null
        ? Section.Outputs
        : [.. Section.Outputs.Union(Descriptor.Outputs.Where(output => output.Quantile is not null).Select(output => output.Variable.Name)).Union(Descriptor.Targets.Select(target => target.Name))];

    /// <summary>Indices of the parameters that the workflow does not fix.</summary>
    public IReadOnlyList<int> FreeParameters =>
        [.. Enumerable.Range(0, Descriptor.Parameters.Count).Where(index => !Section.Parameters.ContainsKey(Descriptor.Parameters[index].Name))];

    /// <summary>The parameters where nothing is calibrated: fixed values and defaults.</summary>
    public double[] GivenParameters() =>
        [.. Descriptor.Parameters.Select(parameter => Section.Parameters.TryGetValue(parameter.Name, out double value) ? value : parameter.Default)];
}
