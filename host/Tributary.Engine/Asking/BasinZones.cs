using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>A division of a basin's units into zones.</summary>
/// <param name="Names">Names of the zones.</param>
/// <param name="Of">The zone of each unit; below 0 for units in none.</param>
internal sealed record BasinZones(string[] Names, int[] Of)
{
    private const int MostClasses = 12;
    private static readonly string[] Thirds = ["lowest third", "middle third", "highest third"];

    /// <summary>
    /// Divides the units: by a static grid or attribute into its classes where it has no more than 12 values, by limits that are given, or else into thirds of
    /// the units; or by the polygons of a file, each unit being in the first that holds its middle.
    /// </summary>
    /// <param name="text"><c>elevation</c>, <c>elevation:3000,4500</c>, <c>glacier</c>, or a file of polygons as <c>zones.gpkg</c> or <c>zones.gpkg:NAME</c> with the field of names.</param>
    /// <param name="units">The units.</param>
    /// <exception cref="InputException">There is no such grid or file, or it says nothing of the units.</exception>
    public static BasinZones Divide(string text, StoredUnits units)
    {
        int colon = text.LastIndexOf(':');
        (string name, string? detail) = colon > 0 ? (text[..colon], text[(colon + 1)..]) : (text, null);
        if (units.Statics.TryGetValue(name, out (double[] Values, string Unit) grid))
        {
            return detail is null ? ByValue(grid.Values, grid.Unit) : ByLimits(grid.Values, grid.Unit, LimitsOf(detail, text));
        }

        return File.Exists(name) ? ByPolygons(name, detail, units) : throw new InputException(
            $"there is no static grid and no file '{name}'{(units.Statics.Count == 0 ? "; the run knows no static grid of its units" : Nearest.Suggest(name, units.Statics.Keys))}",
            "zones",
            "Give one of these, with limits as elevation:3000,4500, or a file of polygons.");
    }

    /// <summary>The place of a zone by its name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public int PlaceOf(string name)
    {
        int place = Array.FindIndex(Names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw new InputException($"there is no zone '{name}'{Nearest.Suggest(name, Names)}", "zone");
    }

    private static double[] LimitsOf(string detail, string text)
    {
        double[] limits = [.. detail.Split(',').Select(part => double.TryParse(part, CultureInfo.InvariantCulture, out double limit) ? limit : double.NaN)];
        return limits.All(double.IsFinite) && limits.SequenceEqual(limits.Order())
            ? limits
            : throw new InputException($"'{detail}' are no limits between zones", text, "Write ascending numbers as elevation:3000,4500.");
    }

    private static BasinZones ByLimits(double[] values, string unit, double[] limits)
    {
        string suffix = unit == "1" ? string.Empty : $" {unit}";
        string Text(double limit) => limit.ToString("G6", CultureInfo.InvariantCulture);
        string[] names =
        [
            $"below {Text(limits[0])}{suffix}",
            .. limits.Zip(limits.Skip(1), (from, to) => $"{Text(from)} to {Text(to)}{suffix}"),
            $"{Text(limits[^1])}{suffix} and above",
        ];
        return new BasinZones(names, Array.ConvertAll(values, value => double.IsFinite(value) ? limits.Count(limit => value >= limit) : -1));
    }

    private static BasinZones ByValue(double[] values, string unit)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        string Text(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:G6}{(unit == "1" ? string.Empty : $" {unit}")}");
        string[] classes = [.. sorted.Select(Text).Distinct()];
        if (classes.Length <= MostClasses && classes.Length < sorted.Length)
        {
            return new BasinZones(classes, Array.ConvertAll(values, value => Array.IndexOf(classes, Text(value))));
        }

        double first = sorted[sorted.Length / 3], second = sorted[2 * sorted.Length / 3];
        return new BasinZones(Thirds, Array.ConvertAll(values, value => !double.IsFinite(value) ? -1 : value < first ? 0 : value < second ? 1 : 2));
    }

    private static BasinZones ByPolygons(string path, string? field, StoredUnits units)
    {
        if (units.Latitude.Length == 0)
        {
            throw new InputException("the run does not know where its units lie", "zones", "Give a static grid instead of polygons.");
        }

        using var file = VectorFile.Open(path);
        VectorLayer layer = file.Layer();
        using CoordinateSystem? system = layer.ReadCoordinateSystem();
        using var world = CoordinateSystem.Wgs84();
        using CoordinateTransform? toWorld = system is null || system.IsWgs84 ? null : new CoordinateTransform(system, world, path);
        int named = field is null ? layer.Fields.ToList().FindIndex(known => known.Kind == FieldKind.Text) : layer.Demand(field);
        var names = new List<string>();
        int[] of = [.. Enumerable.Repeat(-1, units.Count)];
        foreach (VectorFeature feature in layer.Read().Where(feature => feature.Geometry is not null))
        {
            string name = (named < 0 ? null : feature.IdAt(named)) ?? string.Create(CultureInfo.InvariantCulture, $"polygon {feature.Number}");
            int zone = names.IndexOf(name);
            if (zone < 0)
            {
                zone = names.Count;
                names.Add(name);
            }

            IPreparedGeometry shape = PreparedGeometryFactory.Prepare(toWorld?.Apply(feature.Geometry!) ?? feature.Geometry!);
            for (int unit = 0; unit < of.Length; unit++)
            {
                if (of[unit] < 0 && shape.Covers(shape.Geometry.Factory.CreatePoint(new Coordinate(units.Longitude[unit], units.Latitude[unit]))))
                {
                    of[unit] = zone;
                }
            }
        }

        return of.Any(zone => zone >= 0) ? new BasinZones([.. names], of) : throw new InputException("no unit's middle lies in any of its polygons", path, "Give polygons over the basin.");
    }
}
