using System.Globalization;
using System.Text.Json;
using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>A workflow on invented catchments, run by the program, and what it left.</summary>
internal sealed class LstmStudy : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    /// <summary>Runs a workflow; its name is that of its folder under runs.</summary>
    public void Run(string name, string yaml)
    {
        Folder.Write($"{name}.yaml", $"name: {name}\n{yaml}");
        Cli.Run(Folder.Path, "run", $"{name}.yaml").Done();
    }

    /// <summary>A file of a run.</summary>
    public string Result(string run, params string[] parts) => Folder.At(["runs", run, .. parts]);

    /// <summary>A score of each gauge over a period; NaN where it is not defined.</summary>
    public double[] Scores(string run, string member, string score = "nse", string period = "test") =>
    [
        .. JsonElement.Parse(File.ReadAllBytes(Result(run, "metrics.json"))).GetProperty("gauges").EnumerateObject().Select(gauge =>
        {
            JsonElement value = gauge.Value.GetProperty("members").GetProperty(member).GetProperty(period).GetProperty(score);
            return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
        }),
    ];

    /// <summary>A series of results.nc, <c>[place][time]</c>.</summary>
    public double[][] Series(string run, string variable, int places, int days)
    {
        using Contracts.IArrayFile file = new NetCdfFiles().Open(Result(run, "results.nc"));
        double[] all = new double[places * days];
        file.Read(variable, [0, 0], [places, days], all);
        return [.. all.Chunk(days)];
    }

    /// <summary>Prints a line beside the test.</summary>
    public static void Tell(FormattableString line) => TestContext.Current.SendDiagnosticMessage(line.ToString(CultureInfo.InvariantCulture));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Nash-Sutcliffe efficiency.</summary>
    public static double Nse(ReadOnlySpan<double> simulated, ReadOnlySpan<double> truth)
    {
        double mean = 0;
        foreach (double value in truth)
        {
            mean += value / truth.Length;
        }

        double error = 0;
        double spread = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            error += (simulated[i] - truth[i]) * (simulated[i] - truth[i]);
            spread += (truth[i] - mean) * (truth[i] - mean);
        }

        return 1 - (error / spread);
    }

    public void Dispose() => Folder.Dispose();
}
