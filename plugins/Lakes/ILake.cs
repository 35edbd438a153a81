namespace Tributary.Plugins.Lakes;

/// <summary>A lake, as the simulation sees it. Nothing in it changes; what does lies in the states of its reach, storage in m3 first.</summary>
internal interface ILake
{
    /// <summary>Number of its states.</summary>
    int StateCount { get; }

    /// <summary>Gives it its first states.</summary>
    void Start(Span<double> states);

    /// <summary>Takes inflow through the lake.</summary>
    /// <param name="flow">Inflow in m3 s-1, <c>[time]</c>; becomes outflow.</param>
    /// <param name="calendar">The months of the block.</param>
    /// <param name="step">Time step, s.</param>
    /// <param name="states">Its states.</param>
    void Route(Span<double> flow, BlockCalendar calendar, double step, Span<double> states);
}

/// <summary>A lake with an outlet.</summary>
/// <param name="outlet">The outlet.</param>
/// <param name="start">Storage at first, m3.</param>
internal sealed class OutletLake(StorageOutlet outlet, double start) : ILake
{
    public int StateCount => 1;

    public void Start(Span<double> states) => states[0] = start;

    public void Route(Span<double> flow, BlockCalendar calendar, double step, Span<double> states)
    {
        double storage = states[0];
        for (int t = 0; t < flow.Length; t++)
        {
            flow[t] = outlet.Step(flow[t], step, ref storage);
        }

        states[0] = storage;
    }
}
