using System.Runtime.CompilerServices;
using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Gr;

/// <summary>A running GR model: carries the states of all units through blocks of time steps, in groups of lanes.</summary>
internal sealed class GrSimulation<TVariant> : ISimulation
    where TVariant : struct, IGrVariant
{
    private readonly GrSettings _settings;
    private readonly ParameterSets _parameters;
    private readonly CemaNeigeSetup? _snow;
    private readonly GrStates _states;

    // Ordinates of the unit hydrographs, [ordinate][unit]; ordinates beyond the longest time base in use are left out.
    private readonly double[] _firstOrdinates;
    private readonly double[] _secondOrdinates;
    private readonly int _firstCount;
    private readonly int _secondCount;
    private readonly WorkingRoom _room;

    public GrSimulation(GrSettings settings, ParameterSets parameters, CemaNeigeSetup? snow)
    {
        _settings = settings;
        _parameters = parameters;
        _snow = snow;
        _states = new GrStates(TVariant.HasExponentialStore, TVariant.LongestTimeBase, snow?.Bands.BandCount ?? 0, parameters.Count);

        double longest = 0;
        foreach (double timeBase in parameters[3])
        {
            longest = Math.Max(longest, timeBase);
        }

        _secondCount = Math.Min(Math.Max((int)Math.Ceiling(2 * longest), 1), 2 * TVariant.LongestTimeBase);
        _firstCount = TVariant.SplitsBeforeHydrographs ? Math.Min(Math.Max((int)Math.Ceiling(longest), 1), TVariant.LongestTimeBase) : 0;
        _firstOrdinates = Ordinates(_firstCount, UnitHydrograph.First);
        _secondOrdinates = Ordinates(_secondCount, UnitHydrograph.Second);
        _room = new WorkingRoom((2 * (_firstCount + _secondCount) * LaneGroups.Widest) + GrTile<Lanes8>.ScratchLength);
        SetInitialStates();
    }

    public StateLayout States => _states.Layout;

    public void Advance(in SimulationBlock block)
    {
        var work = new GroupWork(this, block);
        LaneGroups.ForEach(_parameters.Count, ref work);
    }

    public void SaveStates(Span<double> states) => _states.Values.CopyTo(states);

    public void RestoreStates(ReadOnlySpan<double> states) => states[.._states.Values.Length].CopyTo(_states.Values);

    public void Dispose() => _room.Dispose();

    private double[] Ordinates(int count, Func<int, double, double, double> ordinate)
    {
        int units = _parameters.Count;
        double[] ordinates = new double[count * units];
        for (int unit = 0; unit < units; unit++)
        {
            for (int k = 0; k < count; k++)
            {
                ordinates[(k * units) + unit] = ordinate(k + 1, _parameters[3][unit], TVariant.HydrographExponent);
            }
        }

        return ordinates;
    }

    private void SetInitialStates()
    {
        for (int unit = 0; unit < _parameters.Count; unit++)
        {
            _states.At(GrStates.ProductionStore, unit)[0] = _settings.InitialProductionStore * _parameters[0][unit];
            _states.At(GrStates.RoutingStore, unit)[0] = _settings.InitialRoutingStore * _parameters[2][unit];
            if (_snow is not null)
            {
                _states.At(_states.SnowFullCover, unit)[0] = CemaNeigeProcess.FullCoverShare * _snow.MeanAnnualSnow(unit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdvanceGroup<T>(in SimulationBlock block, int unit)
        where T : unmanaged, ILanes<T>
    {
        T capacity = T.Load(_parameters[0][unit..]);
        T exchangeCoefficient = T.Load(_parameters[1][unit..]);
        T perRoutingCapacity = 1 / T.Load(_parameters[2][unit..]);
        T exchangeThreshold = TVariant.HasExchangeThreshold ? T.Load(_parameters[4][unit..]) : 0;
        T exponentialCoefficient = TVariant.HasExponentialStore ? T.Load(_parameters[5][unit..]) : 1;
        T perCapacity = 1 / capacity;
        T perPercolationCapacity = perCapacity * (1 / TVariant.PercolationScale);

        var scratch = new Scratch<T>(_room);
        ReadOnlySpan<T> firstOrdinates = Gather(_firstOrdinates, unit, scratch.Take(_firstCount));
        ReadOnlySpan<T> secondOrdinates = Gather(_secondOrdinates, unit, scratch.Take(_secondCount));
        Span<T> firstUnderway = Gather(_states.At(_states.FirstHydrograph, 0), unit, scratch.Take(_firstCount));
        Span<T> secondUnderway = Gather(_states.At(_states.SecondHydrograph, 0), unit, scratch.Take(_secondCount));

        T production = T.Load(_states.At(GrStates.ProductionStore, unit));
        T routing = T.Load(_states.At(GrStates.RoutingStore, unit));
        T exponential = TVariant.HasExponentialStore ? T.Load(_states.At(_states.ExponentialStore, unit)) : 0;

        var tile = new GrTile<T>(ref scratch, WantsDetail(block));
        for (int first = 0; first < block.StepCount; first += LaneTiles.StepCount)
        {
            tile.Read(block, unit, first, Math.Min(LaneTiles.StepCount, block.StepCount - first));
            if (_snow is not null)
            {
                MeltSnow(block, unit, first, ref tile);
            }

            ReadOnlySpan<T> water = tile.Water;
            ReadOnlySpan<T> potential = tile.PotentialEvapotranspiration[..water.Length];
            Span<T> runoff = tile.Runoff[..water.Length];
            for (int step = 0; step < water.Length; step++)
            {
                T effective = GrProcess.Production(water[step], potential[step], capacity, perCapacity, ref production, out T evapotranspiration);
                T percolation = GrProcess.QuarticOutflow(production, perPercolationCapacity);
                production -= percolation;
                effective += percolation;

                T routed;
                T direct;
                if (TVariant.SplitsBeforeHydrographs)
                {
                    routed = UnitHydrograph.Convolve(firstUnderway, firstOrdinates, effective * GrProcess.RoutedShare);
                    direct = UnitHydrograph.Convolve(secondUnderway, secondOrdinates, effective * (1 - GrProcess.RoutedShare));
                }
                else
                {
                    T outflow = UnitHydrograph.Convolve(secondUnderway, secondOrdinates, effective);
                    routed = outflow * GrProcess.RoutedShare;
                    direct = outflow * (1 - GrProcess.RoutedShare);
                }

                T fill = routing * perRoutingCapacity;
                T exchange = TVariant.HasExchangeThreshold
                    ? GrProcess.ThresholdExchange(exchangeCoefficient, fill, exchangeThreshold)
                    : GrProcess.Exchange(exchangeCoefficient, fill);

                T available = routing + (TVariant.HasExponentialStore ? routed * (1 - GrProcess.ExponentialShare) : routed);
                routing = T.Max(available + exchange, 0);
                T routingOutflow = GrProcess.QuarticOutflow(routing, perRoutingCapacity);
                routing -= routingOutflow;
                T total = routingOutflow + T.Max(direct + exchange, 0);

                T gain = 0;
                if (TVariant.HasExponentialStore)
                {
                    exponential += (routed * GrProcess.ExponentialShare) + exchange;
                    T exponentialOutflow = GrProcess.ExponentialOutflow(exponential, exponentialCoefficient);
                    exponential -= exponentialOutflow;
                    total += exponentialOutflow;
                    gain = exchange;
                }

                runoff[step] = total;
                if (tile.WantsDetail)
                {
                    gain += T.Max(exchange, -available) + T.Max(exchange, -direct);
                    tile.WriteDetail(step, evapotranspiration, production, routing, gain, exponential);
                }
            }

            tile.Write(block, unit, first, TVariant.HasExponentialStore, _snow is not null);
        }

        T.Store(production, _states.At(GrStates.ProductionStore, unit));
        T.Store(routing, _states.At(GrStates.RoutingStore, unit));
        if (TVariant.HasExponentialStore)
        {
            T.Store(exponential, _states.At(_states.ExponentialStore, unit));
        }

        Scatter<T>(firstUnderway, _states.At(_states.FirstHydrograph, 0), unit);
        Scatter<T>(secondUnderway, _states.At(_states.SecondHydrograph, 0), unit);
    }

    /// <summary>Turns a tile of precipitation into rain and melt, band by band.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeltSnow<T>(in SimulationBlock block, int unit, int first, ref GrTile<T> tile)
        where T : unmanaged, ILanes<T>
    {
        ElevationBands bands = _snow!.Bands;
        ReadOnlySpan<T> precipitation = tile.Water;
        ReadOnlySpan<T> temperature = tile.ReadTemperature(block, unit, first)[..precipitation.Length];
        Span<T> melt = tile.Melt[..precipitation.Length];
        Span<T> snowWater = tile.SnowWater[..precipitation.Length];
        melt.Clear();
        snowWater.Clear();
        Span<double> lapse = stackalloc double[LaneTiles.StepCount];
        lapse = lapse[..precipitation.Length];
        bands.LapseRates(block.Time, first, lapse);

        T thermalWeight = T.Load(_parameters[TVariant.ParameterCount][unit..]);
        T meltFactor = T.Load(_parameters[TVariant.ParameterCount + 1][unit..]);
        T fullCover = T.Load(_states.At(_states.SnowFullCover, unit));
        for (int band = 0; band < bands.BandCount; band++)
        {
            T area = bands.Load<T>(bands.AreaFraction, band, unit);
            T factor = bands.Load<T>(bands.PrecipitationFactor, band, unit);
            T height = bands.Load<T>(bands.HeightAboveForcing, band, unit);
            T pack = T.Load(_states.At(_states.SnowPack + band, unit));
            T thermalState = T.Load(_states.At(_states.SnowTemperature + band, unit));
            for (int step = 0; step < melt.Length; step++)
            {
                T onBand = temperature[step] - (lapse[step] * height);
                melt[step] += area * CemaNeigeProcess.Step(
                    precipitation[step] * factor, onBand, thermalWeight, meltFactor, fullCover, ref pack, ref thermalState);
                snowWater[step] += area * pack;
            }

            T.Store(pack, _states.At(_states.SnowPack + band, unit));
            T.Store(thermalState, _states.At(_states.SnowTemperature + band, unit));
        }

        tile.Water = melt;
    }

    private static bool WantsDetail(in SimulationBlock block)
    {
        bool wants = false;
        for (int output = GrDescriptor.EvapotranspirationOutput; output <= GrDescriptor.ExchangeOutput; output++)
        {
            wants |= block.Wants(output);
        }

        return wants | (TVariant.HasExponentialStore && block.Wants(GrDescriptor.ExponentialStoreOutput));
    }

    private Span<T> Gather<T>(ReadOnlySpan<double> values, int unit, Span<T> lanes)
        where T : unmanaged, ILanes<T>
    {
        for (int k = 0; k < lanes.Length; k++)
        {
            lanes[k] = T.Load(values[((k * _parameters.Count) + unit)..]);
        }

        return lanes;
    }

    private void Scatter<T>(ReadOnlySpan<T> lanes, Span<double> values, int unit)
        where T : unmanaged, ILanes<T>
    {
        for (int k = 0; k < lanes.Length; k++)
        {
            T.Store(lanes[k], values[((k * _parameters.Count) + unit)..]);
        }
    }

    private readonly ref struct GroupWork(GrSimulation<TVariant> simulation, SimulationBlock block) : ILaneWork
    {
        private readonly SimulationBlock _block = block;

        public void Run<T>(int firstUnit)
            where T : unmanaged, ILanes<T> => simulation.AdvanceGroup<T>(_block, firstUnit);
    }
}
