using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>
/// The cylindrical equal-area projection of the WGS 84 ellipsoid, in km. One plane serves all units, so that a border that two units
/// share stays one line and no area is lost between them, and every cell of a regular grid stays an exact rectangle; a projection centred on each
/// unit would bend both. Areas are those on the ellipsoid. Source: Snyder (1987), USGS Professional Paper 1395, equations 3-11 to 3-13 and 10-17.
/// </summary>
internal static class EqualAreaPlane
{
    private const double SemiMajorKm = 6378.137;
    private const double Flattening = 1 / 298.257223563;

    private static readonly double Eccentricity = Math.Sqrt(Flattening * (2 - Flattening));
    private static readonly double QAtPole = Q(1);
    private static readonly double AuthalicRadiusKm = SemiMajorKm * Math.Sqrt(QAtPole / 2);

    /// <summary>Width of the whole globe in km.</summary>
    public static double Turn => 2 * Math.PI * AuthalicRadiusKm;

    /// <summary>Eastward coordinate in km of a longitude in degrees.</summary>
    public static double X(double longitude) => AuthalicRadiusKm * double.DegreesToRadians(longitude);

    /// <summary>Northward coordinate in km of a latitude in degrees.</summary>
    public static double Y(double latitude) => AuthalicRadiusKm * Q(Math.Sin(double.DegreesToRadians(latitude))) / QAtPole;

    /// <summary>Polygons on the plane, each part as one piece whose middle lies between -180 and 180 degrees; null where one goes around a pole.</summary>
    public static List<Polygon>? Project(Geometry outline)
    {
        var parts = new List<Polygon>();
        foreach (Polygon part in NetTopologySuite.Geometries.Utilities.PolygonExtracter.GetPolygons(outline).Cast<Polygon>().Where(part => !part.IsEmpty))
        {
            if (Unroll(part.ExteriorRing.CoordinateSequence, null) is not { } shell)
            {
                return null;
            }

            var west = new Envelope(shell);
            double shift = -Turn * Math.Floor((west.Centre.X / Turn) + 0.5);
            Shift(shell, shift);
            var holes = new LinearRing[part.NumInteriorRings];
            for (int i = 0; i < holes.Length; i++)
            {
                if (Unroll(part.GetInteriorRingN(i).CoordinateSequence, shell[0].X) is not { } hole)
                {
                    return null;
                }

                holes[i] = new LinearRing(hole);
            }

            parts.Add(new Polygon(new LinearRing(shell), holes));
        }

        return parts;
    }

    // Two corners that follow each other are never half a turn apart: the shorter way is meant.
    private static Coordinate[]? Unroll(CoordinateSequence ring, double? reference)
    {
        var points = new Coordinate[ring.Count];
        double before = reference ?? X(ring.GetX(0));
        for (int i = 0; i < points.Length; i++)
        {
            double x = X(ring.GetX(i));
            double turns = Math.Round((before - x) / Turn);
            before = turns == 0 ? x : x + (Turn * turns);
            points[i] = new Coordinate(before, Y(ring.GetY(i)));
        }

        return Math.Abs(points[^1].X - points[0].X) < Turn / 2 ? points : null;
    }

    private static void Shift(Coordinate[] points, double shift)
    {
        for (int i = 0; shift != 0 && i < points.Length; i++)
        {
            points[i].X += shift;
        }
    }

    private static double Q(double sine)
    {
        double e = Eccentricity;
        return (1 - (e * e)) * ((sine / (1 - (e * e * sine * sine))) - (Math.Log((1 - (e * sine)) / (1 + (e * sine))) / (2 * e)));
    }
}
