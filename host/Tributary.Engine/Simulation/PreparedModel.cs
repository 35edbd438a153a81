using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A member's model prepared on some consecutive units of the domain, with the forcing that it reads.</summary>
public sealed class PreparedModel : IDisposable
{
    private readonly ForcingTable _forcing;
    private readonly SeriesRows _rows;
    private readonly IModel _model;
    private readonly IGridForcing? _grid;
    private readonly int _gaugeCount;
    private readonly int _firstUnit;

    /// <summary>Prepares a model, and lets it survey the forcing where it wants to.</summary>
    /// <param name="member">The member.</param>
    /// <param name="inputs">What the workflow read.</param>
    /// <param name="unit">The only unit to prepare it on; null for all.</param>
    /// <param name="services">What the host offers.</param>
    /// <param name="artefact">Folder of what a training left; null for a model that was not trained.</param>
    /// <exception cref="InputException">The domain lacks something that the model needs.</exception>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public PreparedModel(MemberPlan member, WorkflowInputs inputs, int? unit, HostServices services, string? artefact = null)
    {
        Member = member;
        _forcing = inputs.Forcing;
        _firstUnit = unit ?? 0;
        _gaugeCount = inputs.Domain.Gauges.Count;
        Units = unit is { } only ? inputs.Domain.Units.Only(only) : inputs.Domain.Units;
        _grid = inputs.GridFor(member.Descriptor);
        _rows = _forcing.RowsFor(member.Descriptor, _firstUnit, Units.Count);
        var setup = new ModelSetup
        {
            Units = Units,
            Step = _forcing.Time.Step,
            Services = services,
            ForcingProvided = _forcing.ProvidedTo(member.Descriptor),
            Gauges = inputs.Domain.Gauges,
            ArtefactFolder = artefact,
        };
        _model = PluginGuard.Call(member.Loaded, $"member {member.Name}", "preparing the model", () => member.Plugin.Prepare(member.Section.Settings, setup));
        if (member.Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing))
        {
            PluginGuard.Call(member.Loaded, $"member {member.Name}", "surveying the forcing", () =>
            {
                _model.Survey(new SimulationBlock(_forcing.Time, _forcing.Values, _rows, default, default, forcingKey: _forcing));
                return true;
            });
        }
    }

    /// <summary>The member.</summary>
    public MemberPlan Member { get; }

    /// <summary>The units that it is prepared on.</summary>
    public CatchmentUnits Units { get; }

    /// <summary>Whether its main result is discharge at the gauges, which no river brings there.</summary>
    public bool WritesAtGauges => Member.Descriptor.Outputs[0].Location == OutputLocation.Gauge;

    /// <summary>Starts from the model's own initial states and simulates from the first time step of the forcing.</summary>
    /// <param name="parameters">One or several parameter sets.</param>
    /// <param name="stepCount">Number of time steps.</param>
    /// <param name="outputs">Indices of the outputs wanted.</param>
    /// <param name="results">Receives them, <c>[output wanted][set x unit][time]</c>.</param>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public void Simulate(ParameterSets parameters, int stepCount, ReadOnlySpan<int> outputs, Span<double> results)
    {
        using Running running = Start(parameters);
        running.Advance(0, stepCount, outputs, results);
    }

    /// <summary>The same, of a model's main result, for a use that is over before the next simulation: of an isolated model it is used where its process wrote it.</summary>
    /// <param name="parameters">One or several parameter sets.</param>
    /// <param name="stepCount">Number of time steps.</param>
    /// <param name="room">Gives room for the result where it does not lie elsewhere.</param>
    /// <param name="use">Uses it, <c>[set x unit][time]</c>.</param>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    internal void Simulate(ParameterSets parameters, int stepCount, Func<double[]> room, ResultUse use)
    {
        using Running running = Start(parameters);
        running.Advance(stepCount, room, use);
    }

    /// <summary>Starts from the model's own initial states.</summary>
    /// <param name="parameters">One or several parameter sets.</param>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public Running Start(ParameterSets parameters) => new(this, parameters, _forcing);

    /// <summary>Starts on other forcing than it was prepared with: the same variables of the same units at other times.</summary>
    /// <inheritdoc cref="Start(ParameterSets)"/>
    internal Running Start(ParameterSets parameters, ForcingTable forcing) => new(this, parameters, forcing);

    /// <summary>Lets the model explain its results, from the first time step of the forcing on.</summary>
    /// <param name="request">What is asked of it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">The domain or the period does not allow it.</exception>
    /// <exception cref="WorkException">The plugin broke down, or its model explains nothing.</exception>
    public IReadOnlyList<Attribution> Explain(ExplanationRequest request, CancellationToken cancellation)
    {
        IExplainable model = _model as IExplainable
            ?? throw new WorkException("the plugin's descriptor promises explanations and its model gives none", $"member {Member.Name}", "Report it to the plugin's authors.");
        return PluginGuard.Call(
            Member.Loaded,
            $"member {Member.Name}",
            "explaining its results",
            () => model.Explain(request with { Grid = _grid }, new SimulationBlock(_forcing.Time, _forcing.Values, _rows, default, default, forcingKey: _forcing), cancellation));
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private SeriesRows RowsOf(ReadOnlySpan<int> outputs, int rowCount, int stepCount)
    {
        int[] starts = new int[Member.Descriptor.Outputs.Count];
        Array.Fill(starts, -1);
        for (int i = 0; i < outputs.Length; i++)
        {
            starts[outputs[i]] = i * rowCount * stepCount;
        }

        return new SeriesRows(starts, stepCount, rowCount);
    }

    private T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
        {
            throw Broken(error);
        }
    }

    private WorkException Broken(Exception error) => PluginGuard.Broken(Member.Loaded, $"member {Member.Name}", "simulating", error);

    /// <summary>A running simulation, told block by block.</summary>
    public sealed class Running : IDisposable
    {
        // Numbers of the fields that a grid model gets at once, 64 MB.
        private const int MostFieldsAtOnce = 1 << 24;

        private readonly PreparedModel _model;
        private readonly ISimulation _simulation;
        private readonly ForcingTable _forcing;
        private readonly SeriesRows _rows;
        private readonly int _rowCount;

        internal Running(PreparedModel model, ParameterSets parameters, ForcingTable forcing)
        {
            (_model, _forcing, _rowCount) = (model, forcing, model.WritesAtGauges ? model._gaugeCount : parameters.Count);
            _rows = forcing == model._forcing ? model._rows : forcing.RowsFor(model.Member.Descriptor, model._firstUnit, model.Units.Count);
            _simulation = model.Guard(() => model._model.Start(parameters));
        }

        /// <summary>Simulates the next block.</summary>
        /// <param name="first">Its first time step, counted from the start of the forcing.</param>
        /// <param name="stepCount">Number of time steps.</param>
        /// <param name="outputs">Indices of the outputs wanted.</param>
        /// <param name="results">Receives them, <c>[output wanted][set x unit][time]</c>, or <c>[output wanted][gauge][time]</c> of a model that writes at gauges.</param>
        /// <exception cref="WorkException">The plugin broke down.</exception>
        public void Advance(int first, int stepCount, ReadOnlySpan<int> outputs, Span<double> results)
        {
            SeriesRows rows = _model.RowsOf(outputs, _rowCount, stepCount);
            try
            {
                if (_model._grid is { } grid)
                {
                    AdvanceByFields(grid, first, stepCount, results, rows);
                    return;
                }

                _simulation.Advance(new SimulationBlock(_forcing.Time.Slice(first, stepCount), _forcing.Values, _rows.From(first), results, rows, forcingKey: _forcing));
            }
            catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
            {
                throw _model.Broken(error);
            }
        }

        /// <summary>Simulates from the first time step on and has the main result used.</summary>
        internal void Advance(int stepCount, Func<double[]> room, ResultUse use)
        {
            if (_simulation is not IsolatedSimulation isolated || _model._grid is not null)
            {
                double[] results = room();
                Advance(0, stepCount, [0], results);
                use(results.AsSpan(0, _rowCount * stepCount));
                return;
            }

            try
            {
                isolated.Advance(new SimulationBlock(_forcing.Time.Slice(0, stepCount), _forcing.Values, _rows, default, _model.RowsOf([0], _rowCount, stepCount), forcingKey: _forcing), use);
            }
            catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
            {
                throw _model.Broken(error);
            }
        }

        /// <summary>Its states after the last block.</summary>
        /// <exception cref="WorkException">The plugin broke down.</exception>
        internal StatePart SaveStates() => _model.Guard(() =>
        {
            double[] values = new double[_simulation.States.Length];
            _simulation.SaveStates(values);
            return new StatePart(_simulation.States, values);
        });

        /// <summary>Goes on from states that <see cref="SaveStates"/> gave.</summary>
        /// <exception cref="InputException">They are of another model, or of other units.</exception>
        /// <exception cref="WorkException">The plugin broke down.</exception>
        internal void RestoreStates(StatePart states)
        {
            states.DemandFit(_simulation.States, $"member {_model.Member.Name}");
            _ = _model.Guard(() =>
            {
                _simulation.RestoreStates(states.Values);
                return true;
            });
        }

        /// <inheritdoc/>
        public void Dispose() => _simulation.Dispose();

        private void AdvanceByFields(IGridForcing grid, int first, int stepCount, Span<double> results, SeriesRows rows)
        {
            int field = grid.VariableCount * grid.Height * grid.Width;
            int together = Math.Clamp(MostFieldsAtOnce / field, 1, stepCount);
            float[] fields = new float[together * field];
            for (int done = 0; done < stepCount; done += together)
            {
                int now = Math.Min(together, stepCount - done);
                grid.Read(first + done, now, fields);
                _simulation.Advance(new SimulationBlock(_forcing.Time.Slice(first + done, now), default, default, results, rows.From(done), fields.AsSpan(0, now * field)));
            }
        }
    }
}

/// <summary>Uses a result.</summary>
/// <param name="result">The result, which may be overwritten.</param>
internal delegate void ResultUse(Span<double> result);
