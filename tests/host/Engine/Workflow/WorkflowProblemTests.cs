using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>What a user reads who has made a mistake: file, line, column, key, what is wrong and what was probably meant.</summary>
public sealed class WorkflowProblemTests : IDisposable
{
    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_sound_workflow_is_read_as_it_is_written()
    {
        WorkflowPlan plan = _file.Plan(WorkflowFile.Sound);
        Assert.Equal(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 1461), plan.Time);
        Assert.Equal(new Period(new DateTime(2001, 1, 1), new DateTime(2002, 7, 1)), plan.Splits.Calibration);
        Assert.Null(plan.Splits.Validation);
        MemberPlan member = Assert.Single(plan.Members);
        Assert.Equal("Bucket", member.Descriptor.Name);
        Assert.Equal([0], member.FreeParameters);
        Assert.Equal([10, 0.9], member.GivenParameters());
    }

    // Unknown, missing and repeated keys.
    [Theory]
    [InlineData("splits:", "split:", "workflow.yaml:3:1: split: there is no such key; did you mean 'splits'?")]
    [InlineData("  source: showers", "  soruce: showers\n  source: showers", "workflow.yaml:11:3: forcing.soruce: there is no such key in forcing; did you mean 'source'?")]
    [InlineData("{ budget: 20 }", "{ bugdet: 20 }", "workflow.yaml:16:18: models[0].calibrate.bugdet: there is no such key in models[0].calibrate; did you mean 'budget'?")]
    [InlineData("name: trial\n", "", "workflow.yaml:1:1: the key 'name' is missing (name of the workflow and of its run's folder)")]
    [InlineData("start: 2000-01-01, ", "", "workflow.yaml:2:1: period: the key 'start' is missing (first day (or hour), inclusive)")]

    // Wrong types and values.
    [InlineData("budget: 20", "budget: many", "workflow.yaml:16:26: models[0].calibrate.budget: expected a whole number, found 'many'")]
    [InlineData("budget: 20", "budget: 0", "workflow.yaml:16:26: models[0].calibrate.budget: expected a number of at least 1, found 0")]
    [InlineData("budget: 20", "budget: 20, algorithm: cmaes", "workflow.yaml:16:41: models[0].calibrate.algorithm: there is no algorithm 'cmaes'; did you mean 'cma-es'?")]
    [InlineData("end: 2003-12-31", "end: 31.12.2003", "workflow.yaml:2:35: period.end: expected last day, inclusive (or end hour, exclusive): text like 2001-10-31 or 2001-10-31 06:00, found '31.12.2003'")]
    [InlineData("name: one", "name: 'one two'", "workflow.yaml:13:11: models[0].name: expected name of the member; unique: text like gr4j-2 (letters, digits, '-' and '_'), found 'one two'")]
    [InlineData("parameters: { share: 0.9 }", "parameters: [0.9]", "workflow.yaml:15:17: models[0].parameters: expected a mapping of keys to values, found a list of 1")]
    [InlineData("plugin: bucket", "plugin: bucket\n    settings: { initial: yes }", "workflow.yaml:15:26: models[0].settings.initial: expected a number, found 'yes'")]
    [InlineData("plugin: bucket", "plugin: bucket\n    settings: { intial: 3 }", "workflow.yaml:15:17: models[0].settings.intial: there is no such key in models[0].settings; did you mean 'initial'?")]

    // Periods.
    [InlineData("end: 2003-12-31", "end: 2003-02-30", "workflow.yaml:2:35: period.end: there is no date 2003-02-30")]
    [InlineData("calibration: [2001-01-01, 2002-06-30]", "calibration: [2001-01-01, 2002-07-01]", "workflow.yaml:6:9: splits.test: 2002-07-01 to 2003-12-31 overlaps calibration (2001-01-01 to 2002-07-01); what is fitted on one must not be scored on the other")]
    [InlineData("test: [2002-07-01, 2003-12-31]", "test: [2002-07-01, 2004-12-31]", "workflow.yaml:6:9: splits.test: 2002-07-01 to 2004-12-31 reaches outside the simulated period 2000-01-01 to 2003-12-31")]
    [InlineData("test: [2002-07-01, 2003-12-31]", "test: [2003-07-01, 2003-06-29]", "workflow.yaml:6:9: splits.test: the period is empty: it ends (2003-06-29) before it starts (2003-07-01)")]
    [InlineData("  calibration: [2001-01-01, 2002-06-30]\n", "", "workflow.yaml:15:5: models[0].calibrate: there is no calibration period; give splits.calibration")]

    // Alternatives.
    [InlineData("budget: 20", "objective: nsee", "workflow.yaml:16:29: models[0].calibrate.objective: there is no score 'nsee'; did you mean 'nse'?")]
    [InlineData("budget: 20", "objective: crps", "workflow.yaml:16:29: models[0].calibrate.objective: the score 'crps' is that of quantiles, which a calibration does not simulate")]
    [InlineData("budget: 20", "algorithm: annealing", "workflow.yaml:16:29: models[0].calibrate.algorithm: there is no algorithm 'annealing'; there are cma-es, dds, de, nsga-ii, sce-ua")]
    [InlineData("budget: 20", "objective: { nsee: 1 }", "workflow.yaml:16:31: models[0].calibrate.objective.nsee: there is no score 'nsee'; did you mean 'nse'?")]
    [InlineData("source: showers", "source: showers\n  variables: { precipitation: { nam: prcp } }", "workflow.yaml:12:33: forcing.variables.precipitation.nam: there is no such key in forcing.variables.precipitation; did you mean 'name'?")]

    // Plugins, parameters, outputs, scores.
    [InlineData("plugin: bucket", "plugin: bukcet", "workflow.yaml:14:13: models[0].plugin: there is no plugin 'bukcet'; did you mean 'bucket'?")]
    [InlineData("plugin: bucket", "plugin: showers", "")]
    [InlineData("source: showers", "source: showrs", "workflow.yaml:11:11: forcing.source: there is no plugin 'showrs'; did you mean 'showers'?")]
    [InlineData("{ share: 0.9 }", "{ shar: 0.9 }", "workflow.yaml:15:19: models[0].parameters.shar: Bucket has no parameter 'shar'; did you mean 'share'?")]
    [InlineData("{ share: 0.9 }", "{ share: 1.9 }", "workflow.yaml:15:26: models[0].parameters.share: expected 0 to 1 1, found 1.9")]
    [InlineData("{ share: 0.9 }", "{ share: 0.9, K: 5 }", "workflow.yaml:16:5: models[0].calibrate: Bucket has no parameter left to calibrate")]
    [InlineData("budget: 20", "bounds: { K: [5, 500] }", "workflow.yaml:16:31: models[0].calibrate.bounds.K: expected two numbers, the lower first, within 1 to 100 d")]
    [InlineData("[store]", "[stor]", "workflow.yaml:17:15: models[0].outputs[0]: Bucket has no output 'stor'; did you mean 'store'?")]
    [InlineData("models:", "evaluate: { metrics: [nse, kgee] }\nmodels:", "workflow.yaml:12:28: evaluate.metrics[1]: there is no score 'kgee'; did you mean 'kge'?")]
    [InlineData("    outputs: [store]", "  - { name: one, plugin: bucket }", "workflow.yaml:17:13: models[1].name: there are two members 'one'")]
    [InlineData("period: { start", "period: { step: 5h, start", "workflow.yaml:2:17: period.step: expected a step that divides a day, found 5h")]
    [InlineData("period: { start", "period: { step: 1h, start", "workflow.yaml:14:13: models[0].plugin: Bucket runs on steps of 1 d, not of 1 h")]

    // Basins.
    [InlineData("[north]", "[{ id: north, lattitude: 47 }]", "workflow.yaml:9:25: domain.basins[0].lattitude: there is no such key in domain.basins[0]; did you mean 'latitude'?")]
    [InlineData("[north]", "[{ id: north, latitude: 470 }]", "workflow.yaml:9:35: domain.basins[0].latitude: expected a number of at most 90, found 470")]
    [InlineData("[north]", "[{ id: north, area: large }]", "workflow.yaml:9:31: domain.basins[0].area: expected area: a number in km2, or a value with its unit, found 'large'")]
    [InlineData("[north]", "north", "workflow.yaml:9:11: domain.basins: expected the basins by table: ids that the forcing's source knows, or mappings with an id and properties that the source does not give; or a file of ids, one a line, found 'north'")]
    [InlineData("[north]", "[nroth]", "workflow.yaml:9:12: domain.basins[0]: the source has no basin 'nroth'; did you mean 'north'?")]
    [InlineData("[north]", "[south]", "workflow.yaml:9:12: domain.basins[0]: basin south: its area is not known. Give it: { id: ID, area: 123 } (in km2).")]
    [InlineData("[north]", "[{ id: south, area: { value: 3, unit: kg } }]", "workflow.yaml:9:12: domain.basins[0]: basin south: 'kg' is no unit of area")]
    [InlineData("[north]", "[north, north]", "workflow.yaml:9:19: domain.basins[1]: the basin 'north' is there twice")]
    [InlineData("basins: [north]", "basins: [north]\n  elevation_bands: { count: 3 }", "workflow.yaml:9:12: domain.basins[0]: elevation bands need the hypsometry of basin north")]
    [InlineData("[north]", "[{ id: north, hypsometry: [100, 300, 200] }]", "workflow.yaml:9:37: domain.basins[0].hypsometry: hypsometry of basin north: its quantile 3 (200 m) is lower than the one before (300 m). List elevations lowest first.")]
    public void A_mistake_is_told_with_its_place_and_remedy(string part, string replacement, string problem)
    {
        string found = _file.ProblemAfter(part, replacement);
        if (problem.Length == 0)
        {
            Assert.Contains("plugin 'showers' is a forcing plugin, not a model plugin", found, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(problem, found);
    }

    [Theory]
    [InlineData("name: [1, 2", "this is no valid YAML")]
    [InlineData("name: *nobody", "nobody")]
    [InlineData("name: a\n\tperiod: 1", "this is no valid YAML")]
    [InlineData("name: a\nname: b", "uplicate key")]
    [InlineData("- a\n- b", "a workflow file is a mapping of keys to values")]
    [InlineData("", "a workflow file is a mapping of keys to values")]
    public void What_is_no_YAML_mapping_is_refused_with_its_line(string yaml, string part)
    {
        string problem = Assert.Single(_file.ProblemsOf(yaml));
        Assert.Contains(part, problem, StringComparison.Ordinal);
        Assert.Matches(@"^workflow\.yaml:\d+:\d+: ", problem);
    }

    [Fact]
    public void Several_problems_are_told_at_once_in_the_order_of_the_file()
    {
        string yaml = WorkflowFile.Sound
            .Replace("[north]", "[]", StringComparison.Ordinal)
            .Replace("budget: 20", "budget: -1", StringComparison.Ordinal)
            .Replace("name: trial", "name: 'a trial'\nsplitts: 1", StringComparison.Ordinal);
        Assert.Equal(["name", "splitts", "domain.basins", "models[0].calibrate.budget"], Assert.Throws<WorkflowProblemsException>(() => _file.Plan(yaml)).Problems.Select(problem => problem.Key));
    }

    [Fact]
    public void Problems_of_different_checks_are_told_at_once()
    {
        string yaml = WorkflowFile.Sound
            .Replace("source: showers", "source: none", StringComparison.Ordinal)
            .Replace("plugin: bucket", "plugin: none", StringComparison.Ordinal)
            .Replace("[2002-07-01, 2003-12-31]", "[2002-07-01, 2005-12-31]", StringComparison.Ordinal);
        Assert.Equal(["splits.test", "forcing.source", "models[0].plugin"], Assert.Throws<WorkflowProblemsException>(() => _file.Plan(yaml)).Problems.Select(problem => problem.Key));
    }

    [Fact]
    public void A_missing_file_is_told() =>
        Assert.Contains("there is no such file", Assert.Throws<InputException>(() => WorkflowPlan.Read(Path.Combine(_file.Folder, "nowhere.yaml"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_plugin_that_throws_in_its_constructor_is_a_problem_of_its_member() =>
        Assert.Contains("workflow.yaml:14:13: models[0].plugin: ", _file.ProblemAfter("plugin: bucket", "plugin: throws-in-constructor"), StringComparison.Ordinal);

    [Fact]
    public void A_plugin_that_throws_while_it_describes_its_model_ends_in_its_own_message()
    {
        string yaml = WorkflowFile.Sound.Replace("plugin: bucket", "plugin: bucket\n    settings: { fails: describe }", StringComparison.Ordinal);
        Assert.Contains("a hole in the bucket (describe)", Assert.ThrowsAny<Exception>(() => _file.Plan(yaml)).Message, StringComparison.Ordinal);
    }
}
