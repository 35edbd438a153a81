using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The units of an explanation's file: where they lie and what is known of them. Columns that are not known are empty.</summary>
internal sealed record StoredUnits
{
    /// <summary>Their dimension in the file; null where it has none.</summary>
    public string? Dimension { get; private init; }

    /// <summary>Their ids.</summary>
    public string[] Ids { get; private init; } = [];

    /// <summary>Number of units.</summary>
    public int Count => Ids.Length;

    /// <summary>Latitudes in degrees north.</summary>
    public double[] Latitude { get; private init; } = [];

    /// <summary>Longitudes in degrees east.</summary>
    public double[] Longitude { get; private init; } = [];

    /// <summary>Areas in km2.</summary>
    public double[] AreaKm2 { get; private init; } = [];

    /// <summary>Rows of grid cells, from 0.</summary>
    public double[] Row { get; private init; } = [];

    /// <summary>Columns of grid cells, from 0.</summary>
    public double[] Column { get; private init; } = [];

    /// <summary>Static grids and attributes by name, with their units of measurement; elevation among them where it is known.</summary>
    public IReadOnlyDictionary<string, (double[] Values, string Unit)> Statics { get; private init; } = new Dictionary<string, (double[], string)>();

    /// <summary>Reads them.</summary>
    public static StoredUnits Read(IArrayFile file)
    {
        ArrayVariable? area = file.Variables.FirstOrDefault(variable => variable.Name == ExplainedUnits.AreaName);
        if (area is null)
        {
            return new StoredUnits();
        }

        var statics = new Dictionary<string, (double[], string)>();
        foreach (ArrayVariable variable in file.Variables)
        {
            string? name = variable.Name == ExplainedUnits.ElevationName ? variable.Name : variable.Text(ExplainedUnits.StaticMark);
            if (name is not null && Column(variable.Name) is { } values && values.Any(double.IsFinite))
            {
                statics[name] = (values, variable.Text("units") ?? "1");
            }
        }

        return new StoredUnits
        {
            Dimension = area.Dimensions[0].Name,
            Ids = file.ReadText($"{area.Dimensions[0].Name}_id"),
            Latitude = Column("latitude"),
            Longitude = Column("longitude"),
            AreaKm2 = Column(ExplainedUnits.AreaName),
            Row = Column(ExplainedUnits.RowName),
            Column = Column(ExplainedUnits.ColumnName),
            Statics = statics,
        };

        double[] Column(string name)
        {
            if (file.Variables.FirstOrDefault(variable => variable.Name == name) is not { } variable)
            {
                return [];
            }

            double[] values = new double[variable.Length];
            file.Read(name, [0], [variable.Length], values);
            return values;
        }
    }
}
