using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Domains;

/// <summary>Elevations of units on an inclined plane, where the quantiles are known.</summary>
public sealed class HypsometryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GeometryFactory _factory = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_square_on_a_plane_has_evenly_spaced_elevations()
    {
        Geometry square = _factory.ToGeometry(new Envelope(10.2, 10.6, 50.1, 50.3));
        double[] quantiles = Hypsometry.Quantiles(Plane(), ["1"], [square], 5)[0];
        // 40 columns of 20 equal cells, 205 to 595 m: sorted, the 199.75th of the 800 lies between 295 and 305 m, and so on.
        Close.All([205, 302.5, 400, 497.5, 595], quantiles, 1e-9);
    }

    [Fact]
    public void A_unit_smaller_than_a_cell_has_that_cells_elevation() =>
        Assert.Equal([505.0, 505.0], Hypsometry.Quantiles(Plane(), ["1"], [_factory.ToGeometry(new Envelope(10.501, 10.502, 50.101, 50.102))], 2)[0].Select(z => Math.Round(z, 6)));

    [Fact]
    public void A_unit_outside_the_DEM_is_named()
    {
        InputException wrong = Assert.Throws<InputException>(() => Hypsometry.Quantiles(Plane(), ["77"], [_factory.ToGeometry(new Envelope(20, 21, 50, 51))]));
        Assert.Contains("plane.tif: no elevation is known in unit 77", wrong.Message, StringComparison.Ordinal);
    }

    // 0.01 degree cells from 10 E, 51 N; elevation rises by 1000 m a degree eastward.
    private string Plane()
    {
        string path = _folder.At("plane.tif");
        double[] elevation = [.. Enumerable.Range(0, 100 * 100).Select(cell => ((cell % 100) + 0.5) * 10)];
        using var system = CoordinateSystem.Wgs84();
        GeoTiffWriter.Write(path, elevation, 100, new GeoTransform(10, 51, 0.01, 0.01), system);
        return path;
    }
}
