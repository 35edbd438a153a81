using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>A simulated unit: an instance with its variables and conversions, stepped as often as its own step goes into the host's.</summary>
internal sealed class BmiUnit : IDisposable
{
    private readonly BmiInstance _instance;
    private readonly (BmiVariable Variable, UnitConversion ToModel, bool IsAmount)[] _inputs;
    private readonly (BmiVariable Variable, UnitConversion ToModel, int Element, Way Way)[] _outputs;
    private readonly BmiVariable[] _inputVariables;
    private readonly int _stepCount;
    private int[] _wanted = [];
    private double[] _found = [];

    /// <summary>Makes and initialises the instance of a unit.</summary>
    /// <param name="model">The model.</param>
    /// <param name="worker">The worker that is to hold it.</param>
    /// <param name="parameters">All parameter sets.</param>
    /// <param name="unit">Index of the simulated unit (set x unit).</param>
    /// <exception cref="InputException">A variable is not there, or its unit does not fit.</exception>
    /// <exception cref="WorkException">The model refuses its configuration.</exception>
    public BmiUnit(BmiModel model, BmiWorker worker, ParameterSets parameters, int unit)
    {
        int place = unit % model.Setup.Units.Count;
        IUnits units = model.Setup.Services.Units;
        double area = model.Setup.Units.AreaKm2[place];
        BmiSettings settings = model.Settings;
        _instance = model.Instance(worker, place);
        try
        {
            TimeSpan step = _instance.Step(units);
            _stepCount = BmiSteps.Within(model.Setup.Step, step, model.Descriptor.Name);
            _inputs = [.. settings.Forcing.Select((pair, index) => Input(pair.Key, pair.Value, model.Descriptor.Forcing[index].Variable))];
            _inputVariables = [.. _inputs.Select(input => input.Variable)];
            _outputs = [.. BmiDescriptor.Outputs(settings).Select((name, index) => Output(name, settings.Outputs[name], model.Descriptor.Outputs[index].Variable))];
            States = [.. settings.States.Select(name => _instance.Variable(name, "settings.states"))];
            BmiVariable[] changed = [.. settings.Parameters.Keys.Select(name => _instance.Variable(name, $"settings.parameters.{name}"))];
            for (int parameter = 0; parameter < changed.Length; parameter++)
            {
                double[] values = new double[changed[parameter].Count];
                values.AsSpan().Fill(parameters[parameter][unit]);
                _instance.Set(changed[parameter], values);
            }

            (BmiVariable, UnitConversion, bool) Input(string name, ForeignForcing input, Variable variable)
            {
                string where = $"settings.forcing.{name}";
                BmiVariable found = _instance.Variable(name, where);
                return (found, ForeignUnit.From(units, variable, input.Unit ?? found.Unit, step, area, where), variable.CellMethod == CellMethod.Sum);
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

    /// <summary>The variables that are its state.</summary>
    public BmiVariable[] States { get; }

    /// <summary>Number of values that one of the host's steps takes in a worker's answer, and at least 1.</summary>
    public int ValuesPerStep => _stepCount * Math.Max(_inputs.Length + _outputs.Length, 1);

    /// <summary>Has it advance through steps of a block, without waiting for it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="unit">Index of the simulated unit.</param>
    /// <param name="first">First of the block's steps.</param>
    /// <param name="count">Number of steps.</param>
    public void BeginAdvance(in SimulationBlock block, int unit, int first, int count)
    {
        double[] given = new double[count * _stepCount * _inputs.Length];
        for (int input = 0; input < _inputs.Length; input++)
        {
            ReadOnlySpan<double> series = block.Forcing(input, unit).Slice(first, count);
            for (int step = 0; step < count; step++)
            {
                double value = _inputs[input].ToModel.Apply(_inputs[input].IsAmount ? series[step] / _stepCount : series[step]);
                for (int part = 0; part < _stepCount; part++)
                {
                    given[(((step * _stepCount) + part) * _inputs.Length) + input] = value;
                }
            }
        }

        var wanted = new List<int>();
        for (int output = 0; output < _outputs.Length; output++)
        {
            if (block.Wants(output))
            {
                wanted.Add(output);
            }
        }

        _wanted = [.. wanted];
        _found = new double[count * _stepCount * _wanted.Length];
        _instance.BeginAdvance(_inputVariables, [.. _wanted.Select(output => (_outputs[output].Variable, _outputs[output].Element))], given, count * _stepCount);
    }

    /// <summary>Waits until it has advanced, and takes its results; the arguments are those of <see cref="BeginAdvance"/>.</summary>
    /// <exception cref="WorkException">The model failed.</exception>
    public void EndAdvance(in SimulationBlock block, int unit, int first, int count)
    {
        TimeAxis time = block.Time;
        _instance.EndAdvance(_found, step => $" at {Written(time[first + (step / _stepCount)])}", $" between {Written(time[first])} and {Written(time[first + count - 1])}");
        for (int place = 0; place < _wanted.Length; place++)
        {
            (_, UnitConversion toModel, _, Way way) = _outputs[_wanted[place]];
            Span<double> series = block.Output(_wanted[place], unit).Slice(first, count);
            for (int step = 0; step < count; step++)
            {
                double sum = 0;
                for (int part = 0; part < _stepCount; part++)
                {
                    double value = (_found[(((step * _stepCount) + part) * _wanted.Length) + place] - toModel.Offset) / toModel.Scale;
                    sum = way switch { Way.Sum => sum + value, Way.Mean => sum + (value / _stepCount), _ => value };
                }

                series[step] = sum;
            }
        }
    }

    /// <summary>Copies its state.</summary>
    public void Save(Span<double> values)
    {
        foreach (BmiVariable state in States)
        {
            _instance.Get(state, values);
            values = values[state.Count..];
        }
    }

    /// <summary>Puts it back to a state.</summary>
    public void Restore(ReadOnlySpan<double> values)
    {
        foreach (BmiVariable state in States)
        {
            _instance.Set(state, values);
            values = values[state.Count..];
        }
    }

    public void Dispose() => _instance.Dispose();

    private static string Written(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
