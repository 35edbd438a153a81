using System.Text.Json;
using TorchSharp;
using Tributary.Contracts;
using Tributary.Tests;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

/// <summary>Sizes, names and first values.</summary>
public sealed class ShapeTests
{
    private static readonly NetworkShape Global = new() { Inputs = 14, Statics = 51, StaticsEmbedding = 10, HiddenSize = 256, OutputDropout = 0.4, ForgetBias = 3 };

    [Fact]
    public void The_global_network_has_NeuralHydrologys_parameters()
    {
        using RunoffNetwork network = Learning.Networks.Make(Global);

        Assert.Equal(289_545, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(
            [
                "embedding_net.statics_embedding.net.0.weight [10, 51]", "embedding_net.statics_embedding.net.0.bias [10]", "lstm.weight_ih_l0 [1024, 24]", "lstm.weight_hh_l0 [1024, 256]",
                "lstm.bias_ih_l0 [1024]", "lstm.bias_hh_l0 [1024]", "head.net.0.weight [1, 256]", "head.net.0.bias [1]",
            ],
            Names(network));
    }

    [Fact]
    public void Other_networks_have_the_names_of_their_programs()
    {
        using RunoffNetwork entityAware = Learning.Networks.Make(new NetworkShape { Kind = NetworkKind.EaLstm, Inputs = 5, Statics = 27, HiddenSize = 8, Head = HeadKind.Laplace });
        using RunoffNetwork transform = Learning.Networks.Make(new NetworkShape { Kind = NetworkKind.InputTransform, Inputs = 5, Statics = 2, HiddenSize = 8, WeightDropout = 0.5 });
        using RunoffNetwork conserving = Learning.Networks.Make(new NetworkShape { Kind = NetworkKind.McLstm, Inputs = 5, Statics = 2, HiddenSize = 8 });

        Assert.Equal(
            [
                "input_gate.weight [8, 27]", "input_gate.bias [8]", "dynamic_gates.weight_ih [5, 24]", "dynamic_gates.weight_hh [8, 24]", "dynamic_gates.bias [24]",
                "head.fc1.weight [100, 8]", "head.fc1.bias [100]", "head.fc2.weight [12, 100]", "head.fc2.bias [12]",
            ],
            Names(entityAware));
        Assert.Equal(
            [
                "linearIn.weight [8, 7]", "linearIn.bias [8]", "lstm.w_ih [32, 8]", "lstm.w_hh [32, 8]", "lstm.b_ih [32]", "lstm.b_hh [32]", "linearOut.weight [1, 8]", "linearOut.bias [1]",
            ],
            Names(transform));
        Assert.Equal(
            [
                "mclstm.output_gate.fc.weight [8, 15]", "mclstm.output_gate.fc.bias [8]", "mclstm.input_gate.fc.weight [8, 15]", "mclstm.input_gate.fc.bias [8]",
                "mclstm.redistribution.fc.weight [64, 15]", "mclstm.redistribution.fc.bias [64]",
            ],
            Names(conserving));
    }

    [Fact]
    public void First_values_are_the_published_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        RunoffNetwork lstm = Learning.Networks.Make(Global with { Layers = 2 });
        RunoffNetwork entityAware = Learning.Networks.Make(Global with { Kind = NetworkKind.EaLstm });
        RunoffNetwork conserving = Learning.Networks.Make(new NetworkShape { Kind = NetworkKind.McLstm, Inputs = 3, HiddenSize = 4, ForgetBias = 3 });

        foreach (string name in new[] { "lstm.weight_ih_l0", "lstm.weight_hh_l1", "lstm.bias_ih_l0" })
        {
            Tensor weight = lstm.get_parameter(name)!;
            Assert.Equal(1.0 / 16, weight.abs().max().ToDouble(), 2e-4);
            Assert.Equal(1 / (16 * Math.Sqrt(3)), weight.std().ToDouble(), 2e-3);
        }

        foreach (string name in new[] { "lstm.bias_hh_l0", "lstm.bias_hh_l1" })
        {
            Tensor bias = lstm.get_parameter(name)!;
            Make.Close(bias.narrow(0, 256, 256), full([256], 3f), 0);
            Assert.True(cat([bias.narrow(0, 0, 256), bias.narrow(0, 512, 512)]).abs().max().ToDouble() < 1.0 / 16);
        }

        Tensor input = entityAware.get_parameter("dynamic_gates.weight_ih")!;
        Make.Close(input.matmul(input.t()), eye(14, 14), 1e-5);
        Make.Close(entityAware.get_parameter("dynamic_gates.weight_hh")!, cat([eye(256, 256), eye(256, 256), eye(256, 256)], 1), 0);
        Make.Close(entityAware.get_parameter("dynamic_gates.bias")!, cat([full([256], 3f), zeros(512)]), 0);
        Make.Close(conserving.get_parameter("mclstm.output_gate.fc.bias")!, full([4], -3f), 0);
        Tensor rates = conserving.get_parameter("mclstm.redistribution.fc.weight")!;
        Make.Close(rates.t().matmul(rates), eye(7, 7), 1e-5);
    }

    [Fact]
    public void Static_attributes_outside_the_loop_are_attributes_repeated_at_each_step()
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = Make.Small(NetworkKind.Lstm) with { Layers = 2 };
        Tensor inputs = Make.Inputs(shape, 9, 4);
        Tensor statics = Make.Statics(shape, 4)!;
        Tensor repeated = cat([inputs, statics.unsqueeze(0).expand(9, 4, 2)], 2);
        foreach (NetworkKind kind in new[] { NetworkKind.Lstm, NetworkKind.InputTransform })
        {
            int layers = kind == NetworkKind.Lstm ? 2 : 1;
            RunoffNetwork apart = Make.Network(shape with { Kind = kind, Layers = layers });
            RunoffNetwork together = Make.Network(shape with { Kind = kind, Layers = layers, Inputs = 5, Statics = 0 });

            Make.Close(apart.Answer(inputs, statics, 3), together.Answer(repeated, null, 3), 1e-14);
        }
    }

    [Theory]
    [InlineData(NetworkKind.Lstm)]
    [InlineData(NetworkKind.EaLstm)]
    [InlineData(NetworkKind.McLstm)]
    [InlineData(NetworkKind.InputTransform)]
    public void Shape_and_weights_make_the_network_again(NetworkKind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        NetworkShape shape = Make.Small(kind) with { StaticsEmbedding = kind == NetworkKind.InputTransform ? 0 : 1, LayerNorm = kind != NetworkKind.McLstm, Attention = kind == NetworkKind.Lstm, WeightDropout = 0.2 };
        RunoffNetwork network = Make.Network(shape);
        ModuleState.Write(network, folder.At("a.pt"));

        NetworkShape read = JsonSerializer.Deserialize<NetworkShape>(JsonSerializer.Serialize(shape))!;
        RunoffNetwork again = Make.Network(read, seed: 77);
        Tensor inputs = Make.Inputs(shape, 6, 3);
        Tensor? statics = Make.Statics(shape, 3);
        Assert.NotEqual(network.Answer(inputs, statics, 2).data<double>().ToArray(), again.Answer(inputs, statics, 2).data<double>().ToArray());
        ModuleState.Load(again, PyTorchFile.ReadTensors(folder.At("a.pt")), "a.pt");

        Make.Close(again.Answer(inputs, statics, 2), network.Answer(inputs, statics, 2), 0);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_by_name()
    {
        using RunoffNetwork wide = Learning.Networks.Make(new NetworkShape { Inputs = 3, HiddenSize = 8 });
        using RunoffNetwork other = Learning.Networks.Make(new NetworkShape { Kind = NetworkKind.EaLstm, Inputs = 3, Statics = 1, HiddenSize = 8 });

        Assert.Contains("lstm.weight_ih_l0 [32, 3] is missing", Assert.Throws<InputException>(() => ModuleState.Load(wide, ModuleState.Of(other), "best_model.pt")).Message, StringComparison.Ordinal);
    }

    public static TheoryData<NetworkShape, string> Wrong => new()
    {
        { new() { Inputs = 0 }, "inputs" },
        { new() { Inputs = 1, Statics = -1 }, "statics" },
        { new() { Inputs = 1, Targets = 0 }, "targets" },
        { new() { Inputs = 1, HiddenSize = 0 }, "hidden_size" },
        { new() { Inputs = 1, Layers = 0 }, "num_layers" },
        { new() { Inputs = 1, OutputDropout = 1 }, "output_dropout" },
        { new() { Inputs = 1, LayerDropout = -0.1 }, "layer_dropout" },
        { new() { Inputs = 1, WeightDropout = double.NaN }, "weight_dropout" },
        { new() { Inputs = 1, StaticsEmbedding = 3 }, "statics_embedding" },
        { new() { Inputs = 1, ForgetBias = double.NaN }, "initial_forget_bias" },
        { new() { Inputs = 1, Head = HeadKind.Laplace, Components = 0 }, "components" },
        { new() { Inputs = 1, Head = HeadKind.Quantiles }, "quantiles" },
        { new() { Inputs = 1, Head = HeadKind.Quantiles, Quantiles = [0.5, 0.5] }, "quantiles" },
        { new() { Inputs = 1, Head = HeadKind.Quantiles, Quantiles = [0, 0.5] }, "quantiles" },
        { new() { Kind = NetworkKind.EaLstm, Inputs = 1 }, "statics" },
        { new() { Kind = NetworkKind.EaLstm, Inputs = 1, Statics = 1, Layers = 2 }, "num_layers" },
        { new() { Kind = NetworkKind.InputTransform, Inputs = 1, Statics = 2, StaticsEmbedding = 1 }, "statics_embedding" },
        { new() { Kind = NetworkKind.McLstm, Inputs = 2, MassInput = 2 }, "mass_input" },
        { new() { Kind = NetworkKind.McLstm, Inputs = 2, HiddenSize = 1 }, "hidden_size" },
        { new() { Kind = NetworkKind.McLstm, Inputs = 2, Targets = 2 }, "targets" },
        { new() { Kind = NetworkKind.McLstm, Inputs = 2, Head = HeadKind.Gaussian }, "head" },
        { new() { Kind = NetworkKind.McLstm, Inputs = 2, Attention = true }, "attention" },
        { new() { Kind = NetworkKind.McLstm, Inputs = 2, LayerNorm = true }, "layer_norm" },
        { new() { Kind = NetworkKind.McLstm, Inputs = 2, OutputDropout = 0.1 }, "output_dropout" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Wrong_sizes_are_refused_with_the_setting_and_a_remedy(NetworkShape shape, string setting)
    {
        InputException refused = Assert.Throws<InputException>(() => Learning.Networks.Make(shape));

        Assert.Equal(setting, refused.Where);
        Assert.NotNull(refused.Remedy);
    }

    [Fact]
    public void Inputs_of_other_sizes_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = Make.Small(NetworkKind.Lstm);
        RunoffNetwork network = Make.Network(shape);
        Tensor inputs = Make.Inputs(shape, 6, 3);
        Tensor statics = Make.Statics(shape, 3)!;

        Assert.Contains("[6, 3, 2], not [time, batch, 3]", Assert.Throws<ArgumentException>(() => network.Answer(inputs.narrow(2, 0, 2), statics, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("missing, not [3, 2]", Assert.Throws<ArgumentException>(() => network.Answer(inputs, null, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 2], not [3, 2]", Assert.Throws<ArgumentException>(() => network.Continue(inputs, statics.narrow(0, 0, 2), null)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Answer(inputs, statics, 7));
    }

    private static string[] Names(nn.Module network) => [.. network.state_dict().Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}]")];
}
