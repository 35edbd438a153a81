using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests;

/// <summary>A model on some units with their forcing, run as a host runs it, all outputs kept.</summary>
internal sealed class ModelTrial : IDisposable
{
    private readonly IModel _model;
    private readonly TimeAxis _time;
    private readonly double[] _forcing;
    private readonly SeriesRows _rows;

    /// <summary>Prepares the model.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="settings">Its settings as JSON.</param>
    /// <param name="time">Time steps.</param>
    /// <param name="units">The units.</param>
    /// <param name="forcing">For each forcing of the descriptor, for each unit, a series.</param>
    public ModelTrial(IModelPlugin plugin, string settings, TimeAxis time, CatchmentUnits units, params double[][] forcing)
    {
        using var document = JsonDocument.Parse(settings);
        JsonElement element = document.RootElement.Clone();
        Descriptor = plugin.Describe(element);
        Assert.Equal(Descriptor.Forcing.Count * units.Count, forcing.Length);
        _time = time;
        _forcing = [.. forcing.SelectMany(series => series)];
        _rows = SeriesRows.Dense(Descriptor.Forcing.Count, units.Count, time.Count);
        _model = plugin.Prepare(element, new ModelSetup { Units = units, Step = time.Step, Services = new HostServices(_ => { }) });
        if (Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing))
        {
            _model.Survey(new SimulationBlock(time, _forcing, _rows, default, default));
        }
    }

    public ModelDescriptor Descriptor { get; }

    public int StepCount => _time.Count;

    /// <summary>One unit of 1 km2.</summary>
    public static CatchmentUnits OneUnit(ElevationBands? bands = null) => new(["unit"], [1], bands: bands);

    public ISimulation Start(ParameterSets parameters) => _model.Start(parameters);

    /// <summary>Room for all outputs of some simulated units.</summary>
    public double[] Room(int simulatedUnits) => new double[Descriptor.Outputs.Count * simulatedUnits * _time.Count];

    public void Advance(ISimulation simulation, int first, int count, double[] results)
    {
        int units = results.Length / (Descriptor.Outputs.Count * _time.Count);
        SeriesRows outputs = SeriesRows.Dense(Descriptor.Outputs.Count, units, _time.Count);
        simulation.Advance(new SimulationBlock(_time.Slice(first, count), _forcing, _rows.From(first), results, outputs.From(first)));
    }

    /// <summary>A whole cold run.</summary>
    public TrialResults Run(ParameterSets parameters)
    {
        using ISimulation simulation = Start(parameters);
        double[] before = StatesOf(simulation);
        double[] results = Room(parameters.Count);
        Advance(simulation, 0, _time.Count, results);
        double[] after = StatesOf(simulation);
        return new TrialResults(this, parameters.Count, results, simulation.States, before, after);
    }

    public TrialResults Run(params double[] parameters) => Run(ParameterSets.Uniform(parameters));

    public void Dispose() => _model.Dispose();

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

/// <summary>What a run gave.</summary>
/// <param name="Trial">The model.</param>
/// <param name="UnitCount">Number of simulated units.</param>
/// <param name="Values">All outputs, <c>[output][unit][time]</c>.</param>
/// <param name="Layout">Its states.</param>
/// <param name="Before">States before the first step.</param>
/// <param name="After">States after the last.</param>
internal sealed record TrialResults(ModelTrial Trial, int UnitCount, double[] Values, StateLayout Layout, double[] Before, double[] After)
{
    /// <summary>One output series by name.</summary>
    public double[] Of(string output, int unit = 0)
    {
        int index = Trial.Descriptor.OutputIndex(output);
        Assert.True(index >= 0, $"There is no output {output}.");
        return Values.AsSpan(((index * UnitCount) + unit) * Trial.StepCount, Trial.StepCount).ToArray();
    }

    /// <summary>Change of a state from before to after the run, element by element.</summary>
    public double[] Change(string state, int unit = 0)
    {
        int element = 0;
        foreach (StateVariable variable in Layout.Variables)
        {
            if (variable.Name == state)
            {
                int first = element;
                return [.. Enumerable.Range(first, variable.ElementCount).Select(k => After[(k * UnitCount) + unit] - Before[(k * UnitCount) + unit])];
            }

            element += variable.ElementCount;
        }

        return [];
    }
}
