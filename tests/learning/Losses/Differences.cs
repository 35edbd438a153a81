using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Gradients by central differences, in double precision.</summary>
internal static class Differences
{
    private const double Step = 1e-6;

    /// <summary>Checks that a scalar function's recorded gradient is its slope.</summary>
    public static void Agree(Func<Tensor, Tensor> function, double[] at, long[] shape, double tolerance = 1e-7)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(at).reshape(shape).detach().requires_grad_(true);
        double[] gradient = autograd.grad([function(x)], [x])[0].contiguous().data<double>().ToArray();
        for (int element = 0; element < at.Length; element++)
        {
            double slope = (Value(function, at, shape, element, Step) - Value(function, at, shape, element, -Step)) / (2 * Step);
            Assert.Equal(slope, gradient[element], tolerance * Math.Max(1, Math.Abs(slope)));
        }
    }

    /// <summary>Values of a known wave, <c>a sin(0.7 (i + 1) + phase)</c>.</summary>
    public static double[] Wave(int count, double phase, double a = 0.5) => [.. Enumerable.Range(0, count).Select(i => a * Math.Sin((0.7 * (i + 1)) + phase))];

    private static double Value(Func<Tensor, Tensor> function, double[] at, long[] shape, int element, double step)
    {
        double[] moved = [.. at];
        moved[element] += step;
        return function(tensor(moved).reshape(shape)).item<double>();
    }
}
