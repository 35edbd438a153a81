using System.Runtime.CompilerServices;

namespace Tributary.Plugins.Muskingum;

/// <summary>
/// The Muskingum equations (McCarthy, 1938) in the form of a water balance. With flows I and O as means over a step dt and storage V at its end,
/// S = K (x I + (1 - x) O) and the trapezoidal rule give V = a I + b O with a = K x + dt/2 and b = K (1 - x) - dt/2, whence the classical coefficients.
/// </summary>
public static class MuskingumProcess
{
    /// <summary>A reach is cut into no more segments than these.</summary>
    public const int MostSegments = 64;

    /// <summary>
    /// How many equal segments a long reach needs so that no flow can be negative: the fewest n with K (1/n - (1 - 2x)) ≤ dt. A cascade of them has the delay K and the spread
    /// K² (1 - 2x) of the whole reach, as in the characteristic reaches of Kalinin and Miljukov (1957).
    /// </summary>
    /// <param name="travelTime">K of the reach, s.</param>
    /// <param name="weighting">x of the reach, 0 to 0.5.</param>
    /// <param name="step">dt, s.</param>
    public static int Segments(double travelTime, double weighting, double step)
    {
        double fewest = Math.Ceiling((1 / ((step / travelTime) + 1 - (2 * weighting))) - 1e-9);
        return (int)Math.Clamp(fewest, 1, MostSegments);
    }

    /// <summary>Water held per inflow (a) and per outflow (b) of one of n segments, s; both are moved to where every flow stays positive, a + b = K/n.</summary>
    /// <param name="travelTime">K of the reach, s.</param>
    /// <param name="weighting">x of the reach, 0 to 0.5.</param>
    /// <param name="segments">n.</param>
    /// <param name="step">dt, s.</param>
    public static (double PerInflow, double PerOutflow) Shares(double travelTime, double weighting, int segments, double step)
    {
        double ownTime = travelTime / segments;
        double ownWeighting = 0.5 * (1 - (segments * (1 - (2 * weighting))));
        double perOutflow = Math.Clamp((ownTime * (1 - ownWeighting)) - (0.5 * step), Math.Max(0, ownTime - step), ownTime);
        return (ownTime - perOutflow, perOutflow);
    }

    /// <summary>One step: O = (V + (dt - a) I) / (b + dt), and V grows by dt (I - O).</summary>
    /// <param name="inflow">I, m3 s-1.</param>
    /// <param name="gain">dt - a, s.</param>
    /// <param name="rate">1 / (b + dt), s-1.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="storage">V, m3; updated.</param>
    /// <returns>O, m3 s-1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Step(double inflow, double gain, double rate, double step, ref double storage)
    {
        double outflow = Math.Max(0, (storage + (gain * inflow)) * rate);
        storage += step * (inflow - outflow);
        return outflow;
    }

    /// <summary>The adjoint of <see cref="Step"/>.</summary>
    /// <param name="outflow">Derivative with respect to O.</param>
    /// <param name="gain">dt - a, s.</param>
    /// <param name="rate">1 / (b + dt), s-1.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="storage">Derivative with respect to V behind the step; becomes that before it.</param>
    /// <returns>Derivative with respect to I.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double PullBack(double outflow, double gain, double rate, double step, ref double storage)
    {
        double balance = step * storage;
        double flow = rate * (outflow - balance);
        storage += flow;
        return balance + (gain * flow);
    }
}
