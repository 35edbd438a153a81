using System.Diagnostics;
using System.Globalization;
using System.Text;
using TorchSharp;
using Tributary.Engine;
using static TorchSharp.torch;

namespace Tributary.Benchmarks;

/// <summary>The fused LSTM beside libtorch's own and beside its matrix product, all in one run and in turn.</summary>
internal static class LstmSpeed
{
    /// <summary>Argument with which the program prints this table.</summary>
    public const string Name = "lstm";

    private const int Steps = 365;
    private const int Batch = 256;
    private const int Inputs = 32;
    private const int Rounds = 3;
    private const int Basins = 500;
    private const int Days = 10_950;
    private const int WindowedDays = 6;

    private static readonly int[] Sizes = [64, 128, 256];

    /// <summary>Measures and returns the table in Markdown.</summary>
    public static string Table()
    {
        set_num_threads(2);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Machine.Current.Processor}, {get_num_threads()} threads, {FusedLstm.Simd}, libtorch {__version__}, {DateTime.UtcNow:yyyy-MM-dd}; {Steps} steps, batch {Batch}, {Inputs} inputs, forward and backward.\n\n");
        text.Append("| hidden units | fused, s | libtorch's own, s | ratio | fused, GFLOP/s | share of sgemm | peak memory, fused and own |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (int hidden in Sizes)
        {
            (double fused, double own, double product) = Measure(hidden);
            double work = 24.0 * hidden * (hidden + Inputs) * Steps * Batch / 1e9;
            text.Append(CultureInfo.InvariantCulture, $"| {hidden} | {fused:0.000} | {own:0.00} | {own / fused:0.0} | {work / fused:0} | {work / fused / product:0.00} of {product:0} | {Peak("fused", hidden)} and {Peak("own", hidden)} MB |\n");
        }

        (double windowed, double carried) = Inference();
        text.Append(CultureInfo.InvariantCulture, $"\nThirty years of daily data for {Basins} basins at 256 hidden units: {windowed / 60:0} minutes by windows of {Steps} days (measured on {WindowedDays} days), {carried:0.0} s with carried states.\n");
        return text.ToString();
    }

    /// <summary>Does one training step alone and returns the peak memory of this process in MB.</summary>
    public static long PeakMegabytes(string which, int hidden)
    {
        set_num_threads(2);
        using var trial = new Trial(hidden);
        trial.Step(which == "fused");
        return Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
    }

    private static (double Fused, double Own, double Product) Measure(int hidden)
    {
        using var trial = new Trial(hidden);
        trial.Step(fused: true);
        double fused = double.PositiveInfinity;
        double own = double.PositiveInfinity;
        double product = 0;
        for (int round = 0; round < Rounds; round++)
        {
            fused = Math.Min(fused, Seconds(() => trial.Step(fused: true)));
            own = Math.Min(own, Seconds(() => trial.Step(fused: false)));
            product = Math.Max(product, ProductRate());
        }

        return (fused, own, product);
    }

    /// <summary>GFLOP/s of a large product of matrices.</summary>
    private static double ProductRate()
    {
        const int Size = 2048;
        using Tensor left = rand(Size, Size);
        using Tensor right = rand(Size, Size);
        double best = double.PositiveInfinity;
        for (int trial = 0; trial < 4; trial++)
        {
            best = Math.Min(best, Seconds(() => left.mm(right).Dispose()));
        }

        return 2.0 * Size * Size * Size / best / 1e9;
    }

    private static (double Windowed, double Carried) Inference()
    {
        using IDisposable unrecorded = no_grad();
        using TorchSharp.Modules.LSTM lstm = nn.LSTM(Inputs, 256);
        double windows = Seconds(() =>
        {
            for (int day = 0; day < WindowedDays; day++)
            {
                using DisposeScope scope = NewDisposeScope();
                lstm.call(randn(Steps, Basins, Inputs));
            }
        });
        double carried = Seconds(() =>
        {
            (Tensor, Tensor)? states = null;
            for (int day = 0; day < Days; day += Steps)
            {
                using DisposeScope scope = NewDisposeScope();
                (_, Tensor hidden, Tensor cell) = lstm.call(randn(Steps, Basins, Inputs), states);
                states = (hidden.DetachFromDisposeScope(), cell.DetachFromDisposeScope());
            }
        });
        return (windows / WindowedDays * Days, carried);
    }

    private static string Peak(string which, int hidden)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [RoutingTable.PeakMemory, Name, which, hidden.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return said.Trim();
    }

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>A network and a batch.</summary>
    private sealed class Trial(int hidden) : IDisposable
    {
        private readonly TorchSharp.Modules.LSTM _lstm = nn.LSTM(Inputs, hidden);
        private readonly Tensor _input = randn(Steps, Batch, Inputs);

        /// <summary>Forward and backward from the last hidden states.</summary>
        public void Step(bool fused)
        {
            using DisposeScope scope = NewDisposeScope();
            (_, Tensor last, _) = fused ? _lstm.call(_input) : _lstm.Unfused(_input, null, [.. _lstm.parameters()]);
            last.sum().backward();
            _lstm.zero_grad();
        }

        public void Dispose()
        {
            _lstm.Dispose();
            _input.Dispose();
        }
    }
}
