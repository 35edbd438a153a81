using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>What a user reads who has made a mistake in a sweep, before anything runs.</summary>
public sealed class SweepProblemTests : IDisposable
{
    private const string Keys = "{ models.one.parameters.K: [5, 10] }";

    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]

    // Paths.
    [InlineData("{ models.two.parameters.K: [5] }", "sweep.over.models.two.parameters.K: there is no 'two' in models; there are one")]
    [InlineData("{ 'models[3].parameters.K': [5] }", "sweep.over.models[3].parameters.K: there is no '3' in models; there are one")]
    [InlineData("{ modles.one.parameters.K: [5, 6] }", "sweep.over.modles.one.parameters.K: there is no such key; did you mean 'models'?")]
    [InlineData("{ models.one.settings.intial: [5, 6] }", "sweep.over.models.one.settings.intial: there is no such key in models[0].settings; did you mean 'initial'?")]
    [InlineData("{ models.one.parameters.shar: [0.5, 0.6] }", "sweep.over.models.one.parameters.shar: Bucket has no parameter 'shar'; did you mean 'share'?")]
    [InlineData("{ models.one.calibrate.bugdet: [5, 6] }", "sweep.over.models.one.calibrate.bugdet: there is no such key in models[0].calibrate; did you mean 'budget'?")]
    [InlineData("{ models.one.plugin.x: [5] }", "sweep.over.models.one.plugin.x: models[0].plugin is a value and has no key 'x'; give whole values for models[0].plugin")]
    [InlineData("{ 'models..x': [5] }", "sweep.over.models..x: 'models..x' is no path of a key, as models.gr4j.settings.variant or models[0].settings.variant is")]
    [InlineData("{ models.one.name: [5] }", "sweep.over.models.one.name: a sweep cannot go over models.one.name: members are told by it")]
    [InlineData("{ splits.validation: [[2001-01-01, 2001-12-31]] }", "sweep.over.splits.validation: a sweep cannot go over splits.validation: points are compared on the same days")]
    [InlineData("{ run.folder: [a, b] }", "sweep.over.run.folder: a sweep cannot go over run.folder: the run has one folder")]
    [InlineData("{ models.one.parameters.K: [5, 6], 'models[0].parameters': [{}] }", "sweep.over.models[0].parameters: this is the same key as models.one.parameters.K, or one holds the other")]

    // Values.
    [InlineData("{ models.one.parameters.K: [] }", "sweep.over.models.one.parameters.K: expected a list of 1 or more, found a list of 0")]
    [InlineData("{}", "sweep.over: expected keys of this workflow by path (members, basins and gauges by name, as models.gr4j.settings.variant), and for each a list of values or a range, found a mapping")]
    [InlineData("{ models.one.parameters.K: { from: 9, to: 5, count: 3 } }", "sweep.over.models.one.parameters.K: the range is empty: it goes from 9 to 5")]
    [InlineData("{ models.one.parameters.K: { from: 0, to: 5, scale: log, count: 3 } }", "sweep.over.models.one.parameters.K: a range on a logarithmic scale begins above 0, not at 0")]
    [InlineData("{ models.one.parameters.K: { from: 1, to: 5 } }", "sweep.over.models.one.parameters.K: a grid needs values: give a list, or a 'count' to the range")]
    [InlineData("{ models.one.calibrate.budget: { from: 5.1, to: 5.9, count: 3 } }", "sweep.over.models.one.calibrate.budget: the key takes whole numbers, and there is none from 5.1 to 5.9")]
    [InlineData("{ models.one.parameters.K: [5, 500] }", "sweep.over.models.one.parameters.K[1]: point 2, K 500: expected 1 to 100 d, found 500")]
    [InlineData("{ models.one.parameters.K: [5, 500], models.one.parameters.share: [0.1, 0.2] }", "sweep.over.models.one.parameters.K[1]: point 3 (and 1 more), K 500, share 0.1: expected 1 to 100 d, found 500")]
    [InlineData("{ models.one.settings.fails: [never, sometimes] }", "sweep.over.models.one.settings.fails[1]: point 2, fails sometimes: expected one of never, describe, prepare, advance, nan, crash, hang, memory, exit, recursion, threads, far, behind, before, found 'sometimes'")]
    [InlineData("{ models.one.calibrate.budget: [5, 0.5] }", "sweep.over.models.one.calibrate.budget[1]: point 2, budget 0.5: expected a whole number, found 0.5")]
    [InlineData("{ routing.parameters.K: [1] }", "sweep.over.routing.parameters.K[0]: point 1, K 1: the key 'plugin' is missing (the routing plugin)")]
    public void Keys_and_values_that_cannot_be_are_told(string over, string problem) => AssertTold(problem, $"{{ method: grid, over: {over} }}");

    [Theory]
    [InlineData("method: grid, budget: 5", "sweep.budget: a grid takes all its points; leave 'budget' out, or draw with method: random")]
    [InlineData("method: random", "sweep: the key 'budget' is missing (how many points to draw by method: random)")]
    [InlineData("method: tpe", "sweep: the key 'budget' is missing (how many points to draw by method: tpe)")]
    [InlineData("method: gird", "sweep.method: expected one of grid, random, latin-hypercube, tpe, successive-halving, found 'gird'; did you mean 'grid'?")]
    [InlineData("method: grid, metric: nsee", "sweep.metric: there is no score 'nsee'; did you mean 'nse'?")]
    [InlineData("method: grid, members: [on]", "sweep.members[0]: there is no member 'on'; did you mean 'one'?")]
    [InlineData("method: successive-halving", "sweep: the key 'halving' is missing (what the better points get more of, as { resource: models.NAME.settings.epochs, from: 4, to: 32 })")]
    [InlineData("method: grid, halving: { resource: models.one.calibrate.budget, from: 1, to: 2 }", "sweep.halving: method: grid gives all points the same; leave 'halving' out, or set method: successive-halving")]
    [InlineData("method: successive-halving, halving: { resource: models.one.calibrate.budget, from: 8, to: 4 }", "sweep.halving: the range is empty: it goes from 8 to 4")]
    [InlineData("method: successive-halving, halving: { resource: models.one.settings.initial, from: 1, to: 2 }", "sweep.halving.resource: models.one.settings.initial does not take whole numbers only; a resource is counted, as epochs or a budget of model runs")]
    [InlineData("method: successive-halving, halving: { resource: models.one.parameters.K, from: 1, to: 2 }", "sweep.halving.resource: this is the same key as models.one.parameters.K, or one holds the other")]
    [InlineData("method: successive-halving, halving: { resource: models.one.plugin, from: 1, to: 2 }", "sweep.halving: expected text, found 1")]
    public void Methods_that_cannot_be_are_told(string method, string problem) => AssertTold(problem, $"{{ {method}, over: {Keys} }}");

    [Fact]
    public void A_sweep_without_a_validation_period_is_refused()
    {
        string problem = Assert.Single(_file.ProblemsOf($"{WorkflowFile.Sound}\nsweep: {{ method: grid, over: {Keys} }}"));

        Assert.EndsWith("sweep: there is no validation period to compare points on; give splits.validation", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_beyond_all_bounds_is_refused()
    {
        string values = string.Join(", ", Enumerable.Range(1, 400).Select(i => $"{i / 500.0}"));

        AssertTold(
            "sweep.over: the grid has 160000 points, more than 100000; draw some with method: random and a budget",
            $"{{ method: grid, over: {{ models.one.parameters.share: [{values}], models.one.settings.initial: [{values}] }} }}");
    }

    [Fact]
    public void Problems_stand_at_the_value_in_the_file()
    {
        Problem problem = Assert.Single(Assert.Throws<WorkflowProblemsException>(() => _file.Plan(SweepTrial.Yaml("{ method: grid, over: { models.one.parameters.K: [5, 500] } }"))).Problems);

        Assert.Equal(problem.Place.Text.IndexOf("500", StringComparison.Ordinal) + 1, problem.Place.Column);
    }

    private void AssertTold(string problem, string sweep)
    {
        string[] told = [.. _file.ProblemsOf(SweepTrial.Yaml(sweep)).Select(one => one[(one.IndexOf(": ", StringComparison.Ordinal) + 2)..])];
        Assert.True(told.Contains(problem), string.Join('\n', told));
    }
}
