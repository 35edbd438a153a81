using System.Globalization;
using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// Draws the catchment above a pour point, its streams and subbasins from a DEM, in memory where that is within <see cref="MemoryBytes"/>, else by tiles. Both ways
/// come to the same cells.
/// </summary>
/// <param name="pourPoint">The place whose catchment is wanted.</param>
/// <param name="streamThresholdKm2">Where more than this drains through a cell, it is a stream.</param>
/// <param name="smallestSlope">Slope of reaches that have none in the DEM.</param>
public sealed class BasinDelineation(PourPoint pourPoint, double streamThresholdKm2, double smallestSlope = 1e-5)
{
    private const int BytesPerCell = 64;
    private const int LargestTile = 4096;
    private const int SmallestTile = 256;
    private const long SmallestCache = 64 << 20;

    /// <summary>Memory in bytes that may be taken; without it half of what the process may have. Half of this or less goes to one tile.</summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Where temporary files lie, 17 bytes for each cell; null for the system's place for them.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Columns and rows of a tile; null for as many as memory allows.</summary>
    internal int? TileSize { get; init; }

    /// <summary>Draws it from a file, of which only a window around the pour point is read, grown until the catchment lies inside.</summary>
    /// <param name="path">The DEM, of any size.</param>
    /// <param name="firstCells">How far the first window reaches from the pour point, in cells.</param>
    /// <exception cref="InputException">The DEM cannot be read, the pour point lies outside, or no stream comes to it.</exception>
    /// <exception cref="WorkException">There is no room for temporary files.</exception>
    public DelineatedBasin Draw(string path, int firstCells = 2000)
    {
        using var raster = RasterFile.Open(path);
        CoordinateSystem system = raster.CoordinateSystem ?? throw new InputException("it states no coordinate system", path, "Give a GeoTIFF that does.");
        (int column, int row) = pourPoint.Cell(raster.Transform, system.WellKnownText, path);
        if (column < 0 || column >= raster.Width || row < 0 || row >= raster.Height)
        {
            throw pourPoint.Outside(path);
        }

        (int west, int north, int east, int south) = (firstCells, firstCells, firstCells, firstCells);
        while (true)
        {
            int left = Math.Max(0, column - west);
            int top = Math.Max(0, row - north);
            int right = Math.Min(raster.Width, column + east + 1);
            int bottom = Math.Min(raster.Height, row + south + 1);
            Drawing drawing = Read(raster, system, new Tile(0, left, top, right - left, bottom - top));
            (int first, int above, int last, int below) = drawing.Extent;
            (bool w, bool n, bool e, bool s) = (first == 0, above == 0, last == right - left - 1, below == bottom - top - 1);
            bool grows = (w && left > 0) || (n && top > 0) || (e && right < raster.Width) || (s && bottom < raster.Height);
            if (!grows)
            {
                return Finish(drawing);
            }

            (west, north, east, south) = (w ? 2 * west : west, n ? 2 * north : north, e ? 2 * east : east, s ? 2 * south : south);
        }
    }

    /// <summary>Draws it from a grid in memory.</summary>
    /// <exception cref="InputException">The pour point lies outside, or no stream comes to it.</exception>
    public DelineatedBasin Draw(ElevationGrid grid) => Finish(InMemory(grid));

    private Drawing Read(RasterFile raster, CoordinateSystem system, Tile window)
    {
        long cells = (long)window.Width * window.Height;
        return cells <= Array.MaxLength / 2 && cells * BytesPerCell <= MemoryBytes
            ? InMemory(ElevationGrid.Read(raster, window.Column, window.Row, window.Width, window.Height))
            : ByTiles(raster, system, window);
    }

    private Drawing InMemory(ElevationGrid grid)
    {
        double[] filled = DepressionFilling.Fill(grid.Elevation, grid.Width);
        var directions = FlowDirections.Steepest(grid, filled);
        var accumulation = FlowAccumulation.Along(directions, grid.CellAreaKm2, grid.Where);
        int outlet = pourPoint.Snap(grid, accumulation);
        int[] catchment = directions.Catchment(outlet);
        double area = accumulation.AreaKm2[outlet];
        int[] labels = new int[filled.Length];
        Array.Fill(labels, -1);
        StreamCells streams = Streams(catchment, directions, accumulation.AreaKm2, filled, labels);
        var links = StreamLinks.Cut(streams);
        var tally = new SubbasinTally(links.Cells.Count, grid.Transform, grid.Width);
        for (int i = 0; i < streams.Cells.Length; i++)
        {
            labels[streams.Cells[i]] = links.LinkOf[i];
        }

        foreach (int cell in catchment)
        {
            labels[cell] = labels[cell] < 0 ? labels[directions.Downstream(cell)] : labels[cell];
        }

        foreach (int cell in catchment)
        {
            (int column, int row) = (cell % grid.Width, cell / grid.Width);
            (int, int, int, int) around = (
                row + 1 < grid.Height ? labels[cell + grid.Width] : -1,
                column + 1 < grid.Width ? labels[cell + 1] : -1,
                row > 0 ? labels[cell - grid.Width] : -1,
                column > 0 ? labels[cell - 1] : -1);
            tally.Add(labels[cell], column, row, grid.CellAreaKm2(row), grid.Elevation[cell], around);
            tally.ReachesEdge |= cell != outlet && DepressionFilling.IsOnEdge(grid.Elevation, cell, grid.Width, grid.Height);
        }

        return new Drawing(streams, links, tally, grid.Measures, grid.Transform, grid.SystemText, grid.Where, area, tally.Extent);
    }

    private Drawing ByTiles(RasterFile raster, CoordinateSystem system, Tile window)
    {
        GeoTransform transform = raster.Transform.Window(window.Column, window.Row);
        var measures = new CellMeasures(transform, window.Height, system, raster.Path);
        string text = system.WellKnownText;
        int size = TileSize ?? (int)Math.Clamp(Math.Sqrt(MemoryBytes / (2.0 * BytesPerCell)), SmallestTile, LargestTile) / SmallestTile * SmallestTile;
        using IDisposable cache = GdalLibrary.LimitCache(Math.Max(SmallestCache, MemoryBytes / 4));
        using var drainage = new TiledDrainage(
            new TileLayout(window.Width, window.Height, size),
            (tile, values) => raster.Read(1, window.Column + tile.Column, window.Row + tile.Row, tile.Width, tile.Height, values),
            measures, measures.AreaKm2, streamThresholdKm2, TemporaryFolder);
        (int Column, int Row) cell = pourPoint.Cell(transform, text, raster.Path);
        Tile reach = pourPoint.Reach(cell, window.Width, window.Height, measures, raster.Path);
        double[] area = new double[reach.Count];
        drainage.ReadAccumulation(reach, area);
        (int column, int row) = pourPoint.Snap(cell, reach, area, measures, raster.Path);
        TiledStreams streams = drainage.StreamsAbove(column, row);
        var links = StreamLinks.Cut(streams.Cells);
        var tally = new SubbasinTally(links.Cells.Count, transform, window.Width);
        if (streams.Found.Length > 0)
        {
            drainage.Tally(streams, links, tally);
        }

        return new Drawing(
            streams.Cells, links, tally, measures, transform, text, raster.Path, area[((row - reach.Row) * reach.Width) + column - reach.Column],
            streams.Found.Length > 0 ? tally.Extent : drainage.ExtentAbove(column, row));
    }

    private StreamCells Streams(int[] catchment, FlowDirections directions, double[] areaKm2, double[] filled, int[] places)
    {
        int[] cells = Array.FindAll(catchment, cell => cell == catchment[0] || areaKm2[cell] >= streamThresholdKm2);
        for (int i = 0; i < cells.Length; i++)
        {
            places[cells[i]] = i;
        }

        int[] downstream = [.. cells.Select((cell, i) => i == 0 ? -1 : places[directions.Downstream(cell)])];
        return new StreamCells(directions.Width, Array.ConvertAll(cells, cell => (long)cell), Array.ConvertAll(cells, directions.Direction), Array.ConvertAll(cells, cell => filled[cell]), downstream);
    }

    private DelineatedBasin Finish(Drawing drawing)
    {
        (StreamCells streams, StreamLinks links, SubbasinTally tally, CellMeasures measures, GeoTransform transform, string systemText, string where, double area, _) = drawing;
        if (area < streamThresholdKm2)
        {
            throw new InputException(
                $"only {area:0.###} km2 drain to the pour point at latitude {pourPoint.Latitude:0.####}, longitude {pourPoint.Longitude:0.####}, less than the {streamThresholdKm2:0.###} km2 that make a stream",
                where, "Move the point onto the river, let it snap farther, or lower the threshold.");
        }

        using var system = CoordinateSystem.Parse(systemText, where);
        using var world = CoordinateSystem.Wgs84();
        using var toWorld = new CoordinateTransform(system, world, where);
        (Geometry whole, Geometry[] parts) = tally.Close();
        toWorld.Apply(tally.X, tally.Y);
        string[] ids = [.. Enumerable.Range(1, parts.Length).Select(id => id.ToString(CultureInfo.InvariantCulture))];
        var reaches = new ReachDrawing(streams, links, measures, transform, smallestSlope);
        var network = new RiverNetwork(ids, links.Downstream, reaches.LengthMetres, reaches.Slope, [.. Enumerable.Range(0, parts.Length)]);
        string[] steepened = [.. reaches.Steepened.Select(link => ids[link])];
        var findings = new DomainFindings([], [], [new NetworkOutlet(ids[^1], null)], [], steepened, []);
        var units = new CatchmentUnits(ids, tally.AreaKm2, tally.Y, tally.X, tally.Elevation);
        var domain = new SpatialDomain(units, [.. parts.Select(toWorld.Apply)], network, [.. reaches.Lines.Select(toWorld.Apply)], findings);
        var outlet = (Point)toWorld.Apply(new Point(transform.X(streams.Column(0)), transform.Y(streams.Row(0))));
        return new DelineatedBasin(domain, toWorld.Apply(whole), outlet, area, tally.Cells, tally.ReachesEdge);
    }

    private sealed record Drawing(
        StreamCells Streams, StreamLinks Links, SubbasinTally Tally, CellMeasures Measures, GeoTransform Transform, string SystemText, string Where, double AreaKm2,
        (int West, int North, int East, int South) Extent);
}
