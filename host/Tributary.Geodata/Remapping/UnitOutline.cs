using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>The outline of a catchment unit.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Outline">Polygon or polygons, valid ones, in degrees east and north on WGS 84 (EPSG:4326, longitude first).</param>
public sealed record UnitOutline(string Id, Geometry Outline);
