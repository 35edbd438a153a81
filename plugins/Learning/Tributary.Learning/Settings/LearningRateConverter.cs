using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>A rate, or rates by epoch.</summary>
public sealed class LearningRateConverter : JsonConverter<IReadOnlyDictionary<int, double>>
{
    /// <inheritdoc/>
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

    /// <inheritdoc/>
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
