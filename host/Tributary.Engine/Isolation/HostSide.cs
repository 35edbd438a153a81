using System.Collections.Concurrent;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>In a worker, the host that waits for an answer on a lane and can meanwhile be asked itself, by any thread of the plugin.</summary>
/// <param name="lane">The lane.</param>
internal sealed class HostSide(CallLane lane)
{
    [ThreadStatic]
    private static HostSide? s_current;

    private static readonly ConcurrentQueue<string> Held = [];

    /// <summary>The lane.</summary>
    public CallLane Lane => lane;

    /// <summary>Makes rooms for results ready.</summary>
    public ResultRoom ResultRoom { get; } = new();

    /// <summary>What the host offers to the plugin.</summary>
    public static HostServices Services { get; } = new(Warn);

    /// <summary>Makes this thread's warnings go this way.</summary>
    public void Enter() => s_current = this;

    /// <summary>Tells what threads of the plugin's own wanted the user to know.</summary>
    public void TellHeldWarnings()
    {
        while (!Held.IsEmpty && Held.TryDequeue(out string? message))
        {
            Tell(message);
        }
    }

    /// <summary>Asks the host.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="write">Writes the rest of the question.</param>
    /// <param name="read">Reads the answer.</param>
    public unsafe void Ask(BackCall call, Write write, Read read)
    {
        lock (lane)
        {
            var writer = new PackWriter(lane.Back);
            writer.Write((long)call);
            write(ref writer);
            lane.Give(Turn.AskedBack);
            _ = lane.Wait(Turn.AnsweredBack, Turn.AnsweredBack, null);
            var reader = new PackReader(lane.Back.Start);
            if (lane.HasFailed)
            {
                throw reader.ReadJson(IsolationJson.Default.ForeignFailure).ToException(CancellationToken.None);
            }

            read(ref reader);
        }
    }

    private static void Warn(string message)
    {
        if (s_current is { } host)
        {
            host.Tell(message);
        }
        else
        {
            Held.Enqueue(message);
        }
    }

    private void Tell(string message) => Ask(BackCall.Warn, (ref PackWriter writer) => writer.Write(message), static (ref PackReader _) => { });

    internal delegate void Write(ref PackWriter writer);

    internal delegate void Read(ref PackReader reader);
}

/// <summary>In a worker, forcing of a grid model that the host reads.</summary>
internal sealed class GridOfHost(HostSide host, int variables, int height, int width) : IGridForcing
{
    public int VariableCount => variables;

    public int Height => height;

    public int Width => width;

    public unsafe void Read(int first, int count, Span<float> fields)
    {
        fixed (float* target = fields)
        {
            // A span cannot be caught by a lambda; the memory stays where it is until the call returns.
            nint start = (nint)target;
            int length = fields.Length;
            host.Ask(
                BackCall.ReadGrid,
                (ref PackWriter writer) =>
                {
                    writer.Write((long)first);
                    writer.Write((long)count);
                },
                (ref PackReader reader) => reader.ReadSpan<float>().CopyTo(new Span<float>((void*)start, length)));
        }
    }
}

/// <summary>In a worker, the way of runoff to the gauges that the host knows.</summary>
internal sealed class RiverOfHost(HostSide host, int units, int gauges) : IRunoffRouting
{
    public int UnitCount => units;

    public int GaugeCount => gauges;

    public void Route(TimeAxis time, ReadOnlySpan<double> runoff, Span<double> discharge) => Ask(BackCall.RouteRunoff, time, runoff, discharge);

    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> runoffGradient) =>
        Ask(BackCall.PullBackRunoff, time, dischargeGradient, runoffGradient);

    public void Dispose()
    {
    }

    private unsafe void Ask(BackCall call, TimeAxis time, ReadOnlySpan<double> given, Span<double> made)
    {
        fixed (double* source = given, target = made)
        {
            (nint from, nint to, int count, int length) = ((nint)source, (nint)target, given.Length, made.Length);
            host.Ask(
                call,
                (ref PackWriter writer) =>
                {
                    BlockPacking.Write(ref writer, time);
                    writer.Write(new ReadOnlySpan<double>((void*)from, count));
                },
                (ref PackReader reader) => reader.ReadSpan<double>().CopyTo(new Span<double>((void*)to, length)));
        }
    }
}
