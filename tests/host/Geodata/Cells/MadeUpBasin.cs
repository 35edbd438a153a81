using System.Globalization;
using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Cells;

/// <summary>Basins of squares in degrees, each a subbasin that drains to another.</summary>
internal static class MadeUpBasin
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>Subbasins of squares side by side, numbered by rows from the south.</summary>
    /// <param name="downstream">The next of each; -1 at an outlet.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="size">Size of a square in degrees.</param>
    /// <param name="west">Western edge.</param>
    /// <param name="elevation">Elevations; null for none.</param>
    /// <param name="lakes">Whether half of each subbasin's area belongs to a second unit with the same outline.</param>
    public static SpatialDomain Squares(int[] downstream, int width, double size, double west = 10, double[]? elevation = null, bool lakes = false)
    {
        Geometry[] outlines = [.. downstream.Select((_, i) => Factory.ToGeometry(new Envelope(west + (i % width * size), west + ((i % width) + 1) * size, 50 + (i / width * size), 50 + ((i / width) + 1) * size)))];
        return Of(outlines, downstream, elevation, lakes);
    }

    public static SpatialDomain Of(Geometry[] outlines, int[]? downstream, double[]? elevation = null, bool lakes = false)
    {
        int count = outlines.Length;
        int times = lakes ? 2 : 1;
        string[] ids = [.. Enumerable.Range(0, count * times).Select(Name)];
        double[] area = [.. Enumerable.Range(0, count * times).Select(unit => (1 + (unit % count % 3)) / (double)times)];
        double[] height = elevation ?? [.. outlines.Select(_ => double.NaN)];
        var attributes = new AttributeTable(ids.Length);
        attributes.Set("forest", "1", [.. Enumerable.Range(0, ids.Length).Select(unit => (unit % 7) / 7.0)]);
        var units = new CatchmentUnits(ids, area, elevation: [.. Enumerable.Range(0, ids.Length).Select(unit => height[unit % count])], attributes: attributes);
        RiverNetwork? network = downstream is null ? null : new RiverNetwork(
            ids[..count], downstream, [.. outlines.Select(_ => 1000.0)], [.. outlines.Select(_ => 0.002)], [.. Enumerable.Range(0, ids.Length).Select(unit => unit % count)]);
        Geometry[] all = [.. Enumerable.Range(0, ids.Length).Select(unit => outlines[unit % count])];
        return new SpatialDomain(units, all, network, new Geometry?[network?.Count ?? 0], new DomainFindings([], [], [], [], [], []));

        static string Name(int unit) => unit.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A DEM of square pixels from 10 E, 51 N.</summary>
    public static string Dem(string path, int width, int height, double size, Func<int, int, double> elevation)
    {
        double[] values = [.. Enumerable.Range(0, width * height).Select(pixel => elevation(pixel % width, pixel / width))];
        using var system = CoordinateSystem.Wgs84();
        GeoTiffWriter.Write(path, values, width, new GeoTransform(10, 51, size, size), system);
        return path;
    }

    /// <summary>A rectangle as the only polygon, without network.</summary>
    public static SpatialDomain Rectangle(double west, double east, double south, double north) =>
        Of([Factory.ToGeometry(new Envelope(west, east, south, north))], null);
}
