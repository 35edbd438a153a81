using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Tributary.Engine;

/// <summary>Checks part of a workflow against a JSON Schema and says in words what does not fit.</summary>
internal static class SchemaCheck
{
    // A sweep checks every point; parsing a schema takes longer than checking a value by it.
    private static readonly ConcurrentDictionary<string, JsonSchema> Parsed = [];

    /// <summary>Everything about a value that does not fit.</summary>
    /// <param name="source">The file, for places.</param>
    /// <param name="path">Path of the value in the file; empty for the whole file.</param>
    /// <param name="value">The value.</param>
    /// <param name="schemaJson">The schema.</param>
    public static IEnumerable<Problem> Check(YamlSource source, string path, JsonNode? value, string schemaJson)
    {
        JsonSchema schema = Parsed.GetOrAdd(schemaJson, static json => JsonSchema.FromJsonAsync(json).GetAwaiter().GetResult());
        foreach (ValidationError error in schema.Validate(value?.ToJsonString() ?? "null").SelectMany(Innermost))
        {
            yield return Explain(source, path, error, value);
        }
    }

    /// <summary>
    /// What is wrong inside an item of a list or a member of a mapping stands for the whole; so does what is wrong with the one alternative that the value was meant to be.
    /// </summary>
    private static IEnumerable<ValidationError> Innermost(ValidationError error)
    {
        List<ICollection<ValidationError>> alternatives = error switch
        {
            ChildSchemaValidationError child => [.. child.Errors.Values],
            MultiTypeValidationError types => [.. types.Errors.Values],
            _ => [],
        };
        if (alternatives.Count > 1)
        {
            alternatives.RemoveAll(errors => errors.Any(other => other.Path == error.Path && IsOtherType(other.Kind)));
        }

        return alternatives.Count == 1 ? alternatives[0].SelectMany(Innermost) : [error];
    }

    private static bool IsOtherType(ValidationErrorKind kind) => kind
        is ValidationErrorKind.StringExpected
        or ValidationErrorKind.NumberExpected
        or ValidationErrorKind.IntegerExpected
        or ValidationErrorKind.BooleanExpected
        or ValidationErrorKind.ObjectExpected
        or ValidationErrorKind.ArrayExpected
        or ValidationErrorKind.NullExpected
        or ValidationErrorKind.NoTypeValidates;

    private static Problem Explain(YamlSource source, string root, ValidationError error, JsonNode? document)
    {
        string path = Combine(root, error.Path);
        switch (error.Kind)
        {
            case ValidationErrorKind.NoAdditionalPropertiesAllowed:
                string parent = path[..Math.Max(path.LastIndexOf('.'), 0)];
                IEnumerable<string> keys = error.Schema.ActualSchema.ActualProperties.Keys;
                return source.ProblemAt(path, $"there is no such key{Within(parent)}{Nearest.Suggest(error.Property, keys)}", ofKey: true);

            case ValidationErrorKind.PropertyRequired:
                string owner = path.EndsWith('.' + error.Property, StringComparison.Ordinal) ? path[..^(error.Property.Length + 1)] : path == error.Property ? root : path;
                JsonSchema? missing = error.Schema.ActualSchema.ActualProperties.GetValueOrDefault(error.Property)?.ActualSchema;
                string what = missing?.Description is { Length: > 0 } description ? $" ({description})" : string.Empty;
                return source.ProblemAt(owner, $"the key '{error.Property}' is missing{what}", ofKey: true) with { IsLack = true };

            case ValidationErrorKind.NotInEnumeration:
                var allowed = error.Schema.ActualSchema.Enumeration.Select(item => item?.ToString() ?? "null").ToList();
                string given = TextAt(document, error.Path);
                return source.ProblemAt(path, $"expected {OneOf(allowed)}, found {given}{(Nearest.To(given.Trim('\''), allowed) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty)}");

            default:
                return source.ProblemAt(path, $"expected {Expected(error)}, found {TextAt(document, error.Path)}");
        }
    }

    private static string Expected(ValidationError error)
    {
        JsonSchema schema = error.Schema.ActualSchema;
        return error.Kind switch
        {
            ValidationErrorKind.NumberExpected => "a number",
            ValidationErrorKind.IntegerExpected => "a whole number",
            ValidationErrorKind.StringExpected => "text",
            ValidationErrorKind.BooleanExpected => "true or false",
            ValidationErrorKind.ObjectExpected => "a mapping of keys to values",
            ValidationErrorKind.ArrayExpected => "a list",
            ValidationErrorKind.NullExpected => "nothing",
            ValidationErrorKind.NumberTooSmall => $"a number of at least {schema.Minimum}",
            ValidationErrorKind.NumberTooBig => $"a number of at most {schema.Maximum}",
            ValidationErrorKind.TooFewItems => $"a list of {schema.MinItems} or more",
            ValidationErrorKind.TooManyItems => $"a list of {schema.MaxItems} at most",
            ValidationErrorKind.PatternMismatch => $"{Describe(schema)}text like {PatternInWords(schema.Pattern)}",
            _ => schema.Description ?? error.Kind.ToString(),
        };
    }

    private static string Describe(JsonSchema schema) => schema.Description is { Length: > 0 } description ? $"{description}: " : string.Empty;

    private static string PatternInWords(string? pattern) => pattern switch
    {
        Dates.Pattern => "2001-10-31 or 2001-10-31 06:00",
        "^[0-9]+(d|h|min)$" => "1d, 6h, 1h or 15min",
        "^[A-Za-z0-9][A-Za-z0-9_-]*$" or "^[A-Za-z0-9][A-Za-z0-9._-]*$" => "gr4j-2 (letters, digits, '-' and '_')",
        _ => pattern ?? string.Empty,
    };

    private static string Within(string parent) => parent.Length == 0 ? string.Empty : $" in {parent}";

    private static string OneOf(List<string> values) => values.Count == 1 ? $"'{values[0]}'" : $"one of {string.Join(", ", values)}";

    /// <summary>NJsonSchema writes paths as <c>#/models[0].settings</c>, and a key with dots of its own as <c>over['models.gr4j.seeds']</c>.</summary>
    private static string Combine(string root, string? errorPath)
    {
        string path = (errorPath ?? string.Empty).TrimStart('#').TrimStart('/').Replace("['", ".", StringComparison.Ordinal).Replace("']", string.Empty, StringComparison.Ordinal);
        return path.Length == 0 ? root : path[0] == '[' ? root + path : YamlSource.Join(root, path);
    }

    private static string TextAt(JsonNode? document, string? errorPath)
    {
        return At(document, Combine(string.Empty, errorPath)) switch
        {
            null => "nothing",
            JsonObject => "a mapping",
            JsonArray list => $"a list of {list.Count}",
            JsonValue value when value.TryGetValue(out string? text) => $"'{text}'",
            JsonNode node => node.ToJsonString(),
        };
    }

    /// <summary>The value at a path; a key may hold dots of its own.</summary>
    private static JsonNode? At(JsonNode? node, string path)
    {
        path = path.TrimStart('.');
        if (path.Length == 0)
        {
            return node;
        }

        if (node is JsonArray list)
        {
            int end = path.IndexOf(']', StringComparison.Ordinal);
            return path[0] == '[' && int.TryParse(path[1..end], out int index) && index < list.Count ? At(list[index], path[(end + 1)..]) : null;
        }

        string? key = (node as JsonObject)?.Select(entry => entry.Key).FirstOrDefault(name =>
            path == name || (path.StartsWith(name, StringComparison.Ordinal) && path[name.Length] is '.' or '['));
        return key is null ? null : At(node![key], path[key.Length..]);
    }
}
