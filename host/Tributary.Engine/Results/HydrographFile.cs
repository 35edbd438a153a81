using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The hydrograph of one gauge as CSV, for the chosen member or combination: <c>Date,Observed_m3s,Predicted_m3s,Residual</c>. The residual is observed minus predicted; a gap is an empty field.</summary>
internal static class HydrographFile
{
    public static void Write(RunSummary run, int gauge, string path)
    {
        double[] observed = run.Inputs.Observed[gauge];
        ReadOnlySpan<double> predicted = run.Hydrographs[run.Scores.Chosen[gauge]].Discharge(gauge);
        TimeAxis time = run.Inputs.Forcing.Time;
        string format = time.Step.Ticks % TimeSpan.TicksPerDay == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm";
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine("Date,Observed_m3s,Predicted_m3s,Residual");
        for (int step = 0; step < time.Count; step++)
        {
            writer.Write(time[step].ToString(format, CultureInfo.InvariantCulture));
            writer.Write(',');
            WriteNumber(writer, observed[step]);
            writer.Write(',');
            WriteNumber(writer, predicted[step]);
            writer.Write(',');
            WriteNumber(writer, observed[step] - predicted[step]);
            writer.WriteLine();
        }
    }

    private static void WriteNumber(StreamWriter writer, double value)
    {
        Span<char> digits = stackalloc char[32];
        if (!double.IsNaN(value) && value.TryFormat(digits, out int written, "G9", CultureInfo.InvariantCulture))
        {
            writer.Write(digits[..written]);
        }
    }
}
