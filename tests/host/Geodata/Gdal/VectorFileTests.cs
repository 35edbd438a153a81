using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Gdal;

/// <summary>Vector layers written as text or by GDAL itself, read back.</summary>
public sealed class VectorFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GeoJson_gives_its_fields_holes_and_parts()
    {
        string path = _folder.Write("two.geojson", """
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"ID":7,"name":"Öst","slope":0.5,"none":null},"geometry":{"type":"Polygon","coordinates":[
                 [[0,0],[4,0],[4,4],[0,4],[0,0]], [[1,1],[1,2],[2,2],[2,1],[1,1]]]}},
              {"type":"Feature","properties":{"ID":8,"name":"b","slope":null,"none":null},"geometry":{"type":"MultiPolygon","coordinates":[
                 [[[10,0],[11,0],[11,1],[10,1],[10,0]]], [[[12,0],[13,0],[13,2],[12,2],[12,0]]]]}}]}
            """);
        using var file = VectorFile.Open(path);
        VectorLayer layer = file.Layer();
        VectorFeature[] features = [.. layer.Read()];
        Assert.Equal(2, layer.Count);
        Assert.Equal(15, features[0].Geometry!.Area, 12);
        Assert.Equal(3, features[1].Geometry!.Area, 12);
        Assert.Equal(2, features[1].Geometry!.NumGeometries);
        Assert.Equal("7", features[0].IdAt(layer.Demand("id")));
        Assert.Equal("Öst", features[0].Values[layer.Demand("name")]);
        Assert.Equal(0.5, features[0].NumberAt(layer.Demand("SLOPE")));
        Assert.True(double.IsNaN(features[1].NumberAt(layer.Demand("slope"))));
        using CoordinateSystem? system = layer.ReadCoordinateSystem();
        Assert.True(system!.IsGeographic);
        InputException wrong = Assert.Throws<InputException>(() => layer.Demand("area"));
        Assert.Contains("there is no field 'area'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("two.geojson", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GeoPackage_gives_back_what_was_written_and_the_same_bytes_twice()
    {
        var factory = new GeometryFactory();
        Geometry square = factory.ToGeometry(new Envelope(0, 2, 0, 3));
        VectorField[] fields = [new("id", FieldKind.Whole), new("area", FieldKind.Number), new("name", FieldKind.Text)];
        using var system = CoordinateSystem.Parse("EPSG:26912", "test");
        foreach (string name in new[] { "a.gpkg", "b.gpkg" })
        {
            using var writer = new GeoPackageWriter(_folder.At(name));
            writer.WriteLayer("units", system, OgcGeometryType.MultiPolygon, fields, [(square, [3L, 6.5, "x"]), (square, [4, null, null])]);
            writer.WriteLayer("points", system, OgcGeometryType.Point, fields, [(factory.CreatePoint(new Coordinate(1, 2)), [1, 2.0, "é"])]);
        }

        using (var file = VectorFile.Open(_folder.At("a.gpkg")))
        {
            VectorFeature[] features = [.. file.Layer("units").Read()];
            Assert.Equal([3L, 6.5, "x"], features[0].Values);
            Assert.Equal([4L, null, null], features[1].Values);
            Assert.Equal(6, features[0].Geometry!.Area);
            Assert.Equal("é", file.Layer("points").Read().Single().Values[2]);
            using CoordinateSystem? back = file.Layer("units").ReadCoordinateSystem();
            Assert.Equal("NAD83 / UTM zone 12N", back!.Name);
            Assert.Contains("has 2 layers", Assert.Throws<InputException>(() => file.Layer()).Message, StringComparison.Ordinal);
            Assert.Contains("units, points", Assert.Throws<InputException>(() => file.Layer("rivers")).Message, StringComparison.Ordinal);
        }

        Assert.Equal(File.ReadAllBytes(_folder.At("a.gpkg")), File.ReadAllBytes(_folder.At("b.gpkg")));
    }

    [Fact]
    public void What_is_no_vector_file_is_an_error_with_the_words_of_GDAL()
    {
        string path = _folder.Write("units.shp.txt", "not a layer");
        InputException wrong = Assert.Throws<InputException>(() => VectorFile.Open(path));
        Assert.Contains("units.shp.txt", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("GDAL: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => VectorFile.Open(_folder.At("absent.gpkg"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_that_names_the_file() =>
        Assert.Contains("x.gpkg", Assert.ThrowsAny<TributaryException>(() => new GeoPackageWriter(_folder.At("absent", "x.gpkg"))).Message, StringComparison.Ordinal);
}
