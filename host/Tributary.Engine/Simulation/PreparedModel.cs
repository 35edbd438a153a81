using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A member's model prepared on some consecutive units of the domain, with the forcing that it reads.</summary>
public sealed class PreparedModel : IDisposable
{
    private readonly ForcingTable _forcing;
    private readonly SeriesRows _rows;
    private readonly IModel _model;

    /// <summary>Prepares a model, and lets it survey the forcing where it wants to.</summary>
    /// <param name="member">The member.</param>
    /// <param name="inputs">What the workflow read.</param>
    /// <param name="unit">The only unit to prepare it on; null for all.</param>
    /// <param name="services">What the host offers.</param>
    /// <exception cref="InputException">The domain lacks something that the model needs.</exception>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public PreparedModel(MemberPlan member, WorkflowInputs inputs, int? unit, HostServices services)
    {
        Member = member;
        _forcing = inputs.Forcing;
        Units = unit is { } only ? inputs.Domain.Units.Only(only) : inputs.Domain.Units;
        _rows = _forcing.RowsFor(member.Descriptor, unit ?? 0, Units.Count);
        var setup = new ModelSetup
        {
            Units = Units,
            Step = _forcing.Time.Step,
            Services = services,
            ForcingProvided = _forcing.ProvidedTo(member.Descriptor),
            Gauges = inputs.Domain.Gauges,
        };
        _model = PluginGuard.Call(member.Loaded, $"member {member.Name}", "preparing the model", () => member.Plugin.Prepare(member.Section.Settings, setup));
        if (member.Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing))
        {
            PluginGuard.Call(member.Loaded, $"member {member.Name}", "surveying the forcing", () =>
            {
                _model.Survey(new SimulationBlock(_forcing.Time, _forcing.Values, _rows, default, default));
                return true;
            });
        }
    }

    /// <summary>The member.</summary>
    public MemberPlan Member { get; }

    /// <summary>The units that it is prepared on.</summary>
    public CatchmentUnits Units { get; }

    /// <summary>Starts from the model's own initial states and simulates from the first time step of the forcing.</summary>
    /// <param name="parameters">One or several parameter sets.</param>
    /// <param name="stepCount">Number of time steps.</param>
    /// <param name="outputs">Indices of the outputs wanted.</param>
    /// <param name="results">Receives them, <c>[output wanted][set x unit][time]</c>.</param>
    /// <param name="blockLength">Time steps of a block; null for all at once.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public void Simulate(
        ParameterSets parameters, int stepCount, ReadOnlySpan<int> outputs, Span<double> results, int? blockLength, CancellationToken cancellation)
    {
        SeriesRows rows = RowsOf(outputs, parameters.Count, stepCount);
        try
        {
            using ISimulation simulation = _model.Start(parameters);
            int length = Math.Min(blockLength ?? stepCount, stepCount);
            for (int first = 0; first < stepCount; first += length)
            {
                cancellation.ThrowIfCancellationRequested();
                TimeAxis time = _forcing.Time.Slice(first, Math.Min(length, stepCount - first));
                simulation.Advance(new SimulationBlock(time, _forcing.Values, _rows.From(first), results, rows.From(first)));
            }
        }
        catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
        {
            throw PluginGuard.Broken(Member.Loaded, $"member {Member.Name}", "simulating", error);
        }
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
}
