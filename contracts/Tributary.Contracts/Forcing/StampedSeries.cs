namespace Tributary.Contracts;

/// <summary>Puts stamped values on a regular axis. A stamp that is missing becomes a gap.</summary>
public sealed class StampedSeries
{
    private readonly int[] _position;

    /// <summary>Finds the axis on which the stamps lie.</summary>
    /// <param name="stamps">Start of each interval, in order of time.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InputException">There are fewer than two stamps, they go back, one is repeated, or their steps differ.</exception>
    public StampedSeries(ReadOnlySpan<DateTime> stamps, string where)
    {
        if (stamps.Length < 2)
        {
            throw new InputException($"holds {stamps.Length} time steps, of which at least two are needed", where);
        }

        TimeSpan step = TimeSpan.MaxValue;
        for (int i = 1; i < stamps.Length; i++)
        {
            TimeSpan ahead = stamps[i] - stamps[i - 1];
            if (ahead <= TimeSpan.Zero)
            {
                string fault = ahead == TimeSpan.Zero ? "is repeated" : "goes back in time";
                throw new InputException($"the stamp {stamps[i]:yyyy-MM-dd HH:mm} of record {i + 1} {fault}", where, "Each record needs a later stamp than the one before it.");
            }

            step = ahead < step ? ahead : step;
        }

        int count = Offset(stamps[^1], stamps[0], step, stamps.Length, where) + 1;
        Time = new TimeAxis(stamps[0], step, count);
        _position = new int[stamps.Length];
        for (int i = 0; i < stamps.Length; i++)
        {
            _position[i] = Offset(stamps[i], stamps[0], step, i + 1, where);
        }
    }

    /// <summary>The regular axis.</summary>
    public TimeAxis Time { get; }

    /// <summary>Puts values on the axis, <c>[time]</c>, NaN where there is no stamp.</summary>
    /// <param name="values">One value a stamp.</param>
    public double[] Place(ReadOnlySpan<double> values)
    {
        double[] placed = new double[Time.Count];
        Array.Fill(placed, double.NaN);
        for (int i = 0; i < values.Length; i++)
        {
            placed[_position[i]] = values[i];
        }

        return placed;
    }

    private static int Offset(DateTime stamp, DateTime start, TimeSpan step, int record, string where)
    {
        long steps = (stamp - start).Ticks / step.Ticks;
        return start + (steps * step) == stamp
            ? (int)steps
            : throw new InputException(
                $"the stamp {stamp:yyyy-MM-dd HH:mm} of record {record} does not lie on the file's step of {StepLength.InWords(step)} from {start:yyyy-MM-dd HH:mm}",
                where,
                "All records need the same time step; missing ones are allowed.");
    }
}
