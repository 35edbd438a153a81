using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary schema</c>: the JSON Schema of workflow files, joined from the host's and the plugins' own.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var output = new Option<string?>("--output") { Description = "file to write; left out, standard output" };
        var folder = new Option<string[]>("--folder") { Description = "further folder to look for plugins in", DefaultValueFactory = _ => [] };
        var command = new Command("schema", "Print the JSON Schema of workflow files, for editors: the host's keys and every plugin's settings.") { output, folder };
        command.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            JsonObject schema = Build(PluginsCommand.Catalogue(parsed.GetRequiredValue(folder)));
            if (parsed.GetValue(output) is { } path)
            {
                try
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                    File.WriteAllText(path, JsonText.Format(schema) + "\n");
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    throw new WorkException($"cannot be written ({error.Message})", path, cause: error);
                }
            }
            else
            {
                JsonText.Print(schema);
            }
        })));
        return command;
    }

    /// <summary>The schema of the plugins at hand.</summary>
    public static JsonObject Build(PluginCatalogue catalogue)
    {
        var models = new Dictionary<string, System.Text.Json.JsonElement>();
        var sources = new Dictionary<string, System.Text.Json.JsonElement>();
        var routings = new Dictionary<string, System.Text.Json.JsonElement>();
        var combiners = new Dictionary<string, System.Text.Json.JsonElement>();
        var metrics = new List<IMetric>();
        var optimisers = new List<string>();
        foreach (string id in catalogue.Ids)
        {
            LoadedPlugin plugin = catalogue.Load(id);
            switch (plugin.Instance)
            {
                case IModelPlugin:
                    models[id] = plugin.Instance.SettingsSchema;
                    break;
                case IForcingPlugin:
                    sources[id] = plugin.Instance.SettingsSchema;
                    break;
                case IRoutingPlugin:
                    routings[id] = plugin.Instance.SettingsSchema;
                    break;
                case ICombinerPlugin plugins:
                    foreach (ICombiner combiner in plugins.Combiners)
                    {
                        combiners.TryAdd(combiner.Name, combiner.SettingsSchema);
                    }

                    break;
                case IMetricPlugin plugins:
                    metrics.AddRange(plugins.Metrics.Where(metric => metrics.TrueForAll(other => other.Name != metric.Name)));
                    break;
                case IOptimiserPlugin plugins:
                    optimisers.AddRange(plugins.Optimisers.Select(optimiser => optimiser.Name).Except(optimisers));
                    break;
                default:
                    break;
            }
        }

        return WorkflowSchema.Join(models, sources, routings, combiners, metrics, optimisers);
    }
}
