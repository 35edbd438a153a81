using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Tests.Contracts;

/// <summary>A settings record and its schema say the same.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void The_schema_tells_what_the_attributes_and_initial_values_say()
    {
        JsonNode schema = SettingsSchema.NodeOf(TrialJson.Default.TrialSettings);
        Assert.Equal("false", schema["additionalProperties"]!.ToJsonString());
        Assert.Equal("""["needed"]""", schema["required"]!.ToJsonString());
        Assert.Equal("""{"description":"a share","type":"number","minimum":0,"maximum":1,"default":0.5}""", schema["properties"]!["share"]!.ToJsonString());
        Assert.Equal("^a+$", (string?)schema["properties"]!["needed"]!["pattern"]);
        Assert.Equal("""["one","two"]""", schema["properties"]!["choice"]!["enum"]!.ToJsonString());
        Assert.Equal("1", schema["properties"]!["some"]!["minItems"]!.ToJsonString());
        Assert.Equal("""{"type":["number","string"]}""", schema["properties"]!["either"]!.ToJsonString());
        Assert.Equal("\"swift\"", schema["properties"]!["pace"]!["default"]!.ToJsonString());
    }

    [Fact]
    public void A_record_without_setters_is_refused_since_its_defaults_would_be_lost() =>
        Assert.Throws<ArgumentException>(() => SettingsSchema.NodeOf(TrialJson.Default.FrozenSettings));

    [Fact]
    public void Absent_settings_are_the_defaults()
    {
        Assert.Equal(0.5, default(JsonElement).Read(TrialJson.Default.TrialSettings).Share);
        Assert.Equal(Pace.Swift, JsonElement.Parse("{}").Read(TrialJson.Default.TrialSettings).Pace);
        Assert.Equal(0.25, JsonElement.Parse("""{ "share": 0.25 }""").Read(TrialJson.Default.TrialSettings).Share);
    }

    [Theory]
    [InlineData("""{ "share": "half" }""", "settings.share: ")]
    [InlineData("""{ "nonsense": 1 }""", "settings")]
    [InlineData("""{ "pace": "lazy" }""", "settings.pace: ")]
    public void Settings_that_do_not_fit_the_record_are_told_with_their_key(string json, string start) =>
        Assert.StartsWith(start, Assert.Throws<InputException>(() => JsonElement.Parse(json).Read(TrialJson.Default.TrialSettings)).Message, StringComparison.Ordinal);
}

internal enum Pace
{
    [JsonStringEnumMemberName("slow")]
    Slow,

    [JsonStringEnumMemberName("swift")]
    Swift,
}

internal sealed record TrialSettings
{
    [Description("a share")]
    [Range(0.0, 1.0)]
    public double Share { get; set; } = 0.5;

    [Required]
    [RegularExpression("^a+$")]
    public string Needed { get; set; } = string.Empty;

    [AllowedValues("one", "two")]
    public string Choice { get; set; } = "one";

    [MinLength(1)]
    public IReadOnlyList<int> Some { get; set; } = [];

    [Schema("""{ "type": ["number", "string"] }""")]
    public JsonElement Either { get; set; }

    public Pace Pace { get; set; } = Pace.Swift;
}

internal sealed record FrozenSettings
{
    public required double Share { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TrialSettings))]
[JsonSerializable(typeof(FrozenSettings))]
internal sealed partial class TrialJson : JsonSerializerContext;
