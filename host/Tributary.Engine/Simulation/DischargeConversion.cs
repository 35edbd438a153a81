using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Turns a model's main result into discharge.</summary>
internal static class DischargeConversion
{
    /// <summary>The conversion to m3 s-1.</summary>
    /// <param name="model">The model; its first output is its main result.</param>
    /// <param name="areaKm2">Area of the unit in km2.</param>
    /// <param name="step">Time step.</param>
    /// <exception cref="InputException">Its main result is no flow.</exception>
    public static UnitConversion Of(ModelDescriptor model, double areaKm2, TimeSpan step)
    {
        Variable main = model.Outputs[0].Variable;
        if (main.Unit == Variables.Runoff.Unit)
        {
            return new UnitConversion(QuantityConversion.DischargePerRunoff(areaKm2, step), 0);
        }

        return new QuantityConversion(HostServices.SharedUnits, step).To(main.Unit, Variables.Discharge, areaKm2)
            ?? throw new InputException($"the main result of {model.Name}, {main.Name} in {main.Unit}, cannot be converted to discharge");
    }
}
