using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What a worker may ask back while the host waits for its answer.</summary>
internal sealed record CallerSide
{
    /// <summary>Receives what the plugin wants the user to know.</summary>
    public IHostServices? Services { get; init; }

    /// <summary>Told how far a training is.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Forcing of a grid model.</summary>
    public IGridForcing? Grid { get; init; }

    /// <summary>The way of runoff to the gauges.</summary>
    public IRunoffRouting? River { get; init; }

    /// <summary>Randomness of a search.</summary>
    public Random? Random { get; init; }

    /// <summary>Stops the call.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Answers, in the same memory.</summary>
    /// <param name="room">What was asked.</param>
    public unsafe void Answer(SharedRoom room)
    {
        var reader = new PackReader(room.Start);
        switch ((BackCall)reader.ReadInt())
        {
            case BackCall.Warn:
                Services?.Warn(reader.ReadText()!);
                break;
            case BackCall.Progress:
                Progress?.Report(reader.ReadJson(IsolationJson.Default.TrainingProgress));
                break;
            case BackCall.ReadGrid:
                ReadGrid(reader.ReadInt(), reader.ReadInt(), room);
                break;
            case BackCall.RouteRunoff:
                Route(ref reader, room, River!.GaugeCount, River.Route);
                break;
            case BackCall.PullBackRunoff:
                Route(ref reader, room, River!.UnitCount, River.PullBack);
                break;
            case BackCall.Draw:
                RandomOfHost.Answer(Random!, ref reader, room);
                break;
            default:
                throw new InvalidOperationException("A worker asked for what there is not.");
        }
    }

    private unsafe void ReadGrid(int first, int count, SharedRoom room)
    {
        int length = count * Grid!.VariableCount * Grid.Height * Grid.Width;
        byte* start = room.Demand(((long)length * sizeof(float)) + sizeof(long));
        *(long*)start = length;
        Grid.Read(first, count, new Span<float>(start + sizeof(long), length));
    }

    private static void Route(ref PackReader reader, SharedRoom room, int rows, RunoffCall call)
    {
        TimeAxis time = BlockPacking.ReadTime(ref reader);
        double[] given = reader.ReadSpan<double>().ToArray();
        double[] made = new double[rows * time.Count];
        call(time, given, made);
        var writer = new PackWriter(room);
        writer.Write<double>(made);
    }

    private delegate void RunoffCall(TimeAxis time, ReadOnlySpan<double> given, Span<double> made);
}
