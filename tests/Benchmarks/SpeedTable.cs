using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Tributary.Engine;

namespace Tributary.Benchmarks;

/// <summary>The README's table of speeds.</summary>
internal static class SpeedTable
{
    /// <summary>What measures, and the day.</summary>
    public static string MachineAndDate { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{Machine.Current.Processor}, {Machine.Current.Cores} cores, {Machine.Current.OperatingSystem}, {Machine.Current.Runtime}, {DateTime.UtcNow:yyyy-MM-dd}");

    /// <summary>The table in Markdown, with machine and date.</summary>
    public static string Of(IReadOnlyList<Summary> summaries)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{MachineAndDate}.\n\n");
        text.Append("| what | speed |\n| --- | --- |\n");
        foreach (BenchmarkReport report in summaries.SelectMany(summary => summary.Reports).Where(report => report.BenchmarkCase.Descriptor.Type != typeof(RoutingSpeed)))
        {
            if (report.ResultStatistics is { } statistics)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {NameOf(report)} | {ValueOf(report, statistics.Mean)} |\n");
            }
        }

        if (summaries.Any(summary => summary.BenchmarksCases.Any(bench => bench.Descriptor.Type == typeof(HostOverhead))))
        {
            foreach (string model in (ReadOnlySpan<string>)["GR4J", "HBV"])
            {
                text.Append(CultureInfo.InvariantCulture, $"| what the host adds to a 30-year daily run of {model}, both in turn | {100 * HostOverhead.Added(model):0.0} % |\n");
            }
        }

        if (RemappingSpeed.HasData && summaries.Any(summary => summary.BenchmarksCases.Any(bench => bench.Descriptor.Type == typeof(RemappingSpeed))))
        {
            text.Append(CultureInfo.InvariantCulture, $"| reading and remapping against bare reading, both in turn | {RemappingSpeed.Ratio():0.00} times |\n");
            text.Append(CultureInfo.InvariantCulture, $"| peak memory of weights, reading and remapping | {RoutingTable.PeakOf(RemappingSpeed.Name)} MB |\n");
        }

        return text.Append(RoutingTable.Of(summaries)).ToString();
    }

    /// <summary>Replaces the table between the markers of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <param name="name">Name of the markers.</param>
    public static void WriteInto(string path, string table, string name)
    {
        string text = File.ReadAllText(path);
        string marker = $"<!-- {name}: written by tests/Benchmarks -->";
        int begin = text.IndexOf(marker, StringComparison.Ordinal) + marker.Length;
        int end = text.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal);
        File.WriteAllText(path, $"{text[..begin]}\n{table}{text[end..]}");
    }

    private static string NameOf(BenchmarkReport report)
    {
        BenchmarkCase bench = report.BenchmarkCase;
        string parameters = string.Join(", ", bench.Parameters.Items.Select(item => item.Value));
        string subject = bench.Descriptor.Type == typeof(CalibrationSpeed) ? "calibration of GR4J on ten years, two threads: " : bench.Descriptor.Type == typeof(HostOverhead) ? "30-year daily run, " : string.Empty;
        return parameters.Length > 0 ? $"{subject}{bench.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')}, {parameters}" : bench.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
    }

    private static string ValueOf(BenchmarkReport report, double nanoseconds) => report.BenchmarkCase.Descriptor.OperationsPerInvoke > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{1000 / nanoseconds:0.0} million day-steps/s")
        : string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.00} ms");
}
