using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Contracts;

/// <summary>Makes the JSON Schema of a settings record from the record itself, so that the two cannot drift apart.</summary>
/// <remarks>
/// <see cref="DescriptionAttribute"/> becomes <c>description</c>, <see cref="RangeAttribute"/> <c>minimum</c> and <c>maximum</c>,
/// <see cref="RegularExpressionAttribute"/> <c>pattern</c>, <see cref="AllowedValuesAttribute"/> <c>enum</c>, <see cref="MinLengthAttribute"/> <c>minItems</c>,
/// <see cref="RequiredAttribute"/> a required key, a default value <c>default</c>. A key that the record does not have is refused.
/// </remarks>
public static class SettingsSchema
{
    /// <summary>The schema of a record.</summary>
    /// <param name="type">
    /// The record's metadata from a source-generated <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> (reflection would keep the plugin from being unloaded).
    /// </param>
    /// <exception cref="ArgumentException">A record cannot be made without values, so that its defaults are out of reach.</exception>
    public static JsonNode NodeOf(JsonTypeInfo type) => type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) => Decorate(context, node, type.Options),
    });

    /// <inheritdoc cref="NodeOf"/>
    public static JsonElement Of(JsonTypeInfo type)
    {
        using var document = JsonDocument.Parse(NodeOf(type).ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonObject Decorate(JsonSchemaExporterContext context, JsonNode node, JsonSerializerOptions options)
    {
        ICustomAttributeProvider? attributes = context.PropertyInfo?.AttributeProvider ?? context.TypeInfo.Type;
        JsonObject schema = First<SchemaAttribute>(attributes) is { } given
            ? (JsonObject)JsonNode.Parse(given.Json)!
            : node as JsonObject ?? [];
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && schema["properties"] is not null)
        {
            schema["additionalProperties"] = false;
            RequireKeys(context.TypeInfo, schema);
        }

        AddBounds(schema, attributes);
        if (DefaultOf(context, options) is { } value)
        {
            schema["default"] = value;
        }

        if (First<DescriptionAttribute>(attributes) is { } description)
        {
            schema.Remove("description");
            schema.Insert(0, "description", description.Description);
        }

        return schema;
    }

    private static void AddBounds(JsonObject schema, ICustomAttributeProvider? attributes)
    {
        if (First<RangeAttribute>(attributes) is { } range)
        {
            SetBound(schema, "minimum", range.Minimum);
            SetBound(schema, "maximum", range.Maximum);
        }

        if (First<RegularExpressionAttribute>(attributes) is { } pattern)
        {
            schema["pattern"] = pattern.Pattern;
        }

        if (First<AllowedValuesAttribute>(attributes) is { } allowed)
        {
            schema["enum"] = new JsonArray([.. allowed.Values.Select(value => (JsonNode?)value?.ToString())]);
        }

        if (First<MinLengthAttribute>(attributes) is { } least)
        {
            schema["minItems"] = least.Length;
        }
    }

    private static void RequireKeys(JsonTypeInfo type, JsonObject schema)
    {
        var required = new JsonArray();
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (First<RequiredAttribute>(property.AttributeProvider) is not null)
            {
                required.Add((JsonNode)property.Name);
            }
        }

        if (required.Count > 0)
        {
            schema["required"] = required;
        }
    }

    private static JsonNode? DefaultOf(JsonSchemaExporterContext context, JsonSerializerOptions options)
    {
        if (context.PropertyInfo is not { Get: { } read } property)
        {
            return null;
        }

        // The source generator reads a record with init-only properties through a constructor that forgets their initialisers.
        JsonTypeInfo declaring = options.GetTypeInfo(property.DeclaringType);
        object record = declaring.CreateObject?.Invoke() ?? throw new ArgumentException(
            $"{property.DeclaringType.Name} needs a parameterless constructor and properties with 'set', not 'init' or 'required': otherwise its default values would be lost.");
        object? value = read(record);
        return value is ValueType or string && value is not JsonElement && !Equals(value, string.Empty)
            ? JsonSerializer.SerializeToNode(value, context.TypeInfo)
            : null;
    }

    private static T? First<T>(ICustomAttributeProvider? provider)
        where T : Attribute =>
        provider?.GetCustomAttributes(typeof(T), inherit: true) is [T first, ..] ? first : null;

    private static void SetBound(JsonObject schema, string key, object bound)
    {
        double value = Convert.ToDouble(bound, CultureInfo.InvariantCulture);
        if (double.IsFinite(value) && Math.Abs(value) < int.MaxValue)
        {
            schema[key] = value;
        }
    }
}
