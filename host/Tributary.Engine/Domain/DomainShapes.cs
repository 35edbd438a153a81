using NetTopologySuite.Geometries;

namespace Tributary.Engine;

/// <summary>Where a domain lies, in degrees east and north on WGS 84.</summary>
/// <param name="Units">Outlines of the units, <c>[unit]</c>.</param>
/// <param name="Reaches">Lines of the reaches, <c>[reach]</c>; null where a reach has none.</param>
public sealed record DomainShapes(IReadOnlyList<Geometry> Units, IReadOnlyList<Geometry?> Reaches);
