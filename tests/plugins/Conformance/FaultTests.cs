using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Conformance;

/// <summary>The process's memory is measured: nothing else may allocate.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Deliberately broken plugins: each fails the check that is meant for its fault, and no other.</summary>
[Collection(nameof(Alone))]
public sealed class FaultTests
{
    public static TheoryData<string> FaultsOfModels =>
    [
        "descriptor", "outputs", "units", "water-balance", "determinism", "threads", "blocks", "restart", "partition", "lumped-distributed", "gaps", "bounds", "instances", "memory",
    ];

    public static TheoryData<string> FaultsOfLearning => ["training-improves", "training-freezes", "training-cancels", "training-reloads"];

    public static TheoryData<string> FaultsOfRouting => ["adjoint", "water-balance", "threads"];

    [Theory]
    [MemberData(nameof(FaultsOfModels))]
    public void A_fault_of_a_model_fails_its_own_check_alone(string fault) =>
        Assert.Equal([fault], FailedOf(Load("Faulty", "faulty"), CaseOf($$"""{ "fault": "{{fault}}" }""")));

    [Theory]
    [MemberData(nameof(FaultsOfModels))]
    public void A_fault_of_a_model_of_grids_fails_its_own_check_alone(string fault) =>
        Assert.Equal([fault], FailedOf(Load("Faulty", "faulty"), CaseOf($$"""{ "fault": "{{fault}}", "grid": true }""")));

    [Theory]
    [MemberData(nameof(FaultsOfLearning))]
    public void A_fault_of_learning_fails_its_own_check_alone(string fault) => Assert.Equal([fault], FailedOf(Load("Faulty", "faulty"), Learning(fault)));

    [Theory]
    [MemberData(nameof(FaultsOfRouting))]
    public void A_fault_of_a_routing_fails_its_own_check_alone(string fault) =>
        Assert.Equal([fault], FailedOf(Load("FaultyRouting", "faulty-routing"), CaseOf($$"""{ "fault": "{{fault}}" }""")));

    [Fact]
    public void Without_a_fault_nothing_fails()
    {
        Assert.Empty(FailedOf(Load("Faulty", "faulty"), CaseOf("{}")));
        Assert.Empty(FailedOf(Load("Faulty", "faulty"), CaseOf("""{ "grid": true }""")));
        Assert.Empty(FailedOf(Load("Faulty", "faulty"), Learning("none")));
        Assert.Empty(FailedOf(Load("FaultyRouting", "faulty-routing"), CaseOf("{}")));
    }

    [Fact]
    public void A_schema_that_swallows_misspelt_settings_fails() => Assert.Equal(
        ["settings-schema"], FailedOf(new WithSchema("""{ "type": "object", "properties": { "K": { "type": "number" } } }"""), CaseOf("{}")));

    [Theory]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "K": { "type": "decimal" } } }""", "a type that JSON does not know")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "K": { "type": "number", "minimum": 1, "default": 0 } } }""", "which it does not accept itself")]
    [InlineData("""{ "type": "object", "additionalProperties": false, "properties": { "K": { "type": "string", "pattern": "(" } } }""", "no regular expression")]
    [InlineData("""[]""", "not an object")]
    public void What_is_wrong_with_a_schema_is_told(string schema, string fault)
    {
        Verdict verdict = Assert.Single(ConformanceSuite.Examine(new WithSchema(schema), CaseOf("{}")), verdict => verdict.Finding.Outcome == Outcome.Failed);
        Assert.Contains(fault, verdict.Finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outputs")]
    [InlineData("units")]
    [InlineData("determinism")]
    [InlineData("gaps")]
    [InlineData("instances")]
    [InlineData("memory")]
    public void A_fault_of_a_forcing_reader_fails_its_own_check_alone(string fault)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "brook.csv"), "a sample");
        CheckCase sample = new() { Name = "fault", Files = "{basin}.csv", Basins = ["brook"], Folder = folder.Path };
        Assert.Empty(FailedOf(new FaultyForcing(), sample));
        FaultyForcing.Fault = fault;
        try
        {
            Assert.Equal([fault], FailedOf(new FaultyForcing(), sample));
        }
        finally
        {
            FaultyForcing.Fault = string.Empty;
        }
    }

    [Fact]
    public void What_a_plugin_throws_is_a_verdict_on_it()
    {
        IReadOnlyList<Verdict> verdicts = ConformanceSuite.Examine(Load("Bucket", "bucket"), CaseOf("""{ "fails": "advance" }"""), new HostServices(_ => { }));
        Assert.Contains(verdicts, verdict => verdict.Check == "outputs" && verdict.Finding.Reason.Contains("a hole in the bucket", StringComparison.Ordinal));
    }

    private static IPlugin Load(string project, string id) => new PluginCatalogue([BuiltPlugins.Folder(project)]).Load(id).Instance;

    private static CheckCase CaseOf(string settings) => new() { Name = "fault", Settings = JsonElement.Parse(settings) };

    private static CheckCase Learning(string fault) => CaseOf($$"""{ "fault": "{{fault}}", "learns": true }""") with
    {
        LearningOn = JsonElement.Parse($$"""{ "fault": "{{fault}}", "learns": true, "source": "{trained}" }"""),
    };

    private static string[] FailedOf(IPlugin plugin, CheckCase given)
    {
        IReadOnlyList<Verdict> verdicts = ConformanceSuite.Examine(plugin, given, new HostServices(_ => { }));
        foreach (Verdict verdict in verdicts)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{verdict.Check}: {verdict.Finding}");
        }

        return [.. verdicts.Where(verdict => verdict.Finding.Outcome == Outcome.Failed).Select(verdict => verdict.Check)];
    }

    private sealed class WithSchema(string schema) : IPlugin
    {
        public JsonElement SettingsSchema => JsonElement.Parse(schema);
    }
}
