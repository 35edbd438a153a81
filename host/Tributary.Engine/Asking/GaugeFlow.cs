using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The hydrograph of a gauge as a run wrote it, in m3 s-1; a gap is NaN.</summary>
/// <param name="Gauge">The gauge.</param>
/// <param name="Times">Start of each step.</param>
/// <param name="Observed">Observed discharge.</param>
/// <param name="Simulated">Discharge by the run's chosen member.</param>
internal sealed record GaugeFlow(string Gauge, DateTime[] Times, double[] Observed, double[] Simulated)
{
    /// <summary>Observed discharge where there is any, else the simulated one.</summary>
    public double[] Best => Observed.Any(double.IsFinite) ? Observed : Simulated;

    /// <summary>What <see cref="Best"/> is.</summary>
    public string BestName => Observed.Any(double.IsFinite) ? "observed" : "simulated";

    /// <summary>Reads a file of <see cref="HydrographFile"/>.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public static GaugeFlow Read(string gauge, string path)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        try
        {
            return new GaugeFlow(
                gauge,
                [.. rows.Select(row => DateTime.Parse(row[0], CultureInfo.InvariantCulture))],
                [.. rows.Select(row => Number(row[1]))],
                [.. rows.Select(row => Number(row[2]))]);
        }
        catch (Exception error) when (error is FormatException or IndexOutOfRangeException)
        {
            throw new InputException("it is no hydrograph of a run", path, "Run the workflow again.", error);
        }
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
}
