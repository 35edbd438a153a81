using System.Globalization;
using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Draws the catchment above a pour point, its streams and subbasins from a DEM.</summary>
/// <param name="pourPoint">The place whose catchment is wanted.</param>
/// <param name="streamThresholdKm2">Where more than this drains through a cell, it is a stream.</param>
/// <param name="smallestSlope">Slope of reaches that have none in the DEM.</param>
public sealed class BasinDelineation(PourPoint pourPoint, double streamThresholdKm2, double smallestSlope = 1e-5)
{
    /// <summary>Most cells held in memory at once: about 10 GB.</summary>
    public long MostCells { get; init; } = 200_000_000;

    /// <summary>Draws it from a file, of which only a window around the pour point is read, grown until the catchment lies inside.</summary>
    /// <param name="path">The DEM, of any size.</param>
    /// <param name="firstCells">How far the first window reaches from the pour point, in cells.</param>
    /// <exception cref="InputException">
    /// The DEM cannot be read, the pour point lies outside, no stream comes to it, or the catchment is larger than <see cref="MostCells"/>.
    /// </exception>
    public DelineatedBasin Draw(string path, int firstCells = 2000)
    {
        using var raster = RasterFile.Open(path);
        string system = raster.CoordinateSystem?.WellKnownText ?? throw new InputException("it states no coordinate system", path, "Give a GeoTIFF that does.");
        (int column, int row) = pourPoint.Cell(raster.Transform, system, path);
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
            if ((long)(right - left) * (bottom - top) > MostCells)
            {
                throw new InputException($"the catchment needs a window of more than {MostCells:N0} cells", path, "Use a coarser DEM.");
            }

            var grid = ElevationGrid.Read(raster, left, top, right - left, bottom - top);
            Drainage drainage = Drain(grid);
            (bool w, bool n, bool e, bool s) = Touches(drainage.Catchment, grid.Width, grid.Height);
            bool grows = (w && left > 0) || (n && top > 0) || (e && right < raster.Width) || (s && bottom < raster.Height);
            if (!grows)
            {
                return Draw(grid, drainage);
            }

            (west, north, east, south) = (w ? 2 * west : west, n ? 2 * north : north, e ? 2 * east : east, s ? 2 * south : south);
        }
    }

    /// <summary>Draws it from a grid in memory.</summary>
    /// <exception cref="InputException">The pour point lies outside, or no stream comes to it.</exception>
    public DelineatedBasin Draw(ElevationGrid grid) => Draw(grid, Drain(grid));

    private Drainage Drain(ElevationGrid grid)
    {
        double[] filled = DepressionFilling.Fill(grid.Elevation, grid.Width);
        var directions = FlowDirections.Steepest(grid, filled);
        var accumulation = FlowAccumulation.Along(directions, grid.CellAreaKm2, grid.Where);
        int outlet = pourPoint.Snap(grid, accumulation);
        return new Drainage(filled, directions, accumulation, outlet, directions.Catchment(outlet));
    }

    private DelineatedBasin Draw(ElevationGrid grid, Drainage drainage)
    {
        double area = drainage.Accumulation.AreaKm2[drainage.Outlet];
        if (area < streamThresholdKm2)
        {
            throw new InputException(
                $"only {area:0.###} km2 drain to the pour point at latitude {pourPoint.Latitude:0.####}, longitude {pourPoint.Longitude:0.####}, less than the {streamThresholdKm2:0.###} km2 that make a stream",
                grid.Where, "Move the point onto the river, let it snap farther, or lower the threshold.");
        }

        var links = StreamLinks.Cut(drainage.Catchment, drainage.Directions, drainage.Accumulation.AreaKm2, streamThresholdKm2);
        using var system = CoordinateSystem.Parse(grid.SystemText, grid.Where);
        using var world = CoordinateSystem.Wgs84();
        using var toWorld = new CoordinateTransform(system, world, grid.Where);
        (SpatialDomain domain, int[] mask) = Subdivide(grid, drainage, links, toWorld);
        Geometry outline = toWorld.Apply(OutlineTracing.Trace(drainage.Catchment, mask, grid.Width, grid.Transform));
        var outlet = (Point)toWorld.Apply(new Point(grid.Transform.X(drainage.Outlet % grid.Width), grid.Transform.Y(drainage.Outlet / grid.Width)));
        return new DelineatedBasin(domain, outline, outlet, area, drainage.Catchment.Length, ReachesEdge(grid, drainage));
    }

    private (SpatialDomain Domain, int[] Mask) Subdivide(ElevationGrid grid, Drainage drainage, StreamLinks links, CoordinateTransform toWorld)
    {
        int count = links.Cells.Count;
        var members = new List<int>[count];
        double[] area = new double[count];
        double[] elevation = new double[count];
        double[] x = new double[count];
        double[] y = new double[count];
        int[] mask = new int[links.Labels.Length];
        foreach (int cell in drainage.Catchment)
        {
            int link = links.Labels[cell];
            double cellArea = grid.CellAreaKm2(cell / grid.Width);
            (members[link] ??= []).Add(cell);
            area[link] += cellArea;
            elevation[link] += cellArea * grid.Elevation[cell];
            x[link] += cellArea * grid.Transform.X(cell % grid.Width);
            y[link] += cellArea * grid.Transform.Y(cell / grid.Width);
            mask[cell] = 1;
        }

        for (int link = 0; link < count; link++)
        {
            elevation[link] /= area[link];
            x[link] /= area[link];
            y[link] /= area[link];
        }

        toWorld.Apply(x, y);
        string[] ids = [.. Enumerable.Range(1, count).Select(id => id.ToString(CultureInfo.InvariantCulture))];
        Geometry[] outlines = [.. members.Select(cells => toWorld.Apply(OutlineTracing.Trace(cells, links.Labels, grid.Width, grid.Transform)))];
        var reaches = new ReachDrawing(grid, drainage.Directions, drainage.Filled, links, smallestSlope);
        var network = new RiverNetwork(ids, links.Downstream, reaches.LengthMetres, reaches.Slope, [.. Enumerable.Range(0, count)]);
        Geometry?[] lines = [.. reaches.Lines.Select(toWorld.Apply)];
        string[] steepened = [.. reaches.Steepened.Select(link => ids[link])];
        var findings = new DomainFindings([], [], [new NetworkOutlet(ids[^1], null)], [], steepened, []);
        return (new SpatialDomain(new CatchmentUnits(ids, area, y, x, elevation), outlines, network, lines, findings), mask);
    }

    private static (bool West, bool North, bool East, bool South) Touches(int[] catchment, int width, int height)
    {
        (bool west, bool north, bool east, bool south) = (false, false, false, false);
        foreach (int cell in catchment)
        {
            int column = cell % width;
            int row = cell / width;
            west |= column == 0;
            east |= column == width - 1;
            north |= row == 0;
            south |= row == height - 1;
        }

        return (west, north, east, south);
    }

    private static bool ReachesEdge(ElevationGrid grid, Drainage drainage)
    {
        foreach (int cell in drainage.Catchment)
        {
            for (int direction = 0; direction < FlowDirections.Count && cell != drainage.Outlet; direction++)
            {
                int neighbour = FlowDirections.Neighbour(cell, direction, grid.Width, grid.Height);
                if (neighbour < 0 || double.IsNaN(grid.Elevation[neighbour]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private sealed record Drainage(double[] Filled, FlowDirections Directions, FlowAccumulation Accumulation, int Outlet, int[] Catchment);
}
