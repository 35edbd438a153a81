using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A map projection as a CF grid mapping variable describes it, turned into its inverse.</summary>
internal sealed class CfGridMapping(ArrayVariable variable, string path)
{
    private const double Wgs84SemiMajor = 6378137;
    private const double Wgs84InverseFlattening = 298.257223563;

    private string Where => $"{path}, {variable.Name}";

    /// <summary>The mapping's CF name; empty where it gives none.</summary>
    public string Name => variable.Text("grid_mapping_name") ?? string.Empty;

    /// <summary>Whether the mapping is one that can be inverted.</summary>
    public bool IsKnown => Name is "rotated_latitude_longitude" or "lambert_conformal_conic" or "polar_stereographic" or "transverse_mercator"
        or "lambert_azimuthal_equal_area" or "albers_conical_equal_area" or "mercator";

    /// <summary>The coordinate system as well-known text, where the mapping gives it.</summary>
    public string? SystemText => variable.Text("crs_wkt") ?? variable.Text("spatial_ref");

    /// <summary>All that defines the map, in one line.</summary>
    public string Definition => string.Join(' ', variable.Attributes
        .OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
        .Select(attribute => attribute.Value is double[] numbers ? $"{attribute.Key}={string.Join(',', numbers.Select(number => number.ToString("R", null)))}" : $"{attribute.Key}={attribute.Value}"));

    /// <summary>From the map's coordinates (m, or degrees for a rotated pole) to longitude and latitude.</summary>
    /// <exception cref="InputException">An attribute that the mapping needs is absent.</exception>
    public MapInverse Inverse() => Name switch
    {
        "rotated_latitude_longitude" => new RotatedPole(
            Number("grid_north_pole_latitude"), Number("grid_north_pole_longitude"), Number("north_pole_grid_longitude", 0)).ToGeographic,
        "polar_stereographic" => Polar(),
        "lambert_conformal_conic" => Projected("lambert_conformal_conic_2sp", Number("longitude_of_central_meridian"), Number("latitude_of_projection_origin"), Parallels()),
        "albers_conical_equal_area" => Projected("albers", Number("longitude_of_central_meridian"), Number("latitude_of_projection_origin"), Parallels()),
        "transverse_mercator" => Projected(
            "transverse_mercator", Number("longitude_of_central_meridian"), Number("latitude_of_projection_origin"), [("scale_factor", Number("scale_factor_at_central_meridian", 1))]),
        "lambert_azimuthal_equal_area" => Projected(
            "lambert_azimuthal_equal_area", Number("longitude_of_projection_origin"), Number("latitude_of_projection_origin"), []),
        "mercator" => Projected("mercator_1sp", Number("longitude_of_projection_origin", 0), 0, [("scale_factor", EquatorScale())]),
        _ => throw new InputException(
            $"the grid mapping '{Name}' is none that is read", Where, "Give the variable 2-D latitudes and longitudes, or regrid it, for example by 'gdalwarp -t_srs EPSG:4326'."),
    };

    private MapInverse Polar()
    {
        (double semiMajor, double semiMinor) = Ellipsoid();
        double origin = Number("latitude_of_projection_origin");
        if (Math.Abs(Math.Abs(origin) - 90) > 1e-6)
        {
            throw new InputException($"its latitude of origin is {origin:R}, no pole", Where);
        }

        bool trueScale = variable.Attributes.ContainsKey("standard_parallel");
        string meridian = variable.Attributes.ContainsKey("straight_vertical_longitude_from_pole") ? "straight_vertical_longitude_from_pole" : "longitude_of_projection_origin";
        var plane = new PolarStereographic(
            semiMajor,
            1 - (semiMinor * semiMinor / (semiMajor * semiMajor)),
            origin > 0,
            Number(meridian),
            trueScale ? Number("standard_parallel") : null,
            trueScale ? 1 : Number("scale_factor_at_projection_origin", 1));
        (double east, double north) = (Number("false_easting", 0), Number("false_northing", 0));
        return (x, y) => plane.ToGeographic(x - east, y - north);
    }

    private MapInverse Projected(string projection, double centralMeridian, double originLatitude, (string Name, double Value)[] others)
    {
        (double semiMajor, double semiMinor) = Ellipsoid();
        var factory = new CoordinateSystemFactory();
        Ellipsoid ellipsoid = factory.CreateEllipsoid("grid", semiMajor, semiMinor, LinearUnit.Metre);
        HorizontalDatum datum = factory.CreateHorizontalDatum("grid", DatumType.HD_Geocentric, ellipsoid, null);
        var geographic = factory.CreateGeographicCoordinateSystem(
            "grid", AngularUnit.Degrees, datum, PrimeMeridian.Greenwich, new AxisInfo("Lon", AxisOrientationEnum.East), new AxisInfo("Lat", AxisOrientationEnum.North));
        List<ProjectionParameter> parameters =
        [
            new("central_meridian", centralMeridian), new("longitude_of_center", centralMeridian),
            new("latitude_of_origin", originLatitude), new("latitude_of_center", originLatitude),
            new("false_easting", Number("false_easting", 0)), new("false_northing", Number("false_northing", 0)),
            .. others.Select(other => new ProjectionParameter(other.Name, other.Value)),
        ];
        ProjectedCoordinateSystem projected = factory.CreateProjectedCoordinateSystem(
            "grid",
            geographic,
            factory.CreateProjection("grid", projection, parameters),
            LinearUnit.Metre,
            new AxisInfo("East", AxisOrientationEnum.East),
            new AxisInfo("North", AxisOrientationEnum.North));
        MathTransform inverse = new CoordinateTransformationFactory().CreateFromCoordinateSystems(projected, geographic).MathTransform;
        return (x, y) => inverse.Transform(x, y);
    }

    // ProjNET's Mercator with a parallel of true scale takes no notice of it; Snyder (1987), equations 7-9 and 14-15.
    private double EquatorScale()
    {
        if (!variable.Attributes.ContainsKey("standard_parallel"))
        {
            return Number("scale_factor_at_projection_origin", 1);
        }

        (double semiMajor, double semiMinor) = Ellipsoid();
        (double sin, double cos) = Math.SinCos(double.DegreesToRadians(Number("standard_parallel")));
        return cos / Math.Sqrt(1 - ((1 - (semiMinor * semiMinor / (semiMajor * semiMajor))) * sin * sin));
    }

    private (string, double)[] Parallels()
    {
        double[] parallels = variable.Attributes.GetValueOrDefault("standard_parallel") as double[] ?? [];
        return parallels.Length is 1 or 2
            ? [("standard_parallel_1", parallels[0]), ("standard_parallel_2", parallels[^1])]
            : throw Absent("standard_parallel");
    }

    private (double SemiMajor, double SemiMinor) Ellipsoid()
    {
        double semiMajor = Number("semi_major_axis", Number("earth_radius", Wgs84SemiMajor));
        bool sphere = variable.Attributes.ContainsKey("earth_radius") && !variable.Attributes.ContainsKey("semi_major_axis");
        double flattening = Number("inverse_flattening", semiMajor == Wgs84SemiMajor ? Wgs84InverseFlattening : 0);
        double semiMinor = sphere || flattening == 0 ? semiMajor : semiMajor * (1 - (1 / flattening));
        return (semiMajor, sphere ? semiMajor : Number("semi_minor_axis", semiMinor));
    }

    private double Number(string attribute, double? otherwise = null) =>
        variable.Attributes.GetValueOrDefault(attribute) is double[] { Length: > 0 } numbers ? numbers[0] : otherwise ?? throw Absent(attribute);

    private InputException Absent(string attribute) => new($"the attribute {attribute} that {Name} needs is absent", Where);
}
