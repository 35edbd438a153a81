using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Domains;

/// <summary>Domains read from shapefiles and GeoJSON that the tests write, with right answers by hand.</summary>
public sealed class DomainReaderTests : IDisposable
{
    // One degree of longitude and latitude at the equator on WGS 84, in km.
    private const double KmPerDegreeEast = 111.31949;
    private const double KmPerDegreeNorth = 110.57428;

    private readonly TemporaryFolder _folder = new();
    private readonly DomainReader _reader = new(new UdUnits());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Three_units_on_two_subbasins_give_areas_centroids_and_a_network()
    {
        string path = HandmadeShapefile.Write(
            _folder.At("hrus.shp"), HandmadeShapefile.Wgs84,
            [("HRU_ID", [1, 2, 3]), ("SubId", [70, 70, 80]), ("DowSubId", [80, 80, -1]), ("RivLength", [1500, 1500, 2500]), ("RivSlope", [0.01, 0.01, 0]), ("Elev", [3, 2, 1])],
            HandmadeShapefile.Square(0, 0), HandmadeShapefile.Square(0.1, 0), HandmadeShapefile.Square(0.1, -0.1));
        SpatialDomain domain = _reader.Read(new DomainSource(
            path, new UnitFields("HRU_ID", Elevation: new("Elev", "km")), Network: new NetworkSource(NetworkPresets.Find("basinmaker"))));
        double square = 0.01 * KmPerDegreeEast * KmPerDegreeNorth;
        Assert.Equal(["1", "2", "3"], domain.Units.Ids);
        Close.All([square, square, square], domain.Units.AreaKm2, 1e-5);
        Close.All([0.05, 0.05, -0.05], domain.Units.Latitude, 1e-5);
        Close.All([0.05, 0.15, 0.15], domain.Units.Longitude, 1e-5);
        Close.All([3000, 2000, 1000], domain.Units.Elevation, 1e-12);
        RiverNetwork network = domain.Network!;
        Assert.Equal(["70", "80"], network.Ids);
        Assert.Equal([1, -1], network.Downstream.ToArray());
        Assert.Equal([0, 0, 1], network.ReachOfUnit.ToArray());
        Assert.Equal([1500, 2500], network.LengthMetres.ToArray());
        Assert.Equal([0.01, 1e-5], network.Slope.ToArray());
        Assert.Equal(["80"], domain.Findings.Steepened);
        Assert.Equal([new NetworkOutlet("80", null)], domain.Findings.Outlets);
        Close.All([2 * square, 3 * square], domain.UpstreamAreaKm2(), 1e-5);
    }

    [Fact]
    public void A_bow_tie_is_repaired_and_reported_and_keeps_both_its_wings()
    {
        // Two triangles that meet in a point: each a quarter of the square around them.
        string path = HandmadeShapefile.Write(
            _folder.At("units.shp"), HandmadeShapefile.Wgs84, [("id", [5, 6])],
            [[(0, 0), (0.1, 0.1), (0.1, 0), (0, 0.1), (0, 0)]], HandmadeShapefile.Square(0.2, 0));
        SpatialDomain domain = _reader.Read(new DomainSource(path, new UnitFields("id")));
        RepairedOutline repaired = Assert.Single(domain.Findings.Repaired);
        Assert.Equal("5", repaired.Unit);
        Assert.Contains("Self-intersection", repaired.Problem, StringComparison.Ordinal);
        Assert.Equal(0.005 * KmPerDegreeEast * KmPerDegreeNorth, domain.Units.AreaKm2[0], 3);
        Assert.All(domain.Outlines, outline => Assert.True(outline.IsValid));
        Assert.Null(domain.Network);
    }

    [Fact]
    public void Holes_and_further_parts_count_in_the_area()
    {
        string path = HandmadeShapefile.Write(
            _folder.At("units.shp"), HandmadeShapefile.Wgs84, [("id", [5])],
            [.. HandmadeShapefile.Square(0, 0), [(0.02, 0.02), (0.04, 0.02), (0.04, 0.04), (0.02, 0.04), (0.02, 0.02)], .. HandmadeShapefile.Square(0.3, 0)]);
        SpatialDomain domain = _reader.Read(new DomainSource(path, new UnitFields("id")));
        Assert.Equal((0.02 - 0.0004) * KmPerDegreeEast * KmPerDegreeNorth, domain.Units.AreaKm2[0], 3);
        Assert.Empty(domain.Findings.Repaired);
    }

    [Fact]
    public void A_projected_layer_comes_out_in_degrees_and_a_stated_system_overrules_the_file()
    {
        using (var system = CoordinateSystem.Parse("EPSG:32612", "test"))
        using (var writer = new GeoPackageWriter(_folder.At("utm.gpkg")))
        {
            var square = new NetTopologySuite.Geometries.GeometryFactory().ToGeometry(new(490_000, 510_000, 4_990_000, 5_010_000));
            writer.WriteLayer("units", system, NetTopologySuite.Geometries.OgcGeometryType.Polygon, [new("id", FieldKind.Text)], [(square, ["a"])]);
        }

        SpatialDomain domain = _reader.Read(new DomainSource(_folder.At("utm.gpkg"), new UnitFields("id")));
        Assert.Equal(-111, domain.Units.Longitude[0], 6);
        Assert.Equal(400 / (0.9996 * 0.9996), domain.Units.AreaKm2[0], 2);
        SpatialDomain north = _reader.Read(new DomainSource(_folder.At("utm.gpkg"), new UnitFields("id"), CoordinateSystem: "EPSG:32613"));
        Assert.Equal(-105, north.Units.Longitude[0], 6);
    }

    [Fact]
    public void Declared_areas_are_compared_with_the_outlines()
    {
        double square = 0.01 * KmPerDegreeEast * KmPerDegreeNorth;
        string path = HandmadeShapefile.Write(
            _folder.At("units.shp"), HandmadeShapefile.Wgs84, [("id", [1, 2, 3]), ("area", [square, square * 1.2, square])],
            HandmadeShapefile.Square(0, 0), HandmadeShapefile.Square(0.1, 0), HandmadeShapefile.Square(0.2, 0));
        SpatialDomain domain = _reader.Read(new DomainSource(path, new UnitFields("id", Area: new("area", "km2"))));
        Assert.Equal("2", Assert.Single(domain.Findings.Areas).Unit);
        Assert.Equal(square * 1.2, domain.Units.AreaKm2[1], 5);
        InputException wrong = Assert.Throws<InputException>(() => _reader.Read(new DomainSource(path, new UnitFields("id", Area: new("area", "m2")))));
        Assert.Contains("units.shp: the areas in field 'area' (m2) are typically 0 times", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("does not convert", Assert.Throws<InputException>(() => _reader.Read(new DomainSource(path, new UnitFields("id", Area: new("area", "K"))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reaches_may_stand_in_a_file_of_their_own_with_lines()
    {
        string units = HandmadeShapefile.Write(
            _folder.At("units.shp"), HandmadeShapefile.Wgs84, [("LINKNO", [11, 12])], HandmadeShapefile.Square(0, 0), HandmadeShapefile.Square(0.1, 0));
        string reaches = _folder.Write("reaches.geojson", """
            {"type":"FeatureCollection","features":[
             {"type":"Feature","properties":{"LINKNO":12,"DSLINKNO":-1,"Length":10.5,"Slope":0.25},"geometry":{"type":"LineString","coordinates":[[0.1,0],[0.2,0]]}},
             {"type":"Feature","properties":{"LINKNO":11,"DSLINKNO":12,"Length":20,"Slope":0.5},"geometry":{"type":"LineString","coordinates":[[0,0],[0.1,0]]}},
             {"type":"Feature","properties":{"LINKNO":13,"DSLINKNO":99,"Length":20,"Slope":0.5},"geometry":{"type":"LineString","coordinates":[[5,0],[6,0]]}}]}
            """);
        SpatialDomain domain = _reader.Read(new DomainSource(units, new UnitFields("LINKNO"), Network: new NetworkSource(NetworkPresets.Find("tdx-hydro"), reaches)));
        Assert.Equal([1, 0], domain.Network!.ReachOfUnit.ToArray());
        Assert.Equal([-1, 0, -1], domain.Network.Downstream.ToArray());
        Assert.Equal(["13"], domain.Findings.ReachesWithoutUnits);
        Assert.Equal([new NetworkOutlet("12", null), new NetworkOutlet("13", "99")], domain.Findings.Outlets);
        Assert.Equal(0.1, domain.ReachLines[1]!.Length, 9);
    }
}
