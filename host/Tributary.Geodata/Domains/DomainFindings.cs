namespace Tributary.Geodata;

/// <summary>What was found, and mended, while a domain was read. None of it is an error; all of it belongs into the log.</summary>
/// <param name="Repaired">Outlines that were invalid.</param>
/// <param name="Areas">Units whose declared area differs by more than 5 % from that of the outline.</param>
/// <param name="Outlets">Where water leaves the network.</param>
/// <param name="Lengthened">Reaches without length of their own, which were given the shortest one.</param>
/// <param name="Steepened">Reaches without slope, which were given the smallest one.</param>
/// <param name="ReachesWithoutUnits">Reaches to which no unit drains.</param>
public sealed record DomainFindings(
    IReadOnlyList<RepairedOutline> Repaired,
    IReadOnlyList<AreaDifference> Areas,
    IReadOnlyList<NetworkOutlet> Outlets,
    IReadOnlyList<string> Lengthened,
    IReadOnlyList<string> Steepened,
    IReadOnlyList<string> ReachesWithoutUnits);

/// <summary>An outline that was invalid.</summary>
/// <param name="Unit">The unit's id.</param>
/// <param name="Problem">What was wrong and where.</param>
/// <param name="AreaKm2">Area after the repair in km2.</param>
public sealed record RepairedOutline(string Unit, string Problem, double AreaKm2);

/// <summary>A unit whose declared area is not that of its outline.</summary>
/// <param name="Unit">The unit's id.</param>
/// <param name="DeclaredKm2">The area that its field states in km2.</param>
/// <param name="OutlineKm2">The area of its outline in km2.</param>
public sealed record AreaDifference(string Unit, double DeclaredKm2, double OutlineKm2);

/// <summary>Where water leaves the network.</summary>
/// <param name="Reach">The reach's id.</param>
/// <param name="Toward">The reach that it names as next, which is not in the file; null where it names none.</param>
public sealed record NetworkOutlet(string Reach, string? Toward);
