using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Tributary.Contracts;

/// <summary>What a routing does with one reach. Different reaches may be routed at the same time, one reach never twice.</summary>
public interface IReachRouting
{
    /// <summary>Whether it does anything in a reach; false where it would only pass water on, so that another routing may take the reach over.</summary>
    /// <param name="reach">Index of the reach.</param>
    bool Applies(int reach) => true;

    /// <summary>Begins a block; called once before any of its reaches.</summary>
    /// <param name="time">The time steps of the block.</param>
    void Begin(TimeAxis time)
    {
    }

    /// <summary>Routes one reach over a block of time steps.</summary>
    /// <param name="reach">Index of the reach.</param>
    /// <param name="lateral">Water from its own units in m3 s-1, <c>[time]</c>.</param>
    /// <param name="upstream">Water from the reaches above it in m3 s-1, <c>[time]</c>; empty at a headwater.</param>
    /// <param name="discharge">Receives the flow at its end in m3 s-1, <c>[time]</c>.</param>
    void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge);
}

/// <summary>The adjoint of <see cref="IReachRouting.Route"/> from an empty reach on.</summary>
public interface IReachAdjoint
{
    /// <summary>Takes the derivative of a loss back through one reach.</summary>
    /// <param name="reach">Index of the reach.</param>
    /// <param name="discharge">Derivative with respect to the flow at its end, <c>[time]</c>.</param>
    /// <param name="lateral">Receives the derivative with respect to lateral inflow, <c>[time]</c>.</param>
    /// <param name="upstream">Receives the derivative with respect to inflow from above, <c>[time]</c>.</param>
    void PullBack(int reach, ReadOnlySpan<double> discharge, Span<double> lateral, Span<double> upstream);
}

/// <summary>
/// Takes a routing down a river network. Each reach gets its whole block of time steps at once; parts of the network run as tasks on several
/// threads. Each reach does the same arithmetic in the same order whatever the number of threads.
/// </summary>
public sealed class NetworkSweep
{
    // Shorter work is done before a second thread has woken up.
    private const int LeastReachSteps = 20_000;
    private const int LeastTaskSize = 32;
    private const int TasksPerThread = 100;

    private readonly NetworkOrder _network;
    private readonly int _threadCount;
    private readonly NetworkTasks? _tasks;
    private readonly double[][] _room;

    /// <summary>Makes ready to sweep a network.</summary>
    /// <param name="network">The ordered network.</param>
    /// <param name="threadCount">Threads that it may use.</param>
    public NetworkSweep(NetworkOrder network, int threadCount)
    {
        _network = network;
        _threadCount = Math.Max(1, threadCount);
        _tasks = _threadCount > 1 ? new NetworkTasks(network, Math.Max(LeastTaskSize, network.Count / (_threadCount * TasksPerThread))) : null;
        _room = new double[_threadCount][];
        Array.Fill(_room, []);
    }

    /// <summary>Routes a block of time steps.</summary>
    /// <param name="routing">What happens in a reach.</param>
    /// <param name="stepCount">Number of time steps.</param>
    /// <param name="lateralInflow">Lateral inflow, <c>[reach][time]</c>.</param>
    /// <param name="discharge">Receives the discharge, <c>[reach][time]</c>.</param>
    /// <exception cref="ArgumentException">An array does not hold reaches times steps.</exception>
    public unsafe void Route(IReachRouting routing, int stepCount, ReadOnlySpan<double> lateralInflow, Span<double> discharge)
    {
        Demand(stepCount, lateralInflow.Length, nameof(lateralInflow));
        Demand(stepCount, discharge.Length, nameof(discharge));
        if (stepCount == 0)
        {
            return;
        }

        for (int thread = 0; thread < _threadCount; thread++)
        {
            if (_room[thread].Length < stepCount)
            {
                _room[thread] = new double[stepCount];
            }
        }

        fixed (double* lateral = lateralInflow, flow = discharge)
        {
            var block = new Block(_network, routing, stepCount, lateral, flow);
            if (_tasks is null || (long)_network.Count * stepCount < LeastReachSteps)
            {
                block.Route(_network.Order, _room[0]);
            }
            else
            {
                new Crew(block, _tasks, _room).Run();
            }
        }
    }

    /// <summary>Takes the derivative of a loss with respect to discharge back to lateral inflow, over a block that starts from an empty network.</summary>
    /// <param name="routing">The adjoint of a reach.</param>
    /// <param name="stepCount">Number of time steps.</param>
    /// <param name="dischargeGradient">Derivative with respect to discharge, <c>[reach][time]</c>.</param>
    /// <param name="inflowGradient">Receives the derivative with respect to lateral inflow, <c>[reach][time]</c>.</param>
    /// <exception cref="ArgumentException">An array does not hold reaches times steps.</exception>
    public void PullBack(IReachAdjoint routing, int stepCount, ReadOnlySpan<double> dischargeGradient, Span<double> inflowGradient)
    {
        Demand(stepCount, dischargeGradient.Length, nameof(dischargeGradient));
        Demand(stepCount, inflowGradient.Length, nameof(inflowGradient));
        double[] upstream = new double[inflowGradient.Length];
        double[] total = new double[stepCount];
        for (int k = _network.Count - 1; k >= 0; k--)
        {
            int reach = _network.Order[k];
            dischargeGradient.Slice(reach * stepCount, stepCount).CopyTo(total);
            if (_network.Downstream[reach] >= 0)
            {
                Add(upstream.AsSpan(_network.Downstream[reach] * stepCount, stepCount), total);
            }

            routing.PullBack(reach, total, inflowGradient.Slice(reach * stepCount, stepCount), upstream.AsSpan(reach * stepCount, stepCount));
        }
    }

    private static void Add(ReadOnlySpan<double> values, Span<double> sum)
    {
        ReadOnlySpan<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        Span<Vector<double>> wideSum = MemoryMarshal.Cast<double, Vector<double>>(sum);
        for (int k = 0; k < wide.Length; k++)
        {
            wideSum[k] += wide[k];
        }

        for (int k = wide.Length * Vector<double>.Count; k < values.Length; k++)
        {
            sum[k] += values[k];
        }
    }

    private void Demand(int stepCount, int length, string name)
    {
        if (length != (long)stepCount * _network.Count)
        {
            throw new ArgumentException($"There are {_network.Count} reaches and {stepCount} time steps but {length} values.", name);
        }
    }

    /// <summary>The arrays of one block, which the caller keeps in place while it is routed.</summary>
    private sealed unsafe class Block(NetworkOrder network, IReachRouting routing, int stepCount, double* lateral, double* discharge)
    {
        public void Route(ReadOnlySpan<int> reaches, double[] room)
        {
            foreach (int reach in reaches)
            {
                ReadOnlySpan<int> above = network.UpstreamOf(reach);
                ReadOnlySpan<double> upstream = above.Length switch
                {
                    0 => default,
                    1 => Row(discharge, above[0]),
                    _ => Sum(above, room.AsSpan(0, stepCount)),
                };
                routing.Route(reach, Row(lateral, reach), upstream, Row(discharge, reach));
            }
        }

        private Span<double> Sum(ReadOnlySpan<int> reaches, Span<double> sum)
        {
            Row(discharge, reaches[0]).CopyTo(sum);
            foreach (int reach in reaches[1..])
            {
                Add(Row(discharge, reach), sum);
            }

            return sum;
        }

        private Span<double> Row(double* array, int reach) => new(array + ((long)reach * stepCount), stepCount);
    }

    /// <summary>Threads that share the tasks of one block; what lies farthest from its outlet goes first.</summary>
    private sealed class Crew
    {
        private readonly Block _block;
        private readonly NetworkTasks _tasks;
        private readonly double[][] _room;
        private readonly int[] _waiting;
        private readonly PriorityQueue<int, int> _ready = new();
        private readonly object _gate = new();
        private int _left;
        private ExceptionDispatchInfo? _failure;

        public Crew(Block block, NetworkTasks tasks, double[][] room)
        {
            _block = block;
            _tasks = tasks;
            _room = room;
            _waiting = [.. tasks.Waiting];
            _left = tasks.Count;
            for (int task = 0; task < tasks.Count; task++)
            {
                if (_waiting[task] == 0)
                {
                    _ready.Enqueue(task, tasks.Urgency[task]);
                }
            }
        }

        public void Run()
        {
            Task[] others = [.. Enumerable.Range(1, _room.Length - 1).Select(thread => Task.Run(() => Work(_room[thread])))];
            Work(_room[0]);
            Task.WaitAll(others);
            _failure?.Throw();
        }

        private void Work(double[] room)
        {
            while (Next() is int task)
            {
                try
                {
                    _block.Route(_tasks[task], room);
                }
                catch (Exception error)
                {
                    lock (_gate)
                    {
                        _failure ??= ExceptionDispatchInfo.Capture(error);
                        Monitor.PulseAll(_gate);
                        return;
                    }
                }

                Finish(task);
            }
        }

        private int? Next()
        {
            lock (_gate)
            {
                while (_ready.Count == 0 && _left > 0 && _failure is null)
                {
                    Monitor.Wait(_gate);
                }

                return _left > 0 && _failure is null ? _ready.Dequeue() : null;
            }
        }

        private void Finish(int task)
        {
            lock (_gate)
            {
                _left--;
                int parent = _tasks.Parent[task];
                if (parent >= 0 && --_waiting[parent] == 0)
                {
                    _ready.Enqueue(parent, _tasks.Urgency[parent]);
                    Monitor.Pulse(_gate);
                }

                if (_left == 0)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }
}
