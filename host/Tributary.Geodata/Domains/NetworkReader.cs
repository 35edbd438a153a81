using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Makes a network from rows of ids, downstream ids, lengths and slopes.</summary>
internal sealed class NetworkReader
{
    private const int Named = 10;

    // What data sets write where nothing comes next.
    private static readonly HashSet<string> NoNext = ["0", "-1", "-9999"];

    private readonly FieldTable _table;
    private readonly NetworkFields _fields;
    private readonly IUnits _units;

    public NetworkReader(FieldTable table, NetworkSource source, IUnits units)
    {
        _table = table;
        _units = units;
        _fields = source.Alternatives.FirstOrDefault(fields => fields.Required.All(table.Has)) ?? source.Alternatives[0];
    }

    public List<NetworkOutlet> Outlets { get; } = [];

    public List<string> Lengthened { get; } = [];

    public List<string> Steepened { get; } = [];

    /// <summary>The row of the table that stands for each reach.</summary>
    public int[] Rows { get; private set; } = [];

    public string IdField => _fields.Id;

    public string Path => _table.Path;

    /// <param name="rowsRepeat">Whether several rows may tell of one reach, as the units of one subbasin do.</param>
    /// <param name="reachOfUnit">Given the index of each id, the reach of each unit.</param>
    public RiverNetwork Read(bool rowsRepeat, Func<IReadOnlyDictionary<string, int>, int[]> reachOfUnit)
    {
        string?[] ids = _table.Ids(_fields.Id);
        Dictionary<string, int> rowOf = UniqueRows(ids, rowsRepeat);
        Rows = [.. rowOf.Values.Order()];
        string[] reachIds = [.. Rows.Select(row => ids[row]!)];
        var index = new Dictionary<string, int>(Rows.Length);
        for (int reach = 0; reach < Rows.Length; reach++)
        {
            index[reachIds[reach]] = reach;
        }

        int[] downstream = Downstream(reachIds, index);
        RefuseCircle(reachIds, downstream);
        double[] length = Lengths(reachIds);
        double[] slope = Slopes(reachIds);
        if (rowsRepeat)
        {
            DemandAgreement(ids, index);
        }

        var attributes = new AttributeTable(reachIds.Length);
        foreach (ReachField field in _fields.Attributes.Where(field => field.IsDemanded || _table.Has(field.Field)))
        {
            attributes.Set(field.Name, field.Wanted, Property(field));
        }

        return new RiverNetwork(reachIds, downstream, length, slope, reachOfUnit(index), attributes);
    }

    private Dictionary<string, int> UniqueRows(string?[] ids, bool rowsRepeat)
    {
        var rowOf = new Dictionary<string, int>(ids.Length);
        for (int row = 0; row < ids.Length; row++)
        {
            string id = ids[row] ?? throw new InputException($"row {FieldTable.RowName(row)} has no '{_fields.Id}'", _table.Path);
            if (!rowOf.TryAdd(id, row) && !rowsRepeat)
            {
                throw new InputException(
                    $"the id {id} in field '{_fields.Id}' stands in rows {FieldTable.RowName(rowOf[id])} and {FieldTable.RowName(row)}", _table.Path, "Ids of reaches must be unique.");
            }
        }

        return rowOf;
    }

    private int[] Downstream(string[] reachIds, Dictionary<string, int> index)
    {
        string?[] next = _table.Ids(_fields.Downstream);
        Dictionary<string, int> target = _fields.RefersTo is null ? index : Targets(reachIds, _fields.RefersTo);
        int[] downstream = new int[Rows.Length];
        for (int reach = 0; reach < downstream.Length; reach++)
        {
            string? toward = next[Rows[reach]];
            if (toward is not null && target.TryGetValue(toward, out int found))
            {
                downstream[reach] = found;
                continue;
            }

            downstream[reach] = -1;
            Outlets.Add(new NetworkOutlet(reachIds[reach], toward is null || NoNext.Contains(toward) ? null : toward));
        }

        return downstream;
    }

    private Dictionary<string, int> Targets(string[] reachIds, string field)
    {
        string?[] keys = _table.Ids(field);
        var targets = new Dictionary<string, int>(Rows.Length);
        for (int reach = 0; reach < Rows.Length; reach++)
        {
            if (keys[Rows[reach]] is { } key && !targets.TryAdd(key, reach))
            {
                throw new InputException(
                    $"the reaches {reachIds[targets[key]]} and {reachIds[reach]} both begin at {field} {key}", _table.Path,
                    "Each reach may have one next reach: leave out the minor branches where the river divides.");
            }
        }

        return targets;
    }

    private void RefuseCircle(string[] reachIds, int[] downstream)
    {
        int[] circle = NetworkOrder.FindCircle(downstream);
        if (circle.Length > 0)
        {
            IEnumerable<string> shown = circle.Take(Named).Append(circle[0]).Select(reach => reachIds[reach]);
            string members = circle.Length > Named
                ? $"{string.Join(" -> ", shown.Take(Named))} -> ... ({circle.Length} reaches)"
                : string.Join(" -> ", shown);
            throw new InputException($"water flows in a circle: {members}", _table.Path, $"Mend '{_fields.Downstream}' of one of them.");
        }
    }

    private double[] Lengths(string[] reachIds)
    {
        if (_fields.Length is null)
        {
            return Unknown();
        }

        double[] lengths = Measured(_fields.Length, "m");
        Refuse(reachIds, lengths, length => length < 0, "lengths below zero", _fields.Length.Field, null);
        if (_fields.ShortestLengthMetres <= 0)
        {
            Refuse(
                reachIds, lengths, length => !(length > 0), "no length", _fields.Length.Field,
                "Give them their length, or say how long reaches without channel count: 'network: { shortest_length: 1 }', in m.");
        }

        Replace(reachIds, lengths, length => !(length > 0), _fields.ShortestLengthMetres, Lengthened);
        return lengths;
    }

    private double[] Slopes(string[] reachIds)
    {
        if (_fields.Slope is null)
        {
            return Unknown();
        }

        double[] slopes = Measured(_fields.Slope, "1");
        Refuse(reachIds, slopes, slope => slope < 0, "slopes below zero", _fields.Slope.Field, "Water flows downhill: give them a slope of zero or above.");
        Replace(reachIds, slopes, slope => !(slope > 0), _fields.SmallestSlope, Steepened);
        return slopes;
    }

    private double[] Property(ReachField field)
    {
        double[] values = Measured(new MeasuredField(field.Field, field.Unit), field.Wanted);
        return field.Inverse ? Array.ConvertAll(values, value => value == 0 ? double.NaN : 1 / value) : values;
    }

    private double[] Measured(MeasuredField field, string unit)
    {
        double[] stated = Pick(_table.Numbers(field.Field));
        double[] values = Pick(_table.Numbers(field, unit, _units));
        for (int reach = 0; reach < values.Length; reach++)
        {
            if (_fields.MissingMarks.Contains(stated[reach]))
            {
                values[reach] = double.NaN;
            }
        }

        return values;
    }

    private void Refuse(string[] reachIds, double[] values, Func<double, bool> wrong, string what, string field, string? remedy)
    {
        string[] found = [.. reachIds.Where((_, reach) => wrong(values[reach]))];
        if (found.Length > 0)
        {
            throw new InputException($"field '{field}' holds {what} for {(found.Length == 1 ? "reach" : "reaches")} {List(found)}", _table.Path, remedy);
        }
    }

    private static void Replace(string[] reachIds, double[] values, Func<double, bool> wanting, double replacement, List<string> replaced)
    {
        for (int reach = 0; reach < values.Length; reach++)
        {
            if (wanting(values[reach]))
            {
                values[reach] = replacement;
                replaced.Add(reachIds[reach]);
            }
        }
    }

    private void DemandAgreement(string?[] ids, Dictionary<string, int> index)
    {
        foreach (string field in _fields.Required.Where(field => field != _fields.Id))
        {
            string?[] values = _table.Ids(field);
            for (int row = 0; row < ids.Length; row++)
            {
                int first = Rows[index[ids[row]!]];
                if (values[row] != values[first])
                {
                    throw new InputException(
                        $"{_fields.Id} {ids[row]} has {field} {values[first] ?? "empty"} in row {FieldTable.RowName(first)} and {values[row] ?? "empty"} in row {FieldTable.RowName(row)}",
                        _table.Path, "All rows of one subbasin must agree.");
                }
            }
        }
    }

    private double[] Unknown()
    {
        double[] unknown = new double[Rows.Length];
        Array.Fill(unknown, double.NaN);
        return unknown;
    }

    private double[] Pick(double[] column) => [.. Rows.Select(row => column[row])];

    internal static string List(IReadOnlyList<string> ids) => ids.Count <= Named
        ? string.Join(", ", ids)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", ids.Take(Named))} and {ids.Count - Named} more");
}
