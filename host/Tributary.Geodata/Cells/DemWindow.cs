using System.Globalization;
using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The part of a DEM over a basin.</summary>
internal sealed class DemWindow : IDisposable
{
    private const double MostPixels = 20_000_000;
    private const double LeastCover = 0.99;

    private readonly RasterFile _raster;
    private readonly CoordinateSystem _system;
    private readonly CoordinateTransform _toMap;

    private DemWindow(RasterFile raster)
    {
        _raster = raster;
        _system = raster.CoordinateSystem ?? throw new InputException("it states no coordinate system", raster.Path, "Give a GeoTIFF that does.");
        using var world = CoordinateSystem.Wgs84();
        _toMap = new CoordinateTransform(world, _system, raster.Path);
    }

    /// <exception cref="InputException">It is missing, no raster, not north-up, or states no coordinate system.</exception>
    public static DemWindow Open(string dem)
    {
        var raster = RasterFile.Open(dem);
        try
        {
            return new DemWindow(raster);
        }
        catch
        {
            raster.Dispose();
            throw;
        }
    }

    /// <summary>A geometry in longitude and latitude on the DEM's map.</summary>
    public Geometry ToMap(Geometry geometry) => _toMap.Apply(geometry);

    /// <summary>Reads the window over polygons on the DEM's map. Blocks of pixels are averaged where there are more than 20 million; NaN where nothing is known.</summary>
    /// <exception cref="InputException">The DEM does not come near the basin, or cannot be read.</exception>
    public ElevationGrid Read(IEnumerable<Geometry> outlines, CancellationToken cancellation, double mostPixels = MostPixels)
    {
        var extent = new Envelope();
        foreach (Geometry outline in outlines)
        {
            extent.ExpandToInclude(outline.EnvelopeInternal);
        }

        GeoTransform place = _raster.Transform;
        int left = Math.Max(0, place.Column(extent.MinX) - 1);
        int top = Math.Max(0, place.Row(extent.MaxY) - 1);
        int right = Math.Min(_raster.Width, place.Column(extent.MaxX) + 2);
        int bottom = Math.Min(_raster.Height, place.Row(extent.MinY) + 2);
        double reach = 1.5 * Math.Max(place.CellWidth, place.CellHeight);
        extent.ExpandBy(-reach);
        Envelope known = new(place.Left, place.Left + (_raster.Width * place.CellWidth), place.Top, place.Top - (_raster.Height * place.CellHeight));
        if (left >= right || top >= bottom || !known.Covers(extent))
        {
            string spans = $"it spans {Span(known)}, the basin {Span(extent)} on its map";
            throw new InputException($"it does not cover the basin: {spans}", _raster.Path, "Give a DEM that covers the whole basin.");
        }

        int block = (int)Math.Ceiling(Math.Sqrt((double)(right - left) * (bottom - top) / mostPixels));
        int width = ((right - left - 1) / block) + 1;
        int height = ((bottom - top - 1) / block) + 1;
        double[] elevation = new double[width * height];
        double[] rows = new double[(right - left) * block];
        for (int row = 0; row < height; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = top + (row * block);
            int count = Math.Min(block, bottom - first);
            _raster.Read(1, left, first, right - left, count, rows);
            Average(rows.AsSpan(0, (right - left) * count), right - left, block, elevation.AsSpan(row * width, width));
        }

        GeoTransform transform = place.Window(left, top) with { CellWidth = block * place.CellWidth, CellHeight = block * place.CellHeight };
        return new ElevationGrid(elevation, width, transform, _system, _raster.Path);
    }

    /// <summary>Forgets the elevations outside the basin, and the pixels inside it that have none.</summary>
    /// <exception cref="InputException">The elevation of more than 1 % of the basin is unknown.</exception>
    public static void Restrict(ElevationGrid grid, int[] cell, int[] label)
    {
        (int inside, int known) = (0, 0);
        for (int pixel = 0; pixel < cell.Length; pixel++)
        {
            if (cell[pixel] < 0)
            {
                grid.Elevation[pixel] = double.NaN;
                continue;
            }

            inside++;
            if (double.IsNaN(grid.Elevation[pixel]))
            {
                (cell[pixel], label[pixel]) = (PixelFrame.Outside, PixelFrame.Outside);
                continue;
            }

            known++;
        }

        if (known == 0 || known < LeastCover * inside)
        {
            double share = inside == 0 ? 0 : 100.0 * known / inside;
            throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"elevations are known in {share:0.#} % of the basin only"), grid.Where, "Give a DEM without gaps that covers the whole basin.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _toMap.Dispose();
        _raster.Dispose();
    }

    private static void Average(ReadOnlySpan<double> rows, int width, int block, Span<double> means)
    {
        Span<int> counts = new int[means.Length];
        means.Clear();
        for (int i = 0; i < rows.Length; i++)
        {
            if (!double.IsNaN(rows[i]))
            {
                means[i % width / block] += rows[i];
                counts[i % width / block]++;
            }
        }

        for (int column = 0; column < means.Length; column++)
        {
            means[column] = counts[column] > 0 ? means[column] / counts[column] : double.NaN;
        }
    }

    private static string Span(Envelope extent) =>
        string.Create(CultureInfo.InvariantCulture, $"{extent.MinX:0.###} to {extent.MaxX:0.###} by {extent.MinY:0.###} to {extent.MaxY:0.###}");
}
