using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Observed and simulated series of one gauge as CSV; a gap is an empty field.</summary>
internal static class HydrographFile
{
    /// <summary>Discharge of the chosen member or combination: <c>Date,Observed_m3s,Predicted_m3s,Residual</c>. The residual is observed minus predicted.</summary>
    public static void Write(RunSummary run, int gauge, string path)
    {
        double[] observed = run.Inputs.Observed[gauge];
        double[] predicted = [.. run.Hydrographs[run.Scores.Chosen[gauge]].Discharge(gauge)];
        double[] residual = [.. observed.Select((value, step) => value - predicted[step])];
        Write(run.Inputs.Forcing.Time, "Date,Observed_m3s,Predicted_m3s,Residual", [observed, predicted, residual], path);
    }

    /// <summary>All that a member learned from, at a lumped basin: <c>Date,Q_obs,Q_pred,SWE_obs,SWE_pred</c> with discharge in m3 s-1 and snow water equivalent in mm.</summary>
    public static void WriteTargets(RunSummary run, MemberResult member, int gauge, string path)
    {
        MemberSimulation simulation = member.Simulation;
        string header = "Date,Q_obs,Q_pred";
        List<double[]> columns = [run.Inputs.Observed[gauge], [.. simulation.Discharge(gauge)]];
        foreach (Variable target in member.Member.Descriptor.Targets)
        {
            int output = Array.IndexOf([.. simulation.Outputs], target.Name);
            if (output >= 0 && run.Inputs.AlsoObserved.TryGetValue(target.Name, out double[][]? observed))
            {
                string symbol = target.Name == Variables.SnowWaterEquivalent.Name ? "SWE" : target.Name;
                header += $",{symbol}_obs,{symbol}_pred";
                columns.Add(observed[gauge]);
                columns.Add([.. simulation.Output(output, run.Inputs.Domain.Gauges[gauge].Reach)]);
            }
        }

        Write(run.Inputs.Forcing.Time, header, columns, path);
    }

    private static void Write(TimeAxis time, string header, IReadOnlyList<double[]> columns, string path)
    {
        string format = time.Step.Ticks % TimeSpan.TicksPerDay == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm";
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine(header);
        for (int step = 0; step < time.Count; step++)
        {
            writer.Write(time[step].ToString(format, CultureInfo.InvariantCulture));
            foreach (double[] column in columns)
            {
                writer.Write(',');
                WriteNumber(writer, column[step]);
            }

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
