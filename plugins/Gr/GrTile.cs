using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Gr;

/// <summary>Forcing and results of one group of units over a tile of time steps.</summary>
internal ref struct GrTile<T>
    where T : unmanaged, ILanes<T>
{
    private const int InputCount = 4;
    private const int OutputCount = 7;

    private readonly Span<T> _inputs;
    private readonly Span<T> _outputs;
    private int _count;

    public GrTile(ref Scratch<T> scratch, bool wantsDetail)
    {
        _inputs = scratch.Take(InputCount * LaneTiles.StepCount);
        _outputs = scratch.Take(OutputCount * LaneTiles.StepCount);
        WantsDetail = wantsDetail;
    }

    /// <summary>Number of doubles that a tile takes of the scratch room.</summary>
    public static int ScratchLength => (InputCount + OutputCount) * LaneTiles.StepCount * T.Count;

    /// <summary>Water that reaches the ground, mm: precipitation, or behind a snow routine rain and melt.</summary>
    public ReadOnlySpan<T> Water { get; set; }

    public readonly ReadOnlySpan<T> PotentialEvapotranspiration => Input(1);

    /// <summary>Room for rain and melt.</summary>
    public readonly Span<T> Melt => _inputs.Slice(3 * LaneTiles.StepCount, _count);

    public readonly Span<T> Runoff => Output(GrDescriptor.RunoffOutput);

    public readonly Span<T> SnowWater => Output(OutputCount - 1);

    /// <summary>Whether anything but runoff and snow water is asked for.</summary>
    public bool WantsDetail { get; }

    /// <summary>Reads precipitation and potential evapotranspiration.</summary>
    public void Read(in SimulationBlock block, int unit, int first, int count)
    {
        _count = count;
        LaneTiles.Read(block, GrDescriptor.PrecipitationInput, unit, first, Input(0));
        LaneTiles.Read(block, GrDescriptor.EvapotranspirationInput, unit, first, Input(1));
        Water = Input(0);
    }

    /// <summary>Reads air temperature.</summary>
    public readonly ReadOnlySpan<T> ReadTemperature(in SimulationBlock block, int unit, int first)
    {
        LaneTiles.Read(block, GrDescriptor.TemperatureInput, unit, first, Input(2));
        return Input(2);
    }

    /// <summary>Keeps the stores and fluxes of a step.</summary>
    public readonly void WriteDetail(int step, T evapotranspiration, T production, T routing, T exchange, T exponential)
    {
        Output(GrDescriptor.EvapotranspirationOutput)[step] = evapotranspiration;
        Output(GrDescriptor.ProductionStoreOutput)[step] = production;
        Output(GrDescriptor.RoutingStoreOutput)[step] = routing;
        Output(GrDescriptor.ExchangeOutput)[step] = exchange;
        Output(GrDescriptor.ExponentialStoreOutput)[step] = exponential;
    }

    /// <summary>Writes what is asked for into the block.</summary>
    public readonly void Write(in SimulationBlock block, int unit, int first, bool hasExponentialStore, bool hasSnow)
    {
        int count = hasExponentialStore ? GrDescriptor.ExponentialStoreOutput + 1 : GrDescriptor.ExponentialStoreOutput;
        for (int output = 0; output < count; output++)
        {
            LaneTiles.Write<T>(block, output, unit, first, Output(output));
        }

        if (hasSnow)
        {
            LaneTiles.Write<T>(block, count, unit, first, SnowWater);
        }
    }

    private readonly Span<T> Input(int index) => _inputs.Slice(index * LaneTiles.StepCount, _count);

    private readonly Span<T> Output(int index) => _outputs.Slice(index * LaneTiles.StepCount, _count);
}
