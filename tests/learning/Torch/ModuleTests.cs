using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

[Collection(Alone.Name)]
public sealed class ModuleTests
{
    [Fact]
    public void Names_are_paths_through_the_modules()
    {
        using var network = new Network();

        Assert.Equal(["scale", "count", "body.0.weight", "body.0.bias", "body.2.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0"], network.state_dict().Keys);
        Assert.Equal(8, network.parameters().Count());
        Assert.Equal(["count"], network.named_buffers().Select(pair => pair.name));
        Assert.Equal(["body", "lstm"], network.named_children().Select(pair => pair.name));
        Assert.Contains("body.2", network.named_modules().Select(pair => pair.name));
        Assert.Equal(nameof(Network), network.GetName());
        Assert.Equal([1L, 4], network.get_parameter("body.2.weight")!.shape);
        Assert.Equal(1, network.get_buffer("count")!.item<float>());
        Assert.True(network.has_parameter("scale"));
        Assert.False(network.has_parameter("body"));
        Assert.Null(network.get_parameter("elsewhere"));
        Assert.Equal("m.scale", network.state_dict(prefix: "m").Keys.First());
    }

    [Fact]
    public void Training_and_evaluation_reach_every_module()
    {
        using var network = new Network();

        Assert.True(network.training);
        network.eval();
        Assert.All(network.modules(), module => Assert.False(module.training));
        network.train();
        Assert.All(network.modules(), module => Assert.True(module.training));
        var seen = new List<nn.Module>();
        network.apply(seen.Add);
        Assert.Equal(network.modules().Count(), seen.Count(module => module != network));
        Assert.Same(network, seen[^1]);
    }

    [Fact]
    public void Conversion_keeps_the_parameters_and_their_training()
    {
        using var network = new Network();
        Parameter weight = network.get_parameter("body.0.weight")!;
        float[] before = weight.detach().data<float>().ToArray();

        Assert.Same(network, network.to(float64));
        Assert.Same(weight, network.get_parameter("body.0.weight"));
        Assert.Equal(float64, weight.dtype);
        Assert.True(weight.requires_grad && weight.is_leaf);
        Assert.Equal(before.Select(value => (double)value), weight.detach().data<double>().ToArray());
        Assert.Equal(float64, network.call(ones([2, 3], float64)).dtype);
        Assert.Equal(DeviceType.CPU, network.to(CPU).to("cpu").to(DeviceType.CPU).cpu().get_parameter("scale")!.device_type);
    }

    [Fact]
    public void A_module_read_back_computes_the_same()
    {
        using var first = new Network();
        using var second = new Network();
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dat");
        try
        {
            first.save(file);
            second.load(file);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(first.state_dict().SelectMany(pair => Elements(pair.Value)), second.state_dict().SelectMany(pair => Elements(pair.Value)));
        Assert.Equal(Elements(first.call(ones(2, 3))), Elements(second.call(ones(2, 3))));
    }

    [Fact]
    public void The_file_is_TorchSharps()
    {
        using Linear layer = nn.Linear(2, 1);
        using (no_grad())
        {
            layer.weight!.copy_(tensor(new[] { 1f, -2f }));
            layer.bias!.fill_(0.5);
        }

        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        layer.save(writer);
        writer.Flush();

        // Entries; then for each its name, type (6: single precision), dimensions, lengths, elements.
        byte[] expected =
        [
            2,
            6, .. "weight"u8, 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f),
            4, .. "bias"u8, 6, 1, 1, .. BitConverter.GetBytes(0.5f),
        ];
        Assert.Equal(expected, memory.ToArray());
    }

    [Fact]
    public void Missing_and_unexpected_names_are_refused_unless_allowed()
    {
        using Linear layer = nn.Linear(2, 1);
        var state = new Dictionary<string, Tensor> { ["weight"] = ones(1, 2), ["weights"] = ones(1, 2) };

        Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(state));
        (IList<string> missing, IList<string> unexpected) = layer.load_state_dict(state, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["weights"], unexpected);
        Assert.Equal([1f, 1f], Elements(layer.weight!));
        layer.load_state_dict(state, skip: ["bias", "weights"]);
    }

    [Fact]
    public void A_list_of_modules_numbers_them()
    {
        using ModuleList<Linear> list = nn.ModuleList(nn.Linear(2, 3), nn.Linear(3, 1, false));

        Assert.Equal(2, list.Count);
        Assert.Equal(["0.weight", "0.bias", "1.weight"], list.state_dict().Keys);
        Assert.Same(list[1], list.Last());
    }

    [Fact]
    public void A_name_is_given_once()
    {
        using Sequential chain = nn.Sequential(("first", nn.Linear(2, 2)));

        Assert.ThrowsAny<Exception>(() => chain.append("first", nn.Linear(2, 2)));
    }

    [Fact]
    public void A_sequence_without_modules_hands_on_what_it_gets()
    {
        using Sequential nothing = nn.Sequential(Array.Empty<nn.Module<Tensor, Tensor>>());
        using Tensor x = ones(3);
        nothing.call(x).Dispose();

        Assert.Equal([1f, 1f, 1f], Elements(x));
    }

    private static float[] Elements(Tensor tensor) => tensor.detach().data<float>().ToArray();

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1, false));
        private readonly LSTM lstm = nn.LSTM(1, 2);
        private readonly Parameter scale = new(ones(1));
        private readonly Tensor count = ones(1);

        public Network()
            : base(nameof(Network)) => RegisterComponents();

        public override Tensor forward(Tensor input) => body.call(input) * scale + lstm.call(body.call(input).unsqueeze(0)).Item1.sum() + count;
    }
}
