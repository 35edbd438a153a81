namespace Tributary.Geodata;

/// <summary>The ground of a unit by a DEM.</summary>
/// <param name="Quantiles">Elevations in m of equally spaced quantiles of its cells, lowest first.</param>
/// <param name="MeanElevation">Mean elevation in m, weighted by the area of cells.</param>
/// <param name="MeanSlope">Mean slope in m per m, weighted by the area of cells; NaN where no cell has all its neighbours.</param>
/// <param name="Covered">Share of its cells whose elevation is known, 0 to 1.</param>
public sealed record UnitTerrain(double[] Quantiles, double MeanElevation, double MeanSlope, double Covered);
