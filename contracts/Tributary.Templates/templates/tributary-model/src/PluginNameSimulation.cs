using Tributary.Contracts;

namespace PluginName;

/// <summary>A running model: one storage for each simulated unit.</summary>
internal sealed class PluginNameSimulation : ISimulation
{
    private readonly double[] _storage;
    private readonly double[] _kept;

    public PluginNameSimulation(PluginNameSettings settings, TimeSpan step, ParameterSets parameters)
    {
        _storage = new double[parameters.Count];
        Array.Fill(_storage, settings.InitialStorage);
        _kept = [.. parameters[0].ToArray().Select(residence => Math.Exp(-step.TotalDays / residence))];
        States = new StateLayout([new("storage", "mm", "water in the reservoir", WaterFrom: 0)], parameters.Count);
    }

    public StateLayout States { get; }

    public void Advance(in SimulationBlock block)
    {
        for (int unit = 0; unit < _storage.Length; unit++)
        {
            ReadOnlySpan<double> precipitation = block.Forcing(0, unit);
            ReadOnlySpan<double> potential = block.Forcing(1, unit);
            Span<double> runoff = block.Output(0, unit);
            Span<double> evapotranspiration = block.Output(1, unit);
            Span<double> storage = block.Output(2, unit);
            for (int step = 0; step < block.StepCount; step++)
            {
                double outflow = PluginNameProcess.Step(ref _storage[unit], precipitation[step], potential[step], _kept[unit], out double evaporated);

                // A result that nobody asked for has no room.
                if (block.Wants(0))
                {
                    runoff[step] = outflow;
                }

                if (block.Wants(1))
                {
                    evapotranspiration[step] = evaporated;
                }

                if (block.Wants(2))
                {
                    storage[step] = _storage[unit];
                }
            }
        }
    }

    public void SaveStates(Span<double> states) => _storage.CopyTo(states);

    public void RestoreStates(ReadOnlySpan<double> states) => states[.._storage.Length].CopyTo(_storage);

    public void Dispose()
    {
    }
}
