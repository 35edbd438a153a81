using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.OverlayNG;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The cells of a grid that a basin overlaps, with their parts of the basin.</summary>
internal sealed class BasinCells
{
    // What rounding leaves of a cell that only touches the basin; no water is lost, its share goes to the other cells of the same polygons.
    private const double Sliver = 1e-9;
    private const double SliverOfUnit = 1e-6;

    private readonly CellGrid _grid;
    private readonly Dictionary<int, int> _memberOf = [];
    private readonly List<(int Unit, double AreaKm2)>[] _parts;
    private readonly bool _wraps;

    private BasinCells(CellGrid grid, SpatialDomain basin, UnitWeights weights, CancellationToken cancellation)
    {
        _grid = grid;
        Near = new NearLongitude(basin.Outlines[0].EnvelopeInternal.Centre.X);
        SortedDictionary<int, List<(int Unit, double Share)>> overlaps = Invert(weights);
        int[] cells = [.. overlaps.Keys];
        var outlines = new Geometry[cells.Length];
        Geometry[] polygons = [.. basin.Outlines.Select(Near.Apply)];
        _ = Parallel.For(0, cells.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            outlines[i] = Shared(Whole(cells[i]), overlaps[cells[i]].Select(part => polygons[part.Unit])));

        int[] kept = [.. Enumerable.Range(0, cells.Length).Where(i => !IsSliver(outlines[i], Whole(cells[i]), overlaps[cells[i]]))];
        double[] share = new double[basin.Units.Count];
        foreach ((int unit, double part) in kept.SelectMany(i => overlaps[cells[i]]))
        {
            share[unit] += part;
        }

        Cells = [.. kept.Select(i => cells[i])];
        Outlines = [.. kept.Select(i => outlines[i].IsEmpty ? Whole(cells[i]) : outlines[i])];
        _parts = [.. Cells.Select(cell => overlaps[cell].ConvertAll(part => (part.Unit, basin.Units.AreaKm2[part.Unit] * part.Share / share[part.Unit])))];
        AreaKm2 = Array.ConvertAll(_parts, parts => parts.Sum(part => part.AreaKm2));
        for (int member = 0; member < Cells.Length; member++)
        {
            _memberOf[Cells[member]] = member;
        }

        _wraps = Wraps(grid);
    }

    /// <summary>Brings longitudes near the basin, as those of its outlines are.</summary>
    public NearLongitude Near { get; }

    /// <summary>Index in the grid of each member.</summary>
    public int[] Cells { get; }

    /// <summary>What of the basin lies in each, in longitude and latitude.</summary>
    public Geometry[] Outlines { get; }

    /// <summary>How much of the basin lies in each; they sum to the areas of the basin's units.</summary>
    public double[] AreaKm2 { get; }

    public int Count => Cells.Length;

    /// <param name="grid">The grid.</param>
    /// <param name="basin">The basin, inside the grid.</param>
    /// <param name="where">The grid's file and variable, for messages.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static BasinCells Find(CellGrid grid, SpatialDomain basin, string where, CancellationToken cancellation)
    {
        UnitOutline[] units = [.. basin.Outlines.Select((outline, unit) => new UnitOutline(basin.Units.Ids[unit], outline))];
        return new BasinCells(grid, basin, AreaWeights.Compute(grid, units, where, cancellation: cancellation), cancellation);
    }

    /// <summary>Ids by row and column in the grid, both from 0.</summary>
    public string Id(int member) => string.Create(CultureInfo.InvariantCulture, $"r{Cells[member] / _grid.Width}c{Cells[member] % _grid.Width}");

    /// <summary>Where the members lie; in a grid around the globe, columns go on over its seam where the basin does.</summary>
    public CellPlaces Places
    {
        get
        {
            int[] columns = Array.ConvertAll(Cells, cell => cell % _grid.Width);
            if (_wraps && columns.Contains(0) && columns.Contains(_grid.Width - 1))
            {
                columns = Array.ConvertAll(columns, column => column < _grid.Width / 2 ? column + _grid.Width : column);
            }

            return new CellPlaces(Array.ConvertAll(Cells, cell => cell / _grid.Width), columns);
        }
    }

    public (double Longitude, double Latitude) Centre(int member)
    {
        (double longitude, double latitude) = _grid.Centre(Cells[member]);
        if (double.IsNaN(longitude) || double.IsNaN(latitude))
        {
            Coordinate middle = Whole(Cells[member]).Centroid.Coordinate;
            return (middle.X, middle.Y);
        }

        return (Near.Apply(longitude), latitude);
    }

    /// <summary>All of a cell, in longitude and latitude.</summary>
    public Polygon Outline(int member) => Whole(Cells[member]);

    /// <summary>Whether two members are neighbours in the grid, over a corner too.</summary>
    public bool AreNeighbours(int one, int other)
    {
        (int row, int column) = (Cells[one] / _grid.Width, Cells[one] % _grid.Width);
        (int otherRow, int otherColumn) = (Cells[other] / _grid.Width, Cells[other] % _grid.Width);
        int apart = Math.Abs(column - otherColumn);
        return one != other && Math.Abs(row - otherRow) <= 1 && (apart <= 1 || (_wraps && apart == _grid.Width - 1));
    }

    /// <summary>A cell and its neighbours in the basin.</summary>
    public IEnumerable<int> Around(int member)
    {
        (int row, int column) = (Cells[member] / _grid.Width, Cells[member] % _grid.Width);
        for (int i = 0; i < 9; i++)
        {
            (int y, int x) = (row + (i / 3) - 1, column + (i % 3) - 1);
            x = _wraps ? (x + _grid.Width) % _grid.Width : x;
            if (y >= 0 && y < _grid.Height && x >= 0 && x < _grid.Width && _memberOf.TryGetValue((y * _grid.Width) + x, out int found))
            {
                yield return found;
            }
        }
    }

    /// <summary>Area-weighted means of what is known of the polygons; NaN where nothing is.</summary>
    public double[] Mean(ReadOnlySpan<double> ofUnits)
    {
        double[] mean = new double[Count];
        for (int member = 0; member < Count; member++)
        {
            (double sum, double area) = (0, 0);
            foreach ((int unit, double part) in _parts[member])
            {
                if (!double.IsNaN(ofUnits[unit]))
                {
                    sum += part * ofUnits[unit];
                    area += part;
                }
            }

            mean[member] = area > 0 ? sum / area : double.NaN;
        }

        return mean;
    }

    private static SortedDictionary<int, List<(int Unit, double Share)>> Invert(UnitWeights weights)
    {
        var overlaps = new SortedDictionary<int, List<(int, double)>>();
        for (int unit = 0; unit < weights.UnitIds.Count; unit++)
        {
            for (int entry = weights.Offsets[unit]; entry < weights.Offsets[unit + 1]; entry++)
            {
                int cell = weights.Sources[entry];
                overlaps.TryAdd(cell, []);
                overlaps[cell].Add((unit, weights.Weights[entry]));
            }
        }

        return overlaps;
    }

    private static bool IsSliver(Geometry outline, Polygon cell, List<(int Unit, double Share)> parts) =>
        outline.Area < Sliver * cell.Area && parts.TrueForAll(part => part.Share < SliverOfUnit);

    // Units of one subbasin may all have its outline: it is taken once.
    private static Geometry Shared(Polygon cell, IEnumerable<Geometry> polygons)
    {
        IPreparedGeometry prepared = PreparedGeometryFactory.Prepare(cell);
        var pieces = new List<Geometry>();
        var taken = new HashSet<(Envelope, int, double)>();
        foreach (Geometry polygon in polygons)
        {
            if (taken.Add((polygon.EnvelopeInternal, polygon.NumPoints, polygon.Area)))
            {
                pieces.AddRange(prepared.Covers(polygon) ? [polygon] : PolygonExtracter.GetPolygons(Overlay(cell, polygon)));
            }
        }

        Geometry union = pieces.Count == 1 ? pieces[0] : OverlayNGRobust.Union(pieces) ?? cell.Factory.CreatePolygon();
        Polygon[] parts = [.. PolygonExtracter.GetPolygons(union).Cast<Polygon>().Where(part => !part.IsEmpty)];
        return parts.Length == 1 ? parts[0] : cell.Factory.CreateMultiPolygon(parts);
    }

    private static Geometry Overlay(Geometry one, Geometry other) =>
        OverlayNGRobust.Overlay(one, other, NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection);

    // Whether the last column touches the first, as on a grid around the globe.
    private static bool Wraps(CellGrid grid)
    {
        Span<double> west = stackalloc double[4];
        Span<double> east = stackalloc double[4];
        Span<double> south = stackalloc double[4];
        Span<double> north = stackalloc double[4];
        grid.Corners(0, west, south);
        grid.Corners(grid.Width - 1, east, north);
        bool touch = false;
        for (int i = 0; i < 16 && grid.Width > 3; i++)
        {
            touch |= Math.Abs(Math.IEEERemainder(west[i / 4] - east[i % 4], 360)) < 1e-6 && Math.Abs(south[i / 4] - north[i % 4]) < 1e-6;
        }

        return touch;
    }

    private Polygon Whole(int cell) => (Polygon)Near.Apply(_grid.Outline(cell)!);
}
