namespace Tributary.Engine;

/// <summary>In a worker, cancelled when the host wants it to stop what it does; looks for that until it is disposed of.</summary>
internal sealed class HostStop : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _source = new();
    private readonly Timer _watch;

    /// <summary>Begins to look.</summary>
    /// <param name="lane">Where the host says so.</param>
    public HostStop(CallLane lane) => _watch = new Timer(_ => Look(lane), null, BetweenLooks, BetweenLooks);

    /// <summary>Cancelled when the host wants it.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Looks now.</summary>
    public void Look(CallLane lane)
    {
        if (lane.IsCancelled)
        {
            _source.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _source.Dispose();
    }
}
