using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Converts a series to a variable's unit, also where hydrology and physics disagree on the dimension: a rate to the amount of a time step and back,
/// a mass of water to a depth, and a depth over a catchment to a discharge.
/// </summary>
/// <param name="units">Units of measurement.</param>
/// <param name="step">Time step of the series.</param>
public sealed class QuantityConversion(IUnits units, TimeSpan step)
{
    // 1 kg m-2 of water is 1 mm deep.
    private const string WaterMass = "kg m-2";
    private const string WaterDepth = "mm";

    /// <summary>The conversion of a series.</summary>
    /// <param name="from">Its unit.</param>
    /// <param name="variable">What it is, and in which unit it is wanted.</param>
    /// <param name="areaKm2">Area of the catchment in km2, for discharge given as a depth; null where unknown.</param>
    /// <returns>The conversion; null where there is none.</returns>
    /// <exception cref="InputException">One of the units is no unit.</exception>
    public UnitConversion? To(string from, Variable variable, double? areaKm2 = null)
    {
        string to = variable.Unit;
        double seconds = step.TotalSeconds;
        if (units.Between(from, to) is { } direct)
        {
            return direct;
        }

        if (variable.CellMethod == CellMethod.Sum)
        {
            return Scaled(units.Between(from, $"({to}) s-1"), seconds)
                ?? Through(WaterMass, from, to, 1)
                ?? Through($"{WaterMass} s-1", from, to, seconds);
        }

        if (variable.CellMethod == CellMethod.Mean && Scaled(units.Between(from, $"({to}) s"), 1 / seconds) is { } rate)
        {
            return rate;
        }

        if (variable.CellMethod == CellMethod.Point && Through(WaterMass, from, to, 1) is { } depth)
        {
            return depth;
        }

        return variable.Name == Variables.Discharge.Name && areaKm2 is { } area ? DepthToDischarge(from, area) : null;
    }

    /// <summary>Discharge in m3 s-1 of one mm of runoff a time step.</summary>
    /// <param name="areaKm2">Area in km2.</param>
    /// <param name="step">Time step.</param>
    public static double DischargePerRunoff(double areaKm2, TimeSpan step) => areaKm2 * 1000 / step.TotalSeconds;

    private UnitConversion? DepthToDischarge(string from, double areaKm2)
    {
        UnitConversion? depth = units.Between(from, WaterDepth) ?? Scaled(units.Between(from, $"{WaterDepth} s-1"), step.TotalSeconds);
        return Scaled(depth, DischargePerRunoff(areaKm2, step));
    }

    private UnitConversion? Through(string waterMass, string from, string to, double factor) =>
        units.Between(from, waterMass) is { } toMass && units.Between(WaterDepth, to) is { } fromDepth
            ? new UnitConversion(toMass.Scale * factor * fromDepth.Scale, 0)
            : null;

    private static UnitConversion? Scaled(UnitConversion? conversion, double factor) =>
        conversion is { } found ? new UnitConversion(found.Scale * factor, found.Offset * factor) : null;
}
