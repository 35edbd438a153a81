using System.Collections.Concurrent;

namespace Tributary.Plugins.Bmi;

/// <summary>Workers of a model that wait for a simulation, so that not each simulation of a calibration starts a process.</summary>
internal sealed class WorkerPool(BmiSettings settings, string folder) : IDisposable
{
    private readonly WorkerProgram _program = new(settings, folder);
    private readonly ConcurrentBag<BmiWorker> _idle = [];

    /// <summary>A worker with the model loaded and without instances.</summary>
    public BmiWorker Take() => _idle.TryTake(out BmiWorker? worker) ? worker : new BmiWorker(settings, _program);

    /// <summary>Gives a worker back whose instances are finished. One that had its process to itself ends, and its global variables with it.</summary>
    public void Give(BmiWorker worker)
    {
        if (worker.IsUsable && settings.Processes == Processes.Shared)
        {
            _idle.Add(worker);
        }
        else
        {
            worker.Dispose();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out BmiWorker? worker))
        {
            worker.Dispose();
        }

        _program.Dispose();
    }
}
