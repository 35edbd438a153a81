using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Divides basins into bands of equal area by elevation, and extrapolates forcing onto them after Valéry (2010).</summary>
public static class ElevationBanding
{
    /// <summary>Elevation above which precipitation grows no further, m (Valéry, 2010).</summary>
    public const double HighestPrecipitationElevation = 4000;

    /// <summary>Makes the bands of all units.</summary>
    /// <param name="hypsometry">For each unit the elevations in m of equally spaced quantiles of its area, lowest first; null for one without.</param>
    /// <param name="forcingElevation">Elevation in m to which each unit's forcing refers.</param>
    /// <param name="bandCount">Number of bands.</param>
    /// <param name="lapseRatePer100Metres">Fall of air temperature in degC per 100 m; null for the seasonal one.</param>
    /// <param name="precipitationGradient">Growth of precipitation with height per m.</param>
    public static ElevationBands Divide(
        IReadOnlyList<double[]?> hypsometry, ReadOnlySpan<double> forcingElevation, int bandCount, double? lapseRatePer100Metres, double precipitationGradient)
    {
        int units = hypsometry.Count;
        double[] area = new double[bandCount * units];
        double[] factor = new double[bandCount * units];
        double[] height = new double[bandCount * units];
        for (int unit = 0; unit < units; unit++)
        {
            if (hypsometry[unit] is not { } quantiles)
            {
                (area[unit], factor[unit]) = (1, 1);
                continue;
            }

            double mean = 0;
            double reference = Math.Min(forcingElevation[unit], HighestPrecipitationElevation);
            for (int band = 0; band < bandCount; band++)
            {
                int index = (band * units) + unit;
                double elevation = Quantile(quantiles, (band + 0.5) / bandCount);
                area[index] = 1.0 / bandCount;
                height[index] = elevation - forcingElevation[unit];
                factor[index] = Math.Exp(precipitationGradient * (Math.Min(elevation, HighestPrecipitationElevation) - reference));
                mean += area[index] * factor[index];
            }

            for (int band = 0; band < bandCount; band++)
            {
                factor[(band * units) + unit] /= mean;
            }
        }

        double[] lapse = new double[366];
        for (int day = 1; day <= 366; day++)
        {
            lapse[day - 1] = lapseRatePer100Metres / 100 ?? SeasonalLapseRate(day);
        }

        return new ElevationBands(bandCount, units, area, factor, height, lapse);
    }

    /// <summary>
    /// Fall of mean air temperature with elevation on a day of the year, degC per m: two harmonics fitted to the daily values of Valéry (2010), which
    /// they meet to 0.007 degC per 100 m.
    /// </summary>
    /// <param name="dayOfYear">1 to 366.</param>
    public static double SeasonalLapseRate(int dayOfYear)
    {
        double angle = 2 * Math.PI * dayOfYear / 366;
        double per100Metres = 0.53694 - (0.07799 * Math.Cos(angle)) + (0.03196 * Math.Sin(angle))
            - (0.02016 * Math.Cos(2 * angle)) + (0.00814 * Math.Sin(2 * angle));
        return per100Metres / 100;
    }

    /// <summary>Value at a share of the way through equally spaced quantiles, by straight lines between them.</summary>
    public static double Quantile(ReadOnlySpan<double> quantiles, double share)
    {
        double place = share * (quantiles.Length - 1);
        int below = Math.Min((int)place, quantiles.Length - 2);
        return quantiles[below] + ((place - below) * (quantiles[below + 1] - quantiles[below]));
    }
}
