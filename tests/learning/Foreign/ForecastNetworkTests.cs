using TorchSharp;
using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Tests;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>googlehydrology's forecast networks against their definition in PyTorch.</summary>
public sealed class ForecastNetworkTests
{
    private const int Past = 9, Lead = 4, Batch = 3;

    [Theory]
    [InlineData("mean")]
    [InlineData("mean-cmal")]
    [InlineData("handoff")]
    [InlineData("handoff-embedded")]
    public void A_run_loads_and_forecasts_what_PyTorch_does(string name)
    {
        using var folder = new TemporaryFolder();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        GoogleHydrologyRun run = Run(folder, name);
        using ForecastNetwork network = run.Network();
        (Tensor past, Tensor ahead, Tensor statics) = Inputs(folder.At(name), run.Shape);
        Tensor answers = PeerFiles.Tensor(folder.At(name), "answers", Lead + 1, Batch, run.Shape.Outputs);
        Tensor given = network.Answer(past, ahead, statics, run.PredictLast).to(float64);
        Assert.True(given.allclose(answers, 1e-5, 1e-5), $"{(given - answers).abs().max().ToDouble()}");
        Assert.False(given.isnan().any().ToBoolean());
        Tensor forecast = network.Answer(past, ahead, statics).to(float64);
        Assert.True(forecast.allclose(answers.narrow(0, 1, Lead), 1e-5, 1e-5));
    }

    [Fact]
    public void Names_scalers_and_remarks_are_read()
    {
        using var folder = new TemporaryFolder();
        GoogleHydrologyRun run = Run(folder, "handoff");
        Assert.Equal(["d", "c", "b", "a"], run.Attributes);
        Assert.Equal(["imerg_0", "cpc_0", "hres_0"], run.Shape.HindcastInputs);
        Assert.Equal(["imerg_0", "cpc_0", "hres_0", "hres_0", "graphcast_0"], run.Scaler.Inputs.Select(input => input.Name));
        Assert.All(run.Scaler.Inputs, input => Assert.Equal((1.5, 2.5), (input.Center, input.Scale)));
        Assert.Contains(run.Others, setting => setting.Key == "timestep_counter");
    }

    [Fact]
    public void The_handoff_networks_past_goes_in_googlehydrologys_order()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "handoff");
        string path = folder.At("handoff", "config.yml");
        string mixed = File.ReadAllText(path).Replace("- imerg_0\n- cpc_0\n- hres_0", "- hres_0\n- imerg_0\n- cpc_0", StringComparison.Ordinal);
        File.WriteAllText(path, mixed);
        GoogleHydrologyRun run = GoogleHydrologyRun.Read(new NetCdfFiles(), path);
        Assert.Equal(["imerg_0", "cpc_0", "hres_0"], run.Shape.HindcastInputs);
        Assert.Contains(run.Others, setting => setting.Key == "hindcast_inputs");
    }

    [Fact]
    public void Where_every_product_has_a_gap_the_forecast_is_a_gap_too()
    {
        using var folder = new TemporaryFolder();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        GoogleHydrologyRun run = Run(folder, "mean");
        using ForecastNetwork network = run.Network();
        (Tensor past, Tensor ahead, Tensor statics) = Inputs(folder.At("mean"), run.Shape);
        ahead.narrow(0, Past + 1, 1).fill_(float.NaN);
        Tensor given = network.Answer(past, ahead, statics);
        Assert.False(given[0].isnan().any().ToBoolean());
        Assert.True(given.narrow(0, 1, Lead - 1).isnan().all().ToBoolean());
    }

    [Fact]
    public void Gradients_stay_finite_beside_gaps()
    {
        using var folder = new TemporaryFolder();
        using DisposeScope scope = NewDisposeScope();
        GoogleHydrologyRun run = Run(folder, "mean");
        using ForecastNetwork network = run.Network();
        (Tensor past, Tensor ahead, Tensor statics) = Inputs(folder.At("mean"), run.Shape);
        (string Name, Tensor Parameter)[] parameters = [.. network.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter))];
        IList<Tensor> slopes = autograd.grad([network.Answer(past, ahead, statics).square().sum()], [.. parameters.Select(pair => pair.Parameter)]);
        Assert.All(parameters.Index(), pair => Assert.True(slopes[pair.Index].isfinite().all().ToBoolean(), pair.Item.Name));
    }

    [Fact]
    public void Weights_of_another_network_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "handoff");
        File.Copy(folder.At("mean", "model_epoch003.pt"), folder.At("handoff", "model_epoch004.pt"));
        GoogleHydrologyRun run = GoogleHydrologyRun.Read(new NetCdfFiles(), folder.At("handoff"));
        Assert.Contains("handoff_net.net.0.weight [7, 12] is missing", Assert.Throws<InputException>(run.Network).Message, StringComparison.Ordinal);
    }

    private static GoogleHydrologyRun Run(TemporaryFolder folder, string name)
    {
        GoogleRuns.Write(folder);
        return GoogleHydrologyRun.Read(new NetCdfFiles(), folder.At(name));
    }

    private static (Tensor Past, Tensor Ahead, Tensor Statics) Inputs(string folder, ForecastShape shape) =>
    (
        PeerFiles.Tensor(folder, "past", Past, Batch, shape.HindcastInputs.Count()).to(float32),
        PeerFiles.Tensor(folder, "ahead", shape.Overlap + Lead, Batch, shape.ForecastInputs.Count()).to(float32),
        PeerFiles.Tensor(folder, "attributes", Batch, shape.Statics).to(float32));
}
