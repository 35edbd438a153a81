using NetTopologySuite.Densify;
using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Makes a distributed domain of a basin: the cells of a grid that it overlaps, each draining to one of its eight neighbours.</summary>
public static class CellDomain
{
    /// <summary>Smallest slope of a reach.</summary>
    public const double SmallestSlope = 1e-5;

    private const double MostPixelsOfTopology = 4_000_000;
    private const double PixelsOfSubbasin = 100;
    private const double PixelsAcrossCell = 20;
    private const int SidesOfCell = 16;

    /// <summary>
    /// Makes the domain. Areas of cells sum to those of the basin's units. Where a DEM is given, water flows as it tells, and else as the
    /// basin's network does.
    /// </summary>
    /// <param name="grid">The grid; the whole basin lies in it.</param>
    /// <param name="basin">The basin's polygons, with their network where there is no DEM.</param>
    /// <param name="dem">File of a DEM over the whole basin; null to connect cells by the network.</param>
    /// <param name="where">The grid's file and variable or key, for messages.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InputException">
    /// The basin lies outside the grid, wholly or in part; there is neither a DEM nor a network; or the DEM cannot be read or does not cover the basin.
    /// </exception>
    public static CellDomainResult Make(CellGrid grid, SpatialDomain basin, string? dem = null, string where = "domain.grid", CancellationToken cancellation = default)
    {
        if (basin.Network is null && dem is null)
        {
            throw new InputException(
                "nothing tells how water flows from cell to cell: the basin has no river network", where, "Give 'domain.dem', or polygons with a network.");
        }

        BasinCells cells = BasinCells.Find(grid, basin, where, cancellation);
        return dem is null ? ByTopology(cells, basin, basin.Network!, cancellation) : ByTerrain(cells, basin, dem, cancellation);
    }

    private static CellDomainResult ByTopology(BasinCells cells, SpatialDomain basin, RiverNetwork network, CancellationToken cancellation)
    {
        Geometry[] outlines = [.. basin.Outlines.Select(cells.Near.Apply)];
        PixelFrame frame = Frame(cells, outlines, network);
        (int[] cell, int[] reach) = Burn(frame, cells, outlines, network, geometry => geometry);
        Coordinate[][] lineEnds = [.. basin.ReachLines.Select(line => line is null || line.IsEmpty ? [] : Ends(cells.Near.Apply(line)))];
        var topology = new TopologyFlow(frame, reach, network.Downstream, basin.UpstreamAreaKm2(), lineEnds, cancellation);
        var flow = PixelFlow.Make(frame, cell, topology.Downstream, [.. cells.Outlines.Select(outline => outline.InteriorPoint.Coordinate)]);
        int[] gauged = EndsOfReaches(topology.Outlet, network, outlines, frame, flow);
        double[] slopes = network.Slope.ToArray();
        var connection = new CellConnection(cells, flow, basin.Units.Elevation, pixel => slopes[reach[pixel]], null);
        return connection.Result(basin, Array.ConvertAll(gauged, pixel => flow.Cell[pixel]));
    }

    private static CellDomainResult ByTerrain(BasinCells cells, SpatialDomain basin, string dem, CancellationToken cancellation)
    {
        using var window = DemWindow.Open(dem);
        Geometry[] outlines = [.. basin.Outlines.Select(outline => window.ToMap(cells.Near.Apply(outline)))];
        ElevationGrid grid = window.Read(outlines, cancellation);
        var frame = new PixelFrame(grid.Transform, grid.Width, grid.Height, grid.CellAreaKm2);
        (int[] cell, int[] label) = Burn(frame, cells, outlines, basin.Network, window.ToMap);
        DemWindow.Restrict(grid, cell, label);
        cancellation.ThrowIfCancellationRequested();
        var terrain = new TerrainFlow(grid, frame, label, basin.Network);
        var flow = PixelFlow.Make(frame, cell, terrain.Downstream, [.. cells.Outlines.Select(outline => window.ToMap(outline.InteriorPoint).Coordinate)]);
        int[] gauged = basin.Network is { } network ? EndsOfReaches(Deepest(flow, label, network.Count), network, outlines, frame, flow) : [];
        var connection = new CellConnection(cells, flow, basin.Units.Elevation, null, (grid.Elevation, terrain.Filled));
        return connection.Result(basin, Array.ConvertAll(gauged, pixel => flow.Cell[pixel]));
    }

    // Fine enough for a typical subbasin and for a typical cell, as far as the number of pixels allows.
    private static PixelFrame Frame(BasinCells cells, Geometry[] outlines, RiverNetwork network)
    {
        var extent = new Envelope();
        double[] subbasin = new double[network.Count];
        for (int unit = 0; unit < outlines.Length; unit++)
        {
            extent.ExpandToInclude(outlines[unit].EnvelopeInternal);
            subbasin[network.ReachOfUnit[unit]] = Math.Max(subbasin[network.ReachOfUnit[unit]], outlines[unit].Area);
        }

        double cosine = Math.Max(0.01, Math.Cos(double.DegreesToRadians(extent.Centre.Y)));
        double ofSubbasin = Median([.. subbasin.Where(area => area > 0)]) / PixelsOfSubbasin;
        double ofCell = Median([.. Enumerable.Range(0, cells.Count).Select(member => cells.Outline(member).Area)]) / (PixelsAcrossCell * PixelsAcrossCell);
        double area = Math.Max(Math.Min(ofSubbasin, ofCell), extent.Area / MostPixelsOfTopology);
        (double width, double height) = (Math.Sqrt(area / cosine), Math.Sqrt(area * cosine));
        var transform = new GeoTransform(extent.MinX - width, extent.MaxY + height, width, height);
        int columns = (int)Math.Ceiling(extent.Width / width) + 2;
        int rows = (int)Math.Ceiling(extent.Height / height) + 2;
        return new PixelFrame(transform, columns, rows, row =>
            (EqualAreaPlane.X(width) - EqualAreaPlane.X(0)) * (EqualAreaPlane.Y(transform.Y(row) + (height / 2)) - EqualAreaPlane.Y(transform.Y(row) - (height / 2))));
    }

    private static (int[] Cell, int[] Label) Burn(PixelFrame frame, BasinCells cells, Geometry[] outlines, RiverNetwork? network, Func<Geometry, Geometry> toFrame)
    {
        int[] cell = new int[frame.Count];
        int[] label = new int[frame.Count];
        Array.Fill(cell, PixelFrame.Outside);
        Array.Fill(label, PixelFrame.Outside);
        for (int unit = 0; unit < outlines.Length; unit++)
        {
            frame.Burn(outlines[unit], label, network is null ? unit : network.ReachOfUnit[unit]);
        }

        for (int member = 0; member < cells.Count; member++)
        {
            // The sides of a cell are straight in degrees and bent on other maps.
            Polygon outline = cells.Outline(member);
            frame.Burn(toFrame(Densifier.Densify(outline, outline.Length / SidesOfCell / 4)), cell, member);
        }

        for (int pixel = 0; pixel < cell.Length; pixel++)
        {
            if (cell[pixel] < 0 || label[pixel] < 0)
            {
                (cell[pixel], label[pixel]) = (PixelFrame.Outside, PixelFrame.Outside);
            }
        }

        return (cell, label);
    }

    private static Coordinate[] Ends(Geometry line) => [line.Coordinates[0], line.Coordinates[^1]];

    private static int[] Deepest(PixelFlow flow, int[] label, int count)
    {
        int[] deepest = new int[count];
        Array.Fill(deepest, -1);
        for (int pixel = 0; pixel < label.Length; pixel++)
        {
            int reach = label[pixel];
            if (reach >= 0 && (deepest[reach] < 0 || flow.AreaKm2[pixel] > flow.AreaKm2[deepest[reach]]))
            {
                deepest[reach] = pixel;
            }
        }

        return deepest;
    }

    // A reach whose subbasin holds no pixel ends at the one nearest to its middle.
    private static int[] EndsOfReaches(int[] known, RiverNetwork network, Geometry[] outlines, PixelFrame frame, PixelFlow flow)
    {
        int[] ends = [.. known];
        for (int unit = 0; unit < outlines.Length; unit++)
        {
            int reach = network.ReachOfUnit[unit];
            ends[reach] = ends[reach] >= 0 ? ends[reach] : Near(outlines[unit]);
        }

        for (int reach = 0; reach < ends.Length; reach++)
        {
            int next = reach;
            while (ends[next] < 0 && network.Downstream[next] >= 0)
            {
                next = network.Downstream[next];
            }

            ends[reach] = ends[next];
        }

        return ends;

        int Near(Geometry outline) => frame.Nearest(frame.At(outline.InteriorPoint.Coordinate), pixel => flow.Cell[pixel] >= 0);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
