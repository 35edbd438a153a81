namespace Tributary.Geodata;

/// <summary>Distances on the WGS 84 ellipsoid. Source: Vincenty (1975), Survey Review 23, 88-93, the inverse formula.</summary>
internal static class Geodesic
{
    private const double SemiMajor = 6378137;
    private const double Flattening = 1 / 298.257223563;
    private const double SemiMinor = SemiMajor * (1 - Flattening);
    private const int MostSteps = 100;

    /// <summary>Distance in m between two places that are not opposite each other on the Earth.</summary>
    public static double Metres((double Longitude, double Latitude) from, (double Longitude, double Latitude) to)
    {
        double difference = double.DegreesToRadians(Math.IEEERemainder(to.Longitude - from.Longitude, 360));
        (double sin1, double cos1) = Reduced(from.Latitude);
        (double sin2, double cos2) = Reduced(to.Latitude);
        double lambda = difference;
        for (int step = 0; ; step++)
        {
            (double sinLambda, double cosLambda) = Math.SinCos(lambda);
            double sinSigma = double.Hypot(cos2 * sinLambda, (cos1 * sin2) - (sin1 * cos2 * cosLambda));
            if (sinSigma == 0)
            {
                return 0;
            }

            double cosSigma = (sin1 * sin2) + (cos1 * cos2 * cosLambda);
            double sigma = Math.Atan2(sinSigma, cosSigma);
            double sinAlpha = cos1 * cos2 * sinLambda / sinSigma;
            double cosSqAlpha = 1 - (sinAlpha * sinAlpha);
            double cos2Middle = cosSqAlpha == 0 ? 0 : cosSigma - (2 * sin1 * sin2 / cosSqAlpha);
            double c = Flattening / 16 * cosSqAlpha * (4 + (Flattening * (4 - (3 * cosSqAlpha))));
            double middle = cos2Middle + (c * cosSigma * (-1 + (2 * cos2Middle * cos2Middle)));
            double next = difference + ((1 - c) * Flattening * sinAlpha * (sigma + (c * sinSigma * middle)));
            if (Math.Abs(next - lambda) < 1e-12 || step == MostSteps)
            {
                return Arc(cosSqAlpha, sigma, sinSigma, cosSigma, cos2Middle);
            }

            lambda = next;
        }
    }

    private static double Arc(double cosSqAlpha, double sigma, double sinSigma, double cosSigma, double cos2Middle)
    {
        double u = cosSqAlpha * ((SemiMajor * SemiMajor) - (SemiMinor * SemiMinor)) / (SemiMinor * SemiMinor);
        double a = 1 + (u / 16384 * (4096 + (u * (-768 + (u * (320 - (175 * u)))))));
        double b = u / 1024 * (256 + (u * (-128 + (u * (74 - (47 * u))))));
        double square = cos2Middle * cos2Middle;
        double third = b / 6 * cos2Middle * (-3 + (4 * sinSigma * sinSigma)) * (-3 + (4 * square));
        double correction = b * sinSigma * (cos2Middle + (b / 4 * ((cosSigma * (-1 + (2 * square))) - third)));
        return SemiMinor * a * (sigma - correction);
    }

    private static (double Sin, double Cos) Reduced(double latitude) => Math.SinCos(Math.Atan((1 - Flattening) * Math.Tan(double.DegreesToRadians(latitude))));
}
