using System.Runtime.CompilerServices;

namespace Tributary.Plugins.WaveTracking;

/// <summary>
/// The kinematic wave Q = κ A^(5/3), followed from the head of a reach to its end. Each step of inflow is a wave; a wave of flow Q runs with the celerity c = 5/3 κ^(3/5) Q^(2/5), a
/// wave that is overtaken is swallowed by a shock (Lighthill and Whitham, 1955; Goring, 1994). The volume that has left the reach is the greatest
/// N(τ) - φ (t - τ)^(-3/2) over all times τ of entry, N being the volume that has entered and φ = 2/3 κ (3 L / 5 κ)^(5/2): the exact solution with shocks, in which no water is lost.
/// </summary>
public static class WaveTrackingProcess
{
    /// <summary>κ of a wide channel by Manning's equation: √S / (n B^(2/3)).</summary>
    /// <param name="width">B, m.</param>
    /// <param name="slope">S, m per m.</param>
    /// <param name="roughness">n, s m-1/3.</param>
    public static double Kappa(double width, double slope, double roughness) => Math.Sqrt(slope) / (roughness * Math.Pow(width, 2.0 / 3));

    /// <summary>φ, m3 s3/2.</summary>
    /// <param name="kappa">κ, m-1/3 s-1 for an area in m2.</param>
    /// <param name="length">L, m.</param>
    public static double Phi(double kappa, double length) => 2.0 / 3 * kappa * Math.Pow(0.6 * length / kappa, 2.5);

    /// <summary>Time that a wave needs, s: L / c = (3/2 φ / Q)^(2/5).</summary>
    /// <param name="phi">φ, m3 s3/2.</param>
    /// <param name="flow">Q, m3 s-1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TravelTime(double phi, double flow) => flow > 0 ? Math.Pow(1.5 * phi / flow, 0.4) : double.MaxValue;

    /// <summary>The volume that has left the reach as far as one wave tells, m3.</summary>
    /// <param name="volume">N when the wave began to enter, m3.</param>
    /// <param name="flow">Q of the wave, m3 s-1.</param>
    /// <param name="sinceBegin">Time since it began to enter, s.</param>
    /// <param name="since">Time since the part of it entered that is looked at, s.</param>
    /// <param name="phi">φ, m3 s3/2.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Left(double volume, double flow, double sinceBegin, double since, double phi) =>
        volume + (flow * (sinceBegin - since)) - (phi / (since * Math.Sqrt(since)));
}
