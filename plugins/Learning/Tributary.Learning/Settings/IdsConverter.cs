using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>Ids, which YAML may read as numbers.</summary>
public sealed class IdsConverter : JsonConverter<IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return [.. document.RootElement.EnumerateArray().Select(item => item.ToString())];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string id in value)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
    }
}
