using Tributary.Contracts;

namespace Tributary.Plugins.Lakes;

/// <summary>Which month each time step of a block begins in.</summary>
internal sealed class BlockCalendar
{
    private readonly byte[] _month;
    private readonly bool[] _begins;
    private readonly TimeAxis _time;

    public BlockCalendar(TimeAxis time)
    {
        _time = time;
        _month = new byte[time.Count];
        _begins = new bool[time.Count];
        int before = time.Count > 0 ? time[-1].Month : 0;
        for (int t = 0; t < time.Count; t++)
        {
            _month[t] = (byte)time[t].Month;
            _begins[t] = _month[t] != before;
            before = _month[t];
        }
    }

    /// <summary>The month, 1 to 12.</summary>
    public int Month(int t) => _month[t];

    /// <summary>Whether the step is the first one of a month.</summary>
    public bool Begins(int t, int month) => _begins[t] && _month[t] == month;

    /// <summary>Length of the year that ends when a step begins, s.</summary>
    public double SecondsOfYearBefore(int t) => (_time[t] - _time[t].AddYears(-1)).TotalSeconds;
}
