using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Reads units and network of a domain and checks them.</summary>
/// <param name="units">Converts the fields' units of measurement.</param>
public sealed class DomainReader(IUnits units)
{
    private const double AreaTolerance = 0.05;

    /// <summary>What was being read last, so that a problem can be told where it belongs.</summary>
    public DomainPart Part { get; private set; }

    /// <summary>Reads a domain.</summary>
    /// <exception cref="InputException">
    /// A file is missing or lacks a part, a field is absent, the coordinate system is unknown, ids repeat, water flows in a circle, a unit
    /// drains to no reach, a length is zero or a slope negative, or declared areas are in another unit of measurement.
    /// </exception>
    public SpatialDomain Read(DomainSource source)
    {
        Part = DomainPart.Layer;
        using var file = VectorFile.Open(source.File);
        VectorLayer layer = file.Layer(source.Layer);
        VectorFeature[] features = [.. layer.Read()];
        if (features.Length == 0)
        {
            throw new InputException($"layer {layer.Name} has no features", source.File);
        }

        var table = FieldTable.Of(layer, features);
        Part = DomainPart.Ids;
        string[] ids = UniqueIds(table, source.Fields.Id);
        Part = DomainPart.Outlines;
        var outlines = Outlines.Read(layer, features, ids, source.CoordinateSystem);
        var differences = new List<AreaDifference>();
        Part = DomainPart.Areas;
        double[] area = source.Fields.Area is { } declared ? Areas(table, declared, ids, outlines.AreaKm2, differences) : outlines.AreaKm2;
        Part = DomainPart.Elevations;
        double[]? elevation = source.Fields.Elevation is { } field ? table.Numbers(field, "m", units) : null;
        Part = DomainPart.Attributes;
        var attributes = new AttributeTable(ids.Length);
        foreach (string name in source.Fields.Attributes ?? [])
        {
            attributes.Set(name, string.Empty, table.Numbers(name));
        }

        var catchment = new CatchmentUnits(ids, area, outlines.Latitude, outlines.Longitude, elevation, attributes: attributes);
        if (source.Network is null)
        {
            return new SpatialDomain(catchment, outlines.Polygons, null, [], new DomainFindings(outlines.Repaired, differences, [], [], [], []));
        }

        Part = DomainPart.Network;
        (RiverNetwork network, NetworkReader reader, Geometry?[] lines) = ReadNetwork(source, source.Network, table, ids);
        HashSet<int> used = [.. network.ReachOfUnit];
        string[] without = [.. network.Ids.Where((_, reach) => !used.Contains(reach))];
        var findings = new DomainFindings(outlines.Repaired, differences, reader.Outlets, reader.Lengthened, reader.Steepened, without);
        return new SpatialDomain(catchment, outlines.Polygons, network, lines, findings);
    }

    /// <summary>Reads a network alone, each reach with one unit of its own.</summary>
    /// <param name="source">Where it comes from; its file must be named.</param>
    /// <exception cref="InputException">As in <see cref="Read"/>.</exception>
    public RiverNetwork ReadNetwork(NetworkSource source)
    {
        string file = source.File ?? throw new ArgumentException("The network's file must be named.", nameof(source));
        (FieldTable table, _) = OpenTable(file, source);
        return new NetworkReader(table, source, units).Read(rowsRepeat: false, index => [.. Enumerable.Range(0, index.Count)]);
    }

    private (RiverNetwork Network, NetworkReader Reader, Geometry?[] Lines) ReadNetwork(
        DomainSource source, NetworkSource network, FieldTable unitTable, string[] ids)
    {
        (FieldTable table, Geometry?[]? lines) = network.File is { } file ? OpenTable(file, network) : (unitTable, null);
        var reader = new NetworkReader(table, network, units);
        string reachField = source.Fields.Reach ?? (unitTable.Has(reader.IdField) ? reader.IdField : source.Fields.Id);
        string?[] reachOfUnit = unitTable.Ids(reachField);
        bool rowsRepeat = network.File is null && !reader.IdField.Equals(source.Fields.Id, StringComparison.OrdinalIgnoreCase);
        RiverNetwork read = reader.Read(rowsRepeat, index => Connect(index, reachOfUnit, ids, unitTable.Path, reachField, reader.Path));
        Geometry?[] shapes = lines is null ? new Geometry?[read.Count] : [.. reader.Rows.Select(row => lines[row])];
        return (read, reader, shapes);
    }

    private static (FieldTable Table, Geometry?[]? Lines) OpenTable(string file, NetworkSource network)
    {
        if (Path.GetExtension(file) is ".nc" or ".nc4")
        {
            return (FieldTable.OfArrays(file, [.. network.Alternatives.Select(fields => fields.Id)]), null);
        }

        using var vectors = VectorFile.Open(file);
        VectorLayer layer = vectors.Layer(network.Layer);
        VectorFeature[] features = [.. layer.Read()];
        var table = FieldTable.Of(layer, features);
        if (features.All(feature => feature.Geometry is not LineString and not MultiLineString))
        {
            return (table, null);
        }

        using CoordinateSystem system = LayerSystem.Find(layer, null);
        using var world = CoordinateSystem.Wgs84();
        using var toWorld = new CoordinateTransform(system, world, file);
        return (table, [.. features.Select(feature => feature.Geometry is { } line ? toWorld.Apply(line) : null)]);
    }

    private int[] Connect(
        IReadOnlyDictionary<string, int> index, string?[] reachOfUnit, string[] ids, string path, string field, string networkPath)
    {
        Part = DomainPart.Connections;
        int[] reaches = new int[ids.Length];
        var unconnected = new List<string>();
        for (int unit = 0; unit < ids.Length; unit++)
        {
            if (reachOfUnit[unit] is { } id && index.TryGetValue(id, out int reach))
            {
                reaches[unit] = reach;
            }
            else
            {
                unconnected.Add(ids[unit]);
            }
        }

        return unconnected.Count == 0
            ? reaches
            : throw new InputException(
                $"{(unconnected.Count == 1 ? "unit" : "units")} {NetworkReader.List(unconnected)}: field '{field}' names no reach of {Path.GetFileName(networkPath)}", path,
                "Every unit must drain to a reach; the field that names it is domain.units.subbasin.");
    }

    private static string[] UniqueIds(FieldTable table, string field)
    {
        string?[] ids = table.Ids(field);
        var rowOf = new Dictionary<string, int>(ids.Length);
        for (int row = 0; row < ids.Length; row++)
        {
            string id = ids[row] ?? throw new InputException($"row {FieldTable.RowName(row)} has no '{field}'", table.Path, "Every unit needs an id.");
            if (!rowOf.TryAdd(id, row))
            {
                throw new InputException(
                    $"the id {id} in field '{field}' stands in rows {FieldTable.RowName(rowOf[id])} and {FieldTable.RowName(row)}", table.Path, "Ids of units must be unique.");
            }
        }

        return ids!;
    }

    private double[] Areas(FieldTable table, MeasuredField field, string[] ids, double[] outlines, List<AreaDifference> differences)
    {
        double[] areas = table.Numbers(field, "km2", units);
        double[] ratios = new double[areas.Length];
        for (int unit = 0; unit < areas.Length; unit++)
        {
            if (!(areas[unit] > 0))
            {
                throw new InputException($"unit {ids[unit]} has no area above zero in field '{field.Field}'", table.Path);
            }

            ratios[unit] = areas[unit] / outlines[unit];
            if (Math.Abs(ratios[unit] - 1) > AreaTolerance)
            {
                differences.Add(new AreaDifference(ids[unit], areas[unit], outlines[unit]));
            }
        }

        Array.Sort(ratios);
        double typical = ratios[ratios.Length / 2];
        return typical is > 0.5 and < 2
            ? areas
            : throw new InputException(
                $"the areas in field '{field.Field}' ({field.Unit}) are typically {typical:0.####} times those of the outlines", table.Path,
                $"The field is probably not in {field.Unit}: state its unit, or leave it out to have areas computed.");
    }
}
