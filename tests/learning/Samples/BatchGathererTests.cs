using FsCheck.Fluent;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

public class BatchGathererTests
{
    private sealed record Case(int Variables, int Attributes, int Targets, int LookBack, int PredictLast, int Lead, int Batch, int Seed, bool TimeFirst);

    private sealed class Room(int batch, SampleWindow window, SeriesStore store)
    {
        public float[] Inputs { get; } = new float[batch * window.LookBack * store.Variables.Count];

        public float[] InputMask { get; } = new float[batch * window.LookBack * store.Variables.Count];

        public float[] Statics { get; } = new float[batch * store.Attributes.Count];

        public float[] StaticMask { get; } = new float[batch * store.Attributes.Count];

        public float[] Targets { get; } = new float[batch * window.PredictLast * store.TargetNames.Count];

        public float[] TargetMask { get; } = new float[batch * window.PredictLast * store.TargetNames.Count];

        public long[] Basins { get; } = new long[batch];

        public BatchBuffers Buffers => new()
        {
            Inputs = Inputs,
            InputMask = InputMask,
            Statics = Statics,
            StaticMask = StaticMask,
            Targets = Targets,
            TargetMask = TargetMask,
            Basins = Basins,
        };
    }

    [Fact]
    public void Each_value_lands_where_its_indices_say()
    {
        var cases =
            from variables in Gen.Choose(1, 40)
            from attributes in Gen.Choose(0, 20)
            from targets in Gen.Choose(1, 3)
            from lookBack in Gen.Choose(1, 8)
            from predictLast in Gen.Choose(1, lookBack)
            from lead in Gen.Choose(0, 2)
            from batch in Gen.Choose(1, 6)
            from seed in Gen.Choose(0, 10_000)
            from timeFirst in Gen.Elements(true, false)
            select new Case(variables, attributes, targets, lookBack, predictLast, lead, batch, seed, timeFirst);
        Property.Holds(cases, AgreesWithIndexing, 300);
    }

    [Fact]
    public void Gathering_allocates_nothing()
    {
        SeriesStore store = Stores.Numbered(3, 400, 7, 5);
        var window = new SampleWindow(30, 5);
        SampleIndex index = SampleIndex.ToLearn(store, window, ..400);
        var gatherer = new BatchGatherer(store, window);
        var room = new Room(64, window, store);
        gatherer.Gather(index.Samples[..64], room.Buffers);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 0; batch < 10; batch++)
        {
            gatherer.Gather(index.Samples.Slice(64 * batch, 64), room.Buffers);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Buffers_left_empty_are_left_out_and_wrong_ones_refused()
    {
        SeriesStore store = Stores.Numbered(1, 20);
        var window = new SampleWindow(4);
        var gatherer = new BatchGatherer(store, window);
        float[] targets = new float[1];
        gatherer.Gather([new Sample(0, 7)], new BatchBuffers { Targets = targets });
        Assert.Equal(-100_000 + 7, targets[0]);
        Assert.Throws<ArgumentException>(() => gatherer.Gather([new Sample(0, 7)], new BatchBuffers { Inputs = new float[9] }));
    }

    private static void AgreesWithIndexing(Case given)
    {
        SeriesStore store = Stores.Numbered(2, 30, given.Variables, given.Attributes, given.Targets);
        var random = new Xoshiro256((ulong)given.Seed);
        for (int basin = 0; basin < 2; basin++)
        {
            Spoil(store.Inputs(basin), random);
            Spoil(store.Targets(basin), random);
            Spoil(store.Statics(basin), random);
        }

        var window = new SampleWindow(given.LookBack, given.PredictLast, given.Lead);
        Sample[] samples = [.. Enumerable.Range(0, given.Batch).Select(_ => new Sample(random.Below(2), given.LookBack - 1 + random.Below(20)))];
        var room = new Room(given.Batch, window, store);
        new BatchGatherer(store, window, given.TimeFirst ? BatchLayout.TimeFirst : BatchLayout.BatchFirst).Gather(samples, room.Buffers);
        for (int place = 0; place < given.Batch; place++)
        {
            (int basin, int end) = samples[place];
            Assert.Equal(basin, room.Basins[place]);
            for (int step = 0; step < given.LookBack; step++)
            {
                int row = given.TimeFirst ? (step * given.Batch) + place : (place * given.LookBack) + step;
                Same(store.Inputs(basin), end - given.LookBack + 1 + step, given.Variables, room.Inputs, room.InputMask, row);
            }

            for (int step = 0; step < given.PredictLast; step++)
            {
                int row = given.TimeFirst ? (step * given.Batch) + place : (place * given.PredictLast) + step;
                Same(store.Targets(basin), end + given.Lead - given.PredictLast + 1 + step, given.Targets, room.Targets, room.TargetMask, row);
            }

            Same(store.Statics(basin), 0, given.Attributes, room.Statics, room.StaticMask, place);
        }
    }

    private static void Same(Span<float> source, int sourceRow, int width, float[] values, float[] mask, int row)
    {
        for (int column = 0; column < width; column++)
        {
            float value = source[(sourceRow * width) + column];
            Assert.Equal(float.IsFinite(value) ? value : 0, values[(row * width) + column]);
            Assert.Equal(float.IsFinite(value) ? 1 : 0, mask[(row * width) + column]);
        }
    }

    private static void Spoil(Span<float> values, Xoshiro256 random)
    {
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = random.Below(10) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.MaxValue, 3 => -0.5f, _ => values[at] };
        }
    }
}
