namespace Tributary.Engine;

/// <summary>A member that simulates on and on from states.</summary>
internal sealed class WarmMember : IDisposable
{
    private readonly PreparedModel[] _models;
    private readonly RiverDischarge _river;
    private readonly double[][] _parameters;
    private readonly WorkflowInputs _inputs;
    private readonly int? _blockLength;
    private IReadOnlyList<SimulationStates>? _states;
    private DateTime _time;

    /// <summary>Prepares it.</summary>
    /// <param name="store">What the run left.</param>
    /// <param name="from">States to go on from; null to begin with the run.</param>
    /// <param name="surveyed">The inputs that the model surveys.</param>
    /// <param name="inputs">The domain.</param>
    /// <param name="plan">What ran.</param>
    /// <param name="services">What the host offers.</param>
    public WarmMember(StoredMember store, IReadOnlyList<SimulationStates>? from, WorkflowInputs surveyed, WorkflowInputs inputs, WorkflowPlan plan, HostServices services)
    {
        (Store, _states, _inputs, _blockLength) = (store, from, inputs, plan.Workflow.Run.BlockLength);
        _time = from is null ? plan.Time.Start : from[0].Time;
        _parameters = store.Parameters(inputs.Domain);
        _river = new RiverDischarge(inputs.Domain, plan.Routing, store.Member.Descriptor, inputs.Forcing.Time.Step, plan.Workers, services);
        _models = [.. store.Artefacts.Select(artefact => new PreparedModel(store.Member, surveyed, null, services, artefact))];
    }

    /// <summary>What the run left.</summary>
    public StoredMember Store { get; }

    /// <summary>The states of now, one for each training.</summary>
    public IReadOnlyList<SimulationStates> States => _states ?? throw new InvalidOperationException("Nothing has been simulated yet.");

    /// <summary>Goes on with the observed forcing.</summary>
    /// <param name="time">The first instant that is not to be simulated.</param>
    /// <param name="observed">The observed forcing, which covers the time up to there.</param>
    /// <param name="cancellation">Stops it.</param>
    public void AdvanceTo(DateTime time, ForcingTable observed, CancellationToken cancellation)
    {
        int first = observed.Time.IndexOf(_time), end = observed.Time.IndexOf(time);
        if (end > first)
        {
            _states = Simulate(observed.Slice(first, end - first), cancellation).States;
            _time = time;
        }
    }

    /// <summary>Simulates ahead; the states of now stay.</summary>
    /// <param name="forcing">The forcing of the steps that follow.</param>
    /// <param name="cancellation">Stops it.</param>
    public MemberSimulation Simulate(ForcingTable forcing, CancellationToken cancellation) => MemberSimulation.Mean(
        [.. _models.Select((model, at) => MemberSimulation.Run(model, _inputs with { Forcing = forcing }, _parameters, _river, _blockLength, cancellation, null, _states?[at]))]);

    public void Dispose()
    {
        foreach (PreparedModel model in _models)
        {
            model.Dispose();
        }

        _river.Dispose();
    }
}
