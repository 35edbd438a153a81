using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// A store of version 3 as one of version 2, in a folder of its own with links to the chunks: GDAL reads the final version 3 from 3.8 on only, Debian 12 has 3.6.
/// An array is there as soon as it is asked for.
/// </summary>
internal sealed class ZarrVersion3View : IDisposable
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["bool"] = "b1",
        ["int8"] = "i1",
        ["int16"] = "i2",
        ["int32"] = "i4",
        ["int64"] = "i8",
        ["uint8"] = "u1",
        ["uint16"] = "u2",
        ["uint32"] = "u4",
        ["uint64"] = "u8",
        ["float16"] = "f2",
        ["float32"] = "f4",
        ["float64"] = "f8",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tributary-zarr-");

    public ZarrVersion3View() => File.WriteAllText(System.IO.Path.Combine(_folder.FullName, ".zgroup"), """{"zarr_format": 2}""");

    public string Path => _folder.FullName;

    /// <summary>Brings an array in.</summary>
    /// <exception cref="InputException">It is stored in a way that version 2 does not have.</exception>
    public void Add(ZarrArray array)
    {
        string folder = System.IO.Path.Combine(Path, array.Variable.Name);
        if (Directory.Exists(folder))
        {
            return;
        }

        (string source, string prefix, string separator) = Chunks(array);
        JsonNode described = Describe(array, separator);
        Directory.CreateDirectory(folder);
        File.WriteAllText(System.IO.Path.Combine(folder, ".zarray"), described.ToJsonString());
        foreach (string entry in Directory.Exists(source) ? Directory.EnumerateFileSystemEntries(source) : [])
        {
            string name = System.IO.Path.GetFileName(entry);
            if (name != "zarr.json" && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                File.CreateSymbolicLink(System.IO.Path.Combine(folder, name[prefix.Length..]), System.IO.Path.GetFullPath(entry));
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static (string Folder, string Prefix, string Separator) Chunks(ZarrArray array)
    {
        (string name, JsonElement options) = Named(array.Node.GetProperty("chunk_key_encoding"));
        string separator = Text(options, "separator") ?? (name == "v2" ? "." : "/");
        return name switch
        {
            "default" when separator == "/" => (System.IO.Path.Combine(array.Folder, "c"), string.Empty, separator),
            "default" => (array.Folder, $"c{separator}", separator),
            "v2" => (array.Folder, string.Empty, separator),
            _ => throw Unread(array, $"names of chunks '{name}'"),
        };
    }

    private static JsonObject Describe(ZarrArray array, string separator)
    {
        (string grid, JsonElement chunks) = Named(array.Node.GetProperty("chunk_grid"));
        string type = array.Node.GetProperty("data_type").ToString();
        if (grid != "regular" || !Types.TryGetValue(type, out string? known))
        {
            throw Unread(array, grid != "regular" ? $"chunks '{grid}'" : $"values '{type}'");
        }

        (JsonNode? compressor, bool big) = Codecs(array);
        JsonElement fill = array.Node.GetProperty("fill_value");
        return new JsonObject
        {
            ["zarr_format"] = 2,
            ["shape"] = JsonNode.Parse(array.Node.GetProperty("shape").GetRawText()),
            ["chunks"] = JsonNode.Parse(chunks.GetProperty("chunk_shape").GetRawText()),
            ["dtype"] = (known[1] == '1' ? "|" : big ? ">" : "<") + known,
            ["compressor"] = compressor,
            ["fill_value"] = fill.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : JsonNode.Parse(fill.GetRawText()),
            ["order"] = "C",
            ["filters"] = null,
            ["dimension_separator"] = separator,
        };
    }

    private static (JsonNode? Compressor, bool BigEndian) Codecs(ZarrArray array)
    {
        JsonNode? compressor = null;
        bool big = false;
        foreach (JsonElement codec in array.Node.GetProperty("codecs").EnumerateArray())
        {
            (string name, JsonElement options) = Named(codec);
            if (name == "bytes")
            {
                big = Text(options, "endian") == "big";
                continue;
            }

            compressor = (name, compressor) switch
            {
                ("gzip" or "zstd", null) => new JsonObject { ["id"] = name, ["level"] = 1 },
                ("numcodecs.zlib", null) => new JsonObject { ["id"] = "zlib", ["level"] = 1 },
                ("blosc", null) => new JsonObject { ["id"] = "blosc", ["cname"] = Text(options, "cname"), ["clevel"] = 5, ["shuffle"] = 1, ["blocksize"] = 0 },
                _ => throw Unread(array, $"the codec '{name}'"),
            };
        }

        return (compressor, big);
    }

    // An extension is its name alone, or a name with a configuration.
    private static (string Name, JsonElement Options) Named(JsonElement extension) => extension.ValueKind == JsonValueKind.String
        ? (extension.GetString()!, default)
        : (Text(extension, "name") ?? string.Empty, extension.TryGetProperty("configuration", out JsonElement options) ? options : default);

    private static string? Text(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static InputException Unread(ZarrArray array, string what) => new(
        $"{array.Variable.Name} is stored with {what}, which is not read", array.Folder,
        "Write the store with the codecs bytes and gzip, zstd or blosc and without shards, or as version 2 (with xarray: to_zarr(zarr_format=2)).");
}
