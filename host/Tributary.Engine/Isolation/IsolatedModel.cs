using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A model in another process.</summary>
/// <param name="lease">Its worker.</param>
/// <param name="side">What the worker may ask back.</param>
/// <param name="outputs">What the model writes.</param>
internal class IsolatedModel(WorkerLease lease, CallerSide side, IReadOnlyList<OutputDeclaration> outputs) : IModel
{
    /// <summary>Its worker.</summary>
    protected WorkerLease Lease => lease;

    /// <summary>What the worker may ask back.</summary>
    protected CallerSide Side => side;

    /// <inheritdoc/>
    public void Survey(in SimulationBlock forcing)
    {
        CallLane lane = lease.Worker.Take();
        try
        {
            var writer = new PackWriter(lane.Call);
            BlockPacking.Write(ref writer, forcing);
            lease.Worker.Ask(lane, PluginCall.Survey, side);
        }
        finally
        {
            lease.Worker.Return(lane);
        }
    }

    /// <inheritdoc/>
    public ISimulation Start(ParameterSets parameters) => new IsolatedSimulation(lease, side, outputs, parameters);

    /// <inheritdoc/>
    public void Dispose()
    {
        lease.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes what the fields of a grid are.</summary>
    internal static void Write(ref PackWriter writer, IGridForcing? grid)
    {
        writer.Write(grid is not null);
        if (grid is not null)
        {
            writer.Write((long)grid.VariableCount);
            writer.Write((long)grid.Height);
            writer.Write((long)grid.Width);
        }
    }
}

/// <summary>A model in another process that explains itself.</summary>
/// <inheritdoc/>
internal sealed class IsolatedExplainableModel(WorkerLease lease, CallerSide side, IReadOnlyList<OutputDeclaration> outputs) : IsolatedModel(lease, side, outputs), IExplainable
{
    /// <inheritdoc/>
    public unsafe IReadOnlyList<Attribution> Explain(ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation)
    {
        CallLane lane = Lease.Worker.Take();
        try
        {
            var writer = new PackWriter(lane.Call);
            writer.Write(request.Method);
            foreach (Index end in (ReadOnlySpan<Index>)[request.Steps.Start, request.Steps.End])
            {
                writer.Write((long)end.Value);
                writer.Write(end.IsFromEnd);
            }

            DomainPacking.Write(ref writer, request.Parameters);
            Write(ref writer, request.Grid);
            writer.Write(request.Observed.Span);
            BlockPacking.Write(ref writer, block);
            Lease.Worker.Ask(lane, PluginCall.Explain, Side with { Grid = request.Grid, Cancellation = cancellation });
            var reader = new PackReader(lane.Call.Start);
            var told = new Attribution[reader.ReadInt()];
            for (int i = 0; i < told.Length; i++)
            {
                AttributionWords words = reader.ReadJson(IsolationJson.Default.AttributionWords);
                told[i] = new Attribution(words.Name, words.Description, words.Axes, reader.ReadSpan<float>().ToArray()) { Unit = words.Unit, Verdict = words.Verdict };
            }

            return told;
        }
        finally
        {
            Lease.Worker.Return(lane);
        }
    }
}
