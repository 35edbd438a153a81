using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>A plugin in processes of its own.</summary>
public sealed record IsolationSection
{
    internal const string Form = $$"""
        {
          "anyOf": [
            { "type": "string", "enum": ["process"] },
            {
              "type": "object", "additionalProperties": false,
              "properties": {
                "memory": { "type": "string", "pattern": "{{TaskSection.MemoryPattern}}", "description": "memory of the plugin's process: 500 MB, 2 GB; left out, no limit" },
                "time": { "type": "string", "pattern": "{{TaskSection.TimePattern}}", "description": "time that one call may take, as a block of steps or, of a training, an epoch: 30s, 10min, 2h, 1d; left out, no limit" }
              }
            }
          ]
        }
        """;

    internal const string What =
        "process: the plugin's code runs in a process of its own, so that a crash, a hang or too much memory ends this member alone; or { memory: 2 GB, time: 10min }, with what it may take. Left out, it runs in the program's own process. It changes no result";

    [Description("memory of the plugin's process: 500 MB, 2 GB; left out, no limit")]
    [RegularExpression(TaskSection.MemoryPattern)]
    public string? Memory { get; set; }

    [Description("time that one call may take, as a block of steps or, of a training, an epoch: 30s, 10min, 2h, 1d; left out, no limit")]
    [RegularExpression(TaskSection.TimePattern)]
    public string? Time { get; set; }

    /// <summary>The parts of a workflow that isolate their plugin.</summary>
    internal static IReadOnlyList<JsonObject> OwnersIn(JsonObject root)
    {
        JsonNode?[] members = [.. root["models"] as JsonArray ?? []];
        IEnumerable<JsonNode?> routings = members.Select(member => (member as JsonObject)?["routing"]).Append(root["routing"]);
        return
        [
            .. members.Concat(routings.SelectMany(routing => routing is JsonObject parts ? new[] { parts, parts["hillslope"], parts["lakes"] } : []))
                .OfType<JsonObject>().Where(owner => owner["isolation"] is not null),
        ];
    }

    /// <summary>What a finished run's workflow said of its plugins, by id.</summary>
    internal static IReadOnlyDictionary<string, IsolationSection> ByPlugin(JsonObject root) =>
        root["isolation"] is JsonObject plugins ? plugins.ToDictionary(entry => entry.Key, entry => Read(entry.Value)) : new Dictionary<string, IsolationSection>();

    /// <summary>What it said beside a member's plugin; null for nothing.</summary>
    internal static IsolationSection? Of(JsonObject owner) => owner["isolation"] is { } isolation ? Read(isolation) : null;

    private static IsolationSection Read(JsonNode? isolation) => LimitsOf(isolation).Deserialize(WorkflowJson.Default.IsolationSection)!;

    /// <summary>Writes every isolation as its limits.</summary>
    internal static void Unfold(JsonObject root)
    {
        foreach (JsonObject owner in OwnersIn(root))
        {
            owner["isolation"] = LimitsOf(owner["isolation"]);
        }

        if (root["isolation"] is JsonObject plugins)
        {
            foreach (string id in plugins.Select(entry => entry.Key).ToList())
            {
                plugins[id] = LimitsOf(plugins[id]);
            }
        }
    }

    /// <summary>Takes every isolation out, none of which changes a result.</summary>
    internal static void Remove(JsonObject root)
    {
        root.Remove("isolation");
        foreach (JsonObject owner in OwnersIn(root))
        {
            owner.Remove("isolation");
        }
    }

    /// <summary>How many processes a workflow will want.</summary>
    internal static int CountIn(JsonObject root) =>
        OwnersIn(root).DistinctBy(owner => (owner["plugin"]?.ToString(), owner["isolation"]!.ToJsonString())).Count() + ((root["isolation"] as JsonObject)?.Count ?? 0);

    private static JsonNode LimitsOf(JsonNode? isolation) => isolation is JsonObject limits ? limits.DeepClone() : new JsonObject();

    /// <summary>What a call may take.</summary>
    internal TaskLimits Limits => new(TaskSection.BytesOf(Memory), TaskSection.SpanOf(Time), "isolation");
}
