namespace Tributary.Contracts;

/// <summary>
/// The units on which a model runs: whole basins, subbasins, hydrological response units or grid cells. Columns are parallel: the
/// value at an index belongs to the unit at that index.
/// </summary>
public sealed class CatchmentUnits
{
    private readonly double[] _areaKm2;
    private readonly double[] _latitude;
    private readonly double[] _longitude;
    private readonly double[] _elevation;

    /// <summary>Makes the units. Columns left out are unknown (NaN).</summary>
    /// <param name="ids">Unique ids, one a unit.</param>
    /// <param name="areaKm2">Areas in km2, one a unit.</param>
    /// <param name="latitude">Latitudes of the centroids in degrees north.</param>
    /// <param name="longitude">Longitudes of the centroids in degrees east.</param>
    /// <param name="elevation">Elevations in m above sea level to which the forcing refers.</param>
    /// <param name="bands">Elevation bands; null for a domain without.</param>
    /// <param name="attributes">Static attributes.</param>
    /// <param name="places">Where grid cells lie; null for units that are none.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public CatchmentUnits(
        IReadOnlyList<string> ids,
        double[] areaKm2,
        double[]? latitude = null,
        double[]? longitude = null,
        double[]? elevation = null,
        ElevationBands? bands = null,
        AttributeTable? attributes = null,
        CellPlaces? places = null)
    {
        Ids = ids;
        _areaKm2 = Column(areaKm2, nameof(areaKm2));
        _latitude = Column(latitude, nameof(latitude));
        _longitude = Column(longitude, nameof(longitude));
        _elevation = Column(elevation, nameof(elevation));
        Bands = bands ?? ElevationBands.None(ids.Count);
        Attributes = attributes ?? new AttributeTable(ids.Count);
        Places = places;
        if (Bands.UnitCount != ids.Count || Attributes.UnitCount != ids.Count)
        {
            throw new ArgumentException($"There are {ids.Count} units, elevation bands of {Bands.UnitCount} and {Attributes.UnitCount} rows of attributes.");
        }

        if (places is not null && places.Cell.Count != ids.Count)
        {
            throw new ArgumentException($"There are {ids.Count} units but {places.Cell.Count} places.", nameof(places));
        }
    }

    /// <summary>Number of units.</summary>
    public int Count => Ids.Count;

    /// <summary>Unique ids.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Areas in km2, <c>[unit]</c>.</summary>
    public ReadOnlySpan<double> AreaKm2 => _areaKm2;

    /// <summary>Latitudes of the centroids in degrees north, <c>[unit]</c>; NaN where unknown.</summary>
    public ReadOnlySpan<double> Latitude => _latitude;

    /// <summary>Longitudes of the centroids in degrees east, <c>[unit]</c>; NaN where unknown.</summary>
    public ReadOnlySpan<double> Longitude => _longitude;

    /// <summary>Elevations in m above sea level to which the forcing refers, <c>[unit]</c>; NaN where unknown.</summary>
    public ReadOnlySpan<double> Elevation => _elevation;

    /// <summary>Elevation bands; one band a unit where the domain has none.</summary>
    public ElevationBands Bands { get; }

    /// <summary>Static attributes.</summary>
    public AttributeTable Attributes { get; }

    /// <summary>Where the units lie that are grid cells; null for others.</summary>
    public CellPlaces? Places { get; }

    /// <summary>The same for one unit alone.</summary>
    public CatchmentUnits Only(int unit) => new(
        [Ids[unit]], [_areaKm2[unit]], [_latitude[unit]], [_longitude[unit]], [_elevation[unit]], Bands.Only(unit), Attributes.Only(unit));

    private double[] Column(double[]? values, string name)
    {
        if (values is null)
        {
            values = new double[Ids.Count];
            Array.Fill(values, double.NaN);
        }

        return values.Length == Ids.Count
            ? values
            : throw new ArgumentException($"There are {Ids.Count} units but {values.Length} values.", name);
    }
}
