using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The worker that all who use a plugin of metrics, optimisers, combinations and the like ask, from any thread. Where it ends, the next who asks gets another one.</summary>
/// <param name="workers">The plugin's workers.</param>
internal sealed class CommonWorker(PluginWorkers workers)
{
    private readonly Lock _gate = new();
    private WorkerLease? _lease;

    /// <summary>The one that lives.</summary>
    /// <exception cref="WorkException">Its process ended as it started.</exception>
    public WorkerLease Lease
    {
        get
        {
            lock (_gate)
            {
                if (_lease is { Worker.IsAlive: false } ended)
                {
                    _lease = null;
                    ended.Dispose();
                }

                return _lease ??= new WorkerLease(workers);
            }
        }
    }

    /// <summary>Whether somebody asked.</summary>
    public bool IsRunning => _lease is { Worker.IsAlive: true };

    /// <summary>Asks.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="write">Writes the question.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellation">Stops it.</param>
    public T Ask<T>(PluginCall call, WorkerLease.Write write, WorkerLease.Read<T> read, CancellationToken cancellation = default) =>
        Lease.Ask(call, new CallerSide { Cancellation = cancellation }, write, read);
}

/// <summary>Something that a worker keeps until nobody here wants it any more.</summary>
/// <param name="lease">Its worker.</param>
internal class Kept(WorkerLease lease)
{
    ~Kept() => lease.End(Number);

    /// <summary>Its worker.</summary>
    public WorkerLease Lease => lease;

    /// <summary>Its number there.</summary>
    public long Number { get; } = lease.NextNumber();

    /// <summary>Asks, naming it first.</summary>
    public T Ask<T>(PluginCall call, WorkerLease.Write write, WorkerLease.Read<T> read, CallerSide? side = null)
    {
        T answer = lease.Ask(
            call,
            side ?? new CallerSide(),
            (ref PackWriter writer) =>
            {
                lease.WriteEnded(ref writer);
                writer.Write(Number);
                write(ref writer);
            },
            read);
        GC.KeepAlive(this);
        return answer;
    }
}
