using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Workflows in which hillslopes, river and lakes have a routing each.</summary>
public sealed class RoutingWorkflowTests : IDisposable
{
    private const string Combined = """
        routing:
          plugin: muskingum
          parameters: { celerity: 2 }
          hillslope:
            plugin: hillslope
            parameters: { shape: 1, scale: 30 }
          lakes:
            plugin: lakes
            settings: { rule: level-pool, outlet_exponent: 1 }
            parameters: { weir_coefficient: 2 }
        """;

    private static readonly TimeAxis Time = new(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 400);
    private static readonly HostServices Services = new(_ => { });
    private static readonly ModelDescriptor Model = new() { Name = "any", Description = "any", Outputs = [new OutputDeclaration(Variables.Runoff)] };

    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Parts_of_a_routing_are_read_and_their_parameters_stand_one_after_the_other()
    {
        RoutingPlan plan = _file.Plan(Workflow(Combined)).Routing!;
        Assert.Equal(["muskingum", "hillslope", "lakes"], plan.Parts.Select(part => part.Loaded.Manifest.Id));
        Assert.Equal(["routing", "routing.hillslope", "routing.lakes"], plan.Parts.Select(part => part.Key));
        Assert.Equal([2, 0.2, 1, 30, 2, 2, 0.01, 5, 0.85], plan.Parameters());
    }

    [Theory]
    [InlineData("    plugin: hillslope", "    plugin: hilslope", "workflow.yaml:15:13: routing.hillslope.plugin: there is no plugin 'hilslope'; did you mean 'hillslope'?")]
    [InlineData("hillslope\n    parameters: { shape: 1, scale: 30 }", "muskingum", "workflow.yaml:15:13: routing.hillslope.plugin: muskingum is a routing of the river; name it under routing.plugin")]
    [InlineData("lakes\n    settings: { rule: level-pool, outlet_exponent: 1 }\n    parameters: { weir_coefficient: 2 }", "hillslope", "workflow.yaml:18:13: routing.lakes.plugin: hillslope is a routing of the hillslopes; name it under routing.hillslope")]
    [InlineData("muskingum\n  parameters: { celerity: 2 }", "hillslope", "workflow.yaml:12:11: routing.plugin: hillslope takes water from the units to the river and no further; name it under routing.hillslope, and here a routing of the river")]
    [InlineData("muskingum\n  parameters: { celerity: 2 }", "lakes", "workflow.yaml:12:11: routing.plugin: lakes routes lakes, which routing.lakes does already; name one for the river here")]
    [InlineData("muskingum\n  parameters: { celerity: 2 }", "delay", "workflow.yaml:16:3: routing.lakes: delay does not go reach by reach, so that no lakes can stand in its river; name another plugin under routing.plugin, or leave the lakes out")]
    [InlineData("rule: level-pool", "rule: levelpool", "workflow.yaml:19:23: routing.lakes.settings.rule: expected one of level-pool, doll, hanasaki, found 'levelpool'; did you mean 'level-pool'?")]
    [InlineData("outlet_exponent: 1", "outlet_exponent: 0.5", "workflow.yaml:19:52: routing.lakes.settings.outlet_exponent: expected a number of at least 1, found 0.5")]
    [InlineData("outlet_exponent: 1", "outlet_exponet: 1", "workflow.yaml:19:35: routing.lakes.settings.outlet_exponet: there is no such key in routing.lakes.settings; did you mean 'outlet_exponent'?")]
    [InlineData("weir_coefficient: 2", "weir: 2", "workflow.yaml:20:19: routing.lakes.parameters.weir: lakes and reservoirs has no parameter 'weir'")]
    [InlineData("scale: 30", "scale: 3000", "workflow.yaml:16:36: routing.hillslope.parameters.scale: expected 0.1 to 240 h, found 3000")]
    [InlineData("  lakes:", "  lake:", "workflow.yaml:17:3: routing.lake: there is no such key in routing; did you mean 'lakes'?")]
    [InlineData("    plugin: lakes\n", "", "workflow.yaml:17:3: routing.lakes: the key 'plugin' is missing (the routing plugin)")]
    public void What_is_wrong_with_a_part_of_a_routing_is_told_with_its_place(string part, string replacement, string expected)
    {
        Assert.Contains(part, Combined, StringComparison.Ordinal);
        string problem = Assert.Single(_file.ProblemsOf(Workflow(Combined.Replace(part, replacement, StringComparison.Ordinal))));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hillslope_routing_alone_asks_for_one_of_the_river()
    {
        string problem = Assert.Single(_file.ProblemsOf(Workflow("routing: { plugin: hillslope }")));
        Assert.EndsWith("routing.plugin: hillslope takes water from the units to the river and no further; name it under routing.hillslope, and here a routing of the river", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lake_routing_alone_is_a_river_that_only_its_lakes_hold_back()
    {
        RoutingPlan plan = _file.Plan(Workflow("routing: { plugin: lakes, settings: { outlet_exponent: 1 }, hillslope: { plugin: hillslope } }")).Routing!;
        Assert.Equal(["lakes", "hillslope"], plan.Parts.Select(part => part.Loaded.Manifest.Id));
    }

    [Fact]
    public void Gauges_see_water_behind_hillslopes_and_lakes_and_none_is_lost()
    {
        BasinDomain domain = Domain();
        using var river = new RiverDischarge(domain, _file.Plan(Workflow(Combined)).Routing, Model, Time.Step, 2, Services);
        double[] given = new double[3 * Time.Count];
        given[0] = given[Time.Count] = given[2 * Time.Count] = 86.4;
        double[] discharge = new double[given.Length];
        river.Route(Time, given, discharge, new RiverDischarge.Room());

        // 86.4 mm on 10, 20 and 30 km2 are 10, 20 and 30 m3/s on one day; a gauge at a head sees its own through an exponential hillslope (a gamma of shape 1) of 30 h.
        for (int day = 0; day < 10; day++)
        {
            Assert.Equal(10 * (Math.Exp(-day * 24 / 30.0) - Math.Exp(-(day + 1) * 24 / 30.0)), discharge[day], 1e-4);
        }

        // Below the lake (k = 2 * 100 / 2e8 = 1e-6 s-1, twelve days) all comes, later than without it.
        Assert.Equal(10, discharge[..Time.Count].Sum(), 1e-9);
        Assert.Equal(60, discharge[(2 * Time.Count)..].Sum(), 1e-9);
        double mean = discharge[(2 * Time.Count)..].Select((flow, day) => day * flow).Sum() / 60;
        double own = 30 / 24.0;
        Assert.Equal(own + (30 / 60.0 * (1e6 / 86400)), mean, 0.6);
    }

    [Fact]
    public void Which_plugin_broke_down_is_told()
    {
        using var river = new RiverDischarge(
            Domain(), _file.Plan(Workflow("routing: { plugin: delay, settings: { fails: true }, hillslope: { plugin: hillslope } }")).Routing, Model, Time.Step, 1, Services);
        double[] given = new double[3 * Time.Count];
        WorkException error = Assert.Throws<WorkException>(() => river.Route(Time, given, new double[given.Length], new RiverDischarge.Room()));
        Assert.StartsWith("routing: plugin delay ", error.Message, StringComparison.Ordinal);
        Assert.Contains("a hole in the river", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_lakes_is_refused_before_anything_is_routed()
    {
        RoutingPlan plan = _file.Plan(Workflow(Combined)).Routing!;
        BasinDomain domain = Domain(withLake: false);
        InputException error = Assert.Throws<InputException>(() => new RiverDischarge(domain, plan, Model, Time.Step, 1, Services));
        Assert.StartsWith("lakes: no reach has the attribute lake_area", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_river_that_does_not_go_reach_by_reach_is_refused_even_if_its_descriptor_says_otherwise()
    {
        RoutingPlan plan = _file.Plan(Workflow("routing: { plugin: delay }")).Routing!;
        RoutingPlan lakes = _file.Plan(Workflow(Combined)).Routing!.Lakes!;
        using var river = new RiverDischarge(Domain(), plan with { Lakes = lakes }, Model, Time.Step, 1, Services);
        double[] given = new double[3 * Time.Count];
        InputException error = Assert.Throws<InputException>(() => river.Route(Time, given, new double[given.Length], new RiverDischarge.Room()));
        Assert.StartsWith("routing.lakes: delay does not go reach by reach", error.Message, StringComparison.Ordinal);
    }

    private static string Workflow(string routing) =>
        WorkflowFile.Sound.Replace("  basins: [north]", "  mode: semi-distributed\n  basins: [north]", StringComparison.Ordinal).Replace("forcing:", routing + "\nforcing:", StringComparison.Ordinal);

    /// <summary>Two basins that drain into a third; the reach below the second is a lake.</summary>
    private static BasinDomain Domain(bool withLake = true)
    {
        string[] ids = ["one", "two", "mouth"];
        double[] areas = [10, 20, 30];
        var attributes = new AttributeTable(3);
        if (withLake)
        {
            attributes.Set("lake_area", "km2", [200, 200, double.NaN]);
            attributes.Set("outlet_width", "m", [100, 100, double.NaN]);
        }

        var network = new RiverNetwork(ids, [2, 2, -1], [1000, 1000, 1000], [0.001, 0.001, 0.001], [0, 1, 2], attributes);
        return new BasinDomain(SpatialModes.SemiDistributed, new CatchmentUnits(ids, areas), network, [new("one", 0, 10, AtHead: true), new("two", 1, 20, AtHead: true), new("mouth", 2, 60, AtHead: true)]);
    }
}
