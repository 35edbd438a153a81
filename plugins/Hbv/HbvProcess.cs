using System.Runtime.CompilerServices;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Hbv;

/// <summary>
/// The equations of HBV-96 in the form of Parajka, Merz and Blöschl (2007), appendix, one function a process. Depths in mm per time step, stores in mm, temperatures in
/// degC, residence times in time steps.
/// </summary>
public static class HbvProcess
{
    /// <summary>Below this air temperature nothing evaporates, degC.</summary>
    public const double NoEvaporationTemperature = -0.1;

    /// <summary>A snow pack below this is gone, mm.</summary>
    private const double LeastSnow = 1e-4;

    /// <summary>Share of precipitation that falls as snow, linear between the two threshold temperatures.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SnowFraction<T>(T temperature, T rainThreshold, T snowThreshold)
        where T : unmanaged, ILanes<T> =>
        T.IfLess(temperature, snowThreshold, 1, T.IfLess(rainThreshold, temperature, 0, (rainThreshold - temperature) / (rainThreshold - snowThreshold)));

    /// <summary>Snow pack with degree-day melt.</summary>
    /// <param name="snowfall">Snow that falls, corrected for what gauges miss, mm.</param>
    /// <param name="temperature">Air temperature, degC.</param>
    /// <param name="meltThreshold">Tm, degC.</param>
    /// <param name="degreeDayFactor">DDF, mm per degC and time step.</param>
    /// <param name="snow">Water in the snow pack, mm; updated.</param>
    /// <returns>Melt, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Snow<T>(T snowfall, T temperature, T meltThreshold, T degreeDayFactor, ref T snow)
        where T : unmanaged, ILanes<T>
    {
        T held = snow + snowfall;
        T melt = T.Max((temperature - meltThreshold) * degreeDayFactor, 0);
        T left = held - melt;
        snow = T.IfLess(left, LeastSnow, 0, left);
        return T.IfLess(left, LeastSnow, held, melt);
    }

    /// <summary>Soil moisture: the wetter the soil, the more of the water that reaches it passes on: dQ = (SM/FC)^BETA w.</summary>
    /// <param name="water">Rain and melt, mm.</param>
    /// <param name="potentialEvapotranspiration">Potential evapotranspiration, mm.</param>
    /// <param name="fieldCapacity">FC, mm.</param>
    /// <param name="evaporationLimit">LP, soil moisture from which evapotranspiration is potential, mm.</param>
    /// <param name="exponent">BETA.</param>
    /// <param name="moisture">Soil moisture, mm; updated.</param>
    /// <param name="evapotranspiration">Receives the actual evapotranspiration, mm.</param>
    /// <returns>Water that passes on to the upper zone, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Soil<T>(
        T water, T potentialEvapotranspiration, T fieldCapacity, T evaporationLimit, T exponent, ref T moisture, out T evapotranspiration)
        where T : unmanaged, ILanes<T>
    {
        T fill = moisture / fieldCapacity;
        T share = T.Min(T.IfLess(0, fill, Lanes.Power(fill, exponent), 0), 1);
        T recharge = share * water;
        T wet = moisture + (water - recharge);
        recharge += T.Max(wet - fieldCapacity, 0);
        wet = T.Min(wet, fieldCapacity);

        T demand = T.Max(potentialEvapotranspiration, 0);
        T reduced = T.IfLess(wet, evaporationLimit, wet * demand / evaporationLimit, demand);
        evapotranspiration = T.Min(T.Min(reduced, demand), wet);
        moisture = wet - evapotranspiration;
        return recharge;
    }

    /// <summary>Upper zone with a fast outlet above a threshold and a slower one, and percolation to the lower zone.</summary>
    /// <param name="recharge">Water from the soil, mm.</param>
    /// <param name="fastTime">k0, time steps.</param>
    /// <param name="fastDecay">exp(-1 / k0).</param>
    /// <param name="threshold">lsuz, mm.</param>
    /// <param name="slowTime">k1, time steps.</param>
    /// <param name="slowDecay">exp(-1 / k1).</param>
    /// <param name="percolation">cperc, mm per time step; receives what really percolates.</param>
    /// <param name="store">Water in the upper zone, mm; updated.</param>
    /// <returns>Outflow of both outlets, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T UpperZone<T>(T recharge, T fastTime, T fastDecay, T threshold, T slowTime, T slowDecay, ref T percolation, ref T store)
        where T : unmanaged, ILanes<T>
    {
        T held = store + recharge;
        T above = T.Max(held - threshold, 0);
        T fast = T.Min(above / fastTime * fastDecay, above);
        held -= fast;
        T slow = T.Max(((percolation + (held / slowTime)) * slowDecay) - percolation, 0);
        T left = held - slow - percolation;
        percolation = T.IfLess(left, 0, held - slow, percolation);
        store = T.Max(left, 0);
        return fast + slow;
    }

    /// <summary>Lower zone, a linear store.</summary>
    /// <param name="percolation">Water from the upper zone, mm.</param>
    /// <param name="time">k2, time steps.</param>
    /// <param name="decay">exp(-1 / k2).</param>
    /// <param name="store">Water in the lower zone, mm; updated.</param>
    /// <returns>Outflow, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LowerZone<T>(T percolation, T time, T decay, ref T store)
        where T : unmanaged, ILanes<T>
    {
        T outflow = percolation - ((percolation - (store / time)) * decay);
        T left = store - outflow + percolation;
        outflow = T.IfLess(left, 0, store + percolation, T.Max(outflow, 0));
        store = T.Max(store + percolation - outflow, 0);
        return outflow;
    }

    /// <summary>
    /// Triangular transfer to the outlet, whose base shortens as the flow grows: b = floor(max(bmax - croute q, 1)) steps.
    /// </summary>
    /// <param name="outflow">q, outflow of both zones, mm.</param>
    /// <param name="longestBase">bmax, time steps.</param>
    /// <param name="shortening">croute, time steps per mm of outflow.</param>
    /// <param name="underway">Water on its way, by steps to go; updated.</param>
    /// <returns>Runoff, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Transfer<T>(T outflow, T longestBase, T shortening, Span<T> underway)
        where T : unmanaged, ILanes<T>
    {
        T length = T.Floor(T.Max(longestBase - (shortening * outflow), 1));
        T scale = 4 * outflow / (length * length);
        T peak = (length * 0.5) - 0.25;

        T runoff = underway[0] + (scale * T.Min(0.5, peak));
        for (int k = 1; k < underway.Length; k++)
        {
            T rising = k + 0.5;
            T ordinate = T.Max(T.Min(T.Min(rising, length - rising), peak), 0);
            underway[k - 1] = underway[k] + (scale * ordinate);
        }

        underway[^1] = 0;
        return runoff;
    }
}
