using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>What the metadata of a Zarr store in a folder say: arrays, dimensions and attributes, of version 2 and of the final version 3.</summary>
internal sealed class ZarrStore
{
    private const string Rewrite = "Write it as version 2, with xarray by to_zarr(zarr_format=2).";

    private ZarrStore(string path, int version, IReadOnlyList<ZarrArray> arrays, IReadOnlyDictionary<string, object> attributes) =>
        (Path, Version, Arrays, Attributes) = (path, version, arrays, attributes);

    public string Path { get; }

    public int Version { get; }

    public IReadOnlyList<ZarrArray> Arrays { get; }

    public IReadOnlyDictionary<string, object> Attributes { get; }

    /// <summary>Whether a folder is a Zarr store.</summary>
    public static bool IsAt(string folder) =>
        Directory.Exists(folder) && Array.Exists([".zgroup", ".zmetadata", ".zarray", "zarr.json"], name => File.Exists(System.IO.Path.Combine(folder, name)));

    /// <summary>Reads a store's metadata.</summary>
    /// <exception cref="InputException">There is no store, it is of the draft of version 3, it is one array alone, or a file of it is no JSON.</exception>
    public static ZarrStore Read(string path)
    {
        if (!IsAt(path))
        {
            throw new InputException("it is a folder, but no Zarr store", path, "A store has a file .zgroup or zarr.json.");
        }

        string third = System.IO.Path.Combine(path, "zarr.json");
        if (File.Exists(third))
        {
            return ReadThird(path, Parse(third));
        }

        if (File.Exists(System.IO.Path.Combine(path, ".zarray")))
        {
            throw Alone(path);
        }

        ZarrArray[] arrays = [.. Folders(path, ".zarray").Select(folder =>
            ZarrArray.OfVersion2(folder, Parse(System.IO.Path.Combine(folder, ".zarray")), AttributesOf(System.IO.Path.Combine(folder, ".zattrs"))))];
        return new ZarrStore(path, 2, arrays, ZarrArray.Plain(AttributesOf(System.IO.Path.Combine(path, ".zattrs"))));
    }

    private static ZarrStore ReadThird(string path, JsonElement root)
    {
        if (!root.TryGetProperty("zarr_format", out JsonElement format) || format.ValueKind != JsonValueKind.Number || format.GetInt32() != 3)
        {
            throw new InputException("it is a Zarr store of the draft of version 3 that was given up before the final one, and cannot be read", path, Rewrite);
        }

        if (Text(root, "node_type") == "array")
        {
            throw Alone(path);
        }

        (string Folder, JsonElement Node)[] nodes = [.. Folders(path, "zarr.json").Select(folder => (folder, Parse(System.IO.Path.Combine(folder, "zarr.json"))))];
        ZarrArray[] arrays = [.. nodes.Where(node => Text(node.Node, "node_type") == "array").Select(node => ZarrArray.OfVersion3(node.Folder, node.Node))];
        JsonElement? attributes = root.TryGetProperty("attributes", out JsonElement given) ? given : null;
        return new ZarrStore(path, 3, arrays, ZarrArray.Plain(attributes));
    }

    private static string[] Folders(string path, string file) =>
        [.. Directory.EnumerateDirectories(path).Where(folder => File.Exists(System.IO.Path.Combine(folder, file))).Order(StringComparer.Ordinal)];

    private static JsonElement? AttributesOf(string file) => File.Exists(file) ? Parse(file) : null;

    private static JsonElement Parse(string file)
    {
        try
        {
            // Python writes bare NaN, which JSON does not have; only as the value of an attribute or of a fill.
            using var document = JsonDocument.Parse(File.ReadAllText(file).Replace(": NaN", ": \"NaN\"", StringComparison.Ordinal));
            return document.RootElement.Clone() is { ValueKind: JsonValueKind.Object } root ? root : throw new JsonException("it is no object");
        }
        catch (JsonException wrong)
        {
            throw new InputException($"it is not the JSON of a Zarr store ({wrong.Message})", file, "Fetch or write the store again.", wrong);
        }
    }

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static InputException Alone(string path) => new("it is one Zarr array alone, without coordinates", path, "Name the store that it lies in.");
}
