using System.Diagnostics;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;

namespace Tributary.Benchmarks;

/// <summary>The README's table of routing speeds by size of the network, with the memory that a million reaches need.</summary>
internal static class RoutingTable
{
    /// <summary>Argument with which the program routes a day through a million reaches by one method, or remaps, and prints its peak memory in MB.</summary>
    public const string PeakMemory = "--peak-memory";

    /// <summary>The table in Markdown; empty where no routing was measured.</summary>
    public static string Of(IReadOnlyList<Summary> summaries)
    {
        var speeds = new Dictionary<(string Method, int Reaches, int Threads), double>();
        foreach (BenchmarkReport report in summaries.SelectMany(summary => summary.Reports).Where(report => report.BenchmarkCase.Descriptor.Type == typeof(RoutingSpeed)))
        {
            if (report.ResultStatistics is { } statistics)
            {
                var parameters = report.BenchmarkCase.Parameters;
                int reaches = (int)parameters[nameof(RoutingSpeed.Reaches)];
                speeds[((string)parameters[nameof(RoutingSpeed.Method)], reaches, (int)parameters[nameof(RoutingSpeed.Threads)])] = RoutingSpeed.Speed(reaches, statistics.Mean);
            }
        }

        if (speeds.Count == 0)
        {
            return string.Empty;
        }

        int[] sizes = [.. speeds.Keys.Select(key => key.Reaches).Distinct().Order()];
        var text = new StringBuilder("\n| routing: million reach-steps/s on one and two threads, ratio |");
        text.AppendJoin(null, sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $" {size:N0} reaches |")));
        text.Append(" peak memory with a million |\n| --- |").AppendJoin(null, Enumerable.Repeat(" --- |", sizes.Length + 1)).Append('\n');
        foreach (string method in speeds.Keys.Select(key => key.Method).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {method} |");
            foreach (int size in sizes)
            {
                text.Append(' ').Append(Cell(speeds, method, size)).Append(" |");
            }

            text.Append(CultureInfo.InvariantCulture, $" {PeakOf(method)} MB |\n");
        }

        return text.ToString();
    }

    /// <summary>Routes a day through a million reaches and returns the peak memory of this process in MB, the network, inflow and discharge with it.</summary>
    public static long Route(string method)
    {
        var speed = new RoutingSpeed { Method = method, Reaches = 1_000_000, Threads = 1 };
        speed.Setup();
        speed.Route();
        speed.Cleanup();
        return Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
    }

    private static string Cell(Dictionary<(string Method, int Reaches, int Threads), double> speeds, string method, int size) =>
        speeds.TryGetValue((method, size, 1), out double one) && speeds.TryGetValue((method, size, 2), out double two)
            ? string.Create(CultureInfo.InvariantCulture, $"{one:0.0}, {two:0.0}, {two / one:0.00}")
            : "-";

    /// <summary>Peak memory in MB of a process that does nothing else.</summary>
    internal static string PeakOf(string method)
    {
        using var other = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [PeakMemory, method]) { RedirectStandardOutput = true })!;
        string printed = other.StandardOutput.ReadToEnd().Trim();
        other.WaitForExit();
        return printed;
    }
}
