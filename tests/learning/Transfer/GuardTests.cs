using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.Transfer;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

/// <summary>The guard keeps the source's weights where adapting gains nothing beyond its noise.</summary>
public sealed class GuardTests : IDisposable
{
    private readonly TransferTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void The_decision_is_that_of_the_numbers_by_hand()
    {
        // Spread 100, errors of the source 10, 14, 12 and of the adapted 8, 10, 9: gains 3 * 2, 3 * 4, 3 * 3 hundredths.
        GuardDecision decision = Guard.Decide("b", [new(10, 8), new(14, 10), new(12, 9)], 100, 1);

        Assert.Equal(0.09, decision.Gain, 1e-12);
        Assert.Equal(0.03 * Math.Sqrt((1.0 / 3) + (1.0 / 2)), decision.Noise, 1e-12);
        Assert.Equal(0.64, decision.SourceNse, 1e-12);
        Assert.False(decision.KeepsSource);
        Assert.True(Guard.Decide("b", [new(10, 8), new(14, 10), new(12, 9)], 100, 4).KeepsSource);
        Assert.True(Guard.Decide("b", [new(10, 8), new(14, 10), new(12, 24)], 100, 1).KeepsSource);
        Assert.True(Guard.Decide("b", [new(10, 8), new(0, double.PositiveInfinity), new(12, 9)], 100, 0).KeepsSource);
    }

    [Fact]
    public void Adapting_that_does_harm_leaves_the_source_s_bytes()
    {
        string source = _trial.Lstm();
        using var home = new LearningTrial(basins: 2, residence: 4, plugin: new TransferPlugin());
        JsonElement harmful = TransferTrial.Adapt(source, "full", "\"guard\": true, \"guard_blocks\": 3", epochs: 1, rate: 0.5);
        (string folder, TrainingSummary summary) = home.Train(harmful);

        Assert.Equal(TransferTrial.Weights(source).Values, TransferTrial.Weights(folder).Values);
        Assert.Equal(2, summary.Notes.Count(note => note.Contains("the source's weights are kept", StringComparison.Ordinal)));
        Assert.Contains("keeps_source", File.ReadAllText(Path.Combine(folder, "guard.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Adapting_that_helps_is_taken_and_basins_may_decide_apart()
    {
        string source = _trial.Lstm();
        JsonElement settings = TransferTrial.Adapt(source, "full", "\"guard\": true, \"guard_blocks\": 3", epochs: 8);
        (string folder, TrainingSummary summary) = _trial.Target.Train(settings, "both");
        Assert.Equal(2, summary.Notes.Count(note => note.Contains("the adapted weights are taken", StringComparison.Ordinal)));
        Assert.NotEqual(TransferTrial.Weights(source).Values, TransferTrial.Weights(folder).Values);

        // The first basin answers as those of the source do, the second four times slower.
        using var home = new LearningTrial(basins: 2, residence: 4);
        using var slow = new LearningTrial(basins: 2, residence: 16);
        TrainingSetup setup = _trial.Target.Setup("") with { Targets = new[] { home.Truth[..LearningTrial.Days], slow.Truth[LearningTrial.Days..] }.SelectMany(row => row).ToArray() };
        (string apart, TrainingSummary told) = _trial.Target.Train(settings, "apart", setup);
        Assert.Contains(told.Notes, note => note.StartsWith("basin b0: the source's weights are kept", StringComparison.Ordinal));
        Assert.Contains(told.Notes, note => note.StartsWith("basin b1: the adapted weights are taken", StringComparison.Ordinal));
        double[] simulated = _trial.Target.Simulate(settings, apart, [100]);
        double[] alone = home.Simulate(LearningTrial.Settings(), source, []);
        Close.SameBits(alone.AsSpan(0, LearningTrial.Days), simulated.AsSpan(0, LearningTrial.Days), "the basin that keeps the source");
        Assert.NotEqual(alone[LearningTrial.Days], simulated[LearningTrial.Days]);
    }
}
