using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows plugins as tables or as JSON.</summary>
internal static class PluginView
{
    public static void List(PluginCatalogue catalogue, bool json)
    {
        if (json)
        {
            JsonText.Print(new JsonArray([.. catalogue.Folders.Select(folder => (JsonNode)new JsonObject
            {
                ["id"] = folder.Manifest?.Id,
                ["name"] = folder.Manifest?.Name,
                ["version"] = folder.Manifest?.Version,
                ["contracts"] = folder.Manifest?.Contracts,
                ["licence"] = folder.Manifest?.Licence,
                ["description"] = folder.Manifest?.Description,
                ["needs"] = new JsonArray([.. (folder.Manifest?.Needs ?? []).Select(need => (JsonNode)need)]),
                ["folder"] = folder.Folder,
                ["refused"] = folder.Refusal?.Message,
            })]));
            return;
        }

        Table table = TableText.Of("id", "version", "what it offers");
        foreach (PluginFolder folder in catalogue.Folders)
        {
            string about = folder.Refusal is { } refusal ? $"refused: {refusal.Message}" : folder.Manifest!.Description;
            table.AddRow(Markup.Escape(folder.Manifest?.Id ?? Path.GetFileName(folder.Folder)), Markup.Escape(folder.Manifest?.Version ?? string.Empty), Markup.Escape(about));
        }

        TableText.Write(table);
    }

    public static void Show(LoadedPlugin plugin, JsonElement settings, bool json)
    {
        ModelDescriptor? model = (plugin.Instance as IModelPlugin)?.Describe(settings);
        RoutingDescriptor? routing = (plugin.Instance as IRoutingPlugin)?.Describe(settings);
        if (json)
        {
            JsonText.Print(DescriptorJson.Of(plugin, model, routing));
            return;
        }

        PluginManifest manifest = plugin.Manifest;
        Console.WriteLine($"{manifest.Id} {manifest.Version}: {manifest.Description}");
        Console.WriteLine($"{plugin.Kind} plugin, {manifest.Licence}, {plugin.Folder}");
        if (manifest.Needs.Count > 0)
        {
            Console.WriteLine($"needs {string.Join(", ", manifest.Needs)}; 'tributary doctor' tells whether it is here");
        }

        foreach (string citation in manifest.Citation)
        {
            Console.WriteLine($"  {citation}");
        }

        foreach (ICombiner combiner in (plugin.Instance as ICombinerPlugin)?.Combiners ?? [])
        {
            IEnumerable<string> keys = combiner.SettingsSchema.TryGetProperty("properties", out JsonElement properties) ? properties.EnumerateObject().Select(key => key.Name) : [];
            Console.WriteLine($"combination {combiner.Name}: {combiner.Describe(default, 2).Label}; settings: {(keys.Any() ? string.Join(", ", keys) : "none")}");
        }

        foreach (IMetric metric in (plugin.Instance as IMetricPlugin)?.Metrics ?? [])
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"metric {metric.Name}: {metric.Definition}; unit {metric.Unit}, best {metric.Best}"));
        }

        foreach (IOptimiser optimiser in (plugin.Instance as IOptimiserPlugin)?.Optimisers ?? [])
        {
            Console.WriteLine($"optimiser {optimiser.Name}: {optimiser.Description}");
        }

        if (model is not null)
        {
            ShowModel(model);
        }

        if (routing is not null)
        {
            ShowRouting(routing);
        }

        Table table = TableText.Of("setting", "type", "default", "what it is");
        foreach ((string name, JsonElement schema) in Properties(plugin.Instance.SettingsSchema))
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(TypeOf(schema)), Markup.Escape(Text(schema, "default")), Markup.Escape(Text(schema, "description")));
        }

        TableText.Write(table);
    }

    private static void ShowModel(ModelDescriptor model)
    {
        Console.WriteLine();
        Console.WriteLine($"{model.Name}: {model.Description}");
        Console.WriteLine($"domains: {model.SpatialModes}; steps: {model.ShortestStep:g} to {model.LongestStep:g} (h:mm:ss); can: {model.Capabilities}");
        Table series = TableText.Of("series", "unit", "", "what it is");
        foreach (ForcingDeclaration forcing in model.Forcing)
        {
            AddVariable(series, forcing.Variable, forcing.Required ? "forcing" : "optional forcing");
        }

        foreach (AttributeDeclaration attribute in model.Attributes)
        {
            series.AddRow(Markup.Escape(attribute.Name), Markup.Escape(attribute.Unit), attribute.Required ? "attribute" : "optional attribute", Markup.Escape(attribute.Description));
        }

        foreach (OutputDeclaration output in model.Outputs)
        {
            AddVariable(series, output.Variable, "output");
        }

        ShowParameters(model.Parameters);
        TableText.Write(series);
    }

    private static void ShowRouting(RoutingDescriptor routing)
    {
        Console.WriteLine();
        Console.WriteLine($"{routing.Name}: {routing.Description}{(routing.HasAdjoint ? " (with its adjoint)" : string.Empty)}");
        Console.WriteLine($"made for: {routing.Role}; {(routing.IsReachwise ? "goes reach by reach, so that it may share a network with lakes" : "takes the network as a whole")}");
        Table attributes = TableText.Of("reach attribute", "unit", "", "what it is");
        foreach (AttributeDeclaration attribute in routing.ReachAttributes)
        {
            attributes.AddRow(Markup.Escape(attribute.Name), Markup.Escape(attribute.Unit), attribute.Required ? "required" : "optional", Markup.Escape(attribute.Description));
        }

        ShowParameters(routing.Parameters);
        TableText.Write(attributes);
    }

    private static void ShowParameters(IReadOnlyList<ParameterDeclaration> declared)
    {
        Table parameters = TableText.Of("parameter", "unit", "lower", "upper", "default", "what it is");
        foreach (ParameterDeclaration parameter in declared)
        {
            parameters.AddRow(
                Markup.Escape(parameter.Name), Markup.Escape(parameter.Unit), Number(parameter.Lower), Number(parameter.Upper), Number(parameter.Default), Markup.Escape(parameter.Description));
        }

        TableText.Write(parameters);
    }

    private static void AddVariable(Table table, Variable variable, string role) =>
        table.AddRow(Markup.Escape(variable.Name), Markup.Escape(variable.Unit), role, Markup.Escape(variable.Description));

    private static IEnumerable<(string Name, JsonElement Schema)> Properties(JsonElement schema) =>
        schema.TryGetProperty("properties", out JsonElement properties) ? properties.EnumerateObject().Select(property => (property.Name, property.Value)) : [];

    private static string TypeOf(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out JsonElement values)
        ? string.Join(" | ", values.EnumerateArray().Select(value => value.ToString()))
        : Text(schema, "type");

    private static string Text(JsonElement schema, string key) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(key, out JsonElement value)
        ? value.ValueKind == JsonValueKind.Array ? string.Join(" | ", value.EnumerateArray().Select(item => item.ToString())) : value.ToString()
        : string.Empty;

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
