using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>A running BMI model: an instance a simulated unit, all in one worker or each in its own.</summary>
internal sealed class BmiSimulation : ISimulation
{
    /// <summary>Most values in a request or an answer, so that memory does not grow with the block.</summary>
    private const int LargestFrame = 1 << 17;

    private readonly BmiModel _model;
    private readonly List<BmiWorker> _workers = [];
    private readonly BmiUnit[] _units;

    public BmiSimulation(BmiModel model, ParameterSets parameters)
    {
        _model = model;
        _units = new BmiUnit[parameters.Count];
        try
        {
            for (int unit = 0; unit < parameters.Count; unit++)
            {
                if (unit == 0 || model.Settings.Processes == Processes.Each)
                {
                    _workers.Add(model.Workers.Take());
                }

                _units[unit] = new BmiUnit(model, _workers[^1], parameters, unit);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        States = new StateLayout([.. parameters.Count == 0 ? [] : _units[0].States.Select(state => new StateVariable(state.Name, state.Unit.Length == 0 ? "1" : state.Unit, "a state of the model", state.Count))], parameters.Count);
    }

    public StateLayout States { get; }

    public void Advance(in SimulationBlock block)
    {
        if (_units.Length == 0)
        {
            return;
        }

        // A worker takes one request at a time; those of different workers run beside each other.
        int together = Math.Min(_workers.Count, Environment.ProcessorCount);
        int most = Math.Max(LargestFrame / _units[0].ValuesPerStep, 1);
        for (int first = 0; first < block.StepCount; first += most)
        {
            int count = Math.Min(most, block.StepCount - first);
            for (int begun = 0; begun < _units.Length; begun += together)
            {
                int end = Math.Min(begun + together, _units.Length);
                for (int unit = begun; unit < end; unit++)
                {
                    _units[unit].BeginAdvance(block, unit, first, count);
                }

                for (int unit = begun; unit < end; unit++)
                {
                    _units[unit].EndAdvance(block, unit, first, count);
                }
            }
        }
    }

    public void SaveStates(Span<double> states)
    {
        RequireStates();
        double[] values = new double[States.ElementCount];
        for (int unit = 0; unit < _units.Length; unit++)
        {
            _units[unit].Save(values);
            for (int element = 0; element < values.Length; element++)
            {
                states[(element * _units.Length) + unit] = values[element];
            }
        }
    }

    public void RestoreStates(ReadOnlySpan<double> states)
    {
        RequireStates();
        double[] values = new double[States.ElementCount];
        for (int unit = 0; unit < _units.Length; unit++)
        {
            for (int element = 0; element < values.Length; element++)
            {
                values[element] = states[(element * _units.Length) + unit];
            }

            _units[unit].Restore(values);
        }
    }

    public void Dispose()
    {
        foreach (BmiUnit? unit in _units)
        {
            unit?.Dispose();
        }

        foreach (BmiWorker worker in _workers)
        {
            _model.Workers.Give(worker);
        }

        _workers.Clear();
    }

    private void RequireStates()
    {
        if (_model.Settings.States.Count == 0)
        {
            throw new InputException(
                "its state cannot be saved or restored, since the settings do not say which variables it is", _model.Descriptor.Name, "List under 'states' all variables that the model carries from step to step, if it lets them be set.");
        }
    }
}
