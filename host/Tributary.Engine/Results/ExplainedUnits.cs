using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>What an explanation's file tells of the units themselves: where they lie, and what is known of them.</summary>
internal sealed class ExplainedUnits
{
    /// <summary>Name of the areas.</summary>
    public const string AreaName = "area";

    /// <summary>Name of the elevations.</summary>
    public const string ElevationName = "elevation";

    /// <summary>Name of the rows of cells in the smallest grid that holds them all.</summary>
    public const string RowName = "grid_row";

    /// <summary>Name of the columns of cells.</summary>
    public const string ColumnName = "grid_column";

    /// <summary>The attribute by which static attributes are known; it tells their name.</summary>
    public const string StaticMark = "static_attribute";

    private readonly List<(string Name, double[] Values)> _columns = [];

    private ExplainedUnits()
    {
    }

    /// <summary>Names of what says where the units lie, each after a space.</summary>
    public string Coordinates { get; private set; } = string.Empty;

    /// <summary>Defines their variables.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dimension">Their dimension.</param>
    /// <param name="units">The units.</param>
    /// <param name="taken">Names of other variables; those of attributes are added.</param>
    public static ExplainedUnits Define(NetCdfWriter file, string dimension, CatchmentUnits units, HashSet<string> taken)
    {
        var all = new ExplainedUnits();
        if (AreKnown(units.Latitude) && AreKnown(units.Longitude))
        {
            all.Define(file, dimension, "latitude", NetCdfKind.Coordinate, units.Latitude, ("standard_name", "latitude"), ("long_name", "latitude of the unit's middle"), ("units", "degrees_north"));
            all.Define(file, dimension, "longitude", NetCdfKind.Coordinate, units.Longitude, ("standard_name", "longitude"), ("long_name", "longitude of the unit's middle"), ("units", "degrees_east"));
            all.Coordinates = " latitude longitude";
        }

        all.Define(file, dimension, AreaName, NetCdfKind.Real64, units.AreaKm2, ("standard_name", "cell_area"), ("long_name", "area of the unit"), ("units", "km2"));
        all.Define(file, dimension, ElevationName, NetCdfKind.Real64, units.Elevation, ("standard_name", "surface_altitude"), ("long_name", "elevation of the unit"), ("units", "m"));
        if (units.Places is { } places)
        {
            all.Define(file, dimension, RowName, NetCdfKind.Whole, [.. places.Cell.Select(cell => (double)(cell / places.Width))], ("long_name", "row of the cell, from 0"), ("units", "1"));
            all.Define(file, dimension, ColumnName, NetCdfKind.Whole, [.. places.Cell.Select(cell => (double)(cell % places.Width))], ("long_name", "column of the cell, from 0"), ("units", "1"));
        }

        foreach (string name in units.Attributes.Names.Where(name => name != ElevationName))
        {
            string unit = units.Attributes.UnitOf(name);
            all.Define(
                file, dimension, NetCdfResults.NameOf("static", string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')), taken), NetCdfKind.Real64, units.Attributes[name],
                ("long_name", name), ("units", unit.Length == 0 ? "1" : unit), (StaticMark, name));
        }

        return all;
    }

    /// <summary>Writes their values.</summary>
    public void Write(NetCdfWriter file) => _columns.ForEach(column => file.Write(column.Name, column.Values));

    private static bool AreKnown(ReadOnlySpan<double> values) => values.ToArray().All(double.IsFinite);

    private void Define(NetCdfWriter file, string dimension, string name, NetCdfKind kind, ReadOnlySpan<double> values, params ReadOnlySpan<(string, string)> attributes)
    {
        file.DefineVariable(name, [dimension], kind, attributes);
        _columns.Add((name, values.ToArray()));
    }
}
