using System.Globalization;
using System.Text.Json.Nodes;

namespace Tributary.Tests.EndToEnd;

/// <summary>The Lièvre: 1,132 polygons, a curvilinear grid and an observed gauge, by each routing and in each mode.</summary>
public sealed class LievreTests
{
    private static readonly string[] Routings = ["muskingum", "irf", "muskingum-cunge", "kinematic-wave", "diffusive-wave", "wave-tracking"];

    [Fact]
    public void Gridded_runoff_is_routed_by_each_method_and_scored_at_the_gauge()
    {
        var flows = new Dictionary<string, double[]>();
        foreach (string routing in Routings)
        {
            (JsonArray scores, flows[routing]) = Run("lievre", ("ROUTING", routing));
            Assert.All(scores, row => Assert.InRange((double)row!["scores"]!["nse"]!, 0.35, 0.5));
        }

        // All move the same water: each within 0.2 % of the first over eleven years, and none the same flow.
        double volume = flows[Routings[0]].Sum();
        Assert.All(flows.Values, flow => Assert.Equal(volume, flow.Sum(), 0.002 * volume));
        Assert.Equal(Routings.Length, flows.Values.Select(flow => flow[400]).Distinct().Count());
    }

    [Fact]
    public void One_key_switches_the_mode_and_the_water_stays()
    {
        var volumes = new List<double>();
        foreach (string mode in (string[])["lumped", "semi-distributed", "distributed"])
        {
            (JsonArray scores, double[] flow) = Run("lievre", ("MODE", mode));
            Assert.NotEmpty(scores);
            volumes.Add(flow.Sum());
        }

        Assert.All(volumes, volume => Assert.Equal(volumes[0], volume, 0.005 * volumes[0]));
    }

    [Theory]
    [InlineData("semi-distributed")]
    [InlineData("distributed")]
    public void A_rainfall_runoff_model_runs_on_response_units_and_on_cells(string mode)
    {
        (JsonArray scores, _) = Run("lievre-hbv", ("MODE", mode));
        Assert.True((double)scores[0]!["scores"]!["kge"]! > 0.5, scores.ToJsonString());
    }

    [Fact]
    public void Grids_go_through_hydrotrace_beside_two_other_models_in_one_ensemble()
    {
        (JsonArray scores, double[] flow) = Run("lievre-hydrotrace");
        string[] members = [.. scores.Select(row => (string)row!["member"]!).Distinct().Order(StringComparer.Ordinal)];
        Assert.Subset(members.ToHashSet(), new HashSet<string> { "hbv", "hydrotrace", "lstm", "mean", "bma" });
        Assert.All(flow, value => Assert.True(value >= 0));
        Assert.True((double)scores.Single(row => (string)row!["member"]! == "hydrotrace" && (string)row["period"]! == "test")!["scores"]!["kge"]! > 0, scores.ToJsonString());
    }

    private static (JsonArray Scores, double[] Flow) Run(string workflow, params (string, string)[] environment)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(RealData.Folder, "lievre")), $"There is no {Path.Combine(RealData.Folder, "lievre")}; name the folder of real data in TRIBUTARY_DATA.");
        using var folder = new TemporaryFolder();
        Outcome outcome = Cli.Run(
            folder.Path, environment.ToDictionary(), "run", Repository.At("tests", "EndToEnd", "workflows", $"{workflow}.yaml"), "--json").Done();
        string hydrograph = Path.Combine(folder.Path, "runs", workflow, "hydrograph_02LE024.csv");
        double[] flow = [.. File.ReadLines(hydrograph).Skip(1).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture))];
        return (JsonNode.Parse(outcome.Output)!["scores"]!.AsArray(), flow);
    }
}
