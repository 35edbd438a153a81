using System.Runtime.CompilerServices;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Gr;

/// <summary>
/// The equations of the GR models, one function a process. Depths in mm per time step, stores in mm. Notation of Perrin et al. (2003); the
/// exchange of GR5J and GR6J is that of Le Moine (2008), the exponential store that of Pushpalatha et al. (2011).
/// </summary>
public static class GrProcess
{
    /// <summary>Share of the effective rainfall that passes the first unit hydrograph and the routing store.</summary>
    public const double RoutedShare = 0.9;

    /// <summary>Share of the first unit hydrograph's outflow that GR6J gives to its exponential store.</summary>
    public const double ExponentialShare = 0.4;

    /// <summary>
    /// Net rainfall or net evaporation at the production store. With n = P - E and w = tanh(min(|n| / X1, 13)), a wet step stores
    /// Ps = X1 (1 - (S/X1)^2) w / (1 + S/X1 w) and a dry step takes Es = S (2 - S/X1) w / (1 + (1 - S/X1) w). Perrin et al. (2003), eqs 1-4.
    /// </summary>
    /// <param name="precipitation">P, mm.</param>
    /// <param name="potentialEvapotranspiration">E, mm.</param>
    /// <param name="capacity">X1, mm.</param>
    /// <param name="perCapacity">1 / X1.</param>
    /// <param name="store">S, mm; updated.</param>
    /// <param name="evapotranspiration">Receives what evaporates from interception and store, mm.</param>
    /// <returns>Pn - Ps, the net rainfall that the store does not take, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Production<T>(T precipitation, T potentialEvapotranspiration, T capacity, T perCapacity, ref T store, out T evapotranspiration)
        where T : unmanaged, ILanes<T>
    {
        T net = precipitation - potentialEvapotranspiration;
        T fill = store * perCapacity;

        // tanh(w) = (e - 1) / (e + 1) with e = exp(2 w), put into the fraction so that one division serves both.
        T e = T.Exp((T)2 * T.Min(T.Abs(net) * perCapacity, 13));
        T rise = e - 1;
        T reach = T.IfLess(0, net, capacity * (1 - (fill * fill)), store * (2 - fill));
        T damping = T.IfLess(0, net, fill, 1 - fill);
        T exchange = reach * rise / (e + 1 + (damping * rise));

        store = T.Max(T.IfLess(0, net, store + exchange, store - exchange), 0);
        evapotranspiration = T.IfLess(0, net, potentialEvapotranspiration, precipitation + exchange);
        return T.IfLess(0, net, net - exchange, 0);
    }

    /// <summary>
    /// Outflow of a store whose emptying follows a fifth-power law: S (1 - (1 + (S/(k X))^4)^(-1/4)). Percolation of the production store
    /// has k = 9/4 (21/4 at the hourly step), the routing store k = 1. Perrin et al. (2003), eqs 6 and 19.
    /// </summary>
    /// <param name="store">S, mm.</param>
    /// <param name="perScaledCapacity">1 / (k X), per mm.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T QuarticOutflow<T>(T store, T perScaledCapacity)
        where T : unmanaged, ILanes<T>
    {
        T fill = store * perScaledCapacity;
        T square = fill * fill;
        return store * (1 - (1 / T.Sqrt(T.Sqrt(1 + (square * square)))));
    }

    /// <summary>Groundwater exchange of GR4: F = X2 (R / X3)^(7/2). Perrin et al. (2003), eq. 18.</summary>
    /// <param name="coefficient">X2, mm per time step.</param>
    /// <param name="fill">R / X3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exchange<T>(T coefficient, T fill)
        where T : unmanaged, ILanes<T> => coefficient * fill * fill * fill * T.Sqrt(fill);

    /// <summary>Groundwater exchange of GR5J and GR6J: F = X2 (R / X3 - X5). Le Moine (2008).</summary>
    /// <param name="coefficient">X2, mm per time step.</param>
    /// <param name="fill">R / X3.</param>
    /// <param name="threshold">X5.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ThresholdExchange<T>(T coefficient, T fill, T threshold)
        where T : unmanaged, ILanes<T> => coefficient * (fill - threshold);

    /// <summary>
    /// Outflow of GR6J's exponential store: X6 ln(1 + exp(S / X6)), with S / X6 kept within +-33. Pushpalatha et al. (2011). Written as
    /// max(S, 0) + X6 ln(1 + exp(-|S / X6|)), which is the same and cannot overflow.
    /// </summary>
    /// <param name="store">S, mm; may be negative.</param>
    /// <param name="coefficient">X6, mm.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExponentialOutflow<T>(T store, T coefficient)
        where T : unmanaged, ILanes<T>
    {
        T ratio = T.Min(T.Abs(store / coefficient), 33);
        return T.Max(store, 0) + (coefficient * T.Log(1 + T.Exp(-ratio)));
    }
}
