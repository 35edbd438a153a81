using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>The JSON Schema that editors use.</summary>
public sealed class WorkflowSchemaTests : IDisposable
{
    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task The_joined_schema_accepts_a_sound_workflow_and_refuses_wrong_settings_of_a_plugin()
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(Joined().ToJsonString(), TestContext.Current.CancellationToken);
        JsonObject sound = YamlSource.Load(_file.Write(WorkflowFile.Sound)).Root;
        Assert.Empty(schema.Validate(sound.ToJsonString()));

        sound["models"]![0]!["plugin"] = "gr";
        sound["models"]![0]!["settings"] = new JsonObject { ["variant"] = "GR6J", ["snow"] = "cemaneige" };
        Assert.Empty(schema.Validate(sound.ToJsonString()));
        sound["nonsense"] = 1;
        Assert.NotEmpty(schema.Validate(sound.ToJsonString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hillslope")]
    [InlineData("lakes")]
    public void The_joined_schema_knows_the_settings_of_every_part_of_a_routing(string part)
    {
        // Read as it stands: NJsonSchema knows no if and then.
        JsonElement lakes = PluginLoadingTests.CatalogueOf("Lakes").Get<IRoutingPlugin>("lakes").SettingsSchema;
        var none = new Dictionary<string, JsonElement>();
        JsonObject schema = WorkflowSchema.Join(none, none, new Dictionary<string, JsonElement> { ["lakes"] = lakes }, none, [], []);
        JsonNode routing = schema["properties"]!["routing"]!;
        JsonNode section = part.Length == 0 ? routing : routing["properties"]![part]!;
        JsonNode condition = Assert.Single(section["allOf"]!.AsArray())!;
        Assert.Equal("lakes", condition["if"]!["properties"]!["plugin"]!["const"]!.GetValue<string>());
        Assert.Equal("#/definitions/routing-lakes", condition["then"]!["properties"]!["settings"]!["$ref"]!.GetValue<string>());
        Assert.Equal("""["level-pool","doll","hanasaki"]""", schema["definitions"]!["routing-lakes"]!["properties"]!["rule"]!["enum"]!.ToJsonString());
    }

    [Fact]
    public void Every_key_with_a_simple_default_tells_it()
    {
        (string Path, string Default)[] expected =
        [
            ("schema_version", "1"),
            ("period.step", "\"1d\""),
            ("domain.mode", "\"lumped\""),
            ("domain.elevation_bands.count", "5"),
            ("domain.elevation_bands.temperature_lapse_rate", "\"seasonal\""),
            ("domain.elevation_bands.precipitation_gradient", "0.00041"),
            ("forcing.gaps.policy", "\"error\""),
            ("forcing.gaps.longest", "5"),
            ("run.engine", "\"local\""),
            ("run.seed", "1"),
        ];
        foreach ((string path, string value) in expected)
        {
            Assert.Equal(value, PropertyAt(path)["default"]?.ToJsonString());
        }

        JsonNode calibrate = WorkflowSchema.Host["properties"]!["models"]!["items"]!["properties"]!["calibrate"]!["properties"]!;
        Assert.Equal("\"cma-es\"", calibrate["algorithm"]!["default"]?.ToJsonString());
        Assert.Equal("1000", calibrate["budget"]!["default"]?.ToJsonString());
        Assert.Equal("1", calibrate["starts"]!["default"]?.ToJsonString());
    }

    [Fact]
    public void Every_key_has_a_description()
    {
        var without = new List<string>();
        Walk(WorkflowSchema.Host, string.Empty);
        Assert.Empty(without);

        void Walk(JsonNode? node, string path)
        {
            if (node?["properties"] is not JsonObject properties || node["anyOf"] is not null)
            {
                return;
            }

            foreach ((string key, JsonNode? property) in properties)
            {
                if (property!["description"] is null)
                {
                    without.Add($"{path}.{key}");
                }

                Walk(property, $"{path}.{key}");
                Walk(property["items"], $"{path}.{key}[]");
            }
        }
    }

    [Fact]
    public void The_schema_says_which_plugins_there_are_and_lets_others_pass()
    {
        JsonNode plugin = Joined()["properties"]!["models"]!["items"]!["properties"]!["plugin"]!;
        Assert.Equal("""[{"enum":["bucket","gr"]},{"type":"string"}]""", plugin["anyOf"]!.ToJsonString());
    }

    private static JsonNode PropertyAt(string path)
    {
        JsonNode node = WorkflowSchema.Host;
        foreach (string part in path.Split('.'))
        {
            node = Referred(node["properties"]![part]!);
        }

        return node;
    }

    private static JsonNode Referred(JsonNode node) => node["$ref"]?.GetValue<string>() is { } reference
        ? reference.Split('/').Skip(1).Aggregate((JsonNode)WorkflowSchema.Host, (at, part) => at[part]!)
        : node;

    private static JsonObject Joined()
    {
        PluginCatalogue plugins = PluginLoadingTests.CatalogueOf("Gr", "Bucket", "Showers", "Scores");
        var models = new Dictionary<string, JsonElement>
        {
            ["gr"] = plugins.Get<IModelPlugin>("gr").SettingsSchema,
            ["bucket"] = plugins.Get<IModelPlugin>("bucket").SettingsSchema,
        };
        return WorkflowSchema.Join(models, new Dictionary<string, JsonElement> { ["showers"] = plugins.Get<IForcingPlugin>("showers").SettingsSchema }, new Dictionary<string, JsonElement>(), new Dictionary<string, JsonElement>(), plugins.Get<IMetricPlugin>("scores").Metrics, ["dds"]);
    }
}
