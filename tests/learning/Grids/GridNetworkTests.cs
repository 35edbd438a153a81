using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning.Tests.Networks;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Grids;

/// <summary>The network of HydroTrace: sizes as published, its parts against their definition, and what becomes of it without either attention.</summary>
public sealed class GridNetworkTests
{
    private static readonly GridShape Small = new() { Features = 3, Statics = 2, Window = 4, Height = 5, Width = 6, Gauges = 2 };

    [Fact]
    public void The_published_size_has_3724_weights_in_its_ConvLSTM()
    {
        using DisposeScope scope = NewDisposeScope();
        var network = new GridNetwork(new GridShape { Features = 49, Window = 7, Height = 292, Width = 79 });

        Assert.Equal(3724, network.named_parameters().Where(entry => entry.name.StartsWith("convlstm_0", StringComparison.Ordinal)).Sum(entry => entry.parameter.numel()));
    }

    [Fact]
    public void The_answer_follows_from_contexts_and_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        GridNetwork network = Network(Small);
        (Tensor inputs, GridCells grid) = Inputs(Small, 3);

        GridAnswer answer = network.Explain(inputs, grid);

        Tensor states = Recurrence.RunByOperators(inputs, new ConvolvedLayer(Of("convlstm_0.input_kernel"), Of("convlstm_0.hidden_kernel"), Of("convlstm_0.bias")));
        Tensor contexts = (answer.Cells * states).sum([3, 4]);
        Tensor features = (contexts.mean([1]).matmul(Of("feature_attention.weight").t()) + Of("feature_attention.bias")).softmax(-1);
        Tensor said = (contexts * features.unsqueeze(1)).flatten(1).matmul(Of("head.weight").t()) + Of("head.bias");
        Make.Close(answer.Features, features, 1e-12);
        Make.Close(answer.Discharge, said, 1e-12);
        Make.Close(network.Answer(inputs, grid), said, 1e-12);
        Make.Close(answer.Features.sum([1]), ones(3, float64), 1e-12);
        Make.Close(answer.Cells.sum([3, 4]), ones([3, 4, 3], float64), 1e-12);

        Tensor Of(string name) => network.get_parameter(name)!;
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 3)]
    public void Fused_and_by_operators_are_the_same(int layers, int multiplier, int score)
    {
        using DisposeScope scope = NewDisposeScope();
        GridShape shape = Small with { Layers = layers, DepthMultiplier = multiplier, ScoreKernel = score, KernelSize = 5 };
        if (layers == 2)
        {
            shape = shape with { DepthMultiplier = 1 };
        }

        GridNetwork fused = Network(shape);
        manual_seed(5);
        var stock = new GridNetwork(shape) { ByOperators = true };
        stock.to(float64);
        (Tensor inputs, GridCells grid) = Inputs(shape, 2);
        Tensor[] one = [.. fused.parameters()];
        Tensor[] other = [.. stock.parameters()];

        IList<Tensor> expected = autograd.grad([stock.Answer(inputs, grid).square().sum()], other);
        IList<Tensor> found = autograd.grad([fused.Answer(inputs, grid).square().sum()], one);

        for (int i = 0; i < one.Length; i++)
        {
            Make.Close(found[i], expected[i], 1e-10);
        }
    }

    [Fact]
    public void Its_gradients_are_the_slopes()
    {
        using DisposeScope scope = NewDisposeScope();
        GridNetwork network = Network(Small);
        (Tensor inputs, GridCells grid) = Inputs(Small, 2);
        Make.Set(network, "spatial_attention.statics", Make.Wave([3, 2], 0.4));
        Tensor[] leaves = [.. network.parameters()];
        IList<Tensor> gradients = autograd.grad([network.Answer(inputs, grid).square().sum()], leaves);
        using IDisposable still = no_grad();
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            Tensor flat = leaves[leaf].view(-1);
            double[] recorded = gradients[leaf].contiguous().data<double>().ToArray();
            for (int element = 0; element < recorded.Length; element += 3)
            {
                Tensor one = flat.narrow(0, element, 1);
                one.add_(1e-6);
                double above = network.Answer(inputs, grid).square().sum().item<double>();
                one.add_(-2e-6);
                double below = network.Answer(inputs, grid).square().sum().item<double>();
                one.add_(1e-6);
                Assert.Equal((above - below) / 2e-6, recorded[element], 1e-7);
            }
        }
    }

    [Fact]
    public void Without_attention_all_cells_and_all_features_count_alike()
    {
        using DisposeScope scope = NewDisposeScope();
        GridShape shape = Small with { SpatialAttention = false, FeatureAttention = false };
        (Tensor inputs, GridCells grid) = Inputs(shape, 2);

        GridAnswer answer = Network(shape).Explain(inputs, grid);

        double inside = grid.Mask.sum().item<double>();
        Make.Close(answer.Cells, (grid.Mask / inside).expand(answer.Cells.shape), 1e-12);
        Make.Close(answer.Features, full([2, 3], 1.0 / 3, float64), 1e-12);
    }

    [Fact]
    public void Masked_cells_have_no_say_beyond_the_zeros_that_stand_there()
    {
        using DisposeScope scope = NewDisposeScope();
        GridNetwork network = Network(Small);
        (Tensor inputs, GridCells grid) = Inputs(Small, 1);
        Tensor corner = zeros_like(grid.Mask);
        corner[0, 0].fill_(1);

        Tensor weights = network.Explain(inputs, grid with { Mask = corner }).Cells;

        Assert.Equal(1, weights.amin([0, 1, 2])[0, 0].item<double>(), 1e-12);
    }

    [Fact]
    public void Maps_are_stretched_from_0_to_1()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = tensor(new[] { 0.1, 0.2, 0.3, 0.4, 0.25, 0.25, 0.25, 0.25 }).reshape(2, 2, 2);

        Make.Close(GridAnswer.Stretched(maps, 2), tensor(new[] { 0, 1.0 / 3, 2.0 / 3, 1, 0, 0, 0, 0 }).reshape(2, 2, 2), 1e-12);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("odd", Assert.Throws<InputException>(() => new GridNetwork(Small with { KernelSize = 4 })).Message, StringComparison.Ordinal);
        Assert.Contains("window is 0", Assert.Throws<InputException>(() => new GridNetwork(Small with { Window = 0 })).Message, StringComparison.Ordinal);
        (Tensor inputs, GridCells grid) = Inputs(Small, 1);
        Assert.Contains("[batch, 4, 3, 5, 6]", Assert.Throws<ArgumentException>(() => Network(Small).Answer(inputs[.., ..2], grid)).Message, StringComparison.Ordinal);
    }

    private static GridNetwork Network(GridShape shape)
    {
        manual_seed(5);
        var network = new GridNetwork(shape);
        network.to(float64);
        return network;
    }

    private static (Tensor Inputs, GridCells Grid) Inputs(GridShape shape, int batch)
    {
        Tensor mask = Make.Wave([shape.Height, shape.Width], 0.9).gt(-0.3).to(float64);
        return (Make.Wave([batch, shape.Window, shape.Features, shape.Height, shape.Width], 0.3, 1), new GridCells(mask, Make.Wave([shape.Statics, shape.Height, shape.Width], 0.5, 1)));
    }
}
