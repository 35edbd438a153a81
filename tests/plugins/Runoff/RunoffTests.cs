using Tributary.Contracts;
using Tributary.Plugins.Runoff;

namespace Tributary.Tests.Runoff;

/// <summary>Given runoff passes on as it is, or multiplied, whatever the blocks and the sets side by side.</summary>
public sealed class RunoffTests
{
    private static readonly TimeAxis Time = new(new DateTime(2000, 1, 1), TimeSpan.FromHours(6), 300);

    [Fact]
    public void Given_runoff_is_passed_on_to_the_bit()
    {
        using ModelTrial trial = TrialOf([1, 2]);
        TrialResults results = trial.Run(ParameterSets.Uniform([1], 2));
        Close.SameBits(Given(1), results.Of("runoff", 0));
        Close.SameBits(Given(2), results.Of("runoff", 1));
    }

    [Fact]
    public void The_factor_multiplies_every_step_and_gaps_stay_gaps()
    {
        double[] given = Given(3);
        given[7] = double.NaN;
        using var trial = new ModelTrial(new RunoffPlugin(), "{}", Time, ModelTrial.OneUnit(), given);
        double[] runoff = trial.Run(0.8).Of("runoff");
        for (int step = 0; step < given.Length; step++)
        {
            Assert.Equal(0.8 * given[step], runoff[step]);
        }
    }

    [Fact]
    public void Each_set_of_a_batch_has_its_own_factor()
    {
        using ModelTrial batch = TrialOf([1, 2, 3]);
        Assert.Null(SimulationPromises.BatchGivesTheBitsOfEachAlone(batch, unit => TrialOf([unit + 1]), setCount: 5));
    }

    [Fact]
    public void Blocks_and_restarts_change_no_bit()
    {
        using ModelTrial trial = TrialOf([1]);
        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, ParameterSets.Uniform([1.3]), cases: 15));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, ParameterSets.Uniform([1.3]), cases: 15));
        Assert.Equal(0, SimulationPromises.AllocatedPerStep(trial, ParameterSets.Uniform([1.3])));
    }

    [Fact]
    public void It_declares_what_it_wants_and_gives()
    {
        ModelDescriptor model = new RunoffPlugin().Describe(default);
        ForcingDeclaration wanted = Assert.Single(model.Forcing);
        Assert.Equal(("runoff", "mm", true), (wanted.Variable.Name, wanted.Variable.Unit, wanted.Required));
        Assert.Equal(Variables.Runoff, Assert.Single(model.Outputs).Variable);
        ParameterDeclaration factor = Assert.Single(model.Parameters);
        Assert.Equal(("factor", 1.0), (factor.Name, factor.Default));
    }

    private static ModelTrial TrialOf(int[] seeds) =>
        new(new RunoffPlugin(), "{}", Time, new CatchmentUnits([.. seeds.Select(seed => $"u{seed}")], [.. seeds.Select(seed => (double)seed)]), [.. seeds.Select(Given)]);

    private static double[] Given(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Time.Count).Select(_ => 8 * random.NextDouble() * random.NextDouble())];
    }
}
