using System.Runtime.CompilerServices;
using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Tests.Flux;

/// <summary>The HYMOD of the plain script, written as the compiled plugins are: groups of units side by side in lanes, over tiles of time steps. What models in YAML are timed beside.</summary>
internal sealed class LaneHymod : IModel
{
    public ISimulation Start(ParameterSets parameters) => new Simulation(parameters);

    public void Dispose()
    {
    }

    private sealed class Simulation(ParameterSets parameters) : ISimulation
    {
        private const int SeriesCount = 3;

        private readonly double[] _states = new double[5 * parameters.Count];
        private readonly WorkingRoom _room = new(SeriesCount * LaneTiles.StepCount * LaneGroups.Widest);

        public StateLayout States { get; } = new(
            [.. new[] { "soil", "slow_store", "quick_1", "quick_2", "quick_3" }.Select(name => new StateVariable(name, "mm", $"water in {name}"))], parameters.Count);

        public void Advance(in SimulationBlock block)
        {
            var work = new GroupWork(this, block);
            LaneGroups.ForEach(parameters.Count, ref work);
        }

        public void SaveStates(Span<double> states) => _states.CopyTo(states);

        public void RestoreStates(ReadOnlySpan<double> states) => states[.._states.Length].CopyTo(_states);

        public void Dispose() => _room.Dispose();

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AdvanceGroup<T>(in SimulationBlock block, int unit)
            where T : unmanaged, ILanes<T>
        {
            T greatest = T.Load(parameters[0][unit..]);
            T shape = T.Load(parameters[1][unit..]) + 1;
            T quickShare = T.Load(parameters[2][unit..]);
            T slowRate = T.Load(parameters[3][unit..]);
            T quickRate = T.Load(parameters[4][unit..]);
            T perGreatest = 1 / greatest;
            T perShape = 1 / shape;
            T capacity = greatest * perShape;
            T perCapacity = 1 / capacity;
            T soil = T.Load(State(0, unit));
            T slow = T.Load(State(1, unit));
            T first = T.Load(State(2, unit));
            T second = T.Load(State(3, unit));
            T third = T.Load(State(4, unit));
            var scratch = new Scratch<T>(_room);
            Span<T> rainTile = scratch.Take(LaneTiles.StepCount);
            Span<T> demandTile = scratch.Take(LaneTiles.StepCount);
            Span<T> runoffTile = scratch.Take(LaneTiles.StepCount);
            for (int start = 0; start < block.StepCount; start += LaneTiles.StepCount)
            {
                int count = Math.Min(LaneTiles.StepCount, block.StepCount - start);
                Span<T> rain = rainTile[..count];
                Span<T> demand = demandTile[..count];
                Span<T> runoff = runoffTile[..count];
                LaneTiles.Read(block, 0, unit, start, rain);
                LaneTiles.Read(block, 1, unit, start, demand);
                for (int step = 0; step < rain.Length; step++)
                {
                    T deficit = 1 - (soil * perCapacity);
                    T critical = greatest * (1 - T.IfLess(deficit, 1e-12, 0, T.Exp(perShape * T.Log(deficit))));
                    T overflow = T.Max(rain[step] - greatest + critical, 0);
                    T infiltrating = rain[step] - overflow;
                    T fill = T.Min((critical + infiltrating) * perGreatest, 1);
                    T filled = capacity * (1 - T.Exp(shape * T.Log(1 - fill)));
                    T excess = T.Max(infiltrating - (filled - soil), 0);
                    soil = T.Max(filled - (filled * perCapacity * demand[step]), 0);

                    slow += (1 - quickShare) * excess;
                    T slowFlow = slowRate * slow;
                    slow -= slowFlow;
                    first += overflow + (quickShare * excess);
                    T out1 = quickRate * first;
                    first -= out1;
                    second += out1;
                    T out2 = quickRate * second;
                    second -= out2;
                    third += out2;
                    T out3 = quickRate * third;
                    third -= out3;
                    runoff[step] = slowFlow + out3;
                }

                LaneTiles.Write<T>(block, 0, unit, start, runoff);
            }

            T.Store(soil, State(0, unit));
            T.Store(slow, State(1, unit));
            T.Store(first, State(2, unit));
            T.Store(second, State(3, unit));
            T.Store(third, State(4, unit));
        }

        private Span<double> State(int element, int unit) => _states.AsSpan((element * parameters.Count) + unit);

        private readonly ref struct GroupWork(Simulation simulation, SimulationBlock block) : ILaneWork
        {
            private readonly SimulationBlock _block = block;

            public void Run<T>(int firstUnit)
                where T : unmanaged, ILanes<T> => simulation.AdvanceGroup<T>(_block, firstUnit);
        }
    }
}
