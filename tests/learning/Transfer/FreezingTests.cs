using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Learning.Tests;

/// <summary>What a strategy freezes has the same bytes before and after; all else has moved.</summary>
public sealed class FreezingTests : IDisposable
{
    private static readonly string[] OfLstm = ["lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0", "head.net.0.weight", "head.net.0.bias"];
    private static readonly string[] OfInputTransform = ["linearIn.weight", "linearIn.bias", "lstm.w_ih", "lstm.w_hh", "lstm.b_ih", "lstm.b_hh", "linearOut.weight", "linearOut.bias"];

    private readonly TransferTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Theory]
    [InlineData("zero-shot", "")]
    [InlineData("full", "lstm.weight_ih_l0 lstm.weight_hh_l0 lstm.bias_ih_l0 lstm.bias_hh_l0 head.net.0.weight head.net.0.bias")]
    [InlineData("head-only", "head.net.0.weight head.net.0.bias")]
    [InlineData("modules", "lstm.weight_hh_l0 head.net.0.weight head.net.0.bias", "\"parameters\": [\"head.*\", \"lstm.weight_hh*\"]")]
    [InlineData("gradual", "head.net.0.weight head.net.0.bias", "\"stages\": [{ \"from\": 1, \"parameters\": [\"head.*\"] }, { \"from\": 9, \"parameters\": [\"*\"] }]")]
    [InlineData("gradual", "head.net.0.weight head.net.0.bias lstm.weight_hh_l0 lstm.bias_hh_l0", "\"stages\": [{ \"from\": 1, \"parameters\": [\"head.*\"] }, { \"from\": 2, \"parameters\": [\"*_hh_*\"] }]")]
    [InlineData("gradual", "lstm.weight_ih_l0 lstm.weight_hh_l0 lstm.bias_ih_l0 lstm.bias_hh_l0 head.net.0.weight head.net.0.bias")]
    public void What_a_strategy_freezes_of_an_LSTM_keeps_its_bytes(string strategy, string trained, string more = "")
    {
        string source = _trial.Lstm();
        DemandMoved(source, TransferTrial.Adapt(source, strategy, more), OfLstm, trained);
    }

    [Theory]
    [InlineData("tl-a", "linearIn.weight linearIn.bias linearOut.weight linearOut.bias")]
    [InlineData("tl-b", "linearIn.weight linearIn.bias linearOut.weight linearOut.bias lstm.w_hh lstm.b_hh")]
    [InlineData("tl-c", "linearIn.weight linearIn.bias lstm.w_ih lstm.w_hh lstm.b_ih lstm.b_hh linearOut.weight linearOut.bias")]
    [InlineData("head-only", "linearOut.weight linearOut.bias")]
    public void What_a_strategy_freezes_of_an_input_transform_network_keeps_its_bytes(string strategy, string trained)
    {
        string source = _trial.InputTransform();
        DemandMoved(source, TransferTrial.Adapt(source, strategy), OfInputTransform, trained);
    }

    [Theory]
    [InlineData("tl-a", "lstm.w_ih lstm.w_hh lstm.b_ih lstm.b_hh")]
    [InlineData("tl-b", "lstm.w_ih lstm.b_ih")]
    public void An_input_layer_for_other_variables_begins_anew_and_the_frozen_rest_keeps_its_bytes(string strategy, string frozen)
    {
        string source = _trial.InputTransform();
        JsonElement settings = TransferTrial.Adapt(source, strategy, "\"dynamic_inputs\": [\"rainfall\", \"snowfall\"], \"weight_dropout\": 0.3");
        double[] forcing = [.. _trial.Target.Forcing, .. _trial.Target.Forcing.Reverse()];
        TrainingSetup setup = _trial.Unvalidated() with { Forcing = forcing, ForcingRows = SeriesRows.Dense(2, 2, LearningTrial.Days), ForcingProvided = [true, true] };
        Dictionary<string, byte[]> before = TransferTrial.Weights(source);
        string folder = _trial.Target.Train(settings, "anew", setup).Folder;
        Dictionary<string, byte[]> after = TransferTrial.Weights(folder);

        Assert.Equal(["rainfall", "snowfall"], RunoffArtefact.Read(folder).DynamicInputs);
        Assert.Equal(12 * 2 * sizeof(float), after["linearIn.weight"].Length);
        Assert.All(frozen.Split(' '), name => Assert.Equal(before[name], after[name]));
        Assert.NotEqual(before["linearOut.weight"], after["linearOut.weight"]);
    }

    [Fact]
    public void A_group_moves_as_far_as_its_rate_says()
    {
        string source = _trial.Lstm();
        JsonElement settings = TransferTrial.Adapt(source, "full", "\"rate_factors\": { \"head.*\": 0.1, \"lstm.bias*\": 3 }", epochs: 1, rate: 0.001);
        TrainingSetup setup = _trial.Unvalidated();
        string folder = _trial.Target.Train(JsonElement.Parse(settings.GetRawText().Replace("\"batch_size\": 8", "\"batch_size\": 100000", StringComparison.Ordinal)), "rates", setup).Folder;

        // Adam's first step is the rate itself, wherever the gradient is not tiny.
        Assert.Equal(0.0001, Farthest("head.net.0.weight"), 1e-6);
        Assert.Equal(0.001, Farthest("lstm.weight_hh_l0"), 1e-6);
        Assert.Equal(0.003, Farthest("lstm.bias_ih_l0"), 1e-6);

        double Farthest(string name) => Floats(source, name).Zip(Floats(folder, name), (before, after) => Math.Abs(before - (double)after)).Max();
    }

    private static float[] Floats(string folder, string name) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(TransferTrial.Weights(folder)[name]).ToArray();

    private void DemandMoved(string source, JsonElement settings, string[] names, string trained)
    {
        Dictionary<string, byte[]> before = TransferTrial.Weights(source);
        Dictionary<string, byte[]> after = TransferTrial.Weights(_trial.Target.Train(settings, "adapted", _trial.Unvalidated()).Folder);

        Assert.Equal(names.Order(), before.Keys.Order());
        Assert.Equal(trained.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), names.Where(name => !before[name].AsSpan().SequenceEqual(after[name])).Order());
    }
}
