using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Gdal;

/// <summary>Rasters written as text or by GDAL itself, read back.</summary>
public sealed class RasterFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_ascii_grid_gives_its_window_with_gaps_and_its_place()
    {
        string path = _folder.Write("dem.asc", "ncols 3\nnrows 2\nxllcorner 10\nyllcorner 45\ncellsize 0.5\nNODATA_value -9999\n1 2 3\n4 -9999 6.5\n");
        using var raster = RasterFile.Open(path);
        double[] window = new double[4];
        raster.Read(1, 1, 0, 2, 2, window);
        Assert.Equal([2, 3, double.NaN, 6.5], window);
        float[] single = new float[6];
        raster.Read(1, 0, 0, 3, 2, single);
        Assert.Equal([1, 2, 3, 4, float.NaN, 6.5f], single);
        Assert.Equal(new GeoTransform(10, 46, 0.5, 0.5), raster.Transform);
        Assert.Equal((1, 1), (raster.Transform.Column(10.6), raster.Transform.Row(45.2)));
        Assert.Null(raster.CoordinateSystem);
        Assert.Contains("dem.asc", Assert.Throws<InputException>(() => raster.Read(1, 2, 0, 2, 2, window)).Message, StringComparison.Ordinal);
        Assert.Contains("1 bands, not 2", Assert.Throws<InputException>(() => raster.Read(2, 0, 0, 1, 1, window)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GeoTiff_gives_back_what_was_written()
    {
        using var system = CoordinateSystem.Parse("EPSG:26912", "test");
        double[] values = [1.25, double.NaN, -3, 4, 5, 6];
        var transform = new GeoTransform(1000, 2000, 30, 20);
        GeoTiffWriter.Write(_folder.At("a.tif"), values, 3, transform, system);
        GeoTiffWriter.Write(_folder.At("b.tif"), new int[] { 1, -1, 3, 4 }, 2, -1, transform, system);
        using var raster = RasterFile.Open(_folder.At("a.tif"));
        double[] back = new double[6];
        raster.Read(1, 0, 0, 3, 2, back);
        Close.SameBits(values, back);
        Assert.Equal(transform, raster.Transform);
        Assert.Equal("NAD83 / UTM zone 12N", raster.CoordinateSystem!.Name);
        Assert.Equal(1, raster.CoordinateSystem.MetresPerUnit);
        using var whole = RasterFile.Open(_folder.At("b.tif"));
        double[] ids = new double[4];
        whole.Read(1, 0, 0, 2, 2, ids);
        Assert.Equal([1, double.NaN, 3, 4], ids);
    }

    [Fact]
    public void A_truncated_raster_is_an_error_that_names_it()
    {
        using var system = CoordinateSystem.Wgs84();
        double[] noise = new double[512 * 512];
        var random = new Random(1);
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = random.NextDouble();
        }

        string path = _folder.At("cut.tif");
        GeoTiffWriter.Write(path, noise, 512, new GeoTransform(0, 1, 0.001, 0.001), system);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..500_000]);
        InputException wrong = Assert.Throws<InputException>(() =>
        {
            using var raster = RasterFile.Open(path);
            raster.Read(1, 0, 0, 512, 512, noise);
        });
        Assert.Contains("cut.tif", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("GDAL: ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_raster_or_has_no_place_is_an_error()
    {
        Assert.Contains("cannot be opened as a raster", Assert.Throws<InputException>(() => RasterFile.Open(_folder.Write("a.tif", "no"))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => RasterFile.Open(_folder.At("b.tif"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("3.", GdalLibrary.Version, StringComparison.Ordinal);
    }
}
