using System.Diagnostics;
using System.Globalization;
using System.Text;
using TorchSharp;
using Tributary.Engine;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Benchmarks;

/// <summary>A training step of HydroTrace at its published size by the fused kernels, beside the same network of libtorch's own operators, in one run and in turn.</summary>
internal static class HydroTraceSpeed
{
    /// <summary>Argument with which the program prints this table.</summary>
    public const string Name = "hydrotrace";

    private const int Batch = 4;
    private const int Rounds = 3;

    private static readonly GridShape Published = new() { Features = 49, Window = 7, Height = 292, Width = 79 };

    /// <summary>Measures and returns the table in Markdown.</summary>
    public static string Table()
    {
        set_num_threads(2);
        double fused = double.PositiveInfinity;
        double stock = double.PositiveInfinity;
        using (var one = new Trial(byOperators: false))
        using (var other = new Trial(byOperators: true))
        {
            one.Step();
            for (int round = 0; round < Rounds; round++)
            {
                fused = Math.Min(fused, Seconds(one.Step));
                stock = Math.Min(stock, Seconds(other.Step));
            }
        }

        (long fusedPeak, long stockPeak) = (Peak("fused"), Peak("stock"));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Machine.Current.Processor}, {get_num_threads()} threads, {FusedLstm.Simd}, libtorch {__version__}, {DateTime.UtcNow:yyyy-MM-dd}; one training step (forward, backward, Adam) of {Published.Features} features on {Published.Height} x {Published.Width} cells, window {Published.Window}, batch {Batch}.\n\n");
        text.Append("| | fused | libtorch's operators | ratio |\n| --- | --- | --- | --- |\n");
        text.Append(CultureInfo.InvariantCulture, $"| seconds | {fused:0.00} | {stock:0.00} | {stock / fused:0.0} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| peak memory of the process, MB | {fusedPeak} | {stockPeak} | {(double)stockPeak / fusedPeak:0.0} |\n");
        return text.ToString();
    }

    /// <summary>Does two training steps alone and returns the peak memory of this process in MB.</summary>
    public static long PeakMegabytes(string which)
    {
        set_num_threads(2);
        using var trial = new Trial(which == "stock");
        trial.Step();
        trial.Step();
        return Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
    }

    private static long Peak(string which)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [RoutingTable.PeakMemory, Name, which]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return long.Parse(said, CultureInfo.InvariantCulture);
    }

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>A network, its optimiser and a batch.</summary>
    private sealed class Trial : IDisposable
    {
        private readonly DisposeScope _scope = NewDisposeScope();
        private readonly GridNetwork _network;
        private readonly optim.Optimizer _optimiser;
        private readonly Tensor _inputs;
        private readonly Tensor _targets;
        private readonly GridCells _grid;

        public Trial(bool byOperators)
        {
            manual_seed(1);
            _network = new GridNetwork(Published) { ByOperators = byOperators };
            _optimiser = optim.Adam(_network.parameters(), 1e-3);
            _inputs = randn([Batch, Published.Window, Published.Features, Published.Height, Published.Width]);
            _targets = randn(Batch, 1);
            _grid = new GridCells(ones(Published.Height, Published.Width), null);
        }

        public void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            _optimiser.zero_grad();
            (_network.Answer(_inputs, _grid) - _targets).square().mean().backward();
            _optimiser.step();
        }

        public void Dispose()
        {
            _optimiser.Dispose();
            _network.Dispose();
            _scope.Dispose();
        }
    }
}
