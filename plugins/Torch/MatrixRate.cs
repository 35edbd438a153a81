using System.Diagnostics;
using TorchSharp;

namespace Tributary.Plugins.Torch;

/// <summary>How fast single-precision matrices are multiplied here, the work that networks spend most of their time in.</summary>
internal static class MatrixRate
{
    private const long Smallest = 128;
    private const long Largest = 1024;
    private const double TrialSeconds = 0.05;
    private const int Trials = 5;

    /// <summary>The best rate of some trials, in Gflop/s (a product of n x n matrices is 2 n³ operations).</summary>
    /// <param name="size">Receives n: chosen by a first small trial, so that a slow BLAS does not take minutes.</param>
    /// <param name="cancellation">Asks to stop.</param>
    public static double Measure(out long size, CancellationToken cancellation)
    {
        double first = RateOf(Smallest, 2, cancellation);
        size = SizeFor(first);
        return size == Smallest ? first : Math.Max(first, RateOf(size, Trials, cancellation));
    }

    /// <summary>The size, a multiple of 64, whose product takes a trial's time at this rate (Gflop/s).</summary>
    public static long SizeFor(double rate)
    {
        double size = Math.Cbrt(rate * 1e9 * TrialSeconds / 2);
        return Math.Clamp((long)(size / 64) * 64, Smallest, Largest);
    }

    private static double RateOf(long size, int trials, CancellationToken cancellation)
    {
        using IDisposable scope = torch.NewDisposeScope();
        torch.Tensor one = torch.rand(size, size);
        torch.Tensor other = torch.rand(size, size);

        // The first product starts the threads and wakes the processor.
        _ = torch.mm(one, other);
        double best = 0;
        for (int trial = 0; trial < trials; trial++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            using torch.Tensor product = torch.mm(one, other);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Max(best, 2.0 * size * size * size / Math.Max(seconds, 1e-9) / 1e9);
        }

        return best;
    }
}
