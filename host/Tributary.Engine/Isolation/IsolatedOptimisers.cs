using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A plugin of optimisers in a process of its own.</summary>
internal sealed class IsolatedOptimiserPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IOptimiserPlugin
{
    /// <inheritdoc/>
    public IReadOnlyList<IOptimiser> Optimisers { get; } = [.. workers.Kind.Optimisers.Select(words => new IsolatedOptimiser(workers.Common, words))];
}

/// <summary>An optimiser in another process; its random numbers are the host's.</summary>
/// <param name="common">Its worker.</param>
/// <param name="words">What it says of itself.</param>
internal sealed class IsolatedOptimiser(CommonWorker common, OptimiserWords words) : IOptimiser
{
    /// <inheritdoc/>
    public string Name => words.Name;

    /// <inheritdoc/>
    public string Description => words.Description;

    /// <inheritdoc/>
    public bool SeeksFront => words.SeeksFront;

    /// <inheritdoc/>
    public IEnumerable<Trials> Search(int dimension, int budget, Random random)
    {
        var search = new Kept(common.Lease);
        var side = new CallerSide { Random = random };
        search.Ask(
            PluginCall.Search,
            (ref PackWriter writer) =>
            {
                writer.Write(words.Name);
                writer.Write((long)dimension);
                writer.Write((long)budget);
            },
            static (ref PackReader _) => true,
            side);
        Trials? asked = null;
        while (Next(search, side, asked) is { } trials)
        {
            asked = trials;
            yield return trials;
        }
    }

    private static Trials? Next(Kept search, CallerSide side, Trials? answered) => search.Ask(
        PluginCall.NextTrials,
        (ref PackWriter writer) =>
        {
            writer.Write<double>(answered is null ? [] : answered.Scores);
            for (int i = 0; i < answered?.Count; i++)
            {
                writer.Write(answered.Objectives[i] is not null);
                if (answered.Objectives[i] is { } objectives)
                {
                    writer.Write<double>(objectives);
                }
            }
        },
        static (ref PackReader reader) =>
        {
            int count = reader.ReadInt();
            if (count < 0)
            {
                return null;
            }

            double[][] points = new double[count][];
            for (int i = 0; i < count; i++)
            {
                points[i] = reader.ReadSpan<double>().ToArray();
            }

            return new Trials(points);
        },
        side);
}

/// <summary>In a worker, the host's source of randomness: each draw is the host's own, so that a search asks the same points wherever it runs.</summary>
internal sealed class RandomOfHost : Random
{
    /// <summary>The host, as it last asked.</summary>
    public HostSide? Host { get; set; }

    public override int Next() => (int)Integer(Draw.Any, 0, 0);

    public override int Next(int maxValue) => (int)Integer(Draw.Below, maxValue, 0);

    public override int Next(int minValue, int maxValue) => (int)Integer(Draw.Between, minValue, maxValue);

    public override long NextInt64() => Integer(Draw.AnyLong, 0, 0);

    public override long NextInt64(long maxValue) => Integer(Draw.LongBelow, maxValue, 0);

    public override long NextInt64(long minValue, long maxValue) => Integer(Draw.LongBetween, minValue, maxValue);

    public override float NextSingle() => (float)BitConverter.Int64BitsToDouble(Integer(Draw.Single, 0, 0));

    public override double NextDouble() => BitConverter.Int64BitsToDouble(Integer(Draw.Fraction, 0, 0));

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    public override void NextBytes(Span<byte> buffer)
    {
        int count = buffer.Length;
        byte[]? drawn = null;
        Host!.Ask(BackCall.Draw, (ref PackWriter writer) => Write(ref writer, Draw.Bytes, count, 0), (ref PackReader reader) => drawn = reader.ReadSpan<byte>().ToArray());
        drawn.CopyTo(buffer);
    }

    /// <summary>On the host, draws what a worker wants.</summary>
    public static void Answer(Random random, ref PackReader reader, SharedRoom room)
    {
        var wanted = (Draw)reader.ReadInt();
        (long first, long second) = (reader.ReadLong(), reader.ReadLong());
        var writer = new PackWriter(room);
        if (wanted == Draw.Bytes)
        {
            byte[] drawn = new byte[first];
            random.NextBytes(drawn);
            writer.Write<byte>(drawn);
            return;
        }

        writer.Write(wanted switch
        {
            Draw.Any => random.Next(),
            Draw.Below => random.Next((int)first),
            Draw.Between => random.Next((int)first, (int)second),
            Draw.AnyLong => random.NextInt64(),
            Draw.LongBelow => random.NextInt64(first),
            Draw.LongBetween => random.NextInt64(first, second),
            Draw.Single => BitConverter.DoubleToInt64Bits(random.NextSingle()),
            _ => BitConverter.DoubleToInt64Bits(random.NextDouble()),
        });
    }

    protected override double Sample() => NextDouble();

    private long Integer(Draw wanted, long first, long second)
    {
        long drawn = 0;
        Host!.Ask(BackCall.Draw, (ref PackWriter writer) => Write(ref writer, wanted, first, second), (ref PackReader reader) => drawn = reader.ReadLong());
        return drawn;
    }

    private static void Write(ref PackWriter writer, Draw wanted, long first, long second)
    {
        writer.Write((long)wanted);
        writer.Write(first);
        writer.Write(second);
    }

    private enum Draw
    {
        Any,
        Below,
        Between,
        AnyLong,
        LongBelow,
        LongBetween,
        Single,
        Fraction,
        Bytes,
    }
}
