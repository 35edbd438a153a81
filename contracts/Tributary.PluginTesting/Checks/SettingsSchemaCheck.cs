using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tributary.PluginTesting;

/// <summary>The settings' schema is one that the host can join into the workflow's, and tells a misspelt key.</summary>
internal sealed class SettingsSchemaCheck() : Check("settings-schema", "the schema of its settings is valid and tells misspelt keys")
{
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    public override Finding OfModel(ModelSubject subject) => Of(subject.Plugin.SettingsSchema, subject.Settings);

    public override Finding OfRouting(RoutingSubject subject) => Of(subject.Plugin.SettingsSchema, subject.Settings);

    public override Finding OfForcing(ForcingSubject subject) => Of(subject.Plugin.SettingsSchema, subject.Settings);

    public override Finding OfMetrics(MetricSubject subject) => Of(subject.Plugin.SettingsSchema, subject.Settings);

    public override Finding OfOptimisers(OptimiserSubject subject) => Of(subject.Plugin.SettingsSchema, subject.Settings);

    public override Finding OfOther(OtherSubject subject) => Of(subject.Plugin.SettingsSchema, subject.Settings);

    public override Finding OfCombiners(CombinerSubject subject) => subject.Each(combiner => FaultOf(combiner.SettingsSchema, subject.Settings));

    private static Finding Of(JsonElement schema, JsonElement settings) => Finding.Of(FaultOf(schema, settings), $"{Properties(schema).Count()} settings");

    private static string? FaultOf(JsonElement schema, JsonElement settings)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return $"the schema is {schema.ValueKind}, not an object";
        }

        bool isObject = schema.TryGetProperty("type", out JsonElement type)
            && (type.ValueKind == JsonValueKind.String ? type.ValueEquals("object") : type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(one => one.ValueEquals("object")));
        string? fault = !isObject ? "its type is not \"object\""
            : Properties(schema).Any() && !(schema.TryGetProperty("additionalProperties", out JsonElement further) && further.ValueKind != JsonValueKind.True) ? "it accepts any key, so that a misspelt setting would be ignored; say \"additionalProperties\": false"
            : Node(schema, "#");
        if (fault is not null || settings.ValueKind != JsonValueKind.Object)
        {
            return fault;
        }

        string[] known = [.. Properties(schema).Select(property => property.Name)];
        string? unknown = settings.EnumerateObject().Select(setting => setting.Name).FirstOrDefault(name => known.Length > 0 && !known.Contains(name));
        return unknown is null ? null : $"the settings that it is examined with have {unknown}, which it does not know";
    }

    private static string? Node(JsonElement node, string path)
    {
        if (node.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return null;
        }

        if (node.ValueKind != JsonValueKind.Object)
        {
            return $"{path} is no schema";
        }

        return TypeOf(node, path) ?? Pattern(node, path) ?? Bounds(node, path) ?? Default(node, path) ?? Parts(node, path);
    }

    private static string? TypeOf(JsonElement node, string path)
    {
        if (!node.TryGetProperty("type", out JsonElement type))
        {
            return null;
        }

        IEnumerable<JsonElement> types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : [type];
        return types.All(one => one.ValueKind == JsonValueKind.String && Types.Contains(one.GetString())) ? null : $"{path} has a type that JSON does not know: {type}";
    }

    private static string? Pattern(JsonElement node, string path)
    {
        try
        {
            _ = node.TryGetProperty("pattern", out JsonElement pattern) ? new Regex(pattern.GetString()!) : null;
            return null;
        }
        catch (ArgumentException)
        {
            return $"{path} has a pattern that is no regular expression";
        }
    }

    private static string? Bounds(JsonElement node, string path) =>
        node.TryGetProperty("minimum", out JsonElement least) && node.TryGetProperty("maximum", out JsonElement most) && least.GetDouble() > most.GetDouble()
            ? $"{path} has a minimum above its maximum" : null;

    private static string? Default(JsonElement node, string path)
    {
        if (!node.TryGetProperty("default", out JsonElement value))
        {
            return null;
        }

        bool fits = !node.TryGetProperty("enum", out JsonElement values) || values.EnumerateArray().Any(one => one.GetRawText() == value.GetRawText());
        bool inside = value.ValueKind != JsonValueKind.Number
            || ((!node.TryGetProperty("minimum", out JsonElement least) || value.GetDouble() >= least.GetDouble()) && (!node.TryGetProperty("maximum", out JsonElement most) || value.GetDouble() <= most.GetDouble()));
        return fits && inside ? null : $"{path} has the default {value}, which it does not accept itself";
    }

    private static string? Parts(JsonElement node, string path)
    {
        foreach ((string name, JsonElement property) in Properties(node))
        {
            if (Node(property, $"{path}/{name}") is { } fault)
            {
                return fault;
            }
        }

        foreach (string key in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (node.TryGetProperty(key, out JsonElement ways) && ways.EnumerateArray().Select(way => Node(way, $"{path}/{key}")).FirstOrDefault(fault => fault is not null) is { } fault)
            {
                return fault;
            }
        }

        return node.TryGetProperty("items", out JsonElement items) ? Node(items, $"{path}/items") : null;
    }

    private static IEnumerable<(string Name, JsonElement Schema)> Properties(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement properties) ? properties.EnumerateObject().Select(property => (property.Name, property.Value)) : [];
}
