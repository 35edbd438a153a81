using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Transfer;

/// <summary>What an input of the source is in the workflow.</summary>
[JsonConverter(typeof(InputMatchConverter))]
public sealed record InputMatch
{
    /// <summary>The workflow's variable.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Unit that the source learned with; null for the one that it tells, else Tributary's own.</summary>
    public string? Unit { get; set; }
}

/// <summary>A variable's name, or its name and unit.</summary>
internal sealed class InputMatchConverter : JsonConverter<InputMatch>
{
    public override InputMatch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        return root.ValueKind == JsonValueKind.String
            ? new InputMatch { Name = root.GetString()! }
            : new InputMatch { Name = root.GetProperty("name").GetString()!, Unit = root.TryGetProperty("unit", out JsonElement unit) ? unit.GetString() : null };
    }

    public override void Write(Utf8JsonWriter writer, InputMatch value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        if (value.Unit is not null)
        {
            writer.WriteString("unit", value.Unit);
        }

        writer.WriteEndObject();
    }
}
