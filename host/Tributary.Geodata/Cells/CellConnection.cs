using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Cells connected by a fine flow, and the network of reaches that this makes, one a cell.</summary>
internal sealed class CellConnection
{
    private static readonly GeometryFactory Factory = new();

    private readonly BasinCells _cells;
    private readonly PixelFlow _flow;
    private readonly Func<int, double>? _slopeAt;
    private readonly double[]? _filled;
    private readonly CellUpscaling _upscaling;
    private readonly double[] _elevation;
    private readonly double[] _upstream;

    /// <param name="cells">The cells.</param>
    /// <param name="flow">The fine flow.</param>
    /// <param name="elevationOfUnits">Elevations of the basin's units in m.</param>
    /// <param name="slopeAt">Slope of the river by the basin's network at a pixel of the frame; null where there is none.</param>
    /// <param name="terrain">Elevations of pixels, as they are and without depressions; null without a DEM.</param>
    public CellConnection(
        BasinCells cells, PixelFlow flow, ReadOnlySpan<double> elevationOfUnits, Func<int, double>? slopeAt, (double[] Elevation, double[] Filled)? terrain)
    {
        (_cells, _flow, _slopeAt, _filled) = (cells, flow, slopeAt, terrain?.Filled);
        _upscaling = CellUpscaling.Connect(cells.Count, flow.Cell, flow.Downstream, flow.AreaKm2, cells.AreNeighbours);
        _elevation = terrain is var (ground, _) ? MeanOfPixels(ground) : cells.Mean(elevationOfUnits);
        _upstream = [.. cells.AreaKm2];
        foreach (int cell in NetworkOrder.FromSources(_upscaling.Downstream))
        {
            if (_upscaling.Downstream[cell] >= 0)
            {
                _upstream[_upscaling.Downstream[cell]] += _upstream[cell];
            }
        }
    }

    /// <param name="basin">The basin.</param>
    /// <param name="cellOfReach">The cell in which each reach of the basin's network ends; empty without a network.</param>
    public CellDomainResult Result(SpatialDomain basin, int[] cellOfReach)
    {
        int[] downstream = _upscaling.Downstream;
        string[] ids = [.. Enumerable.Range(0, _cells.Count).Select(_cells.Id)];
        double[] length = [.. Enumerable.Range(0, _cells.Count).Select(Length)];
        (double[] slope, List<int> steepened) = Slopes(length);
        var attributes = new AttributeTable(_cells.Count);
        attributes.Set(ChannelGeometry.DrainageAreaAttribute, "km2", _upstream);
        var network = new RiverNetwork(ids, downstream, length, slope, [.. Enumerable.Range(0, _cells.Count)], attributes);
        NetworkOutlet[] outlets = [.. Enumerable.Range(0, _cells.Count).Where(cell => downstream[cell] < 0).Select(cell => new NetworkOutlet(ids[cell], null))];
        var findings = new DomainFindings([], [], outlets, [], [.. steepened.Select(cell => ids[cell])], []);
        Geometry?[] lines = [.. Enumerable.Range(0, _cells.Count).Select(Line)];
        var domain = new SpatialDomain(Units(basin, ids), _cells.Outlines, network, lines, findings);
        CellJump[] jumps = [.. _upscaling.Jumps.Select(cell => new CellJump(ids[cell], ids[downstream[cell]]))];
        double[] fine = Array.ConvertAll(_upscaling.Outlet, pixel => _flow.AreaKm2[pixel]);
        return new CellDomainResult(domain, _cells, fine, jumps, cellOfReach, basin.UpstreamAreaKm2());
    }

    private CatchmentUnits Units(SpatialDomain basin, string[] ids)
    {
        Point[] middles = [.. _cells.Outlines.Select(outline => outline.Centroid)];
        var attributes = new AttributeTable(ids.Length);
        foreach (string name in basin.Units.Attributes.Names)
        {
            attributes.Set(name, basin.Units.Attributes.UnitOf(name), _cells.Mean(basin.Units.Attributes[name]));
        }

        return new CatchmentUnits(ids, _cells.AreaKm2, Array.ConvertAll(middles, point => point.Y), Array.ConvertAll(middles, point => point.X), _elevation, attributes: attributes, places: _cells.Places);
    }

    private double[] MeanOfPixels(double[] elevation)
    {
        double[] sum = new double[_cells.Count];
        int[] count = new int[_cells.Count];
        for (int pixel = 0; pixel < _flow.Cell.Length; pixel++)
        {
            if (_flow.Cell[pixel] >= 0)
            {
                sum[_flow.Cell[pixel]] += elevation[_flow.InFrame(pixel)];
                count[_flow.Cell[pixel]]++;
            }
        }

        return [.. sum.Select((each, cell) => each / count[cell])];
    }

    // From centre to centre; at an outlet half the size of the cell.
    private double Length(int cell)
    {
        int next = _upscaling.Downstream[cell];
        if (next >= 0)
        {
            return Geodesic.Metres(_cells.Centre(cell), _cells.Centre(next));
        }

        Coordinate[] corners = _cells.Outline(cell).Coordinates;
        double around = Enumerable.Range(0, 4).Sum(side => Geodesic.Metres((corners[side].X, corners[side].Y), (corners[side + 1].X, corners[side + 1].Y)));
        return around / 8;
    }

    // The river falls between the cells' outlets where a DEM tells how deep they lie; else the mean elevation of cells stands for it, and where that does not
    // fall the slope of the basin's own reach.
    private (double[] Slope, List<int> Steepened) Slopes(double[] length)
    {
        double[] slope = new double[length.Length];
        var steepened = new List<int>();
        int[] order = NetworkOrder.FromSources(_upscaling.Downstream);
        int[] largest = new int[length.Length];
        Array.Fill(largest, -1);
        foreach (int cell in order)
        {
            int next = _upscaling.Downstream[cell];
            double fall = next < 0 ? (largest[cell] >= 0 ? slope[largest[cell]] : 0) : (Height(cell) - Height(next)) / length[cell];
            if (!(fall >= CellDomain.SmallestSlope) && _slopeAt is not null)
            {
                fall = _slopeAt(_flow.InFrame(_upscaling.Outlet[cell]));
            }

            slope[cell] = fall < CellDomain.SmallestSlope ? CellDomain.SmallestSlope : fall;
            if (fall < CellDomain.SmallestSlope)
            {
                steepened.Add(cell);
            }

            if (next >= 0 && (largest[next] < 0 || _upstream[cell] > _upstream[largest[next]]))
            {
                largest[next] = cell;
            }
        }

        return (slope, steepened);
    }

    private double Height(int cell) => _filled is null ? _elevation[cell] : _filled[_flow.InFrame(_upscaling.Outlet[cell])];

    private Geometry? Line(int cell)
    {
        (double x, double y) = _cells.Centre(cell);
        int next = _upscaling.Downstream[cell];
        if (next < 0)
        {
            return null;
        }

        (double toX, double toY) = _cells.Centre(next);
        return Factory.CreateLineString([new Coordinate(x, y), new Coordinate(toX, toY)]);
    }
}
