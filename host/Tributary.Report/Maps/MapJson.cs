using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Tributary.Report;

/// <summary>The map as the page's script reads it.</summary>
internal static class MapJson
{
    /// <exception cref="ArgumentException">A layer has not as many values as its items and frames ask for, or differs from another of its name in more than the member; there is no layer; a shape cannot be drawn.</exception>
    public static void Write(Utf8JsonWriter json, ReportMap map)
    {
        foreach (IGrouping<string, MapLayer> result in map.Layers.GroupBy(layer => layer.Name))
        {
            foreach (MapLayer layer in result)
            {
                Check(map, layer, result.First());
            }
        }

        if (map.Layers.Count == 0)
        {
            throw new ArgumentException("The map has no layer to show.", nameof(map));
        }

        var shapes = MapShapes.Of(map);
        json.WriteStartObject();
        json.WriteString("unitWord", map.UnitWord);
        json.WriteString("sizeLabel", map.SizeLabel);
        json.WriteString("sizeUnit", map.SizeUnit);
        Plane(json, shapes.Plane);
        json.WriteBase64String("shapes", shapes.Encode());
        Texts(json, "units", map.Units.Select(unit => unit.Id));
        Numbers(json, "areas", [.. map.Units.Select(unit => unit.AreaKm2)]);
        json.WriteStartArray("shapeOfUnit");
        foreach (int shape in shapes.ShapeOfUnit)
        {
            json.WriteNumberValue(shape);
        }

        json.WriteEndArray();
        Texts(json, "reaches", map.Reaches.Select(reach => reach.Id));
        Numbers(json, "sizes", [.. map.Reaches.Select(reach => reach.Size)]);
        ReportJson.Array(json, "gauges", map.Gauges, (writer, gauge) => Gauge(writer, gauge, shapes.Plane));
        ReportJson.Array(json, "frames", map.Frames, Frame);
        ReportJson.Array(json, "results", [.. map.Layers.GroupBy(layer => layer.Name)], Result);
        json.WriteEndObject();
    }

    private static void Check(ReportMap map, MapLayer layer, MapLayer first)
    {
        if ((layer.On, layer.IsStatic, layer.Scale, layer.Unit) != (first.On, first.IsStatic, first.Scale, first.Unit))
        {
            throw new ArgumentException($"The map's layers {layer.Name} of {first.Member} and {layer.Member} differ in what they belong to, in time, scale or unit.", nameof(layer));
        }

        int items = layer.On == MapItems.Units ? map.Units.Count : map.Reaches.Count;
        long expected = layer.IsStatic ? items : (long)items * (layer.Frames ?? map.Frames).Count;
        if (layer.Values.Length != expected)
        {
            string frames = layer.IsStatic ? string.Empty : $" over {(layer.Frames ?? map.Frames).Count} frames";
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The map's layer {layer.Name} has {layer.Values.Length} values, but {items} {(layer.On == MapItems.Units ? "units" : "reaches")}{frames} need {expected}."), nameof(layer));
        }
    }

    private static void Plane(Utf8JsonWriter json, MapPlane plane)
    {
        json.WriteStartObject("plane");
        json.WriteNumber("longitude", plane.Longitude);
        json.WriteNumber("latitude", plane.Latitude);
        json.WriteNumber("radius", MapPlane.RadiusKm);
        json.WriteNumber("step", plane.StepKm);
        json.WriteNumber("west", plane.WestKm);
        json.WriteNumber("north", plane.NorthKm);
        json.WriteEndObject();
    }

    private static void Gauge(Utf8JsonWriter json, MapGauge gauge, MapPlane plane)
    {
        GridPoint place = plane.Snap(gauge.Longitude, gauge.Latitude);
        json.WriteStartObject();
        json.WriteString("id", gauge.Id);
        json.WriteNumber("x", place.X);
        json.WriteNumber("y", place.Y);
        json.WriteString("basin", gauge.Basin);
        json.WriteEndObject();
    }

    private static void Frame(Utf8JsonWriter json, MapFrame frame)
    {
        json.WriteStartObject();
        json.WriteString("start", ReportJson.Instant(frame.Start));
        json.WriteString("label", frame.Label);
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, IGrouping<string, MapLayer> layers)
    {
        MapLayer first = layers.First();
        (double low, double high) = MapColourRange.Of(layers);
        json.WriteStartObject();
        json.WriteString("name", first.Name);
        json.WriteString("label", first.Label);
        json.WriteString("unit", first.Unit);
        json.WriteString("on", first.On == MapItems.Units ? "units" : "reaches");
        json.WriteBoolean("static", first.IsStatic);
        json.WriteString("scale", first.Scale switch { MapScale.Logarithmic => "log", MapScale.Diverging => "diverging", _ => "linear" });
        json.WriteNumber("low", low);
        json.WriteNumber("high", high);
        json.WriteString("note", first.Note);
        if (first.Frames is { } frames)
        {
            ReportJson.Array(json, "frames", frames, Frame);
        }

        ReportJson.Array(json, "layers", [.. layers], Layer);
        json.WriteEndObject();
    }

    private static void Layer(Utf8JsonWriter json, MapLayer layer)
    {
        var values = MapValues.For(layer.Values, layer.Scale == MapScale.Logarithmic);
        json.WriteStartObject();
        json.WriteString("member", layer.Member);
        json.WriteNumber("low", values.Low);
        json.WriteNumber("high", values.High);
        json.WriteBoolean("log", values.IsLogarithmic);
        json.WriteBase64String("values", values.Encode(layer.Values));
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, double[] values)
    {
        byte[] bytes = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), (float)values[i]);
        }

        json.WriteBase64String(name, bytes);
    }
}
