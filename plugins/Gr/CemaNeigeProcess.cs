using System.Runtime.CompilerServices;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Gr;

/// <summary>
/// The equations of the CemaNeige snow routine for one elevation band, after Valéry, Andréassian and Perrin (2014). Depths in mm per time
/// step, temperatures in degC.
/// </summary>
public static class CemaNeigeProcess
{
    /// <summary>Below this temperature all precipitation is snow, degC (USACE, 1956).</summary>
    public const double AllSnowTemperature = -1;

    /// <summary>Above this temperature all precipitation is rain, degC (USACE, 1956).</summary>
    public const double AllRainTemperature = 3;

    /// <summary>Melt of a vanishing snow cover as a share of the melt of a full one.</summary>
    public const double LeastMeltShare = 0.1;

    /// <summary>The snow cover is full once the pack holds this share of the mean annual solid precipitation.</summary>
    public const double FullCoverShare = 0.9;

    /// <summary>Share of precipitation that falls as snow, linear in air temperature between the two limits (USACE, 1956).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SolidFraction<T>(T temperature)
        where T : unmanaged, ILanes<T> =>
        Lanes.Clamp((AllRainTemperature - temperature) * (1 / (AllRainTemperature - AllSnowTemperature)), (T)0, 1);

    /// <summary>One time step of the snow pack.</summary>
    /// <param name="precipitation">Precipitation on the band, mm.</param>
    /// <param name="temperature">Air temperature on the band, degC.</param>
    /// <param name="thermalWeight">CTG, weight of the pack's past temperature, 0 to 1.</param>
    /// <param name="meltFactor">Kf, mm per degC and time step.</param>
    /// <param name="fullCover">Water held by a pack that just covers all of the band, mm.</param>
    /// <param name="pack">Water held by the snow pack, mm; updated.</param>
    /// <param name="thermalState">Temperature of the pack, degC, never above 0; updated.</param>
    /// <returns>Rain and melt together, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Step<T>(T precipitation, T temperature, T thermalWeight, T meltFactor, T fullCover, ref T pack, ref T thermalState)
        where T : unmanaged, ILanes<T>
    {
        T snow = SolidFraction(temperature) * precipitation;
        pack += snow;

        thermalState = T.Min((thermalWeight * thermalState) + ((1 - thermalWeight) * temperature), 0);
        T potentialMelt = T.IfLess(thermalState, 0, 0, T.Min(meltFactor * T.Max(temperature, 0), pack));

        T cover = T.IfLess(pack, fullCover, pack / fullCover, 1);
        T melt = (((1 - LeastMeltShare) * cover) + LeastMeltShare) * potentialMelt;
        pack -= melt;
        return precipitation - snow + melt;
    }
}
