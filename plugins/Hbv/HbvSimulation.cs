using System.Runtime.CompilerServices;
using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Hbv;

/// <summary>
/// A running HBV model. Snow and soil are kept for each elevation band, upper and lower zone and the transfer for each unit (Lindström et al., 1997).
/// </summary>
internal sealed class HbvSimulation : ISimulation
{
    private const int InputCount = 3;

    // Places in the state array, [element][unit].
    private const int UpperZone = 0;
    private const int LowerZone = 1;
    private const int Underway = 2;

    private readonly ElevationBands _bands;
    private readonly ParameterSets _parameters;
    private readonly double _stepDays;
    private readonly int _snow;
    private readonly int _soil;
    private readonly int _transferLength;
    private readonly double[] _states;
    private readonly WorkingRoom _room;

    public HbvSimulation(HbvSettings settings, ElevationBands bands, TimeSpan step, ParameterSets parameters)
    {
        _bands = bands;
        _parameters = parameters;
        _stepDays = step.TotalDays;
        int longestTransfer = (int)Math.Ceiling(HbvDescriptor.LongestBaseDays / _stepDays);
        _snow = Underway + longestTransfer;
        _soil = _snow + bands.BandCount;
        States = new StateLayout(
            [
                new("upper_zone", "mm", "water in the upper zone", WaterFrom: 0),
                new("lower_zone", "mm", "water in the lower zone", WaterFrom: 0),
                new("underway", "mm", "water on its way to the outlet, by steps to go", longestTransfer, WaterFrom: 0),
                new("snow", "mm", "water in the snow pack of each elevation band", bands.BandCount, WaterFrom: 0),
                new("soil_moisture", "mm", "soil moisture of each elevation band", bands.BandCount, WaterFrom: 0),
            ],
            parameters.Count);
        _states = new double[States.Length];
        At(UpperZone, 0)[..parameters.Count].Fill(settings.InitialUpperZone);
        At(LowerZone, 0)[..parameters.Count].Fill(settings.InitialLowerZone);
        At(_snow, 0)[..(bands.BandCount * parameters.Count)].Fill(settings.InitialSnow);
        At(_soil, 0)[..(bands.BandCount * parameters.Count)].Fill(settings.InitialSoilMoisture);

        double longestBase = 1;
        foreach (double days in parameters[Parameter.LongestBase])
        {
            longestBase = Math.Max(longestBase, days / _stepDays);
        }

        _transferLength = (int)Math.Min(Math.Ceiling(longestBase), longestTransfer);
        _room = new WorkingRoom((((InputCount + HbvDescriptor.OutputCount) * LaneTiles.StepCount) + _transferLength) * LaneGroups.Widest);
    }

    public StateLayout States { get; }

    public void Advance(in SimulationBlock block)
    {
        var work = new GroupWork(this, block);
        LaneGroups.ForEach(_parameters.Count, ref work);
    }

    public void SaveStates(Span<double> states) => _states.CopyTo(states);

    public void RestoreStates(ReadOnlySpan<double> states) => states[.._states.Length].CopyTo(_states);

    public void Dispose() => _room.Dispose();

    private Span<double> At(int element, int unit) => _states.AsSpan((element * _parameters.Count) + unit);

    private T Load<T>(int parameter, int unit)
        where T : unmanaged, ILanes<T> => T.Load(_parameters[parameter][unit..]);

    private void AdvanceGroup<T>(in SimulationBlock block, int unit)
        where T : unmanaged, ILanes<T>
    {
        var scratch = new Scratch<T>(_room);
        Span<T> inputs = scratch.Take(InputCount * LaneTiles.StepCount);
        Span<T> outputs = scratch.Take(HbvDescriptor.OutputCount * LaneTiles.StepCount);
        Span<T> underway = scratch.Take(_transferLength);
        for (int k = 0; k < underway.Length; k++)
        {
            underway[k] = T.Load(At(Underway + k, unit));
        }

        Span<double> lapse = stackalloc double[LaneTiles.StepCount];
        for (int first = 0; first < block.StepCount; first += LaneTiles.StepCount)
        {
            int count = Math.Min(LaneTiles.StepCount, block.StepCount - first);
            for (int input = 0; input < InputCount; input++)
            {
                LaneTiles.Read(block, input, unit, first, inputs.Slice(input * LaneTiles.StepCount, count));
            }

            outputs.Clear();
            _bands.LapseRates(block.Time, first, lapse[..count]);
            for (int band = 0; band < _bands.BandCount; band++)
            {
                WetBand<T>(band, unit, count, inputs, lapse, outputs);
            }

            Drain<T>(unit, count, outputs, underway);
            for (int output = 0; output < HbvDescriptor.OutputCount; output++)
            {
                LaneTiles.Write<T>(block, output, unit, first, outputs.Slice(output * LaneTiles.StepCount, count));
            }
        }

        for (int k = 0; k < underway.Length; k++)
        {
            T.Store(underway[k], At(Underway + k, unit));
        }
    }

    /// <summary>Snow and soil of one band over a tile; adds the band's share of recharge (kept as runoff for now), evapotranspiration and stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WetBand<T>(int band, int unit, int count, ReadOnlySpan<T> inputs, ReadOnlySpan<double> lapse, Span<T> outputs)
        where T : unmanaged, ILanes<T>
    {
        T area = _bands.Load<T>(_bands.AreaFraction, band, unit);
        T precipitationFactor = _bands.Load<T>(_bands.PrecipitationFactor, band, unit);
        T height = _bands.Load<T>(_bands.HeightAboveForcing, band, unit);
        T snowCorrection = Load<T>(Parameter.SnowCorrection, unit);
        T degreeDayFactor = Load<T>(Parameter.DegreeDayFactor, unit) * _stepDays;
        T rainThreshold = Load<T>(Parameter.RainThreshold, unit);
        T snowThreshold = Load<T>(Parameter.SnowThreshold, unit);
        T meltThreshold = Load<T>(Parameter.MeltThreshold, unit);
        T fieldCapacity = Load<T>(Parameter.FieldCapacity, unit);
        T evaporationLimit = Load<T>(Parameter.EvaporationLimit, unit) * fieldCapacity;
        T exponent = Load<T>(Parameter.Exponent, unit);
        T snow = T.Load(At(_snow + band, unit));
        T moisture = T.Load(At(_soil + band, unit));

        ReadOnlySpan<T> precipitation = Series(inputs, HbvDescriptor.PrecipitationInput, count);
        ReadOnlySpan<T> temperature = Series(inputs, HbvDescriptor.TemperatureInput, count);
        ReadOnlySpan<T> potential = Series(inputs, HbvDescriptor.EvapotranspirationInput, count);
        Span<T> recharge = Series(outputs, HbvDescriptor.RunoffOutput, count);
        Span<T> evapotranspiration = Series(outputs, HbvDescriptor.EvapotranspirationOutput, count);
        Span<T> snowOutput = Series(outputs, HbvDescriptor.SnowOutput, count);
        Span<T> moistureOutput = Series(outputs, HbvDescriptor.SoilMoistureOutput, count);
        for (int step = 0; step < count; step++)
        {
            T onBand = temperature[step] - (lapse[step] * height);
            T falling = precipitation[step] * precipitationFactor;
            T snowfall = falling * HbvProcess.SnowFraction(onBand, rainThreshold, snowThreshold);
            T melt = HbvProcess.Snow(snowCorrection * snowfall, onBand, meltThreshold, degreeDayFactor, ref snow);
            T demand = T.IfLess(onBand, HbvProcess.NoEvaporationTemperature, 0, potential[step]);
            T water = falling - snowfall + melt;
            recharge[step] += area * HbvProcess.Soil(water, demand, fieldCapacity, evaporationLimit, exponent, ref moisture, out T evaporated);
            evapotranspiration[step] += area * evaporated;
            snowOutput[step] += area * snow;
            moistureOutput[step] += area * moisture;
        }

        T.Store(snow, At(_snow + band, unit));
        T.Store(moisture, At(_soil + band, unit));
    }

    /// <summary>Upper and lower zone and transfer over a tile: turns recharge into runoff in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Drain<T>(int unit, int count, Span<T> outputs, Span<T> underway)
        where T : unmanaged, ILanes<T>
    {
        double perStep = 1 / _stepDays;
        T fastTime = Load<T>(Parameter.FastTime, unit) * perStep;
        T slowTime = Load<T>(Parameter.SlowTime, unit) * perStep;
        T lowerTime = Load<T>(Parameter.LowerTime, unit) * perStep;
        T fastDecay = T.Exp(-1 / fastTime);
        T slowDecay = T.Exp(-1 / slowTime);
        T lowerDecay = T.Exp(-1 / lowerTime);
        T threshold = Load<T>(Parameter.Threshold, unit);
        T percolationCapacity = Load<T>(Parameter.Percolation, unit) * _stepDays;
        T longestBase = Load<T>(Parameter.LongestBase, unit) * perStep;
        T shortening = Load<T>(Parameter.Shortening, unit) * (perStep * perStep);
        T upper = T.Load(At(UpperZone, unit));
        T lower = T.Load(At(LowerZone, unit));

        Span<T> runoff = Series(outputs, HbvDescriptor.RunoffOutput, count);
        Span<T> upperOutput = Series(outputs, HbvDescriptor.UpperZoneOutput, count);
        Span<T> lowerOutput = Series(outputs, HbvDescriptor.LowerZoneOutput, count);
        for (int step = 0; step < count; step++)
        {
            T percolation = percolationCapacity;
            T outflow = HbvProcess.UpperZone(runoff[step], fastTime, fastDecay, threshold, slowTime, slowDecay, ref percolation, ref upper);
            outflow += HbvProcess.LowerZone(percolation, lowerTime, lowerDecay, ref lower);
            runoff[step] = HbvProcess.Transfer(outflow, longestBase, shortening, underway);
            upperOutput[step] = upper;
            lowerOutput[step] = lower;
        }

        T.Store(upper, At(UpperZone, unit));
        T.Store(lower, At(LowerZone, unit));
    }

    private static Span<T> Series<T>(Span<T> series, int index, int count) => series.Slice(index * LaneTiles.StepCount, count);

    private static ReadOnlySpan<T> Series<T>(ReadOnlySpan<T> series, int index, int count) => series.Slice(index * LaneTiles.StepCount, count);

    /// <summary>Places of the parameters in the descriptor.</summary>
    private static class Parameter
    {
        public const int SnowCorrection = 0;
        public const int DegreeDayFactor = 1;
        public const int RainThreshold = 2;
        public const int SnowThreshold = 3;
        public const int MeltThreshold = 4;
        public const int EvaporationLimit = 5;
        public const int FieldCapacity = 6;
        public const int Exponent = 7;
        public const int FastTime = 8;
        public const int SlowTime = 9;
        public const int LowerTime = 10;
        public const int Threshold = 11;
        public const int Percolation = 12;
        public const int LongestBase = 13;
        public const int Shortening = 14;
    }

    private readonly ref struct GroupWork(HbvSimulation simulation, SimulationBlock block) : ILaneWork
    {
        private readonly SimulationBlock _block = block;

        public void Run<T>(int firstUnit)
            where T : unmanaged, ILanes<T> => simulation.AdvanceGroup<T>(_block, firstUnit);
    }
}
