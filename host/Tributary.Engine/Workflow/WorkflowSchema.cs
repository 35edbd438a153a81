using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The JSON Schema (draft 7) of workflow files: the host's own, joined with those of the plugins at hand.</summary>
public static class WorkflowSchema
{
    /// <summary>The host's own part, in which a plugin's settings may be anything.</summary>
    public static JsonObject Host { get; } = Build();

    /// <summary>The host's part joined with the settings of plugins, so that an editor completes and checks them.</summary>
    /// <param name="models">Settings schemas of the model plugins, by id.</param>
    /// <param name="sources">Settings schemas of the forcing plugins, by id.</param>
    /// <param name="routings">Settings schemas of the routing plugins, by id.</param>
    /// <param name="combiners">Settings schemas of the ways of combining, by name.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="optimisers">Names of the optimisers.</param>
    public static JsonObject Join(
        IReadOnlyDictionary<string, JsonElement> models,
        IReadOnlyDictionary<string, JsonElement> sources,
        IReadOnlyDictionary<string, JsonElement> routings,
        IReadOnlyDictionary<string, JsonElement> combiners,
        IReadOnlyList<IMetric> metrics,
        IReadOnlyList<string> optimisers)
    {
        var schema = (JsonObject)Host.DeepClone();
        var definitions = (JsonObject)schema["definitions"]!;
        Attach((JsonObject)schema["properties"]!["models"]!["items"]!, "plugin", "model", models, definitions);
        Attach((JsonObject)schema["properties"]!["study"]!["properties"]!["source"]!["properties"]!["model"]!, "plugin", "model", models, definitions);
        Attach((JsonObject)schema["properties"]!["synthetic"]!["properties"]!["regions"]!["items"]!, "model", "model", models, definitions);
        var routing = (JsonObject)schema["properties"]!["routing"]!;
        foreach (JsonNode? section in (ReadOnlySpan<JsonNode?>)[routing, routing["properties"]!["hillslope"], routing["properties"]!["lakes"]])
        {
            Attach((JsonObject)section!, "plugin", "routing", routings, definitions);
        }

        var combine = (JsonArray)schema["properties"]!["ensemble"]!["properties"]!["combine"]!["items"]!["anyOf"]!;
        Attach((JsonObject)combine[1]!, "method", "combination", combiners, definitions);
        combine[0] = combine[1]!["properties"]!["method"]!.DeepClone();
        foreach (string section in (ReadOnlySpan<string>)["forcing", "observations"])
        {
            Attach((JsonObject)schema["properties"]![section]!, "source", "source", sources, definitions);
        }

        Attach((JsonObject)definitions["basin"]!["properties"]!["forcing"]!, "source", "source", sources, definitions);

        var member = (JsonObject)schema["properties"]!["models"]!["items"]!["properties"]!;
        string[] names = [.. metrics.Select(metric => metric.Name)];
        Complete((JsonObject)member["calibrate"]!["properties"]!["algorithm"]!, optimisers);
        Complete((JsonObject)schema["properties"]!["evaluate"]!["properties"]!["metrics"]!["items"]!, names);
        Complete((JsonObject)schema["properties"]!["sweep"]!["properties"]!["metric"]!, names);
        string[] sought = [.. metrics.Where(metric => !metric.NeedsQuantiles).Select(metric => metric.Name)];
        foreach (string section in (ReadOnlySpan<string>)["calibrate", "sensitivity"])
        {
            var either = (JsonArray)member[section]!["properties"]!["objective"]!["anyOf"]!;
            Complete((JsonObject)either[0]!, sought);
            either[1]!["properties"] = new JsonObject(sought.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["type"] = "number" })));
        }

        return schema;
    }

    /// <summary>Names that an editor completes; a plugin that is not at hand may offer others.</summary>
    private static void Complete(JsonObject property, IEnumerable<string> names) =>
        property["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) }, new JsonObject { ["type"] = "string" });

    private static void Attach(
        JsonObject section, string selector, string kind, IReadOnlyDictionary<string, JsonElement> plugins, JsonObject definitions)
    {
        var conditions = new JsonArray();
        var ids = new JsonArray();
        foreach ((string id, JsonElement settings) in plugins.OrderBy(plugin => plugin.Key, StringComparer.Ordinal))
        {
            string name = $"{kind}-{id}";
            definitions[name] = JsonNode.Parse(settings.GetRawText());
            ids.Add((JsonNode)id);
            conditions.Add(new JsonObject
            {
                ["if"] = new JsonObject { ["properties"] = new JsonObject { [selector] = new JsonObject { ["const"] = id } }, ["required"] = new JsonArray(selector) },
                ["then"] = new JsonObject { ["properties"] = new JsonObject { ["settings"] = new JsonObject { ["$ref"] = $"#/definitions/{name}" } } },
            });
        }

        var property = (JsonObject)section["properties"]![selector]!;
        property["anyOf"] = new JsonArray(new JsonObject { ["enum"] = ids }, new JsonObject { ["type"] = "string" });
        section["allOf"] = conditions;
    }

    private static JsonObject Build()
    {
        // What the exporter describes once and refers to from elsewhere stood under the basins, whose place is among the definitions.
        string whole = SettingsSchema.NodeOf(WorkflowJson.Default.Workflow).ToJsonString();
        var schema = (JsonObject)JsonNode.Parse(whole.Replace("\"#/properties/domain/properties/basins/items/", "\"#/definitions/basin/", StringComparison.Ordinal))!;
        JsonNode basin = JsonNode.Parse(SettingsSchema.NodeOf(WorkflowJson.Default.BasinSection).ToJsonString().Replace("\"#/", "\"#/definitions/basin/", StringComparison.Ordinal))!;
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "Tributary workflow");
        schema["definitions"] = new JsonObject { ["basin"] = basin };
        return schema;
    }
}
