using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Engine;
using YamlDotNet.RepresentationModel;

namespace Tributary.Tests.Engine;

/// <summary>YAML as JSON, by the rules of YAML 1.2, with places.</summary>
public sealed class YamlSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("Off", "\"Off\"")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("0", "0")]
    [InlineData("-12", "-12")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("\"1.5\"", "\"1.5\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("2001-10-31", "\"2001-10-31\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("", "null")]
    [InlineData("''", "\"\"")]
    [InlineData("01031500", "\"01031500\"")]
    [InlineData("99999999999999999999", "1E+20")]
    [InlineData("[1, [a, {b: c}]]", "[1,[\"a\",{\"b\":\"c\"}]]")]
    [InlineData("|\n  one\n  two\n", "\"one\\ntwo\\n\"")]
    public void Scalars_follow_the_JSON_schema_of_YAML_1_2(string yaml, string json) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), Load($"key: {yaml}").Root["key"]), $"{yaml} became {Load($"key: {yaml}").Root["key"]?.ToJsonString() ?? "null"}");

    [Fact]
    public void An_alias_stands_for_its_anchor() =>
        Assert.Equal("{\"a\":{\"x\":1},\"b\":{\"x\":1}}", Load("a: &same { x: 1 }\nb: *same\n").Root.ToJsonString());

    [Fact]
    public void Places_are_those_of_keys_and_values_and_of_the_nearest_parent_of_what_is_missing()
    {
        YamlSource source = Load("first: 1\nmodels:\n  - name: one\n    plugin:   gr\n");
        Assert.Equal("4:15", Place(source.PlaceOf("models[0].plugin")));
        Assert.Equal("4:5", Place(source.PlaceOf("models[0].plugin", ofKey: true)));
        Assert.Equal("3:5", Place(source.PlaceOf("models[0].settings.variant")));
        Assert.Equal("1:1", Place(source.PlaceOf("nowhere")));
        Assert.Equal("    plugin:   gr", source.PlaceOf("models[0].plugin").Text);

        static string Place(SourcePlace place) => $"{place.Line}:{place.Column}";
    }

    [Fact]
    public void Environment_variables_are_put_in_with_defaults_where_they_are_not_set()
    {
        Environment.SetEnvironmentVariable("TRIBUTARY_TEST_FOLDER", "/data/basins");
        JsonObject root = Load("a: ${TRIBUTARY_TEST_FOLDER}/x\nb: ${TRIBUTARY_TEST_NONE:-7}\nc: pre-${TRIBUTARY_TEST_NONE:-}post\nd: $HOME costs $5\n").Root;
        Assert.Equal("/data/basins/x", (string?)root["a"]);
        Assert.Equal(7, (long?)root["b"]);
        Assert.Equal("pre-post", (string?)root["c"]);
        Assert.Equal("$HOME costs $5", (string?)root["d"]);
    }

    [Fact]
    public void An_environment_variable_that_is_not_set_is_a_problem_at_its_place()
    {
        Problem problem = Assert.Single(Assert.Throws<WorkflowProblemsException>(() => Load("a: 1\nfiles: ${TRIBUTARY_TEST_NONE}\n")).Problems);
        Assert.Equal("files", problem.Key);
        Assert.Equal((2, 8), (problem.Place.Line, problem.Place.Column));
        Assert.Contains("TRIBUTARY_TEST_NONE is not set", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told() => Assert.Throws<InputException>(() => YamlSource.Load(_folder.At("none.yaml")));

    [Fact]
    public void Any_mapping_that_YamlDotNet_writes_is_read_back_the_same() => Property.Holds(
        Mapping(3),
        mapping =>
        {
            var document = new YamlDocument(ToYaml(mapping));
            using var text = new StringWriter();
            new YamlStream(document).Save(text, assignAnchors: false);
            JsonObject back = Load(text.ToString()).Root;
            Assert.True(JsonNode.DeepEquals(mapping, back), $"{mapping.ToJsonString()} came back as {back.ToJsonString()} from\n{text}");
        },
        count: 300);

    private static Gen<JsonObject> Mapping(int depth) =>
        Gen.Elements("a", "b", "long key", "x-y", "42", "true", "ä").Two()
            .SelectMany(keys => Node(depth).Two(), (keys, values) => new JsonObject(
                new[] { KeyValuePair.Create(keys.Item1, values.Item1), KeyValuePair.Create(keys.Item2, values.Item2) }.DistinctBy(pair => pair.Key)
                    .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))));

    private static Gen<JsonNode?> Node(int depth)
    {
        Gen<JsonNode?>[] scalars =
        [
            Gen.Elements("", "yes", "no", "1", "1.5", "true", "null", "~", "a: b", "- a", "#", "two\nlines", " blank ", "{", "]", "'", "\"", "\\", "é", "1e3", "*x", "&y", "|", "%").Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Choose(-100000, 100000).Select(number => (JsonNode?)JsonValue.Create((long)number)),
            Gen.Choose(-100000, 100000).Select(number => (JsonNode?)JsonValue.Create((number / 7.0) + 0.001)),
            Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Constant<JsonNode?>(null),
        ];
        return depth == 0
            ? Gen.OneOf(scalars)
            : Gen.OneOf([.. scalars, Mapping(depth - 1).Select(mapping => (JsonNode?)mapping), Node(depth - 1).Two().Select(pair => (JsonNode?)new JsonArray(pair.Item1?.DeepClone(), pair.Item2?.DeepClone()))]);
    }

    private static YamlNode ToYaml(JsonNode? node) => node switch
    {
        JsonObject mapping => new YamlMappingNode(mapping.Select(pair => KeyValuePair.Create<YamlNode, YamlNode>(Quoted(pair.Key), ToYaml(pair.Value)))),
        JsonArray list => new YamlSequenceNode(list.Select(ToYaml)),
        JsonValue value when value.TryGetValue(out string? text) => Quoted(text),
        _ => new YamlScalarNode(node?.ToJsonString() ?? "null") { Style = YamlDotNet.Core.ScalarStyle.Plain },
    };

    private static YamlScalarNode Quoted(string text) => new(text) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };

    private YamlSource Load(string yaml) => YamlSource.Load(_folder.Write("file.yaml", yaml));
}
