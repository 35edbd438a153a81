using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Simulated discharge that is scored and written: a member's, a combination's, or one that was given.</summary>
public sealed class Hydrograph
{
    private Hydrograph(string name, string label) => (Name, Label) = (name, label);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What made it, for people, as <c>GR4J</c>.</summary>
    public string Label { get; }

    /// <summary>What was simulated elsewhere; null for a member of this run and for a combination.</summary>
    public GivenHydrograph? Given { get; private init; }

    /// <summary>The member; null for a combination and for what was given.</summary>
    public MemberResult? Member { get; private init; }

    /// <summary>The combination; null for a member and for what was given.</summary>
    public CombinationResult? Combination { get; private init; }

    /// <summary>Whether it has not seen the validation period, so that it may be chosen by it.</summary>
    public bool IsBlindToValidation => Combination is not { Plan.Descriptor.IsFitted: true };

    /// <summary>The hydrographs of members, then those that were given.</summary>
    internal static IReadOnlyList<Hydrograph> Of(IEnumerable<MemberResult> members, IEnumerable<GivenHydrograph> given) =>
    [
        .. members.Select(member => new Hydrograph(member.Member.Name, member.Member.Descriptor.Name) { Member = member }),
        .. given.Select(each => new Hydrograph(each.Name, each.Source) { Given = each }),
    ];

    /// <summary>The hydrographs of combinations.</summary>
    internal static IReadOnlyList<Hydrograph> Of(IEnumerable<CombinationResult> combinations) =>
    [
        .. combinations.Select(combination => new Hydrograph(combination.Plan.Name, combination.Plan.Descriptor.Label) { Combination = combination }),
    ];

    /// <summary>Discharge at a gauge in m3 s-1, <c>[time]</c>; NaN where it is not defined.</summary>
    public ReadOnlySpan<double> Discharge(int gauge) => Member is { } member ? member.Simulation.Discharge(gauge) : Given is { } given ? given.Discharge[gauge] : Combination!.Gauges[gauge].Discharge;

    /// <summary>Whether there is any discharge at a gauge; there is none where too little was observed to fit a combination.</summary>
    public bool IsDefinedAt(int gauge) => Combination?.Gauges[gauge].Obstacle is null;

    /// <summary>Its quantiles at a gauge; null where there are none.</summary>
    public DischargeQuantiles? Quantiles(WorkflowInputs inputs, int gauge) => Member is { } member
        ? MemberQuantiles.Of(member, inputs, gauge)
        : Combination?.Plan.Descriptor.Probabilities is { Count: > 0 } probabilities ? new DischargeQuantiles(probabilities, Combination.Gauges[gauge].Quantiles) : null;
}
