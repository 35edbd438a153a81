using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Lstm;

/// <summary>A rate, or rates by epoch.</summary>
internal sealed class LearningRateConverter : JsonConverter<IReadOnlyDictionary<int, double>>
{
    public override IReadOnlyDictionary<int, double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement element = document.RootElement;
        if (element.ValueKind == JsonValueKind.Number)
        {
            return new Dictionary<int, double> { [0] = element.GetDouble() };
        }

        var rates = new Dictionary<int, double>();
        foreach (JsonProperty entry in element.EnumerateObject())
        {
            rates[int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
                ? epoch
                : throw new JsonException($"learning_rate: '{entry.Name}' is no epoch; give rates as {{ 0: 0.001, 11: 0.0005 }}")] = entry.Value.GetDouble();
        }

        return rates;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<int, double> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((int epoch, double rate) in value)
        {
            writer.WriteNumber(epoch.ToString(CultureInfo.InvariantCulture), rate);
        }

        writer.WriteEndObject();
    }
}

/// <summary>Ids, which YAML may read as numbers.</summary>
internal sealed class IdsConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return [.. document.RootElement.EnumerateArray().Select(item => item.ToString())];
    }

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
