using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Gdal;

/// <summary>Coordinate systems against closed forms.</summary>
public sealed class CoordinateTests
{
    [Fact]
    public void Longitude_comes_first_and_UTM_has_its_false_easting_on_the_central_meridian()
    {
        using var from = CoordinateSystem.Wgs84();
        using var to = CoordinateSystem.Parse("EPSG:32612", "test");
        using var transform = new CoordinateTransform(from, to, "test");
        (double x, double y) = transform.Apply(-111, 45);
        Assert.Equal(500_000, x, 6);

        // Meridian arc of WGS 84 from the equator to 45 degrees, 4,984,944.378 m, times 0.9996.
        Assert.Equal(4_984_944.378 * 0.9996, y, 2);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(46.5, -75)]
    [InlineData(-70, 120)]
    public void An_equal_area_projection_keeps_the_area_between_parallels_and_meridians(double latitude, double longitude)
    {
        using var from = CoordinateSystem.Wgs84();
        using var to = CoordinateSystem.EqualArea(latitude + 0.3, longitude - 0.4);
        using var transform = new CoordinateTransform(from, to, "test");
        var ring = new List<Coordinate>();
        const int Parts = 200;
        for (int i = 0; i < Parts; i++) { ring.Add(new(longitude + ((double)i / Parts), latitude)); }
        for (int i = 0; i < Parts; i++) { ring.Add(new(longitude + 1, latitude + ((double)i / Parts))); }
        for (int i = 0; i < Parts; i++) { ring.Add(new(longitude + 1 - ((double)i / Parts), latitude + 1)); }
        for (int i = 0; i < Parts; i++) { ring.Add(new(longitude, latitude + 1 - ((double)i / Parts))); }
        ring.Add(ring[0]);
        double area = transform.Apply(new GeometryFactory().CreatePolygon([.. ring])).Area;
        Assert.Equal(1, area / Ellipsoidal(latitude, latitude + 1), 7);
    }

    [Fact]
    public void An_unknown_system_is_an_error_that_names_it()
    {
        InputException wrong = Assert.Throws<InputException>(() => CoordinateSystem.Parse("EPSG:999999", "workflow.yaml, domain.crs"));
        Assert.StartsWith("workflow.yaml, domain.crs: 'EPSG:999999' is no known coordinate system", wrong.Message, StringComparison.Ordinal);
    }

    // Area of one degree of longitude between two parallels, from the authalic function (Snyder 1987, equation 3-12).
    private static double Ellipsoidal(double south, double north)
    {
        const double A = 6378137;
        const double E2 = 0.00669437999014;
        double e = Math.Sqrt(E2);
        double Q(double degrees)
        {
            double s = Math.Sin(degrees * Math.PI / 180);
            return (1 - E2) * ((s / (1 - (E2 * s * s))) - (Math.Log((1 - (e * s)) / (1 + (e * s))) / (2 * e)));
        }

        return A * A / 2 * (Q(north) - Q(south)) * Math.PI / 180;
    }
}
