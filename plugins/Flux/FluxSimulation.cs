using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Contracts.Numerics;
using Tributary.Plugins.Flux.Compilation;
using Tributary.Plugins.Flux.Definition;

namespace Tributary.Plugins.Flux;

/// <summary>A running model of a file: carries its stores and delays through blocks of time steps, and checks its water balance over each.</summary>
internal sealed class FluxSimulation : ISimulation
{
    /// <summary>Water that a block may gain or lose by rounding, as a share of the water in the model, and in its own unit where that is less than 1.</summary>
    private const double BalanceTolerance = 1e-9;

    private readonly FluxModel _model;
    private readonly ParameterSets _parameters;
    private readonly int _inputCount;
    private readonly int _outputCount;
    private readonly int _storeCount;

    // States, [element][unit]: the stores, then of each delay the water by steps to go; and the ordinates, [ordinate][unit].
    private readonly double[] _states;
    private readonly double[] _ordinates;
    private readonly int[] _counts;
    private readonly WorkingRoom _room;
    private readonly Kernels[] _kernels = new Kernels[2];

    public FluxSimulation(FluxModel model, ParameterSets parameters)
    {
        _model = model;
        _parameters = parameters;
        ModelDefinition definition = model.Definition;
        _inputCount = definition.Forcing.Count;
        _outputCount = FluxDescriptor.Of(definition).Outputs.Count;
        _storeCount = definition.Stores.Count;
        States = new StateLayout(
            [
                .. definition.Stores.Select(store => new StateVariable(store.Name, store.Unit, store.Description, WaterFrom: 0)),
                .. definition.Delays.Select(delay => new StateVariable(delay.Name, delay.Unit, delay.Description, delay.Longest, WaterFrom: 1)),
            ],
            parameters.Count);
        _states = new double[States.Length];
        _ordinates = new double[model.DelayStarts[^1] * parameters.Count];
        _counts = GC.AllocateArray<int>(definition.Delays.Count, pinned: true);
        SetOut();
        _room = new WorkingRoom(LaneGroups.WidestOf(parameters.Count) * (((_inputCount + _outputCount) * LaneTiles.StepCount) + parameters.ParameterCount + _storeCount + (2 * model.DelayStarts[^1]) + 2));
    }

    public StateLayout States { get; }

    public void Advance(in SimulationBlock block)
    {
        bool detail = false;
        for (int output = 1; output < _outputCount; output++)
        {
            detail |= block.Wants(output);
        }

        _kernels[detail ? 1 : 0] ??= new Kernels(_model, detail);
        var work = new GroupWork(this, block, detail);
        LaneGroups.ForEach(_parameters.Count, ref work);
    }

    public void SaveStates(Span<double> states) => _states.CopyTo(states);

    public void RestoreStates(ReadOnlySpan<double> states) => states[.._states.Length].CopyTo(_states);

    public void Dispose() => _room.Dispose();

    private void SetOut()
    {
        ModelDefinition definition = _model.Definition;
        int units = _parameters.Count;
        for (int unit = 0; unit < units; unit++)
        {
            for (int store = 0; store < _storeCount; store++)
            {
                _states[(store * units) + unit] = _model.InitialContents(definition.Stores[store], _parameters, unit);
            }
        }

        for (int delay = 0; delay < definition.Delays.Count; delay++)
        {
            double[] ordinates = new double[definition.Delays[delay].Longest];
            for (int unit = 0; unit < units; unit++)
            {
                Array.Clear(ordinates);
                _counts[delay] = Math.Max(_counts[delay], _model.Ordinates(definition.Delays[delay], _parameters, unit, ordinates));
                for (int k = 0; k < ordinates.Length; k++)
                {
                    _ordinates[((_model.DelayStarts[delay] + k) * units) + unit] = ordinates[k];
                }
            }
        }
    }

    private unsafe void AdvanceGroup<T>(in SimulationBlock block, bool detail, int unit)
        where T : unmanaged, ILanes<T>
    {
        Kernel<T> kernel = _kernels[detail ? 1 : 0].Of<T>();
        var scratch = new Scratch<T>(_room);
        Span<T> inputs = scratch.Take(_inputCount * LaneTiles.StepCount);
        Span<T> outputs = scratch.Take(_outputCount * LaneTiles.StepCount);
        Span<T> parameters = scratch.Take(_parameters.ParameterCount);
        Span<T> stores = scratch.Take(_storeCount);
        Span<T> underway = scratch.Take(_model.DelayStarts[^1]);
        Span<T> ordinates = scratch.Take(_model.DelayStarts[^1]);
        Span<T> balance = scratch.Take(2);
        for (int parameter = 0; parameter < parameters.Length; parameter++)
        {
            parameters[parameter] = T.Load(_parameters[parameter][unit..]);
        }

        for (int store = 0; store < stores.Length; store++)
        {
            stores[store] = T.Load(State(store, unit));
        }

        for (int delay = 0; delay < _counts.Length; delay++)
        {
            for (int k = _model.DelayStarts[delay]; k < _model.DelayStarts[delay] + _counts[delay]; k++)
            {
                underway[k] = T.Load(State(_storeCount + k, unit));
                ordinates[k] = T.Load(_ordinates.AsSpan((k * _parameters.Count) + unit));
            }
        }

        balance.Fill(0);
        T before = Contents<T>(stores, underway);
        for (int first = 0; first < block.StepCount; first += LaneTiles.StepCount)
        {
            int count = Math.Min(LaneTiles.StepCount, block.StepCount - first);
            for (int input = 0; input < _inputCount; input++)
            {
                LaneTiles.Read(block, input, unit, first, inputs.Slice(input * LaneTiles.StepCount, count));
            }

            // The room is pinned, and so are the counts.
            kernel(Pointer(inputs), Pointer(outputs), Pointer(parameters), Pointer(stores), Pointer(underway), Pointer(ordinates), (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_counts)), count, Pointer(balance));
            for (int output = 0; output < (detail ? _outputCount : 1); output++)
            {
                LaneTiles.Write<T>(block, output, unit, first, outputs.Slice(output * LaneTiles.StepCount, count));
            }
        }

        CheckBalance(block.Time, unit, before, Contents<T>(stores, underway), balance);
        for (int store = 0; store < stores.Length; store++)
        {
            T.Store(stores[store], State(store, unit));
        }

        for (int delay = 0; delay < _counts.Length; delay++)
        {
            for (int k = _model.DelayStarts[delay]; k < _model.DelayStarts[delay] + _counts[delay]; k++)
            {
                T.Store(underway[k], State(_storeCount + k, unit));
            }
        }
    }

    private static unsafe T* Pointer<T>(Span<T> values)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));

    private Span<double> State(int element, int unit) => _states.AsSpan((element * _parameters.Count) + unit);

    /// <summary>Water in the stores and in the delays; the first of a delay's elements has left already.</summary>
    private T Contents<T>(ReadOnlySpan<T> stores, ReadOnlySpan<T> underway)
        where T : unmanaged, ILanes<T>
    {
        T sum = 0;
        foreach (T store in stores)
        {
            sum += store;
        }

        for (int delay = 0; delay < _counts.Length; delay++)
        {
            for (int k = 1; k < _counts[delay]; k++)
            {
                sum += underway[_model.DelayStarts[delay] + k];
            }
        }

        return sum;
    }

    private void CheckBalance<T>(TimeAxis time, int unit, T before, T after, ReadOnlySpan<T> balance)
        where T : unmanaged, ILanes<T>
    {
        T tolerance = (T.Max(T.Abs(after), T.Abs(before)) + 1) * BalanceTolerance;
        T error = T.Abs(after - before - balance[0]);

        // Written so that what is no number is no balance either.
        T isWrong = T.IfLessOrEqual(error, tolerance, T.IfLessOrEqual(balance[1], tolerance, 0, 1), 1);
        if (!T.AnyLess(0, isWrong))
        {
            return;
        }

        ReadOnlySpan<double> errors = MemoryMarshal.Cast<T, double>(new ReadOnlySpan<T>(in error));
        ReadOnlySpan<double> wrong = MemoryMarshal.Cast<T, double>(new ReadOnlySpan<T>(in isWrong));
        ReadOnlySpan<double> left = MemoryMarshal.Cast<T, double>(balance[1..]);
        int lane = wrong.IndexOf(1);
        string where = $"{_model.Definition.Name}, unit {_model.UnitIds[(unit + lane) % _model.UnitIds.Count]}, {time.Period}";
        throw double.IsNaN(errors[lane])
            ? new WorkException("the model's water is no longer a number", where, "Look for a root or logarithm of a negative number, a division by 0, or a gap in the forcing.")
            : left[lane] >= errors[lane]
                ? new WorkException(
                    FormattableString.Invariant($"{left[lane]:G4} mm stay in a forcing or junction that is to be empty after each step"), where, "Let a last flux without 'value' take the rest.")
                : new WorkException(FormattableString.Invariant($"the water balance is off by {errors[lane]:G4} mm"), where);
    }

    /// <summary>The compiled model for each width of lanes that this machine uses.</summary>
    private sealed class Kernels(FluxModel model, bool detail)
    {
        private readonly Kernel<Lane1> _one = model.KernelOf<Lane1>(detail);
        private Kernel<Lanes4>? _four;
        private Kernel<Lanes8>? _eight;

        public Kernel<T> Of<T>()
            where T : unmanaged, ILanes<T> => T.Count switch
            {
                1 => (Kernel<T>)(Delegate)_one,
                4 => (Kernel<T>)(Delegate)(_four ??= model.KernelOf<Lanes4>(detail)),
                _ => (Kernel<T>)(Delegate)(_eight ??= model.KernelOf<Lanes8>(detail)),
            };
    }

    private readonly ref struct GroupWork(FluxSimulation simulation, SimulationBlock block, bool detail) : ILaneWork
    {
        private readonly SimulationBlock _block = block;

        public void Run<T>(int firstUnit)
            where T : unmanaged, ILanes<T> => simulation.AdvanceGroup<T>(_block, detail, firstUnit);
    }
}
