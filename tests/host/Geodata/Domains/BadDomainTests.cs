using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Domains;

/// <summary>What users get wrong: each an error that names the file and the item.</summary>
public sealed class BadDomainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DomainReader _reader = new(new UdUnits());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".shx", "units.shp: the shapefile lacks units.shx (the index of its shapes)")]
    [InlineData(".dbf", "units.shp: the shapefile lacks units.dbf (its fields)")]
    [InlineData(".prj", "units.shp: it has no coordinate system: the shapefile lacks units.prj")]
    [InlineData(".shp", "units.shp: there is no such file")]
    public void A_missing_part_of_a_shapefile_is_named(string part, string message)
    {
        string path = Three();
        File.Delete(Path.ChangeExtension(path, part));
        Assert.Contains(message, Wrong(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "its coordinate system is unknown: units.prj names none that GDAL knows")]
    [InlineData("LOCAL_CS[\"Survey of 1911\",UNIT[\"m\",1]]", "its coordinate system 'Survey of 1911' is unknown")]
    public void An_unknown_coordinate_system_is_named(string projection, string message)
    {
        string path = Three();
        File.WriteAllText(Path.ChangeExtension(path, ".prj"), projection);
        Assert.Contains(message, Wrong(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stated_coordinate_system_that_is_unknown_or_not_that_of_the_coordinates_is_named()
    {
        string path = Three();
        Assert.Contains(
            "'EPSG:99999' is no known coordinate system", Assert.Throws<InputException>(() => _reader.Read(Source(path) with { CoordinateSystem = "EPSG:99999" })).Message, StringComparison.Ordinal);
        string metres = HandmadeShapefile.Write(_folder.At("metres.shp"), HandmadeShapefile.Wgs84, [("id", [1])], HandmadeShapefile.Square(500_000, 4_000_000, 1000));
        InputException wrong = Assert.Throws<InputException>(() => _reader.Read(new DomainSource(metres, new UnitFields("id"))));
        Assert.Contains("metres.shp: unit 1 would lie at longitude 500000", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_id_is_named_with_its_rows() =>
        Assert.Contains("units.shp: the id 2 in field 'id' stands in rows 2 and 3", Wrong(Three(ids: [1, 2, 2])), StringComparison.Ordinal);

    [Fact]
    public void The_members_of_a_circle_are_named() =>
        Assert.Contains("units.shp: water flows in a circle: 1 -> 2 -> 3 -> 1", Wrong(Three(next: [2, 3, 1])), StringComparison.Ordinal);

    [Fact]
    public void A_reach_that_flows_into_itself_is_a_circle() =>
        Assert.Contains("water flows in a circle: 2 -> 2", Wrong(Three(next: [2, 2, 0])), StringComparison.Ordinal);

    [Fact]
    public void A_reach_without_length_is_named() =>
        Assert.Contains("units.shp: field 'length' holds no length for reach 2", Wrong(Three(length: [5, 0, 5])), StringComparison.Ordinal);

    [Fact]
    public void A_slope_below_zero_is_named() =>
        Assert.Contains("units.shp: field 'slope' holds slopes below zero for reaches 1, 3", Wrong(Three(slope: [-0.1, 0.1, -1])), StringComparison.Ordinal);

    [Fact]
    public void An_absent_field_is_named_with_those_there_are()
    {
        string path = Three();
        InputException wrong = Assert.Throws<InputException>(() => _reader.Read(new DomainSource(path, new UnitFields("gauge"))));
        Assert.Contains("units.shp: there is no field 'gauge'. It has id, next, length, slope", wrong.Message, StringComparison.Ordinal);
        wrong = Assert.Throws<InputException>(() => _reader.Read(new DomainSource(path, new UnitFields("id"), Network: new NetworkSource(NetworkPresets.Find("tdx-hydro")))));
        Assert.Contains("there is no field 'LINKNO'", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_that_drain_to_no_reach_are_named()
    {
        string path = Three();
        string reaches = _folder.Write("reaches.csv", "id,next,length,slope\n1,0,10,0.1\n");
        InputException wrong = Assert.Throws<InputException>(() => _reader.Read(new DomainSource(path, new UnitFields("id"), Network: new NetworkSource([Fields], reaches))));
        Assert.Contains("units.shp: units 2, 3: field 'id' names no reach of reaches.csv", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_reaches_from_one_node_are_named()
    {
        string reaches = _folder.Write("flow.csv", "COMID,fromnode,tonode,LENGTHKM,SLOPE\n1,10,11,1,0.1\n2,10,12,1,0.1\n");
        InputException wrong = Assert.Throws<InputException>(() => _reader.ReadNetwork(new NetworkSource(NetworkPresets.Find("nhdplus"), reaches)));
        Assert.Contains("flow.csv: the reaches 1 and 2 both begin at fromnode 10", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_of_one_subbasin_that_disagree_are_named()
    {
        string path = HandmadeShapefile.Write(
            _folder.At("hrus.shp"), HandmadeShapefile.Wgs84,
            [("HRU_ID", [1, 2]), ("SubId", [7, 7]), ("DowSubId", [-1, -1]), ("RivLength", [10, 20]), ("RivSlope", [0.1, 0.1])],
            HandmadeShapefile.Square(0, 0), HandmadeShapefile.Square(0.1, 0));
        InputException wrong = Assert.Throws<InputException>(() =>
            _reader.Read(new DomainSource(path, new UnitFields("HRU_ID"), Network: new NetworkSource(NetworkPresets.Find("basinmaker")))));
        Assert.Contains("hrus.shp: SubId 7 has RivLength 10 in row 1 and 20 in row 2", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_of_points_or_without_outline_is_named()
    {
        string points = _folder.Write("points.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":4},"geometry":{"type":"Point","coordinates":[1,2]}}]}""");
        Assert.Contains("unit 4 is a Point, not a polygon", Assert.Throws<InputException>(() => _reader.Read(new DomainSource(points, new UnitFields("id")))).Message, StringComparison.Ordinal);
        string none = _folder.Write("none.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":4},"geometry":null}]}""");
        Assert.Contains("unit 4 has no outline", Assert.Throws<InputException>(() => _reader.Read(new DomainSource(none, new UnitFields("id")))).Message, StringComparison.Ordinal);
        string flat = _folder.Write("flat.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":4},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0],[0,0]]]}}]}""");
        Assert.Contains("nothing is left of it", Assert.Throws<InputException>(() => _reader.Read(new DomainSource(flat, new UnitFields("id")))).Message, StringComparison.Ordinal);
    }

    private static NetworkFields Fields { get; } = new("id", "next", Length: new("length", "m"), Slope: new("slope", "1"));

    private static DomainSource Source(string path) => new(path, new UnitFields("id"), Network: new NetworkSource([Fields]));

    private string Three(double[]? ids = null, double[]? next = null, double[]? length = null, double[]? slope = null) => HandmadeShapefile.Write(
        _folder.At("units.shp"), HandmadeShapefile.Wgs84,
        [("id", ids ?? [1, 2, 3]), ("next", next ?? [2, 3, 0]), ("length", length ?? [5, 6, 7]), ("slope", slope ?? [0.1, 0.2, 0.3])],
        HandmadeShapefile.Square(0, 0), HandmadeShapefile.Square(0.1, 0), HandmadeShapefile.Square(0.2, 0));

    private string Wrong(string path) => Assert.Throws<InputException>(() => _reader.Read(Source(path))).Message;
}
