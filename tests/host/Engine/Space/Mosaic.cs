using System.Globalization;

namespace Tributary.Tests.Engine;

/// <summary>Outlines as GeoJSON text, and what is known of squares of degrees.</summary>
internal static class Mosaic
{
    /// <summary>A feature: a square with its lower left corner at a place, with further properties as JSON.</summary>
    public static string Unit(int id, double west, double south, double side, string more = "") => Feature(
        id, [(west, south), (west + side, south), (west + side, south + side), (west, south + side)], more);

    /// <summary>A feature with the corners of a polygon, counter-clockwise.</summary>
    public static string Feature(int id, (double X, double Y)[] corners, string more = "")
    {
        string ring = string.Join(", ", corners.Append(corners[0]).Select(corner => string.Create(CultureInfo.InvariantCulture, $"[{corner.X:R}, {corner.Y:R}]")));
        return $$"""{ "type": "Feature", "properties": { "id": {{id}}{{more}} }, "geometry": { "type": "Polygon", "coordinates": [[{{ring}}]] } }""";
    }

    public static string GeoJson(IEnumerable<string> features) => $$"""{ "type": "FeatureCollection", "features": [{{string.Join(",\n", features)}}] }""";

    /// <summary>
    /// Area in km2 between meridians and parallels on the ellipsoid of WGS 84, by the authalic latitude. Source: Snyder (1987), Map Projections: A Working Manual, eq. 3-12.
    /// </summary>
    public static double AreaKm2(double west, double east, double south, double north)
    {
        const double SemiMajor = 6378.137;
        double e2 = (2 - (1 / 298.257223563)) / 298.257223563;
        double e = Math.Sqrt(e2);
        double Q(double latitude)
        {
            double sin = Math.Sin(double.DegreesToRadians(latitude));
            return (1 - e2) * ((sin / (1 - (e2 * sin * sin))) - (Math.Log((1 - (e * sin)) / (1 + (e * sin))) / (2 * e)));
        }

        return SemiMajor * SemiMajor / 2 * double.DegreesToRadians(east - west) * (Q(north) - Q(south));
    }
}
