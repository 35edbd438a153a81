using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A running model or routing in another process. It is started with the first thing that is asked of it, which saves a call.</summary>
/// <param name="lease">Its worker.</param>
/// <param name="side">What the worker may ask back.</param>
/// <param name="given">What it starts with.</param>
internal abstract class IsolatedRunning(WorkerLease lease, CallerSide side, ParameterSets given)
{
    private readonly long _number = lease.NextNumber();
    private ParameterSets? _parameters = Copy(given);
    private StateLayout? _states;
    private bool _isOver;

    /// <summary>What its states are.</summary>
    public StateLayout States => _states ??= Ask(PluginCall.Layout, static (ref PackWriter _) => { }, static (ref PackReader reader) => DomainPacking.ReadStates(ref reader));

    /// <summary>Its worker.</summary>
    protected PluginWorker Worker => lease.Worker;

    /// <summary>What the worker may ask back.</summary>
    protected CallerSide Side => side;

    public unsafe void SaveStates(Span<double> states)
    {
        int length = states.Length;
        Ask(PluginCall.Save, (ref PackWriter writer) => writer.Write((long)length), static (ref PackReader reader) => reader.ReadSpan<double>().ToArray()).CopyTo(states);
    }

    public void RestoreStates(ReadOnlySpan<double> states)
    {
        double[] given = states.ToArray();
        Ask(PluginCall.Restore, (ref PackWriter writer) => writer.Write<double>(given), static (ref PackReader _) => true);
    }

    public void Dispose()
    {
        if (_parameters is null && !_isOver)
        {
            _isOver = true;
            lease.End(_number);
        }
    }

    /// <summary>Writes which simulation is meant, and at first what it starts with.</summary>
    protected void Name(ref PackWriter writer)
    {
        lease.WriteEnded(ref writer);
        writer.Write(_number);
        writer.Write(_parameters is not null);
        if (_parameters is not null)
        {
            DomainPacking.Write(ref writer, _parameters);
        }
    }

    /// <summary>It was asked, so that it runs.</summary>
    protected void Runs() => _parameters = null;

    private T Ask<T>(PluginCall call, WorkerLease.Write write, WorkerLease.Read<T> read)
    {
        T answer = lease.Ask(
            call,
            side,
            (ref PackWriter writer) =>
            {
                Name(ref writer);
                write(ref writer);
            },
            read);
        Runs();
        return answer;
    }

    private static ParameterSets Copy(ParameterSets given)
    {
        var copy = new ParameterSets(given.ParameterCount, given.SetCount, given.UnitCount);
        for (int parameter = 0; parameter < given.ParameterCount; parameter++)
        {
            given[parameter].CopyTo(copy[parameter]);
        }

        return copy;
    }
}

/// <summary>A running model in another process.</summary>
/// <param name="lease">Its worker.</param>
/// <param name="side">What the worker may ask back.</param>
/// <param name="outputs">What the model writes.</param>
/// <param name="parameters">What it starts with.</param>
internal sealed class IsolatedSimulation(WorkerLease lease, CallerSide side, IReadOnlyList<OutputDeclaration> outputs, ParameterSets parameters)
    : IsolatedRunning(lease, side, parameters), ISimulation
{
    /// <inheritdoc/>
    public void Advance(in SimulationBlock block) => Advance(block, null);

    /// <summary>The same, but that the model's main result, the only one wanted, is used where the worker wrote it, and not taken from there.</summary>
    /// <param name="block">The block.</param>
    /// <param name="use">Uses it; null to take all outputs.</param>
    public void Advance(in SimulationBlock block, ResultUse? use)
    {
        int length = block.OutputRows.RowCount * block.StepCount;
        CallLane lane = Worker.Take();
        try
        {
            var writer = new PackWriter(lane.Call);
            Name(ref writer);
            BlockPacking.Write(ref writer, block);
            BlockPacking.Prepare(lane, block);
            Worker.Ask(lane, PluginCall.Advance, Side);
            Runs();
            int damaged = use is null ? BlockPacking.Take(lane.Results, block) : BlockPacking.IsWhole(lane.Results, length) ? -1 : 0;
            if (damaged >= 0)
            {
                throw Worker.Condemn($"it wrote outside the room for its output '{outputs[damaged].Variable.Name}', and was stopped");
            }

            use?.Invoke(BlockPacking.Guarded(lane.Results, length));
        }
        finally
        {
            Worker.Return(lane);
        }
    }
}
