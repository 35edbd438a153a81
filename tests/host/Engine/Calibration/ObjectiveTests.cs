using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>What a calibration maximises is what the report shows.</summary>
public sealed class ObjectiveTests
{
    private static readonly TimeAxis Time = new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 500);

    [Theory]
    [InlineData("nse", 1)]
    [InlineData("kge", 1)]
    [InlineData("kge_2012", 1)]
    [InlineData("log_nse", 1)]
    [InlineData("rmse", -1)]
    [InlineData("mae", -1)]
    public void A_single_objective_is_the_score_of_that_name(string name, double sign)
    {
        foreach (bool gaps in new[] { false, true })
        {
            (double[] observed, double[] simulated) = Series(gaps);
            double score = FrenchCatchment.Plugins.Metric(name).Metric.Of(new ScoredSeries(Time, observed, simulated));
            Assert.Equal(sign * score, Evaluate(new() { [name] = 1 }, observed, simulated), 1e-12);
        }
    }

    [Fact]
    public void Several_scores_add_up_by_their_weights()
    {
        (double[] observed, double[] simulated) = Series(gaps: true);
        double Of(string name) => Evaluate(new() { [name] = 1 }, observed, simulated);
        double weighted = Evaluate(new() { ["nse"] = 0.25, ["log_nse"] = 0.5, ["rmse"] = 2 }, observed, simulated);
        Assert.Equal((0.25 * Of("nse")) + (0.5 * Of("log_nse")) + (2 * Of("rmse")), weighted, 1e-12);
    }

    [Fact]
    public void A_simulation_that_broke_down_is_worse_than_all_others()
    {
        (double[] observed, double[] simulated) = Series(gaps: false);
        simulated[17] = double.NaN;
        Assert.Equal(double.NegativeInfinity, Evaluate(new() { ["nse"] = 1 }, observed, simulated));
    }

    [Fact]
    public void Gaps_are_not_counted()
    {
        (double[] observed, _) = Series(gaps: true);
        Assert.Equal(observed.Count(value => !double.IsNaN(value)), new Objective(new Dictionary<string, double> { ["nse"] = 1 }, FrenchCatchment.Plugins, Time, observed).ObservedCount);
    }

    [Fact]
    public void A_metric_with_its_best_in_the_middle_counts_by_its_distance_from_it()
    {
        (double[] observed, _) = Series(gaps: true);
        double Of(double factor) => Evaluate(new() { ["kge_beta"] = 1 }, observed, [.. observed.Select(value => factor * value)]);
        Assert.Equal(-0.25, Of(1.25), 1e-12);
        Assert.Equal(-0.25, Of(0.75), 1e-12);
        Assert.Equal(0, Of(1), 1e-12);
        Assert.Equal(["NSE", "-RMSE", "-|KGE beta - 1|"], new[] { "nse", "rmse", "kge_beta" }.Select(name => Objective.LabelOf(FrenchCatchment.Plugins.Metric(name).Metric)));
    }

    [Theory]
    [InlineData("nse")]
    [InlineData("kge")]
    [InlineData("log_nse")]
    [InlineData("rmse")]
    public void An_evaluation_allocates_nothing(string name)
    {
        (double[] observed, double[] simulated) = Series(gaps: true);
        var objective = new Objective(new Dictionary<string, double> { [name] = 1 }, FrenchCatchment.Plugins, Time, observed);
        ScoredSeries room = objective.Room();
        double[] terms = new double[1];
        objective.Evaluate(simulated, room, terms);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            objective.Evaluate(simulated, room, terms);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double Evaluate(Dictionary<string, double> weights, double[] observed, double[] simulated)
    {
        var objective = new Objective(weights, FrenchCatchment.Plugins, Time, observed);
        return objective.Evaluate(simulated, objective.Room(), new double[weights.Count]);
    }

    private static (double[] Observed, double[] Simulated) Series(bool gaps)
    {
        var random = new Random(4);
        double[] observed = [.. Enumerable.Range(0, Time.Count).Select(i => gaps && i % 7 == 3 ? double.NaN : 5 + (4 * Math.Sin(i / 20.0)) + random.NextDouble())];
        double[] simulated = [.. observed.Select(value => double.IsNaN(value) ? 99 : (0.8 * value) + random.NextDouble())];
        return (observed, simulated);
    }
}
