using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>A running BMI model: an instance a simulated unit, each stepped as often as its own step goes into the host's.</summary>
internal sealed class BmiSimulation : ISimulation
{
    private readonly BmiModel _model;
    private readonly Unit[] _units;

    public BmiSimulation(BmiModel model, ParameterSets parameters)
    {
        _model = model;
        _units = new Unit[parameters.Count];
        try
        {
            for (int unit = 0; unit < parameters.Count; unit++)
            {
                _units[unit] = new Unit(model, parameters, unit);
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
        for (int unit = 0; unit < _units.Length; unit++)
        {
            _units[unit].Advance(block, unit);
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
        foreach (Unit? unit in _units)
        {
            unit?.Dispose();
        }
    }

    private void RequireStates()
    {
        if (_model.Settings.States.Count == 0)
        {
            throw new InputException(
                "its state cannot be saved or restored, since the settings do not say which variables it is", _model.Descriptor.Name, "List under 'states' all variables that the model carries from step to step, if it lets them be set.");
        }
    }

    /// <summary>An instance with its variables and conversions.</summary>
    private sealed class Unit : IDisposable
    {
        private readonly BmiInstance _instance;
        private readonly (BmiVariable Variable, UnitConversion ToModel, bool IsAmount)[] _inputs;
        private readonly (BmiVariable Variable, UnitConversion ToModel, int Element, Way Way)[] _outputs;
        private readonly int _stepCount;
        private readonly double[] _values;
        private readonly double[] _sums;

        public Unit(BmiModel model, ParameterSets parameters, int unit)
        {
            int place = unit % model.Setup.Units.Count;
            IUnits units = model.Setup.Services.Units;
            double area = model.Setup.Units.AreaKm2[place];
            BmiSettings settings = model.Settings;
            _instance = model.Instance(place);
            try
            {
                TimeSpan step = _instance.Step(units);
                _stepCount = BmiSteps.Within(model.Setup.Step, step, model.Descriptor.Name);
                _inputs = [.. settings.Forcing.Select((pair, index) => Input(pair.Key, pair.Value, model.Descriptor.Forcing[index].Variable))];
                _outputs = [.. BmiDescriptor.Outputs(settings).Select((name, index) => Output(name, settings.Outputs[name], model.Descriptor.Outputs[index].Variable))];
                States = [.. settings.States.Select(name => _instance.Variable(name, "settings.states"))];
                BmiVariable[] changed = [.. settings.Parameters.Keys.Select(name => _instance.Variable(name, $"settings.parameters.{name}"))];
                _values = new double[((BmiVariable[])[.. _inputs.Select(input => input.Variable), .. _outputs.Select(output => output.Variable), .. changed]).Select(variable => variable.Count).DefaultIfEmpty(1).Max()];
                _sums = new double[_outputs.Length];
                for (int parameter = 0; parameter < changed.Length; parameter++)
                {
                    _values.AsSpan(0, changed[parameter].Count).Fill(parameters[parameter][unit]);
                    _instance.Set(changed[parameter], _values);
                }

                (BmiVariable, UnitConversion, bool) Input(string name, ForeignForcing input, Variable variable)
                {
                    string where = $"settings.forcing.{name}";
                    BmiVariable found = _instance.Variable(name, where);
                    string unitThere = input.Unit ?? found.Unit;
                    return (found, ForeignUnit.From(units, variable, unitThere, step, area, where), variable.CellMethod == CellMethod.Sum);
                }

                (BmiVariable, UnitConversion, int, Way) Output(string name, BmiOutput output, Variable variable)
                {
                    string where = $"settings.outputs.{name}";
                    BmiVariable found = _instance.Variable(output.Variable, where);
                    if (output.Element >= found.Count)
                    {
                        throw new InputException($"'{output.Variable}' has {found.Count} elements and no {output.Element}", where, "Elements count from 0.");
                    }

                    Way way = variable.CellMethod switch { CellMethod.Sum => Way.Sum, CellMethod.Point => Way.Last, _ => Way.Mean };
                    return (found, ForeignUnit.From(units, variable, output.Unit ?? found.Unit, step, area, where), output.Element, way);
                }
            }
            catch
            {
                _instance.Dispose();
                throw;
            }
        }

        /// <summary>How values of the model's steps become one of the host's.</summary>
        private enum Way
        {
            Sum,
            Mean,
            Last,
        }

        public BmiVariable[] States { get; }

        public void Advance(in SimulationBlock block, int unit)
        {
            for (int step = 0; step < block.StepCount; step++)
            {
                Array.Clear(_sums);
                for (int part = 0; part < _stepCount; part++)
                {
                    for (int input = 0; input < _inputs.Length; input++)
                    {
                        double given = block.Forcing(input, unit)[step];
                        double value = _inputs[input].ToModel.Apply(_inputs[input].IsAmount ? given / _stepCount : given);
                        _values.AsSpan(0, _inputs[input].Variable.Count).Fill(value);
                        _instance.Set(_inputs[input].Variable, _values);
                    }

                    _instance.Update();
                    for (int output = 0; output < _outputs.Length; output++)
                    {
                        if (block.Wants(output))
                        {
                            Add(output);
                        }
                    }
                }

                for (int output = 0; output < _outputs.Length; output++)
                {
                    if (block.Wants(output))
                    {
                        block.Output(output, unit)[step] = _sums[output];
                    }
                }
            }
        }

        public void Save(Span<double> values)
        {
            foreach (BmiVariable state in States)
            {
                _instance.Get(state, values);
                values = values[state.Count..];
            }
        }

        public void Restore(ReadOnlySpan<double> values)
        {
            foreach (BmiVariable state in States)
            {
                _instance.Set(state, values);
                values = values[state.Count..];
            }
        }

        public void Dispose() => _instance.Dispose();

        private void Add(int output)
        {
            (BmiVariable variable, UnitConversion toModel, int element, Way way) = _outputs[output];
            _instance.Get(variable, _values);
            double value = (_values[element] - toModel.Offset) / toModel.Scale;
            _sums[output] = way switch
            {
                Way.Sum => _sums[output] + value,
                Way.Mean => _sums[output] + (value / _stepCount),
                _ => value,
            };
        }
    }
}
