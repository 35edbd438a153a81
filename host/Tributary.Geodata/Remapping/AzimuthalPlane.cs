using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Tributary.Geodata;

/// <summary>Lambert's azimuthal equal-area projection of the sphere about a point, in km. Source: Snyder (1987), USGS Professional Paper 1395, equations 24-2 to 24-4.</summary>
internal sealed class AzimuthalPlane
{
    private const double RadiusKm = 6371.0072;

    private readonly double _longitude;
    private readonly double _sin;
    private readonly double _cos;

    public AzimuthalPlane(double longitude, double latitude)
    {
        _longitude = longitude;
        (_sin, _cos) = Math.SinCos(double.DegreesToRadians(latitude));
    }

    public Coordinate Project(double longitude, double latitude)
    {
        (double sin, double cos) = Math.SinCos(double.DegreesToRadians(latitude));
        (double sinEast, double cosEast) = Math.SinCos(double.DegreesToRadians(longitude - _longitude));
        double scale = RadiusKm * Math.Sqrt(2 / (1 + (_sin * sin) + (_cos * cos * cosEast)));
        return new Coordinate(scale * cos * sinEast, scale * ((_cos * sin) - (_sin * cos * cosEast)));
    }

    /// <summary>An outline on the plane, repaired where bent edges touch.</summary>
    public Geometry Project(Geometry outline)
    {
        Geometry projected = new GeometryEditor().Edit(outline, new Points(this));
        return projected.IsValid ? projected : GeometryFixer.Fix(projected);
    }

    private sealed class Points(AzimuthalPlane plane) : GeometryEditor.CoordinateOperation
    {
        public override Coordinate[] Edit(Coordinate[] coordinates, Geometry geometry) => Array.ConvertAll(coordinates, point => plane.Project(point.X, point.Y));
    }
}
