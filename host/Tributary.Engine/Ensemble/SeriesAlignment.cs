using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Brings a series onto the time steps of others: the years that it lacks are gaps, finer steps are averaged.</summary>
internal static class SeriesAlignment
{
    /// <summary>The series on other time steps; NaN where it has no value, or lacks a part of one.</summary>
    /// <param name="wanted">The time steps that are wanted.</param>
    /// <param name="others">Whose they are, as <c>members gr4j, hbv</c>.</param>
    /// <param name="time">The series' own.</param>
    /// <param name="values">Its values.</param>
    /// <param name="name">What it is, as <c>member nwm</c>.</param>
    /// <exception cref="InputException">It has no time step in common with them, longer steps, or steps that begin at other times.</exception>
    public static double[] On(TimeAxis wanted, string others, TimeAxis time, ReadOnlySpan<double> values, string name)
    {
        if (time.Step > wanted.Step || wanted.Step.Ticks % time.Step.Ticks != 0)
        {
            throw new InputException(
                $"its time steps of {Describe(time.Step)} cannot be brought onto those of {Describe(wanted.Step)} of {others}", name, "Give it on steps that are as long, or that divide them.");
        }

        if ((wanted.Start - time.Start).Ticks % time.Step.Ticks != 0)
        {
            throw new InputException(
                $"its time steps begin at {time.Start:HH:mm}, those of {others} at {wanted.Start:HH:mm}", name, "Shift it to the time zone of the others.");
        }

        if (!time.Period.Overlaps(wanted.Period))
        {
            throw new InputException($"its period {time.Period} has nothing in common with {wanted.Period} of {others}", name, "Give a file of the same years.");
        }

        int parts = (int)(wanted.Step.Ticks / time.Step.Ticks);
        double[] aligned = new double[wanted.Count];
        for (int step = 0; step < aligned.Length; step++)
        {
            int first = time.IndexOf(wanted[step]);
            double sum = first >= 0 && first + parts <= time.Count ? 0 : double.NaN;
            for (int part = first; part < first + parts && !double.IsNaN(sum); part++)
            {
                sum += values[part];
            }

            aligned[step] = sum / parts;
        }

        return aligned;
    }

    private static string Describe(TimeSpan step) => step switch
    {
        { TotalDays: >= 1 } => $"{step.TotalDays:0.##} d",
        { TotalHours: >= 1 } => $"{step.TotalHours:0.##} h",
        _ => $"{step.TotalMinutes:0.##} min",
    };
}
