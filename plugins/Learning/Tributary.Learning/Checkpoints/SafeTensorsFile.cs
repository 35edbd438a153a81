using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Tensors and texts of a safetensors file.</summary>
/// <param name="Tensors">The tensors by their names, in the header's order.</param>
/// <param name="Metadata">Texts by their names, the header's <c>__metadata__</c>.</param>
public sealed record SafeTensors(OrderedDictionary<string, StoredTensor> Tensors, OrderedDictionary<string, string> Metadata);

/// <summary>Files of the safetensors format: a JSON header that names types, shapes and places, then the tensors' bytes without holes.</summary>
public static class SafeTensorsFile
{
    private const string MetadataKey = "__metadata__";
    private const long LongestHeader = 100_000_000;
    private const int MostDimensions = 64;
    private const string Damaged = "The file is damaged or no safetensors file; copy or save it again.";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is missing or damaged, holds a type that is not known here, or its tensors overlap, leave holes or reach beyond its end.</exception>
    public static SafeTensors Read(string path)
    {
        using var file = new FileBytes(path);
        long headerLength = file.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(file.Read(0, 8, "the header's length"));
        if (headerLength < 2 || headerLength > long.Min(LongestHeader, file.Length - 8))
        {
            throw Wrong("its header has no length that could be", path);
        }

        byte[] header = file.Read(8, headerLength, "the header");
        if (header[0] != '{')
        {
            throw Wrong("its header is no JSON object", path);
        }

        var content = new SafeTensors([], []);
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            var places = new List<Place>();
            foreach (JsonProperty entry in json.RootElement.EnumerateObject())
            {
                if (entry.Name == MetadataKey)
                {
                    ReadMetadata(entry.Value, content.Metadata, path);
                }
                else
                {
                    places.Add(ReadPlace(entry, path));
                }
            }

            DemandNoHoles(places, file.Length - 8 - headerLength, path);
            foreach (Place place in places)
            {
                content.Tensors.Add(place.Name, new StoredTensor(place.Type, place.Shape, file.Read(8 + headerLength + place.Begin, place.End - place.Begin, $"the tensor {place.Name}")));
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            throw new InputException("its header is not the JSON that it should be", path, Damaged, failure);
        }

        return content;
    }

    /// <summary>Writes a file, whole or not at all; the same content gives the same bytes.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="content">What it shall hold.</param>
    /// <exception cref="WorkException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A tensor is called <c>__metadata__</c>.</exception>
    public static void Write(string path, SafeTensors content)
    {
        if (content.Tensors.ContainsKey(MetadataKey))
        {
            throw new ArgumentException($"A tensor cannot be called {MetadataKey} in a safetensors file.", nameof(content));
        }

        // The widest elements come first, so that every tensor begins at a multiple of its elements' size.
        KeyValuePair<string, StoredTensor>[] inOrder = [.. content.Tensors.OrderByDescending(entry => entry.Value.Type.Size())];
        byte[] header = Header(content, Begins(inOrder));
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach ((_, StoredTensor tensor) in inOrder)
            {
                stream.Write(tensor.Values.Span);
            }
        });
    }

    private static Dictionary<string, long> Begins(KeyValuePair<string, StoredTensor>[] inOrder)
    {
        var begins = new Dictionary<string, long>(StringComparer.Ordinal);
        long position = 0;
        foreach ((string name, StoredTensor tensor) in inOrder)
        {
            begins.Add(name, position);
            position += tensor.Values.Length;
        }

        return begins;
    }

    private static byte[] Header(SafeTensors content, Dictionary<string, long> begins)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (content.Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string name, string text) in content.Metadata)
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
            }

            foreach ((string name, StoredTensor tensor) in content.Tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.Type.SafeTensorsCode());
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [begins[name], begins[name] + tensor.Values.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padded = (buffer.WrittenCount + 7) / 8 * 8;
        byte[] header = new byte[padded];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void ReadMetadata(JsonElement metadata, OrderedDictionary<string, string> target, string path)
    {
        foreach (JsonProperty entry in metadata.EnumerateObject())
        {
            target.Add(entry.Name, entry.Value.GetString() ?? throw Wrong($"its metadata {entry.Name} is no text", path));
        }
    }

    private static Place ReadPlace(JsonProperty entry, string path)
    {
        string name = entry.Name;
        if (entry.Value.EnumerateObject().Count() != 3
            || !entry.Value.TryGetProperty("dtype", out JsonElement code)
            || !entry.Value.TryGetProperty("shape", out JsonElement lengths)
            || !entry.Value.TryGetProperty("data_offsets", out JsonElement offsets))
        {
            throw Wrong($"the tensor {name} is not described by dtype, shape and data_offsets", path);
        }

        ElementType type = ElementTypes.OfSafeTensorsCode(code.GetString() ?? "")
            ?? throw new InputException($"the tensor {name} has elements of the type {code}, which is not read here", path, "Convert it in Python, for example by tensor.float(), and save it again.");
        long[] shape = [.. lengths.EnumerateArray().Select(length => length.GetInt64())];
        long[] ends = [.. offsets.EnumerateArray().Select(offset => offset.GetInt64())];
        if (shape.Length > MostDimensions || ElementTypes.Count(shape) is not { } count || ends.Length != 2 || ends[0] < 0 || ends[1] < ends[0] || count > (ends[1] - ends[0]) / type.Size() || count * type.Size() != ends[1] - ends[0])
        {
            throw Wrong($"the tensor {name} of {type} and shape [{string.Join(", ", shape)}] does not fit into its bytes {string.Join(" to ", ends)}", path);
        }

        return new Place(name, type, shape, ends[0], ends[1]);
    }

    private static void DemandNoHoles(List<Place> places, long length, string path)
    {
        long position = 0;
        foreach (Place place in places.OrderBy(place => place.Begin).ThenBy(place => place.End))
        {
            if (place.Begin != position)
            {
                throw Wrong($"the tensor {place.Name} begins at byte {place.Begin} and not at {position}, where the one before it ends; tensors overlap or leave holes", path);
            }

            position = place.End;
        }

        if (position != length)
        {
            throw Wrong($"its tensors end at byte {position} of {length}", path);
        }
    }

    private static InputException Wrong(string problem, string path) => new(problem, path, Damaged);

    private readonly record struct Place(string Name, ElementType Type, long[] Shape, long Begin, long End);
}
