using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Delineation;

/// <summary>Grids for the tests.</summary>
internal static class Terrain
{
    /// <summary>A grid of 100 m cells in UTM zone 12 north.</summary>
    public static ElevationGrid Metric(double[] elevation, int width)
    {
        using var system = CoordinateSystem.Parse("EPSG:32612", "test");
        return new ElevationGrid(elevation, width, new GeoTransform(500_000, 5_000_000, 100, 100), system, "test");
    }

    public static ElevationGrid Read(string path)
    {
        using var raster = RasterFile.Open(path);
        return ElevationGrid.Read(raster);
    }

    /// <summary>Rough ground with pits, flats and, at random, unknown cells.</summary>
    public static double[] Rough(int seed, int cells, int levels, double unknown = 0)
    {
        var random = new Random(seed);
        double[] elevation = new double[cells];
        for (int i = 0; i < cells; i++)
        {
            elevation[i] = random.NextDouble() < unknown ? double.NaN : random.Next(levels);
        }

        return elevation;
    }
}
