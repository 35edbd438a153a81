using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>A plugin's identity and descriptor as JSON.</summary>
internal static class DescriptorJson
{
    public static JsonObject Of(LoadedPlugin plugin, ModelDescriptor? model, RoutingDescriptor? routing)
    {
        PluginManifest manifest = plugin.Manifest;
        var json = new JsonObject
        {
            ["id"] = manifest.Id,
            ["name"] = manifest.Name,
            ["description"] = manifest.Description,
            ["kind"] = plugin.Kind,
            ["version"] = manifest.Version,
            ["contracts"] = manifest.Contracts,
            ["licence"] = manifest.Licence,
            ["needs"] = new JsonArray([.. manifest.Needs.Select(need => (JsonNode)need)]),
            ["citation"] = new JsonArray([.. manifest.Citation.Select(text => (JsonNode)text)]),
            ["folder"] = plugin.Folder,
            ["sha256"] = new JsonObject(plugin.Hashes.Select(hash => KeyValuePair.Create(hash.Key, (JsonNode?)hash.Value))),
            ["settings_schema"] = JsonNode.Parse(plugin.Instance.SettingsSchema.GetRawText()),
        };
        if (model is not null)
        {
            json["model"] = OfModel(model);
        }

        if (plugin.Instance is ICombinerPlugin combiners)
        {
            json["combiners"] = new JsonArray([
                .. combiners.Combiners.Select(combiner => (JsonNode)new JsonObject
                {
                    ["name"] = combiner.Name,
                    ["label"] = combiner.Describe(default, 2).Label,
                    ["settings_schema"] = JsonNode.Parse(combiner.SettingsSchema.GetRawText()),
                })]);
        }

        if (plugin.Instance is IMetricPlugin metrics)
        {
            json["metrics"] = new JsonArray([
                .. metrics.Metrics.Select(metric => (JsonNode)new JsonObject
                {
                    ["name"] = metric.Name,
                    ["label"] = metric.Label,
                    ["unit"] = metric.Unit,
                    ["best"] = metric.Best,
                    ["larger_is_better"] = metric.LargerIsBetter,
                    ["needs_quantiles"] = metric.NeedsQuantiles,
                    ["definition"] = metric.Definition,
                })]);
        }

        if (plugin.Instance is IOptimiserPlugin optimisers)
        {
            json["optimisers"] = new JsonArray([
                .. optimisers.Optimisers.Select(optimiser => (JsonNode)new JsonObject
                {
                    ["name"] = optimiser.Name,
                    ["description"] = optimiser.Description,
                    ["seeks_front"] = optimiser.SeeksFront,
                })]);
        }

        if (routing is not null)
        {
            json["routing"] = new JsonObject
            {
                ["name"] = routing.Name,
                ["description"] = routing.Description,
                ["parameters"] = OfParameters(routing.Parameters),
                ["reach_attributes"] = OfAttributes(routing.ReachAttributes),
                ["has_adjoint"] = routing.HasAdjoint,
                ["role"] = routing.Role.ToString(),
                ["is_reachwise"] = routing.IsReachwise,
            };
        }

        return json;
    }

    private static JsonObject OfModel(ModelDescriptor model) => new()
    {
        ["name"] = model.Name,
        ["description"] = model.Description,
        ["parameters"] = OfParameters(model.Parameters),
        ["forcing"] = new JsonArray([.. model.Forcing.Select(forcing => (JsonNode)OfVariable(forcing.Variable, "required", forcing.Required))]),
        ["attributes"] = OfAttributes(model.Attributes),
        ["outputs"] = new JsonArray([.. model.Outputs.Select(output => (JsonNode)OfVariable(output.Variable, "location", output.Location.ToString()))]),
        ["spatial_modes"] = model.SpatialModes.ToString(),
        ["input_kind"] = model.InputKind.ToString(),
        ["shortest_step_seconds"] = model.ShortestStep.TotalSeconds,
        ["longest_step_seconds"] = model.LongestStep.TotalSeconds,
        ["history_seconds"] = model.History.TotalSeconds,
        ["capabilities"] = model.Capabilities.ToString(),
        ["explanations"] = new JsonArray([.. model.Explanations.Select(method => (JsonNode)method)]),
    };

    private static JsonArray OfParameters(IReadOnlyList<ParameterDeclaration> parameters) => new([.. parameters.Select(parameter => (JsonNode)new JsonObject
    {
        ["name"] = parameter.Name,
        ["unit"] = parameter.Unit,
        ["lower"] = parameter.Lower,
        ["upper"] = parameter.Upper,
        ["default"] = parameter.Default,
        ["scale"] = parameter.Scale.ToString(),
        ["description"] = parameter.Description,
    })]);

    private static JsonArray OfAttributes(IReadOnlyList<AttributeDeclaration> attributes) => new([.. attributes.Select(attribute => (JsonNode)new JsonObject
    {
        ["name"] = attribute.Name,
        ["unit"] = attribute.Unit,
        ["required"] = attribute.Required,
        ["description"] = attribute.Description,
    })]);

    private static JsonObject OfVariable(Variable variable, string further, JsonNode value) => new JsonObject
    {
        ["name"] = variable.Name,
        ["standard_name"] = variable.StandardName,
        ["unit"] = variable.Unit,
        ["cell_method"] = variable.CellMethod.ToString(),
        [further] = value,
        ["description"] = variable.Description,
    };
}
