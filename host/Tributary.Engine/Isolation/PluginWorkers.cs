using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// The workers of one plugin. A model or a routing has one for itself as long as it lives, so that no other falls with it; then the next may have it. A worker in
/// which something broke is never used again.
/// </summary>
/// <param name="plugin">The plugin.</param>
/// <param name="allowed">File of the hashes that may be loaded; null allows all.</param>
/// <param name="limits">What a call may take.</param>
internal sealed class PluginWorkers(PluginFolder plugin, string? allowed, TaskLimits limits)
{
    private readonly Stack<PluginWorker> _idle = new();
    private readonly SortedDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private CommonWorker? _common;
    private LoadedKind? _kind;
    private Task<PluginWorker>? _warming;

    /// <summary>The plugin.</summary>
    public PluginFolder Plugin => plugin;

    /// <summary>File of the hashes that may be loaded; null allows all.</summary>
    public string? Allowed => allowed;

    /// <summary>What the plugin is.</summary>
    /// <exception cref="InputException">It does not load.</exception>
    /// <exception cref="WorkException">Its process ended.</exception>
    public LoadedKind Kind
    {
        get
        {
            if (_kind is null)
            {
                Give(Take());
            }

            return _kind!;
        }
    }

    /// <summary>SHA-256 of every file loaded so far, by file name.</summary>
    public IReadOnlyDictionary<string, string> Hashes
    {
        get
        {
            if (_common is { IsRunning: true } common)
            {
                Record(common.Ask(PluginCall.Hashes, static (ref PackWriter _) => { }, static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.DictionaryStringString)));
            }

            lock (_idle)
            {
                return new SortedDictionary<string, string>(_hashes, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The worker that all share who want neither a model nor a routing.</summary>
    public CommonWorker Common => LazyInitializer.EnsureInitialized(ref _common, () => new CommonWorker(this));

    /// <summary>Starts a worker that will soon be wanted, and loads the plugin in it while the caller does other things.</summary>
    public void Warm()
    {
        _ = Task.Run(PluginServer.WarmUp);
        _warming = Task.Run(Start);
    }

    /// <summary>A worker that nobody else asks.</summary>
    /// <exception cref="InputException">The plugin does not load.</exception>
    /// <exception cref="WorkException">Its process ended.</exception>
    public PluginWorker Take()
    {
        if (Interlocked.Exchange(ref _warming, null) is { } warming)
        {
            return warming.GetAwaiter().GetResult();
        }

        lock (_idle)
        {
            if (_idle.TryPop(out PluginWorker? worker))
            {
                return worker;
            }
        }

        return Start();
    }

    /// <summary>Gives a worker back.</summary>
    public void Give(PluginWorker worker)
    {
        if (worker.IsAlive)
        {
            lock (_idle)
            {
                _idle.Push(worker);
            }
        }
        else
        {
            worker.Dispose();
        }
    }

    /// <summary>Keeps what a worker tells of the files that it loaded.</summary>
    /// <param name="hashes">SHA-256 by file name.</param>
    public void Record(IReadOnlyDictionary<string, string> hashes)
    {
        lock (_idle)
        {
            foreach ((string file, string hash) in hashes)
            {
                _hashes[file] = hash;
            }
        }
    }

    private PluginWorker Start()
    {
        var worker = new PluginWorker(plugin, limits);
        CallLane lane = worker.Take();
        try
        {
            var writer = new PackWriter(lane.Call);
            writer.Write(plugin.Folder);
            writer.Write(allowed);
            writer.Write(plugin.Locked is not null);
            if (plugin.Locked is { } locked)
            {
                writer.Write(locked, IsolationJson.Default.LockedPlugin);
            }

            worker.Ask(lane, PluginCall.Load, new CallerSide());
            unsafe
            {
                var reader = new PackReader(lane.Call.Start);
                _kind = reader.ReadJson(IsolationJson.Default.LoadedKind);
                Record(reader.ReadJson(IsolationJson.Default.DictionaryStringString));
            }

            worker.Return(lane);
            return worker;
        }
        catch (Exception)
        {
            worker.Dispose();
            throw;
        }
    }
}
