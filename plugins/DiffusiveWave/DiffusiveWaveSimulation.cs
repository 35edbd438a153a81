using Tributary.Contracts;

namespace Tributary.Plugins.DiffusiveWave;

/// <summary>A running diffusive wave. Lateral inflow enters a reach with the inflow from above.</summary>
internal sealed class DiffusiveWaveSimulation : ReachwiseSimulation
{
    /// <summary>Depth of a flood that fills the banks by the root of the width, m1/2: 0.4 m in a brook of 2 m, 2.5 m in a river of 100 m.</summary>
    private const double BankfullDepth = 0.25;

    private readonly double _step;
    private readonly CellChain[] _reaches;

    public DiffusiveWaveSimulation(DiffusiveWaveSettings settings, RoutingSetup setup, NetworkOrder order, ChannelGeometry channels)
        : this(ReachesOf(settings, setup, channels), setup, order)
    {
    }

    private DiffusiveWaveSimulation(CellChain[] reaches, RoutingSetup setup, NetworkOrder order)
        : base(order, setup.ThreadCount, StatesOf(reaches))
    {
        _step = setup.Step.TotalSeconds;
        _reaches = reaches;
    }

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        CellChain chain = _reaches[reach];
        Span<double> cells = Held[reach];
        for (int t = 0; t < discharge.Length; t++)
        {
            double inflow = upstream.IsEmpty ? lateral[t] : lateral[t] + upstream[t];
            discharge[t] = DiffusiveWaveProcess.Step(chain, inflow, _step, cells);
        }
    }

    private static CellChain[] ReachesOf(DiffusiveWaveSettings settings, RoutingSetup setup, ChannelGeometry channels)
    {
        double dt = setup.Step.TotalSeconds;
        var reaches = new CellChain[setup.Network.Count];
        for (int reach = 0; reach < reaches.Length; reach++)
        {
            double length = setup.Network.LengthMetres[reach];
            double slope = channels.Slope[reach];
            double width = channels.Width[reach];
            double cellLength = settings.LongestCell ?? CellLength(width, slope, channels.Roughness[reach], dt);
            int count = (int)Math.Clamp(Math.Ceiling((length / cellLength) - 1e-9), 1, DiffusiveWaveProcess.MostCells);
            reaches[reach] = new CellChain(count, length / count, width, slope, channels.Roughness[reach], dt);
        }

        return reaches;
    }

    /// <summary>The way of a bankfull flood in one step, c dt, or over which it spreads, D/c = 3/10 h / S, whichever is longer; shorter cells resolve no more.</summary>
    private static double CellLength(double width, double slope, double roughness, double step)
    {
        double depth = BankfullDepth * Math.Sqrt(width);
        double celerity = 5.0 / 3 * Math.Sqrt(slope) / roughness * Math.Cbrt(depth * depth);
        return Math.Max(celerity * step, 0.3 * depth / slope);
    }

    private static ReachStates StatesOf(CellChain[] reaches)
    {
        List<StateVariable> variables = [new("exchange", "m3 s-1", "flow between the last cell and the river beyond")];
        for (int cell = 1; cell <= reaches.Select(reach => reach.Count).DefaultIfEmpty(1).Max(); cell++)
        {
            variables.Add(new($"storage_{cell}", "m3", "water in a cell of the reach", WaterFrom: 0));
            variables.Add(new($"root_{cell}", "1", "fifth root of a cell's flow in m3 s-1"));
        }

        return new ReachStates(variables, [.. reaches.Select(reach => 1 + (DiffusiveWaveProcess.StatesPerCell * reach.Count))]);
    }
}
