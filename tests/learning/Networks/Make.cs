using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

/// <summary>Networks and inputs of tests, in double precision.</summary>
internal static class Make
{
    /// <summary>A small shape of each kind.</summary>
    public static NetworkShape Small(NetworkKind kind) => new() { Kind = kind, Inputs = 3, Statics = 2, HiddenSize = 4, OutputDropout = 0 };

    /// <summary>A network of a fixed seed, evaluating.</summary>
    public static RunoffNetwork Network(NetworkShape shape, long seed = 5)
    {
        manual_seed(seed);
        RunoffNetwork network = Learning.Networks.Make(shape).to(float64);
        network.eval();
        return network;
    }

    /// <summary>The known wave of LEARNING.md in a shape.</summary>
    public static Tensor Wave(long[] shape, double phase, double a = 0.5) =>
        tensor(Differences.Wave((int)shape.Aggregate(1L, (product, length) => product * length), phase, a)).reshape(shape);

    /// <summary>Inputs of windows; not below 0, as the mass-conserving network demands of precipitation.</summary>
    public static Tensor Inputs(NetworkShape shape, long steps, long batch) => Wave([steps, batch, shape.Inputs], 0.9, 1).abs();

    /// <summary>Attributes of the batch; null where the network reads none.</summary>
    public static Tensor? Statics(NetworkShape shape, long batch) => shape.Statics == 0 ? null : Wave([batch, shape.Statics], 1, 1);

    /// <summary>Overwrites a parameter.</summary>
    public static void Set(nn.Module network, string name, Tensor values)
    {
        using IDisposable untouched = no_grad();
        Parameter parameter = network.get_parameter(name)!;
        Assert.Equal(parameter.shape, values.shape);
        parameter.copy_(values);
    }

    /// <summary>Stops a test where two tensors differ.</summary>
    public static void Close(Tensor actual, Tensor expected, double tolerance = 1e-10)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = actual.numel() == 0 ? 0 : (actual - expected).abs().max().ToDouble();
        Assert.True(difference <= tolerance, $"{actual} differs by {difference}");
    }
}
