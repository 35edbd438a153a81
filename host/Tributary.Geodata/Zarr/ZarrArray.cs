using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The metadata of one array of a Zarr store.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Variable">Its name, dimensions and attributes; a fill value other than 0 is a missing value, as xarray has it.</param>
/// <param name="Node">The JSON that describes it.</param>
internal sealed record ZarrArray(string Folder, ArrayVariable Variable, JsonElement Node)
{
    /// <summary>An array of version 2.</summary>
    public static ZarrArray OfVersion2(string folder, JsonElement node, JsonElement? attributes)
    {
        string type = Demand(node, "dtype", folder) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "|V";
        string[]? names = attributes is { } given ? Names(given, "_ARRAY_DIMENSIONS") ?? References(given) : null;
        return new ZarrArray(folder, Describe(folder, node, names, attributes, type[1] is 'S' or 'U' or 'O'), node);
    }

    /// <summary>An array of version 3.</summary>
    public static ZarrArray OfVersion3(string folder, JsonElement node)
    {
        JsonElement type = Demand(node, "data_type", folder);
        bool isText = type.ValueKind != JsonValueKind.String || type.GetString() is "string" or "bytes";
        JsonElement? attributes = node.TryGetProperty("attributes", out JsonElement given) ? given : null;
        return new ZarrArray(folder, Describe(folder, node, Names(node, "dimension_names"), attributes, isText), node);
    }

    /// <summary>Attributes as text or numbers; others are left out.</summary>
    public static Dictionary<string, object> Plain(JsonElement? attributes)
    {
        var plain = new Dictionary<string, object>();
        if (attributes is not { ValueKind: JsonValueKind.Object } all)
        {
            return plain;
        }

        foreach (JsonProperty property in all.EnumerateObject())
        {
            object? value = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString()!,
                JsonValueKind.Number => new[] { property.Value.GetDouble() },
                JsonValueKind.Array when property.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number) =>
                    property.Value.EnumerateArray().Select(item => item.GetDouble()).ToArray(),
                _ => null,
            };
            if (value is not null)
            {
                plain[property.Name] = value;
            }
        }

        return plain;
    }

    private static ArrayVariable Describe(string folder, JsonElement node, string[]? names, JsonElement? attributes, bool isText)
    {
        string name = Path.GetFileName(folder);
        long[] shape = [.. Demand(node, "shape", folder).EnumerateArray().Select(length => length.GetInt64())];
        (string, long)[] dimensions = [.. shape.Select((length, i) => (names?.Length == shape.Length ? names[i] : $"{name}_dimension_{i + 1}", length))];
        Dictionary<string, object> plain = Plain(attributes);
        if (plain.GetValueOrDefault("_FillValue") is string written)
        {
            plain["_FillValue"] = new[] { Number(written) };
        }

        if (!plain.ContainsKey("_FillValue") && node.TryGetProperty("fill_value", out JsonElement fill) && fill.ValueKind == JsonValueKind.Number && fill.GetDouble() != 0)
        {
            plain["_FillValue"] = new[] { fill.GetDouble() };
        }

        return new ArrayVariable(name, dimensions, plain, isText);
    }

    // Stores of version 3 by xarray hold a number's eight bytes in base 64.
    private static double Number(string text)
    {
        Span<byte> bytes = stackalloc byte[8];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : Base64.DecodeFromUtf8(System.Text.Encoding.UTF8.GetBytes(text), bytes, out _, out int length) == System.Buffers.OperationStatus.Done && length == 8
                ? BitConverter.ToDouble(bytes)
                : double.NaN;
    }

    private static string[]? Names(JsonElement node, string property) =>
        node.TryGetProperty(property, out JsonElement names) && names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : null;

    // As the NetCDF library writes them.
    private static string[]? References(JsonElement attributes) =>
        Array.Find(["_nczarr_array", "_NCZARR_ARRAY"], name => attributes.TryGetProperty(name, out _)) is { } found
        && Names(attributes.GetProperty(found), "dimrefs") is { } references
            ? Array.ConvertAll(references, reference => reference[(reference.LastIndexOf('/') + 1)..])
            : null;

    private static JsonElement Demand(JsonElement node, string property, string folder) => node.TryGetProperty(property, out JsonElement value)
        ? value
        : throw new InputException($"its metadata lack '{property}'", folder, "Fetch or write the store again.");
}
