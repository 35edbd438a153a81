using System.Globalization;

namespace Tributary.Tests.EndToEnd;

/// <summary>Basins that drain into each other, through the whole program.</summary>
public sealed class RiverNetworkTests
{
    private const int WrongInput = 2;

    [Fact]
    public void A_routing_plugin_holds_water_back_and_the_gauge_below_sees_it_later()
    {
        using Trial instant = Chain(routing: string.Empty);
        instant.Run().Done();
        using Trial delayed = Chain("routing: { plugin: delay, parameters: { steps: 3 } }");
        delayed.Run().Done();
        double[] top = Predicted(instant, "top");
        double[] own = [.. Predicted(instant, "mouth").Zip(top, (all, above) => all - above)];
        double[] mouth = Predicted(delayed, "mouth");
        Assert.Equal(top, Predicted(delayed, "top"));
        for (int day = 3; day < mouth.Length; day++)
        {
            Assert.Equal(own[day] + top[day - 3], mouth[day], 1e-5);
        }
    }

    [Fact]
    public void A_lake_between_two_gauges_holds_water_back_and_another_outlet_is_another_step()
    {
        using Trial instant = Chain(routing: string.Empty);
        instant.Run().Done();
        double[] top = Predicted(instant, "top");
        double[] own = [.. Predicted(instant, "mouth").Zip(top, (all, above) => all - above)];
        using Trial trial = Chain("routing: { plugin: muskingum, lakes: { plugin: lakes, settings: { outlet_exponent: 1 }, parameters: { weir_coefficient: 2 } } }")
            .With("reach: { length: 20 }", "reach: { length: 20, attributes: { lake_area: 20, outlet_width: 10 } }");
        trial.Run().Done();
        AssertLake(Math.Exp(-86400 * 2 * 10 / 20e6));
        trial.With("weir_coefficient: 2", "weir_coefficient: 3").Run().Done();
        AssertLake(Math.Exp(-86400 * 3 * 10 / 20e6));

        // A linear reservoir keeps the share e^(-k dt) of its balance from day to day, k = c b / A; the mouth lies at the head of its own reach.
        void AssertLake(double kept)
        {
            double[] mouth = Predicted(trial, "mouth");
            double released = 0;
            double rate = -Math.Log(kept);
            double mean = (1 - kept) / rate;
            for (int day = 0; day < mouth.Length; day++)
            {
                double outflow = top[day] + ((released - top[day]) * mean);
                Assert.Equal(own[day] + outflow, mouth[day], 1e-4);
                released = top[day] + ((released - top[day]) * kept);
            }
        }
    }

    [Fact]
    public void All_units_of_a_network_share_one_calibrated_parameter_set()
    {
        using Trial trial = Chain("routing: { plugin: delay }").With("parameters: { X1: 200 }", "calibrate: { budget: 100, gauges: [mouth] }");
        trial.Run().Done();
        string parameters = File.ReadAllText(Path.Combine(trial.RunFolder, "models", "one", "parameters.json"));
        Assert.Contains("\"trial\"", parameters, StringComparison.Ordinal);
        Assert.DoesNotContain("\"top\"", parameters, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("downstream: mouth", "downstream: mouht", "domain.basins[1].downstream", "did you mean 'mouth'?")]
    [InlineData("id: mouth, area: 150", "id: mouth, area: 150, downstream: top, reach: { length: 1 }", "domain.basins[0].downstream", "in a circle: mouth -> top -> mouth")]
    [InlineData("area: 150", "area: 90", "domain.basins[0]", "no larger than those that drain into it (100 km2)")]
    [InlineData(", reach: { length: 20 }", "", "domain.basins[1]", "the reach below basin top is not known")]
    [InlineData("plugin: delay", "plugin: dealy", "routing.plugin", "did you mean 'delay'?")]
    [InlineData("plugin: delay", "plugin: delay, parameters: { step: 1 }", "routing.parameters.step", "did you mean 'steps'?")]
    [InlineData("parameters: { X1: 200 }", "calibrate: { gauges: [mouht] }", "models[0].calibrate.gauges[0]", "did you mean 'mouth'?")]
    public void What_is_wrong_with_a_network_is_told_with_its_place(string part, string other, string place, string message)
    {
        using Trial trial = Chain("routing: { plugin: delay }").With(part, other);
        trial.Run().Fails(WrongInput, place, message);
        trial.LeftNoResult();
    }

    [Fact]
    public void Keys_of_a_network_are_refused_in_a_lumped_domain()
    {
        using Trial trial = Chain("routing: { plugin: delay }").With("mode: semi-distributed", "mode: lumped");
        Outcome outcome = trial.Run();
        Assert.Equal(WrongInput, outcome.Status);
        foreach (string key in (string[])["domain.nested", "domain.basins[1].downstream", "routing: lumped basins have no river network"])
        {
            Assert.Contains(key, outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_routing_plugin_that_throws_is_named()
    {
        using Trial trial = Chain("routing: { plugin: delay, settings: { fails: true } }");
        trial.Run().Fails(1, "plugin delay", "a hole in the river");
        trial.LeftNoResult();
    }

    private static Trial Chain(string routing)
    {
        var trial = new Trial { Environment = new Dictionary<string, string> { ["TRIBUTARY_PLUGINS"] = BuiltPlugins.Folder("Delay") } };
        trial.AsChain();
        trial.With("calibrate: { budget: 200 }", "parameters: { X1: 200 }");
        trial.Yaml += $"\n{routing}\n";
        return trial;
    }

    private static double[] Predicted(Trial trial, string gauge) =>
    [
        .. File.ReadLines(Path.Combine(trial.RunFolder, $"hydrograph_{gauge}.csv")).Skip(1).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)),
    ];
}
