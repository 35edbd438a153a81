using NetTopologySuite.Geometries;

namespace Tributary.Report;

/// <summary>
/// The plane that the map is drawn on: Lambert's azimuthal equal-area projection of the sphere around the middle of the map (Snyder 1987,
/// equations 24-2 to 24-4), on a grid of whole numbers that grows eastward and southward.
/// </summary>
internal sealed class MapPlane
{
    /// <summary>Steps of the grid along the longer side.</summary>
    public const int Steps = 16_383;

    /// <summary>Radius in km of the sphere with the surface of WGS 84.</summary>
    public const double RadiusKm = 6371.0072;

    private const double Degree = Math.PI / 180;
    private const double SmallestKm = 0.1;

    private readonly double _sin;
    private readonly double _cos;

    private MapPlane(double longitude, double latitude)
    {
        (Longitude, Latitude) = (longitude, latitude);
        (_sin, _cos) = Math.SinCos(latitude * Degree);
    }

    /// <summary>Longitude of the middle in degrees.</summary>
    public double Longitude { get; }

    /// <summary>Latitude of the middle in degrees.</summary>
    public double Latitude { get; }

    /// <summary>Length of a step of the grid in km.</summary>
    public double StepKm { get; private init; }

    /// <summary>Easting in km of the grid's western edge.</summary>
    public double WestKm { get; private init; }

    /// <summary>Northing in km of its northern edge.</summary>
    public double NorthKm { get; private init; }

    /// <summary>The plane that holds all points.</summary>
    public static MapPlane Around(IReadOnlyCollection<Coordinate> points)
    {
        double x = 0;
        double y = 0;
        double z = 0;
        foreach (Coordinate point in points)
        {
            double cos = Math.Cos(point.Y * Degree);
            x += cos * Math.Cos(point.X * Degree);
            y += cos * Math.Sin(point.X * Degree);
            z += Math.Sin(point.Y * Degree);
        }

        var middle = new MapPlane(Math.Atan2(y, x) / Degree, Math.Atan2(z, Math.Sqrt((x * x) + (y * y))) / Degree);
        var extent = new Envelope();
        foreach (Coordinate point in points)
        {
            (double east, double north) = middle.Project(point.X, point.Y);
            extent.ExpandToInclude(east, north);
        }

        return new MapPlane(middle.Longitude, middle.Latitude)
        {
            StepKm = Math.Max(Math.Max(extent.Width, extent.Height), SmallestKm) / Steps,
            WestKm = extent.MinX,
            NorthKm = extent.MaxY,
        };
    }

    /// <summary>Easting and northing in km from the middle.</summary>
    public (double East, double North) Project(double longitude, double latitude)
    {
        (double sin, double cos) = Math.SinCos(latitude * Degree);
        (double sinTurn, double cosTurn) = Math.SinCos((longitude - Longitude) * Degree);
        double k = RadiusKm * Math.Sqrt(2 / (1 + (_sin * sin) + (_cos * cos * cosTurn)));
        return (k * cos * sinTurn, k * ((_cos * sin) - (_sin * cos * cosTurn)));
    }

    /// <summary>The point of the grid next to a place.</summary>
    public GridPoint Snap(double longitude, double latitude)
    {
        (double east, double north) = Project(longitude, latitude);
        return new GridPoint((int)Math.Round((east - WestKm) / StepKm), (int)Math.Round((NorthKm - north) / StepKm));
    }
}

/// <summary>A point of the map's grid.</summary>
/// <param name="X">Steps eastward.</param>
/// <param name="Y">Steps southward.</param>
internal readonly record struct GridPoint(int X, int Y);
