namespace Tributary.Contracts;

/// <summary>
/// A regular time axis. Each stamp is the start of the interval that it stands for, in UTC or in the
/// data's own standard time; the host never mixes the two in one run.
/// </summary>
/// <param name="Start">Start of the first interval.</param>
/// <param name="Step">Length of every interval.</param>
/// <param name="Count">Number of intervals.</param>
public readonly record struct TimeAxis(DateTime Start, TimeSpan Step, int Count)
{
    /// <summary>Start of the interval with this index.</summary>
    public DateTime this[int index] => Start + (index * Step);

    /// <summary>End of the last interval, exclusive.</summary>
    public DateTime End => Start + (Count * Step);

    /// <summary>The whole axis as a period.</summary>
    public Period Period => new(Start, End);

    /// <summary>Steps in a day; 1 for a daily axis, 24 for an hourly one.</summary>
    public double StepsPerDay => TimeSpan.FromDays(1) / Step;

    /// <summary>Part of this axis.</summary>
    /// <param name="first">Index of the first interval kept.</param>
    /// <param name="count">Number of intervals kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches outside the axis.</exception>
    public TimeAxis Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Count);
        return new TimeAxis(this[first], Step, count);
    }

    /// <summary>
    /// Index of the interval that contains an instant, counted from <see cref="Start"/>; negative before the axis,
    /// <see cref="Count"/> or more behind it.
    /// </summary>
    public int IndexOf(DateTime instant) => (int)Math.Floor((instant - Start) / Step);

    /// <summary>The indices of the intervals that lie wholly inside a period, clipped to this axis.</summary>
    public Range IndicesWithin(Period period)
    {
        int first = Math.Clamp((int)Math.Ceiling((period.Start - Start) / Step), 0, Count);
        int end = Math.Clamp((int)Math.Floor((period.End - Start) / Step), first, Count);
        return first..end;
    }
}

/// <summary>A span of time.</summary>
/// <param name="Start">First instant, inclusive.</param>
/// <param name="End">Last instant, exclusive.</param>
public readonly record struct Period(DateTime Start, DateTime End)
{
    /// <summary>Length of the period; negative where the end lies before the start.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>Whether the two share any instant.</summary>
    public bool Overlaps(Period other) => Start < other.End && other.Start < End;

    /// <summary>Whether all of another period lies inside this one.</summary>
    public bool Contains(Period other) => Start <= other.Start && other.End <= End;

    /// <summary>Both days, the last one inclusive, as the workflow file writes them.</summary>
    public override string ToString()
    {
        DateTime last = End - TimeSpan.FromTicks(1);
        bool wholeDays = Start.TimeOfDay == TimeSpan.Zero && End.TimeOfDay == TimeSpan.Zero;
        return wholeDays ? $"{Start:yyyy-MM-dd} to {last:yyyy-MM-dd}" : $"{Start:yyyy-MM-dd HH:mm} to {End:yyyy-MM-dd HH:mm}";
    }
}
