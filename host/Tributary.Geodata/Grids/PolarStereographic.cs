namespace Tributary.Geodata;

/// <summary>
/// Inverse of the polar stereographic projection of the ellipsoid. Source: Snyder (1987), Map projections: a working manual, USGS
/// Professional Paper 1395, equations 15-9, 7-9, 21-33 to 21-40; ProjNET has none.
/// </summary>
internal sealed class PolarStereographic
{
    private readonly double _pole;
    private readonly double _centralMeridian;
    private readonly double _eccentricity;
    private readonly double _metresPerT;

    /// <param name="semiMajor">Semi-major axis in m.</param>
    /// <param name="eccentricitySquared">Square of the ellipsoid's first eccentricity.</param>
    /// <param name="northern">Whether the plane touches the north pole.</param>
    /// <param name="centralMeridian">Longitude that points straight down from the north pole (up from the south pole), in degrees.</param>
    /// <param name="trueScaleLatitude">Latitude of true scale in degrees; null to use the scale at the pole.</param>
    /// <param name="poleScale">Scale at the pole.</param>
    public PolarStereographic(double semiMajor, double eccentricitySquared, bool northern, double centralMeridian, double? trueScaleLatitude, double poleScale)
    {
        _pole = northern ? 1 : -1;
        _centralMeridian = centralMeridian;
        _eccentricity = Math.Sqrt(eccentricitySquared);
        double latitude = double.DegreesToRadians(Math.Abs(trueScaleLatitude ?? 90));
        if (trueScaleLatitude is null || latitude > double.DegreesToRadians(90 - 1e-9))
        {
            double e = _eccentricity;
            _metresPerT = 2 * semiMajor * poleScale / Math.Sqrt(Math.Pow(1 + e, 1 + e) * Math.Pow(1 - e, 1 - e));
        }
        else
        {
            (double sin, double cos) = Math.SinCos(latitude);
            _metresPerT = semiMajor * cos / Math.Sqrt(1 - (eccentricitySquared * sin * sin)) / IsometricT(latitude);
        }
    }

    /// <summary>From metres on the plane to longitude and latitude in degrees.</summary>
    public (double Longitude, double Latitude) ToGeographic(double x, double y)
    {
        double t = Math.Sqrt((x * x) + (y * y)) / _metresPerT;
        double latitude = (Math.PI / 2) - (2 * Math.Atan(t));
        for (int i = 0; i < 15; i++)
        {
            double sine = _eccentricity * Math.Sin(latitude);
            double next = (Math.PI / 2) - (2 * Math.Atan(t * Math.Pow((1 - sine) / (1 + sine), _eccentricity / 2)));
            (double change, latitude) = (Math.Abs(next - latitude), next);
            if (change < 1e-14)
            {
                break;
            }
        }

        double longitude = _centralMeridian + double.RadiansToDegrees(Math.Atan2(x, -_pole * y));
        return (longitude, _pole * double.RadiansToDegrees(latitude));
    }

    private double IsometricT(double latitude)
    {
        double sine = _eccentricity * Math.Sin(latitude);
        return Math.Tan((Math.PI / 4) - (latitude / 2)) / Math.Pow((1 - sine) / (1 + sine), _eccentricity / 2);
    }
}
