using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A plugin whose code runs in processes of its own. To the host it is like any other.</summary>
internal abstract class IsolatedPlugin(PluginWorkers workers) : IPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema => workers.Kind.SettingsSchema;

    /// <summary>Its workers.</summary>
    protected PluginWorkers Workers => workers;

    /// <summary>Makes the one that stands for a plugin: of the first of its kinds.</summary>
    /// <param name="workers">Its workers.</param>
    public static IsolatedPlugin Of(PluginWorkers workers) => KindsOf(workers).FirstOrDefault() ?? new IsolatedDiagnosticPlugin(workers);

    /// <summary>The plugin as one of the kinds that it is; null where it is not of that kind.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    public T? As<T>()
        where T : class, IPlugin => this as T ?? KindsOf(workers).OfType<T>().FirstOrDefault();

    /// <summary>Takes a worker for something that keeps it, and gives it back where that cannot be made.</summary>
    /// <param name="make">Makes it.</param>
    protected T Keep<T>(Func<WorkerLease, T> make)
    {
        var lease = new WorkerLease(workers);
        try
        {
            return make(lease);
        }
        catch (Exception)
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Asks once, on whatever worker is free.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="side">What the worker may ask back.</param>
    /// <param name="write">Writes the question.</param>
    /// <param name="read">Reads the answer.</param>
    protected T Once<T>(PluginCall call, CallerSide side, WorkerLease.Write write, WorkerLease.Read<T> read)
    {
        using var lease = new WorkerLease(workers);
        return lease.Ask(call, side, write, read);
    }

    private static IEnumerable<IsolatedPlugin> KindsOf(PluginWorkers workers)
    {
        LoadedKind kind = workers.Kind;
        if (kind.IsModel)
        {
            yield return !kind.Learns ? new IsolatedModelPlugin(workers) : kind.Forecasts ? new IsolatedForecaster(workers) : new IsolatedLearner(workers);
        }

        if (kind.IsRouting)
        {
            yield return new IsolatedRoutingPlugin(workers);
        }

        if (kind.IsForcing)
        {
            yield return new IsolatedForcingPlugin(workers);
        }

        if (kind.Metrics.Length > 0)
        {
            yield return new IsolatedMetricPlugin(workers);
        }

        if (kind.Optimisers.Length > 0)
        {
            yield return new IsolatedOptimiserPlugin(workers);
        }

        if (kind.Combiners.Length > 0)
        {
            yield return new IsolatedCombinerPlugin(workers);
        }

        if (kind.ImportFormats.Length > 0)
        {
            yield return new IsolatedImportPlugin(workers);
        }

        if (kind.ExportFormats.Length > 0)
        {
            yield return new IsolatedExportPlugin(workers);
        }

        if (kind.Examines)
        {
            yield return new IsolatedDiagnosticPlugin(workers);
        }
    }
}

/// <summary>A worker for the sole use of one model or routing.</summary>
internal sealed class WorkerLease(PluginWorkers workers) : IDisposable
{
    private readonly PluginWorker _worker = workers.Take();
    private readonly System.Collections.Concurrent.ConcurrentQueue<long> _ended = [];
    private long _lastNumber;
    private bool _holds;
    private bool _isOver;

    internal delegate void Write(ref PackWriter writer);

    internal delegate T Read<T>(ref PackReader reader);

    /// <summary>The worker.</summary>
    public PluginWorker Worker => _worker;

    /// <summary>A number that no other simulation has.</summary>
    public long NextNumber() => Interlocked.Increment(ref _lastNumber);

    /// <summary>A simulation is not wanted any more; the worker is told with the next call.</summary>
    public void End(long number) => _ended.Enqueue(number);

    /// <summary>Writes which simulations are not wanted any more.</summary>
    public void WriteEnded(ref PackWriter writer)
    {
        while (!_ended.IsEmpty && _ended.TryDequeue(out long number))
        {
            writer.Write(number);
        }

        writer.Write(0L);
    }

    /// <summary>Asks.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="side">What the worker may ask back.</param>
    /// <param name="write">Writes the question.</param>
    /// <param name="read">Reads the answer.</param>
    public unsafe T Ask<T>(PluginCall call, CallerSide side, Write write, Read<T> read)
    {
        CallLane lane = _worker.Take();
        try
        {
            _holds |= call is PluginCall.Prepare or PluginCall.PrepareForecast or PluginCall.PrepareCascade or PluginCall.Open;
            var writer = new PackWriter(lane.Call);
            write(ref writer);
            _worker.Ask(lane, call, side);
            var reader = new PackReader(lane.Call.Start);
            return read(ref reader);
        }
        finally
        {
            _worker.Return(lane);
        }
    }

    /// <inheritdoc cref="Ask{T}"/>
    public void Ask(PluginCall call, CallerSide side, Write write) => Ask(call, side, write, static (ref PackReader _) => true);

    /// <summary>Lets go of what is prepared, and lets another have the worker.</summary>
    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        try
        {
            if (_worker.IsAlive && _holds)
            {
                workers.Record(Ask(PluginCall.EndModel, new CallerSide(), static (ref PackWriter _) => { }, static (ref PackReader reader) =>
                    reader.ReadJson(IsolationJson.Default.DictionaryStringString)));
            }
        }
        catch (Exception error) when (error is TributaryException or PluginException)
        {
            // What goes wrong at the end has told the results already; the worker is not used again.
            _worker.Dispose();
        }

        workers.Give(_worker);
    }
}
