using NetTopologySuite.Geometries;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Remapping;

/// <summary>
/// An independent computation of shared areas: each ring of a unit clipped by the four sides of each convex cell (Sutherland and Hodgman 1974), areas by the
/// shoelace formula, on the cylindrical equal-area plane of the sphere that has the ellipsoid's area.
/// </summary>
internal static class ClippedAreas
{
    private const double Flattening = 1 / 298.257223563;
    private static readonly double E = Math.Sqrt(Flattening * (2 - Flattening));
    private static readonly double RadiusKm = 6378.137 * Math.Sqrt((1 + ((1 - (E * E)) * Math.Atanh(E) / E)) / 2);

    public static double[] Of(UnitOutline unit, CellGrid grid, double shift = 0)
    {
        double[] areas = new double[grid.Count];
        double[] longitude = new double[4];
        double[] latitude = new double[4];
        for (int cell = 0; cell < grid.Count; cell++)
        {
            grid.Corners(cell, longitude, latitude);
            (double X, double Y)[] corners = [.. longitude.Zip(latitude, (lon, lat) => Place(lon + shift, lat))];
            foreach (Polygon part in Enumerable.Range(0, unit.Outline.NumGeometries).Select(i => (Polygon)unit.Outline.GetGeometryN(i)))
            {
                areas[cell] += Clip(part.ExteriorRing, corners) - part.InteriorRings.Sum(hole => Clip(hole, corners));
            }
        }

        return areas;
    }

    public static (double X, double Y) Place(double longitude, double latitude)
    {
        double sine = Math.Sin(latitude * Math.PI / 180);
        double above = (sine / (1 - (E * E * sine * sine))) + (Math.Atanh(E * sine) / E);
        double atPole = (1 / (1 - (E * E))) + (Math.Atanh(E) / E);
        return (RadiusKm * longitude * Math.PI / 180, RadiusKm * above / atPole);
    }

    private static double Clip(LineString ring, (double X, double Y)[] cell)
    {
        List<(double X, double Y)> points = [.. ring.Coordinates.SkipLast(1).Select(point => Place(point.X, point.Y))];
        double turn = Math.Sign(Area(cell));
        for (int side = 0; side < 4 && points.Count > 0; side++)
        {
            ((double X, double Y) a, (double X, double Y) b) = (cell[side], cell[(side + 1) % 4]);
            List<(double X, double Y)> kept = [];
            for (int i = 0; i < points.Count; i++)
            {
                ((double X, double Y) from, (double X, double Y) to) = (points[i], points[(i + 1) % points.Count]);
                (double before, double after) = (turn * Side(a, b, from), turn * Side(a, b, to));
                if (before >= 0)
                {
                    kept.Add(from);
                }

                if (before * after < 0)
                {
                    double share = before / (before - after);
                    kept.Add((from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y))));
                }
            }

            points = kept;
        }

        return Math.Abs(Area(points));
    }

    private static double Side((double X, double Y) a, (double X, double Y) b, (double X, double Y) p) => ((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X));

    private static double Area(IReadOnlyList<(double X, double Y)> points) =>
        points.Count == 0 ? 0 : points.Select((p, i) => (p.X - points[0].X) * (points[(i + 1) % points.Count].Y - points[(i + points.Count - 1) % points.Count].Y)).Sum() / 2;
}
