namespace PluginName;

/// <summary>The equations, apart from states and blocks: dS/dt = P - E - S / K.</summary>
public static class PluginNameProcess
{
    /// <summary>One step. Rain falls first, then evaporates what there is, and the rest drains for the length of the step.</summary>
    /// <param name="storage">Water in the reservoir in mm.</param>
    /// <param name="precipitation">Rain of the step in mm.</param>
    /// <param name="potential">Potential evapotranspiration of the step in mm.</param>
    /// <param name="kept">Share of the storage that a step leaves, exp(-step / K).</param>
    /// <param name="evapotranspiration">Receives actual evapotranspiration in mm.</param>
    /// <returns>Outflow of the step in mm.</returns>
    public static double Step(ref double storage, double precipitation, double potential, double kept, out double evapotranspiration)
    {
        storage += precipitation;
        evapotranspiration = Math.Clamp(potential, 0, storage);
        storage -= evapotranspiration;
        double outflow = storage * (1 - kept);
        storage -= outflow;
        return outflow;
    }
}
