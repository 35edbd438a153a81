using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A model on some units with their forcing, run as a host runs it, all outputs kept.</summary>
public sealed class ModelTrial : IDisposable
{
    /// <summary>What stands in a result before the model writes it.</summary>
    public const double Unwritten = -9.876543210123e301;

    private readonly IModel _model;
    private readonly TimeAxis _time;
    private readonly double[] _forcing;
    private readonly SeriesRows _rows;
    private readonly float[] _fields;
    private readonly bool _surveys;

    /// <summary>Prepares the model.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="settings">Its settings as JSON.</param>
    /// <param name="time">Time steps.</param>
    /// <param name="units">The units.</param>
    /// <param name="forcing">For each forcing of the descriptor, for each unit, a series.</param>
    public ModelTrial(IModelPlugin plugin, string settings, TimeAxis time, CatchmentUnits units, params double[][] forcing)
        : this(plugin, JsonElement.Parse(settings), time, new ModelSetup { Units = units, Step = time.Step, Services = new LoneServices() }, forcing)
    {
    }

    /// <summary>Prepares the model on a setup of the caller's own.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="time">Time steps.</param>
    /// <param name="setup">What it is prepared on.</param>
    /// <param name="forcing">For each forcing of the descriptor, for each unit, a series.</param>
    /// <exception cref="ArgumentException">There are not as many series as the descriptor's forcing on these units has.</exception>
    public ModelTrial(IModelPlugin plugin, JsonElement settings, TimeAxis time, ModelSetup setup, IReadOnlyList<double[]> forcing)
    {
        Descriptor = plugin.Describe(settings);
        int units = setup.Units.Count;
        if (forcing.Count != Descriptor.Forcing.Count * units)
        {
            throw new ArgumentException($"{Descriptor.Name} reads {Descriptor.Forcing.Count} variables on {units} units, but there are {forcing.Count} series.", nameof(forcing));
        }

        UnitCount = units;
        GaugeCount = setup.Gauges.Count;
        _time = time;
        _forcing = [.. forcing.SelectMany(series => series)];
        _rows = SeriesRows.Dense(Descriptor.Forcing.Count, units, time.Count);
        _fields = FieldsOf(setup.Units);
        _surveys = Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing);
        _model = plugin.Prepare(settings, setup);
        if (_surveys)
        {
            _model.Survey(new SimulationBlock(time, _forcing, _rows, default, default));
        }
    }

    /// <summary>What the model is.</summary>
    public ModelDescriptor Descriptor { get; }

    /// <summary>Number of time steps.</summary>
    public int StepCount => _time.Count;

    /// <summary>Number of units of the domain.</summary>
    public int UnitCount { get; }

    /// <summary>Number of gauges.</summary>
    public int GaugeCount { get; }

    /// <summary>One unit of 1 km2.</summary>
    /// <param name="bands">Its elevation bands; null for none.</param>
    public static CatchmentUnits OneUnit(ElevationBands? bands = null) => new(["unit"], [1], bands: bands);

    /// <summary>Starts a simulation.</summary>
    public ISimulation Start(ParameterSets parameters) => _model.Start(parameters);

    /// <summary>Room for all outputs of some simulated units, <see cref="Unwritten"/> everywhere.</summary>
    public double[] Room(int simulatedUnits)
    {
        double[] room = new double[Descriptor.Outputs.Count * simulatedUnits * _time.Count];
        Array.Fill(room, Unwritten);
        return room;
    }

    /// <summary>Advances a simulation over some of the time steps.</summary>
    public void Advance(ISimulation simulation, int first, int count, double[] results)
    {
        int units = results.Length / (Descriptor.Outputs.Count * _time.Count);
        SeriesRows outputs = SeriesRows.Dense(Descriptor.Outputs.Count, units, _time.Count);
        simulation.Advance(Block(first, count, results, outputs.From(first)));
    }

    /// <summary>A whole cold run in one block.</summary>
    public TrialResults Run(ParameterSets parameters) => Run(parameters, [], []);

    /// <summary>A whole cold run with one parameter set on all units.</summary>
    public TrialResults Run(params double[] parameters) => Run(ParameterSets.Uniform(parameters, UnitCount));

    /// <summary>A whole cold run in blocks.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="blocks">Lengths of the first blocks; one more takes what is left.</param>
    /// <param name="restarts">Blocks before which states are saved, and restored into a simulation of their own.</param>
    public TrialResults Run(ParameterSets parameters, IReadOnlyList<int> blocks, IReadOnlyCollection<int> restarts)
    {
        ISimulation simulation = Start(parameters);
        double[] before = StatesOf(simulation);
        double[] results = Room(parameters.Count);
        int first = 0;
        for (int block = 0; first < StepCount; block++)
        {
            if (restarts.Contains(block))
            {
                double[] states = StatesOf(simulation);
                simulation.Dispose();
                simulation = Start(parameters);
                simulation.RestoreStates(states);
            }

            int length = Math.Min(block < blocks.Count ? blocks[block] : StepCount, StepCount - first);
            Advance(simulation, first, length, results);
            first += length;
        }

        double[] after = StatesOf(simulation);
        StateLayout layout = simulation.States;
        simulation.Dispose();
        return new TrialResults(this, parameters.Count, results, layout, before, after);
    }

    /// <summary>A whole cold run that asks for the first output alone.</summary>
    /// <returns>That output, <c>[unit][time]</c>.</returns>
    public double[] RunFirst(ParameterSets parameters)
    {
        double[] results = new double[parameters.Count * _time.Count];
        Array.Fill(results, Unwritten);
        var rows = new SeriesRows([0, .. Enumerable.Repeat(-1, Descriptor.Outputs.Count - 1)], _time.Count, parameters.Count);
        using ISimulation simulation = Start(parameters);
        simulation.Advance(Block(0, _time.Count, results, rows));
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    /// <summary>The forcing of a grid model, <c>[time][variable][y][x]</c>; empty for a model that reads series.</summary>
    private float[] FieldsOf(CatchmentUnits units)
    {
        if (Descriptor.InputKind != InputKind.Grid)
        {
            return [];
        }

        var grid = new SeriesFields(_forcing, _rows, Descriptor.Forcing.Count, units.Places!);
        float[] fields = new float[_time.Count * grid.VariableCount * grid.Height * grid.Width];
        grid.Read(0, _time.Count, fields);
        return fields;
    }

    private SimulationBlock Block(int first, int count, double[] results, SeriesRows outputs)
    {
        TimeAxis time = _time.Slice(first, count);
        int field = _fields.Length / _time.Count;
        return field > 0
            ? new SimulationBlock(time, default, default, results, outputs, _fields.AsSpan(first * field, count * field))
            : new SimulationBlock(time, _forcing, _rows.From(first), results, outputs);
    }

    private double[] StatesOf(ISimulation simulation)
    {
        double[] states = new double[simulation.States.Length];
        if (Descriptor.Capabilities.HasFlag(Capabilities.Stateful))
        {
            simulation.SaveStates(states);
        }

        return states;
    }
}
