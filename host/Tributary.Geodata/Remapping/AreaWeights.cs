using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.OverlayNG;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Area-weighted means of grid cells over catchment units, exactly: by the polygons that each unit shares with each cell.</summary>
public static class AreaWeights
{
    /// <summary>Names the way in which weights are computed; stored weights of another one are not used again.</summary>
    internal const string Method = "polygon intersection on the cylindrical equal-area plane of WGS 84, 1";

    private const int Listed = 50;
    private const int LongestPiece = 800;
    private const double Sliver = 1e-13;
    private const double Excess = 1e-6;

    /// <summary>The share of a unit that must lie inside the grid, where nothing else is asked: all of it, but for rounding.</summary>
    public const double WholeUnit = 1 - 1e-6;

    /// <summary>Computes the weights of a grid's cells onto units.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="units">The units.</param>
    /// <param name="where">The grid's file and variable, for messages.</param>
    /// <param name="leastCover">Share of each unit that must lie inside the grid, 0 to 1.</param>
    /// <param name="threads">Number of threads; 0 for one a core.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InputException">A unit lies outside the grid, wholly or in part (all are listed), or its outline is no valid area.</exception>
    public static UnitWeights Compute(
        CellGrid grid, IReadOnlyList<UnitOutline> units, string where, double leastCover = WholeUnit, int threads = 0, CancellationToken cancellation = default)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        var outlines = new List<Polygon>[units.Count];
        Each(units.Count, options, unit => outlines[unit] = OnPlane(units[unit]));

        var reach = new Envelope();
        foreach (Polygon part in outlines.SelectMany(parts => parts))
        {
            reach.ExpandToInclude(part.EnvelopeInternal);
        }

        var cells = new PlaneCells(grid, reach, where);
        var rows = new (int[] Cells, double[] Overlaps, double Area)[units.Count];
        Each(units.Count, options, unit => rows[unit] = Row(outlines[unit], cells));
        CheckCover(grid, units, rows, where, leastCover);

        int[] offsets = new int[units.Count + 1];
        for (int unit = 0; unit < units.Count; unit++)
        {
            offsets[unit + 1] = offsets[unit] + rows[unit].Cells.Length;
        }

        double[] weights = new double[offsets[^1]];
        for (int unit = 0; unit < units.Count; unit++)
        {
            double covered = rows[unit].Overlaps.Sum();
            for (int i = 0; i < rows[unit].Overlaps.Length; i++)
            {
                weights[offsets[unit] + i] = rows[unit].Overlaps[i] / covered;
            }
        }

        return new UnitWeights(
            [.. units.Select(unit => unit.Id)], grid.Count, offsets, [.. rows.SelectMany(row => row.Cells)], weights, Array.ConvertAll(rows, row => row.Area));
    }

    /// <summary>A unit's polygons on the plane.</summary>
    internal static List<Polygon> OnPlane(UnitOutline unit)
    {
        if (!unit.Outline.IsValid)
        {
            var check = new NetTopologySuite.Operation.Valid.IsValidOp(unit.Outline);
            throw new InputException($"its outline is not valid: {check.ValidationError.Message} at {check.ValidationError.Coordinate}", $"unit {unit.Id}", "Repair it, for example by 'ogr2ogr -makevalid'.");
        }

        if (unit.Outline.Area == 0)
        {
            throw new InputException("its outline has no area", $"unit {unit.Id}");
        }

        Envelope extent = unit.Outline.EnvelopeInternal;
        if (extent.MinY < -90 || extent.MaxY > 90 || extent.MinX < -360 || extent.MaxX > 720)
        {
            throw new InputException($"its coordinates, as ({extent.MinX:R}, {extent.MinY:R}), are no degrees", $"unit {unit.Id}", "Transform the outlines to EPSG:4326 first.");
        }

        List<Polygon> parts = EqualAreaPlane.Project(unit.Outline)
            ?? throw new InputException("its outline goes around a pole, which is not supported", $"unit {unit.Id}", "Split it along a meridian.");

        // A valid outline may touch itself once its edges are bent a little.
        return parts.TrueForAll(part => part.IsValid)
            ? parts
            : [.. parts.SelectMany(part => PolygonExtracter.GetPolygons(GeometryFixer.Fix(part)).Cast<Polygon>())];
    }

    private static (int[] Cells, double[] Overlaps, double Area) Row(List<Polygon> parts, PlaneCells cells)
    {
        var overlaps = new SortedDictionary<int, double>();
        double area = 0;
        foreach (Polygon part in parts)
        {
            area += part.Area;
            for (int turn = -1; turn <= 1; turn++)
            {
                Polygon moved = turn == 0 ? part : (Polygon)AffineTransformation.TranslationInstance(turn * EqualAreaPlane.Turn, 0).Transform(part);
                if (cells.Near(moved.EnvelopeInternal).Count > 0)
                {
                    foreach (Polygon piece in Pieces(moved))
                    {
                        Overlap(piece, cells, overlaps);
                    }
                }
            }
        }

        KeyValuePair<int, double>[] kept = [.. overlaps.Where(pair => pair.Value > Sliver * area)];
        return ([.. kept.Select(pair => pair.Key)], [.. kept.Select(pair => pair.Value)], area);
    }

    private static void Overlap(Polygon piece, PlaneCells cells, SortedDictionary<int, double> overlaps)
    {
        IPreparedGeometry prepared = PreparedGeometryFactory.Prepare(piece);
        foreach (int candidate in cells.Near(piece.EnvelopeInternal))
        {
            Polygon cell = cells.Outline(candidate);
            double overlap = !prepared.Intersects(cell) ? 0 : prepared.Covers(cell) ? cell.Area : Shared(piece, cell).Area;
            if (overlap > 0)
            {
                int index = cells.IndexOf(candidate);
                overlaps[index] = overlaps.GetValueOrDefault(index) + overlap;
            }
        }
    }

    // Each cell on the rim costs as much as the outline has points: a long outline is first halved until its pieces are short.
    private static IEnumerable<Polygon> Pieces(Polygon outline)
    {
        Envelope extent = outline.EnvelopeInternal;
        if (outline.NumPoints <= LongestPiece)
        {
            return [outline];
        }

        bool wide = extent.Width > extent.Height;
        Coordinate middle = extent.Centre;
        Envelope[] halves = wide
            ? [new(extent.MinX, middle.X, extent.MinY, extent.MaxY), new(middle.X, extent.MaxX, extent.MinY, extent.MaxY)]
            : [new(extent.MinX, extent.MaxX, extent.MinY, middle.Y), new(extent.MinX, extent.MaxX, middle.Y, extent.MaxY)];
        Polygon[] pieces = [.. halves.SelectMany(half => PolygonExtracter.GetPolygons(Shared(outline, outline.Factory.ToGeometry(half))).Cast<Polygon>())];
        return Array.Exists(pieces, piece => piece.NumPoints >= outline.NumPoints) ? [outline] : pieces.SelectMany(Pieces);
    }

    private static Geometry Shared(Geometry one, Geometry other) =>
        OverlayNGRobust.Overlay(one, other, NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection);

    private static void CheckCover(CellGrid grid, IReadOnlyList<UnitOutline> units, (int[] Cells, double[] Overlaps, double Area)[] rows, string where, double leastCover)
    {
        var outside = new List<string>();
        for (int unit = 0; unit < units.Count; unit++)
        {
            double share = rows[unit].Overlaps.Sum() / rows[unit].Area;
            if (share > 1 + Excess)
            {
                throw new InputException($"its cells overlap: they cover unit {units[unit].Id} {share.ToString("0.######", CultureInfo.InvariantCulture)} times", where);
            }

            if (share == 0 || share < leastCover)
            {
                outside.Add($"{units[unit].Id} ({Percent(share)} inside)");
            }
        }

        if (outside.Count > 0)
        {
            string more = outside.Count > Listed ? $" and {outside.Count - Listed} more" : string.Empty;
            string extent = Extent(grid);
            bool misses = Array.TrueForAll(rows, row => row.Cells.Length == 0);
            string problem = misses
                ? $"the grid misses the basin: none of {units.Count} units lies in it"
                : $"{outside.Count} of {units.Count} units {(outside.Count == 1 ? "lies" : "lie")} outside the grid, wholly or in part: {string.Join(", ", outside.Take(Listed))}{more}";
            string remedy = misses
                ? "Use forcing that covers the basin; if it does, correct the basin's coordinate system (domain.units.crs)."
                : "Use forcing that covers the basin, or let the part inside stand for the whole unit: 'forcing: { least_cover: 0.5 }'.";
            throw new InputException(problem, where, $"The grid spans {extent}; the units span {Extent(units)}. {remedy}");
        }
    }

    // Never rounded up to the whole.
    private static string Percent(double share) => $"{(Math.Floor(share * 1000) / 10).ToString("0.#", CultureInfo.InvariantCulture)} %";

    private static string Extent(CellGrid grid)
    {
        var extent = new Envelope();
        for (int cell = 0; cell < grid.Count; cell++)
        {
            (double longitude, double latitude) = grid.Centre(cell);
            if (!double.IsNaN(longitude) && !double.IsNaN(latitude))
            {
                extent.ExpandToInclude(longitude, latitude);
            }
        }

        return $"{Extent(extent)} (centres of its cells)";
    }

    private static string Extent(IReadOnlyList<UnitOutline> units)
    {
        var extent = new Envelope();
        foreach (UnitOutline unit in units)
        {
            extent.ExpandToInclude(unit.Outline.EnvelopeInternal);
        }

        return Extent(extent);
    }

    private static string Extent(Envelope extent) => string.Create(
        CultureInfo.InvariantCulture, $"{extent.MinX:0.###} to {extent.MaxX:0.###} degrees east and {extent.MinY:0.###} to {extent.MaxY:0.###} degrees north");

    // Outlines differ much in size: they are handed out one by one. The first exception is thrown as it is.
    private static void Each(int count, ParallelOptions options, Action<int> work)
    {
        try
        {
            _ = Parallel.For(0, count, options, work);
        }
        catch (AggregateException several)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.InnerExceptions.OfType<TributaryException>().FirstOrDefault() ?? several.InnerExceptions[0]);
        }
    }
}
