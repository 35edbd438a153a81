using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Calibrating GR models on a real catchment, where airGR's own calibration of GR4J reaches NSE 0.7988 and of GR6J 0.7957.</summary>
public sealed class CalibratorTests
{
    [Fact]
    public void GR4J_reaches_what_airGR_reaches_from_each_of_ten_seeds()
    {
        MemberPlan member = FrenchCatchment.Member("""{ "variant": "GR4J" }""", new CalibrationSection { Budget = 1000 });
        for (int seed = 1; seed <= 10; seed++)
        {
            CalibrationResult result = FrenchCatchment.Calibrate(member, seed);
            Assert.True(result.Score >= 0.7988, $"seed {seed} reached {result.Score}");
            Assert.Equal(1000, result.Trace.Count);
            Close.All([257.238, 1.012, 88.235, 2.208], result.Parameters, 0.02);
        }
    }

    [Fact]
    public void GR6J_beats_the_local_search_of_airGR()
    {
        MemberPlan member = FrenchCatchment.Member("""{ "variant": "GR6J" }""", new CalibrationSection { Budget = 2000 });
        Assert.True(FrenchCatchment.Calibrate(member, seed: 1).Score > 0.7957);
    }

    [Fact]
    public void The_objective_is_the_score_of_a_simulation_with_the_parameters_found()
    {
        MemberPlan member = FrenchCatchment.Member("{}", new CalibrationSection { Budget = 100, Objective = new Dictionary<string, double> { ["kge"] = 1 } });
        WorkflowInputs inputs = FrenchCatchment.Read();
        CalibrationResult result = FrenchCatchment.Calibrate(member, seed: 1);

        using var model = new PreparedModel(member, inputs, null, new HostServices(_ => { }));
        using var river = new RiverDischarge(inputs.Domain, null, model.Member.Descriptor, inputs.Forcing.Time.Step, 1, new HostServices(_ => { }));
        var simulation = MemberSimulation.Run(model, inputs, [result.Parameters], river, 100, TestContext.Current.CancellationToken);
        Range scored = inputs.Forcing.Time.IndicesWithin(FrenchCatchment.Calibration);
        var pairs = new ScoredSeries(inputs.Forcing.Time, inputs.ObservedIn(0, scored), simulation.Discharge(0)[scored]);
        Assert.Equal(FrenchCatchment.Plugins.Metric("kge").Metric.Of(pairs), result.Score, 1e-12);
    }

    [Theory]
    [InlineData("cma-es")]
    [InlineData("sce-ua")]
    [InlineData("dds")]
    [InlineData("de")]
    public void The_trace_depends_on_the_seed_and_not_on_the_number_of_workers(string algorithm)
    {
        MemberPlan member = FrenchCatchment.Member("{}", new CalibrationSection { Algorithm = algorithm, Budget = 120, Starts = 3 });
        CalibrationResult one = FrenchCatchment.Calibrate(member, seed: 5, workers: 1);
        CalibrationResult four = FrenchCatchment.Calibrate(member, seed: 5, workers: 4);
        CalibrationResult other = FrenchCatchment.Calibrate(member, seed: 6, workers: 4);

        Assert.Equal(Lines(one), Lines(four));
        Assert.NotEqual(Lines(one), Lines(other));
        Assert.InRange(one.Trace.Count, 1, 3 * 120);

        static IEnumerable<string> Lines(CalibrationResult result) =>
            result.Trace.Entries.Select(entry => FormattableString.Invariant($"{entry.Start} {entry.Score:R} {entry.Best:R} ") + string.Join(' ', entry.Parameters ?? []));
    }

    [Fact]
    public void Fixed_parameters_stay_and_bounds_hold()
    {
        var section = new CalibrationSection { Budget = 200, Bounds = new Dictionary<string, IReadOnlyList<double>> { ["X1"] = [100, 150] } };
        CalibrationResult result = FrenchCatchment.Calibrate(FrenchCatchment.Member("{}", section, new() { ["X4"] = 3.25 }), seed: 1);
        Assert.Equal(3.25, result.Parameters[3]);
        Assert.All(result.Trace.Entries.Where(entry => entry.Parameters is not null), entry => Assert.InRange(entry.Parameters![0], 100, 150));
    }

    [Fact]
    public void A_calibration_period_without_observations_is_refused()
    {
        WorkflowInputs inputs = FrenchCatchment.Read();
        Array.Fill(inputs.Observed[0], double.NaN);
        MemberPlan member = FrenchCatchment.Member("{}", new CalibrationSection());
        var error = Assert.Throws<InputException>(() => new Calibrator(member, inputs, FrenchCatchment.Group, null, FrenchCatchment.Calibration, 1, FrenchCatchment.Plugins, new HostServices(_ => { })));
        Assert.Contains("there is no observed discharge in the calibration period 1990-01-01 to 1999-12-31", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_calibration_stops()
    {
        MemberPlan member = FrenchCatchment.Member("{}", new CalibrationSection { Budget = 100000 });
        using var calibrator = new Calibrator(member, FrenchCatchment.Read(), FrenchCatchment.Group, null, FrenchCatchment.Calibration, 2, FrenchCatchment.Plugins, new HostServices(_ => { }));
        using var cancellation = new CancellationTokenSource();
        var stop = new StopAfterFirstReport(cancellation);
        Assert.ThrowsAny<OperationCanceledException>(() => calibrator.Run(1, stop, cancellation.Token));
        Assert.Equal(1, stop.Reports);
    }

    private sealed class StopAfterFirstReport(CancellationTokenSource cancellation) : IProgress<CalibrationProgress>
    {
        public int Reports { get; private set; }

        public void Report(CalibrationProgress value)
        {
            Reports++;
            cancellation.Cancel();
        }
    }
}
