namespace Tributary.Plugins.Lakes;

/// <summary>
/// A reservoir that is operated as Hanasaki et al. (2006) have it. Where its mean inflow is not given it is that of the whole operational years seen so far; until there is one, inflow is
/// passed on.
/// </summary>
/// <param name="capacity">C, m3.</param>
/// <param name="targetFilling">alpha.</param>
/// <param name="meanInflow">Long-term mean inflow, m3 s-1; null where it is not known.</param>
/// <param name="demand">Demand of irrigation, m3 s-1, <c>[month]</c>; null where there is none.</param>
/// <param name="firstMonth">Month in which the operational year begins.</param>
/// <param name="startsBalanced">Whether it holds alpha C at first.</param>
internal sealed class Reservoir(double capacity, double targetFilling, double? meanInflow, double[]? demand, int firstMonth, bool startsBalanced) : ILake
{
    private const int Storage = 0;
    private const int Coefficient = 1;
    private const int Volume = 2;
    private const int Begun = 3;
    private const int Years = 4;
    private const int Mean = 5;

    private readonly double _meanDemand = demand?.Average() ?? 0;

    /// <summary>What its states are beside the storage.</summary>
    public static string OperationStates => "release coefficient, inflow of the running year in m3, whether that year is whole, whole years seen, their mean inflow in m3 s-1";

    /// <summary>Number of its states beside the storage.</summary>
    public static int OperationCount => Mean;

    public int StateCount => 1 + OperationCount;

    public void Start(Span<double> states)
    {
        states.Clear();
        states[Storage] = startsBalanced ? targetFilling * capacity : 0;
        states[Coefficient] = ReservoirOperation.Coefficient(states[Storage], targetFilling, capacity);
    }

    public void Route(Span<double> flow, BlockCalendar calendar, double step, Span<double> states)
    {
        for (int t = 0; t < flow.Length; t++)
        {
            if (calendar.Begins(t, firstMonth))
            {
                BeginYear(calendar.SecondsOfYearBefore(t), states);
            }

            double inflow = flow[t];
            double release = inflow;
            if ((meanInflow ?? (states[Years] > 0 ? states[Mean] : null)) is { } mean)
            {
                double provisional = ReservoirOperation.Provisional(mean, demand?[calendar.Month(t) - 1] ?? 0, _meanDemand);
                release = ReservoirOperation.Release(states[Coefficient], provisional, capacity, mean, inflow);
            }

            states[Volume] += inflow * step;
            flow[t] = ReservoirOperation.Step(inflow, release, capacity, step, ref states[Storage]);
        }
    }

    private void BeginYear(double secondsBefore, Span<double> states)
    {
        states[Coefficient] = ReservoirOperation.Coefficient(states[Storage], targetFilling, capacity);
        if (states[Begun] > 0)
        {
            states[Mean] = ((states[Mean] * states[Years]) + (states[Volume] / secondsBefore)) / (states[Years] + 1);
            states[Years]++;
        }

        states[Begun] = 1;
        states[Volume] = 0;
    }
}
