namespace Tributary.Geodata;

/// <summary>Longitude and latitude on a sphere whose north pole was moved, as CF's <c>rotated_latitude_longitude</c> defines them.</summary>
internal sealed class RotatedPole
{
    private readonly double _sinPole;
    private readonly double _cosPole;
    private readonly double _poleLongitude;
    private readonly double _northPoleGridLongitude;

    /// <param name="poleLatitude">Latitude of the grid's north pole in degrees.</param>
    /// <param name="poleLongitude">Longitude of the grid's north pole in degrees.</param>
    /// <param name="northPoleGridLongitude">Longitude of the true north pole on the rotated grid in degrees.</param>
    public RotatedPole(double poleLatitude, double poleLongitude, double northPoleGridLongitude)
    {
        (_sinPole, _cosPole) = Math.SinCos(double.DegreesToRadians(poleLatitude));
        _poleLongitude = double.DegreesToRadians(poleLongitude);
        _northPoleGridLongitude = double.DegreesToRadians(northPoleGridLongitude);
    }

    /// <summary>From rotated to true longitude and latitude, in degrees.</summary>
    public (double Longitude, double Latitude) ToGeographic(double gridLongitude, double gridLatitude)
    {
        (double sinLatitude, double cosLatitude) = Math.SinCos(double.DegreesToRadians(gridLatitude));
        (double sinTurn, double cosTurn) = Math.SinCos(double.DegreesToRadians(gridLongitude) - _northPoleGridLongitude);
        double north = (_sinPole * sinLatitude) + (_cosPole * cosLatitude * cosTurn);
        double along = (_cosPole * sinLatitude) - (_sinPole * cosLatitude * cosTurn);
        double longitude = _poleLongitude + Math.Atan2(-cosLatitude * sinTurn, along);
        return (double.RadiansToDegrees(longitude), double.RadiansToDegrees(Math.Asin(Math.Clamp(north, -1, 1))));
    }
}
