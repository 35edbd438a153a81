using Tributary.Contracts;

namespace Tributary.Tests.Engine;

/// <summary>Metrics and optimisers of others that break down or break their contract: the message names them, and nothing runs for ever.</summary>
public sealed class BrokenScoringTests : IDisposable
{
    private readonly WorkflowFile _file = new("OtherScoring");

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("algorithm: breaks", "plugin other-scoring 0.1.0 broke down while searching (InvalidOperationException: a hole in the search)")]
    [InlineData("algorithm: leaves", "plugin other-scoring 0.1.0 asks for a point outside the unit cube of 1 coordinates")]
    [InlineData("algorithm: says-nothing", "plugin other-scoring 0.1.0 asks for a point outside the unit cube of 1 coordinates")]
    [InlineData("algorithm: overspends", "plugin other-scoring 0.1.0 asks for more model runs (21) than the budget of 20")]
    [InlineData("algorithm: asks-nothing", "plugin other-scoring 0.1.0 asks for no point and does not end")]
    [InlineData("objective: breaks", "plugin other-scoring 0.1.0 broke down while computing the metric (InvalidOperationException: a hole in the metric)")]
    public void A_calibration_ends_with_a_message_that_names_the_plugin(string key, string message)
    {
        WorkException error = Assert.Throws<WorkException>(() => _file.Run(WorkflowFile.Sound.Replace("budget: 20", $"budget: 20, {key}", StringComparison.Ordinal)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_breaks_down_is_named()
    {
        string yaml = WorkflowFile.Sound.Replace("models:", "evaluate: { metrics: [nse, breaks] }\nmodels:", StringComparison.Ordinal);
        WorkException error = Assert.Throws<WorkException>(() => _file.Run(yaml));
        Assert.Contains("a hole in the metric", error.Message, StringComparison.Ordinal);
        Assert.Contains("metric breaks", error.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_the_manifest_that_the_plugin_does_not_offer_is_told() => Assert.Equal(
        "workflow.yaml:16:29: models[0].calibrate.objective: plugin 'other-scoring' does not offer the score 'nowhere' that its plugin.json names",
        Assert.Single(_file.ProblemsOf(WorkflowFile.Sound.Replace("budget: 20", "objective: nowhere", StringComparison.Ordinal))).Replace($"{BuiltPlugins.Folder("OtherScoring")}: ", string.Empty, StringComparison.Ordinal));
}
