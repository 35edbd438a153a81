namespace Tributary.Geodata;

/// <summary>Moves air temperature from the elevation that it stands for to that of the units, by a constant rate.</summary>
/// <param name="DegreesPerMetre">Change of temperature with elevation in K per m; negative where it falls with height.</param>
public readonly record struct LapseRate(double DegreesPerMetre)
{
    /// <summary>The standard atmosphere's -6.5 K per km (ISO 2533).</summary>
    public static LapseRate Standard => new(-0.0065);

    /// <summary>Corrects temperatures in place: <c>T + rate * (unit's elevation - forcing's elevation)</c>.</summary>
    /// <param name="temperature">Temperatures in K or degrees Celsius, <c>[unit, time]</c>.</param>
    /// <param name="unitElevation">Elevations of the units in m, <c>[unit]</c>; a unit of unknown elevation (NaN) is left as it is.</param>
    /// <param name="forcingElevation">Elevations in m that the forcing stands for, remapped by the same weights, <c>[unit]</c>; NaN as above.</param>
    /// <exception cref="ArgumentException">The spans do not fit each other.</exception>
    public void Apply(Span<double> temperature, ReadOnlySpan<double> unitElevation, ReadOnlySpan<double> forcingElevation)
    {
        int units = unitElevation.Length;
        if (forcingElevation.Length != units || (units == 0 ? temperature.Length != 0 : temperature.Length % units != 0))
        {
            throw new ArgumentException($"There are {units} elevations of units, {forcingElevation.Length} of forcing and {temperature.Length} temperatures.");
        }

        for (int unit = 0; unit < units; unit++)
        {
            double change = DegreesPerMetre * (unitElevation[unit] - forcingElevation[unit]);
            Span<double> series = temperature.Slice(unit * (temperature.Length / units), temperature.Length / units);
            new Contracts.UnitConversion(1, double.IsNaN(change) ? 0 : change).Apply(series);
        }
    }
}
