using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What makes the discharge of invented basins: a model and a routing whose parameters are known.</summary>
public sealed record SyntheticTruth
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The model plugin that is the truth.</summary>
    public required string Plugin { get; init; }

    /// <summary>The plugin's settings.</summary>
    public JsonElement Settings { get; init; }

    /// <summary>True parameters; those left out take their defaults.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>The routing that is the truth; null for water that reaches the gauges within its time step.</summary>
    public RoutingSection? Routing { get; init; }

    /// <summary>Loads and checks the model.</summary>
    /// <exception cref="InputException">There is no such plugin or parameter, or the model needs more than weather.</exception>
    internal MemberPlan Plan(PluginCatalogue plugins)
    {
        var plugin = plugins.Get<IModelPlugin>(Plugin, out LoadedPlugin loaded);
        ModelDescriptor descriptor = plugin.Describe(Settings);
        foreach (string name in Parameters.Keys)
        {
            if (descriptor.ParameterIndex(name) < 0)
            {
                throw new InputException($"{descriptor.Name} has no parameter '{name}'{Nearest.Suggest(name, descriptor.Parameters.Select(parameter => parameter.Name))}");
            }
        }

        if (descriptor.Forcing.FirstOrDefault(forcing => forcing.Required && !SyntheticWeather.Made.Contains(forcing.Variable)) is { } missing)
        {
            throw new InputException($"{descriptor.Name} needs {missing.Variable.Name}, which the generated weather does not have");
        }

        return new MemberPlan(new MemberSection { Name = "truth", Plugin = Plugin, Settings = Settings, Parameters = Parameters }, plugin, loaded, descriptor);
    }

    /// <summary>Simulates discharge at all gauges of a domain.</summary>
    internal MemberSimulation Simulate(MemberPlan member, PluginCatalogue plugins, BasinDomain domain, ForcingTable forcing, CancellationToken cancellation, double[][]? parameters = null)
    {
        var services = new HostServices(static _ => { });
        RoutingPlan? routing = null;
        if (Routing is not null)
        {
            var plugin = plugins.Get<IRoutingPlugin>(Routing.Plugin, out LoadedPlugin loaded);
            routing = new RoutingPlan(Routing, plugin, loaded, plugin.Describe(Routing.Settings));
        }

        var inputs = new WorkflowInputs(domain, null, forcing, [.. domain.Gauges.Select(_ => new double[forcing.Time.Count])], [], []);
        using var model = new PreparedModel(member, inputs, null, services);
        using var river = new RiverDischarge(domain, routing, member.Descriptor, forcing.Time.Step, 1, services);
        return MemberSimulation.Run(model, inputs, parameters ?? [.. Enumerable.Repeat(member.GivenParameters(), domain.Units.Count)], river, null, cancellation);
    }

    /// <summary>The model as <c>truth.json</c> tells of it.</summary>
    internal JsonObject Describe(MemberPlan member, string what, string command = "synthetic")
    {
        var parameters = new JsonObject();
        double[] values = member.GivenParameters();
        for (int i = 0; i < values.Length; i++)
        {
            parameters[member.Descriptor.Parameters[i].Name] = values[i];
        }

        return new JsonObject
        {
            ["what"] = $"{what}, made by 'tributary data {command}'; it stands for no real place",
            ["model"] = member.Descriptor.Name,
            ["plugin"] = Plugin,
            ["settings"] = Settings.ValueKind == JsonValueKind.Undefined ? new JsonObject() : JsonNode.Parse(Settings.GetRawText()),
            ["parameters"] = parameters,
        };
    }

    /// <summary>The routing as <c>truth.json</c> tells of it.</summary>
    internal JsonObject? DescribeRouting() => Routing is null
        ? null
        : new JsonObject { ["plugin"] = Routing.Plugin, ["parameters"] = new JsonObject(Routing.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value))) };

    /// <summary>Writes <c>truth.json</c>.</summary>
    internal static void Write(string folder, JsonObject truth, string name = "truth.json") => File.WriteAllText(Path.Combine(folder, name), truth.ToJsonString(Readable) + "\n");
}
