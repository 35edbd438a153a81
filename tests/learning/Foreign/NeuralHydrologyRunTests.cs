using TorchSharp;
using Tributary.Contracts;
using Tributary.Tests;
using Tributary.Tests.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Runs of NeuralHydrology against PyTorch: every model and head that is read.</summary>
public sealed class NeuralHydrologyRunTests
{
    private const string Small = """
        model: cudalstm
        head: regression
        hidden_size: 2
        dynamic_inputs: [rain]
        target_variables: [flow]
        seq_length: 5
        predict_last_n: 1
        """;

    [Fact]
    public void Every_model_and_head_predicts_what_PyTorch_does()
    {
        using var folder = new TemporaryFolder();
        PythonPeer.ScriptWithTorch("foreign_peer.py", "runs", folder.Path);
        string[] runs = [.. Directory.EnumerateDirectories(folder.Path).Order()];
        Assert.Equal(10, runs.Length);
        using DisposeScope scope = NewDisposeScope();
        foreach (string path in runs)
        {
            NeuralHydrologyRun run = NeuralHydrologyRun.Read(path);
            Assert.Equal(12, run.Epoch);
            Tensor inputs = PeerFiles.Tensor(path, "inputs", 12, 3, run.Inputs.Count);
            Tensor? statics = run.Attributes.Count == 0 ? null : PeerFiles.Tensor(path, "attributes", 3, run.Attributes.Count);
            Tensor answers = PeerFiles.Tensor(path, "answers", 12, 3, run.Shape.Outputs);
            Tensor given = RunAnswer.Of(run, inputs, statics);
            Assert.True(given.allclose(answers, 1e-5, 1e-6), $"{Path.GetFileName(path)}: {(given - answers).abs().max().ToDouble()}");
        }
    }

    [Fact]
    public void Shape_names_scaler_and_what_is_left_over_are_told()
    {
        using var folder = new TemporaryFolder();
        PythonPeer.ScriptWithTorch("foreign_peer.py", "runs", folder.Path);
        NeuralHydrologyRun run = NeuralHydrologyRun.Read(folder.At("ealstm-embedded", "config.yml"), 12);
        Assert.Equal(
            new NetworkShape
            {
                Kind = NetworkKind.EaLstm,
                Inputs = 3,
                Statics = 3,
                HiddenSize = 8,
                OutputDropout = 0.4,
                ForgetBias = 3,
                StaticsEmbedding = 4,
                Head = HeadKind.Gaussian,
                Components = 2,
                Quantiles = run.Shape.Quantiles,
            },
            run.Shape);
        // NeuralHydrology sorts attributes, capitals first, whatever the configuration's order.
        Assert.Equal(["Area", "height", "slope"], run.Attributes);
        Assert.Equal(["rain", "warmth", "light"], run.Inputs);
        Assert.Equal(["flow"], run.Targets);
        Assert.Equal(["flow"], run.ClippedTargets);
        Assert.Equal((12, 2), (run.SequenceLength, run.PredictLast));
        Assert.Equal((1.75, 1.5), (run.Scaler.Inputs[0].Center, run.Scaler.Inputs[0].Scale));
        Assert.Equal(["epochs", "loss", "sea_level", "train_start_date"], run.Others.Select(setting => setting.Key));
        Assert.Equal("sea_level: 7 (not known here, or of a model or head that the run does not have)", run.Others[2].ToString());
        Assert.Equal(1, NeuralHydrologyRun.Read(folder.At("cudalstm-cmal"), 1).Epoch);
        Assert.Contains("1, 12", Assert.Throws<InputException>(() => NeuralHydrologyRun.Read(folder.At("cudalstm-cmal"), 7)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model: cudalstm", "model: transformer", "config.yml:1", "model is transformer")]
    [InlineData("head: regression", "head: umal", "config.yml:2", "head is umal")]
    [InlineData("head: regression", "head: gmm\ntarget_variables_too: [a]", "config.yml", "n_distributions")]
    [InlineData("hidden_size: 2", "hidden_size: many", "config.yml:3", "hidden_size is many, not a whole number")]
    [InlineData("hidden_size: 2", "", "config.yml", "no hidden_size")]
    [InlineData("[rain]", "{ 1D: [rain], 1H: [hail] }", "config.yml:4", "several at once")]
    [InlineData("seq_length: 5", "seq_length: { 1D: 5, 1H: 7 }", "config.yml:6", "several at once")]
    [InlineData("seq_length: 5", "seq_length: 5\nuse_frequencies: [1D, 1H]", "config.yml:7", "several at once")]
    [InlineData("seq_length: 5", "seq_length: 5\nuse_basin_id_encoding: true", "config.yml:7", "no counterpart")]
    [InlineData("seq_length: 5", "seq_length: 5\nautoregressive_inputs: [flow_shift1]", "config.yml:7", "no counterpart")]
    [InlineData("seq_length: 5", "seq_length: 5\noutput_activation: softplus", "config.yml:7", "linear")]
    [InlineData("seq_length: 5", "seq_length: 5\ndynamics_embedding: { hiddens: [3, 2], activation: tanh }", "config.yml:7", "linear embedding")]
    [InlineData("seq_length: 5", "seq_length: 5\ndynamics_embedding: { hiddens: [3, 2], activation: wild }", "config.yml:7", "wild")]
    [InlineData("model: cudalstm", "model: ealstm", "config.yml", "static_attributes")]
    [InlineData("model: cudalstm", "model: [", "config.yml", "no YAML")]
    public void What_has_no_counterpart_is_refused_with_its_line(string text, string instead, string place, string problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.yml", Small.Replace(text, instead, StringComparison.Ordinal));
        InputException wrong = Assert.Throws<InputException>(() => NeuralHydrologyRun.Read(folder.Path));
        Assert.Contains(place, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(problem, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_time_step_of_a_mapping_by_time_steps_is_taken()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.yml", Small.Replace("[rain]", "{ 1D: [rain] }", StringComparison.Ordinal).Replace("seq_length: 5", "seq_length: { 1D: 5 }\nuse_frequencies: [1D]", StringComparison.Ordinal));
        InputException wrong = Assert.Throws<InputException>(() => NeuralHydrologyRun.Read(folder.Path));
        Assert.Contains("there is no model_epochNNN.pt", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_run_or_configuration_is_an_input_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("there is no such run", Assert.Throws<InputException>(() => NeuralHydrologyRun.Read(folder.At("nowhere"))).Message, StringComparison.Ordinal);
        Assert.Contains("config.yml: there is no such file", Assert.Throws<InputException>(() => NeuralHydrologyRun.Read(folder.Path)).Message, StringComparison.Ordinal);
    }
}
