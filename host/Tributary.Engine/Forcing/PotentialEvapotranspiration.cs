using System.Numerics.Tensors;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Potential evapotranspiration from air temperature.</summary>
public static class PotentialEvapotranspiration
{
    // MJ m-2 d-1, Allen et al. (1998), eq. 21.
    private const double SolarConstantPerDay = 0.0820 * 24 * 60;

    /// <summary>Latent heat of vaporisation of water times its density, MJ m-2 per mm.</summary>
    private const double LatentHeat = 2.45;

    /// <summary>
    /// Oudin et al. (2005), doi:10.1016/j.jhydrol.2004.08.026: Ra / 2.45 (T + 5) / 100 where T is above -5 degC, else nothing.
    /// </summary>
    /// <param name="temperature">Mean air temperature of the day, degC.</param>
    /// <param name="radiation">Extraterrestrial radiation of the day, MJ m-2.</param>
    /// <returns>mm per day.</returns>
    public static double Oudin(double temperature, double radiation) => radiation / LatentHeat * Math.Max(temperature + 5, 0) / 100;

    /// <summary>
    /// Hargreaves and Samani (1985) as in Allen et al. (1998), eq. 52: 0.0023 Ra / 2.45 (T + 17.8) sqrt(Tmax - Tmin).
    /// </summary>
    /// <param name="temperature">Mean air temperature of the day, degC.</param>
    /// <param name="minimum">Lowest air temperature of the day, degC.</param>
    /// <param name="maximum">Highest air temperature of the day, degC.</param>
    /// <param name="radiation">Extraterrestrial radiation of the day, MJ m-2.</param>
    /// <returns>mm per day.</returns>
    public static double Hargreaves(double temperature, double minimum, double maximum, double radiation) =>
        0.0023 * radiation / LatentHeat * Math.Max(temperature + 17.8, 0) * Math.Sqrt(Math.Max(maximum - minimum, 0));

    /// <summary>Extraterrestrial radiation on a horizontal surface, Allen et al. (1998), eqs 21-25.</summary>
    /// <param name="latitude">Degrees north.</param>
    /// <param name="dayOfYear">1 to 366.</param>
    /// <returns>MJ m-2 per day.</returns>
    public static double ExtraterrestrialRadiation(double latitude, int dayOfYear)
    {
        double phi = latitude * Math.PI / 180;
        double angle = 2 * Math.PI * dayOfYear / 365;
        double inverseDistance = 1 + (0.033 * Math.Cos(angle));
        double declination = 0.409 * Math.Sin(angle - 1.39);
        double sunset = Math.Acos(Math.Clamp(-Math.Tan(phi) * Math.Tan(declination), -1, 1));
        return SolarConstantPerDay / Math.PI * inverseDistance
            * ((sunset * Math.Sin(phi) * Math.Sin(declination)) + (Math.Cos(phi) * Math.Cos(declination) * Math.Sin(sunset)));
    }

    /// <summary>A series of amounts per time step. Steps shorter than a day share the day's amount as the sun's height does from 6 to 18 hours.</summary>
    /// <param name="time">Time axis, of steps of a day or less.</param>
    /// <param name="latitude">Degrees north.</param>
    /// <param name="temperature">Air temperature, degC, <c>[time]</c>.</param>
    /// <param name="minimum">Lowest air temperature, degC, <c>[time]</c>; empty for Oudin.</param>
    /// <param name="maximum">Highest air temperature, degC, <c>[time]</c>; empty for Oudin.</param>
    /// <param name="amounts">Receives mm per step, <c>[time]</c>.</param>
    public static void Series(
        TimeAxis time, double latitude, ReadOnlySpan<double> temperature, ReadOnlySpan<double> minimum, ReadOnlySpan<double> maximum, Span<double> amounts)
    {
        int step = 0;
        while (step < time.Count)
        {
            DateTime day = time[step].Date;
            int end = step;
            while (end < time.Count && time[end].Date == day)
            {
                end++;
            }

            double radiation = ExtraterrestrialRadiation(latitude, day.DayOfYear);
            double mean = TensorPrimitives.Sum(temperature[step..end]) / (end - step);
            double amount = minimum.IsEmpty ? Oudin(mean, radiation) : Hargreaves(mean, TensorPrimitives.Min(minimum[step..end]), TensorPrimitives.Max(maximum[step..end]), radiation);
            for (int i = step; i < end; i++)
            {
                amounts[i] = amount * DaylightShare(time[i].TimeOfDay, time.Step);
            }

            step = end;
        }
    }

    private static double DaylightShare(TimeSpan start, TimeSpan step)
    {
        static double Before(double hour) => (1 - Math.Cos(Math.PI * Math.Clamp((hour - 6) / 12, 0, 1))) / 2;
        return Before((start + step).TotalHours) - Before(start.TotalHours);
    }
}
