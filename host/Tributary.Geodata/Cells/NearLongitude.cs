using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Tributary.Geodata;

/// <summary>Brings longitudes within 180 degrees of one meridian, so that a basin on the date line stays in one piece.</summary>
internal sealed class NearLongitude(double meridian) : GeometryEditor.CoordinateOperation
{
    public double Meridian => meridian;

    public double Apply(double longitude) => longitude + (360 * Math.Round((meridian - longitude) / 360));

    public Geometry Apply(Geometry geometry)
    {
        Envelope extent = geometry.EnvelopeInternal;
        return Apply(extent.MinX) == extent.MinX && Apply(extent.MaxX) == extent.MaxX ? geometry : new GeometryEditor().Edit(geometry, this);
    }

    public override Coordinate[] Edit(Coordinate[] coordinates, Geometry geometry) =>
        Array.ConvertAll(coordinates, point => new Coordinate(Apply(point.X), point.Y));
}
