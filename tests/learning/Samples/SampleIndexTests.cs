using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

public class SampleIndexTests
{
    private sealed record Case(int Basins, int Steps, int LookBack, int PredictLast, int Lead, int Stride, int First, int Length, int Seed, bool Mask, bool Learn);

    [Fact]
    public void The_index_holds_the_windows_that_enumeration_finds()
    {
        var cases =
            from basins in Gen.Choose(1, 3)
            from steps in Gen.Choose(4, 40)
            from lookBack in Gen.Choose(1, 9)
            from predictLast in Gen.Choose(1, lookBack)
            from lead in Gen.Choose(0, 2)
            from stride in Gen.Choose(1, 4)
            from first in Gen.Choose(0, steps - 1)
            from length in Gen.Choose(1, steps - first)
            from seed in Gen.Choose(0, 10_000)
            from mask in Gen.Elements(true, false)
            from learn in Gen.Elements(true, false)
            select new Case(basins, steps, lookBack, predictLast, lead, stride, first, length, seed, mask, learn);
        Property.Holds(cases, AgreesWithEnumeration, 500);
    }

    [Fact]
    public void A_window_wholly_observed_gives_one_sample_for_each_step_but_the_first()
    {
        SampleIndex index = SampleIndex.ToLearn(Stores.Numbered(2, 100), new SampleWindow(30), ..100);
        Assert.Equal(2 * 71, index.Count);
        Assert.Equal(new Sample(1, 29), index.Of(1)[0]);
        Assert.Equal(new Sample(1, 99), index.Of(1)[^1]);
    }

    [Fact]
    public void Windows_laid_end_to_end_learn_each_target_of_the_period_once()
    {
        SampleIndex index = SampleIndex.ToLearn(Stores.Numbered(1, 1000), SampleWindow.ManyToMany(100, 50), 100..1000);
        int[] targets = [.. index.Samples.ToArray().SelectMany(sample => Enumerable.Range(sample.End - 49, 50))];
        Assert.Equal(Enumerable.Range(100, 900), targets);
    }

    [Fact]
    public void A_sample_takes_8_bytes() => Assert.Equal(8, System.Runtime.CompilerServices.Unsafe.SizeOf<Sample>());

    [Fact]
    public void A_look_back_longer_than_the_record_is_refused_with_both_lengths()
    {
        InputException wrong = Assert.Throws<InputException>(() => SampleIndex.ToLearn(Stores.Numbered(1, 100), new SampleWindow(365), ..100));
        Assert.Contains("365", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("100", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_missing_throughout_is_named()
    {
        SeriesStore store = Stores.Numbered(1, 50);
        store.SetInput(0, 1, [.. Enumerable.Repeat(double.NaN, 50)]);
        Assert.Contains("v1", Assert.Throws<InputException>(() => SampleIndex.ToLearn(store, new SampleWindow(5), ..50)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_without_observations_is_refused()
    {
        SeriesStore store = Stores.Numbered(1, 50);
        store.SetTarget(0, 0, [.. Enumerable.Repeat(double.NaN, 50)]);
        Assert.Contains("observation", Assert.Throws<InputException>(() => SampleIndex.ToLearn(store, new SampleWindow(5), ..50)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_attribute_is_named_with_its_basin_unless_it_is_masked()
    {
        SeriesStore store = Stores.Numbered(3, 50);
        store.Statics(1)[0] = float.NaN;
        InputException wrong = Assert.Throws<InputException>(() => SampleIndex.ToLearn(store, new SampleWindow(5), ..50));
        Assert.Contains("a0", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("b1", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(3 * 46, SampleIndex.ToLearn(store, new SampleWindow(5), ..50, MissingInputs.Mask).Count);
    }

    [Fact]
    public void Basins_left_out_have_no_samples()
    {
        SampleIndex index = SampleIndex.ToLearn(Stores.Numbered(4, 50), new SampleWindow(5), ..50, MissingInputs.Refuse, [3, 1]);
        Assert.Equal([1, 3], index.BasinsWithSamples());
        Assert.Equal(2 * 46, index.Count);
    }

    private static void AgreesWithEnumeration(Case given)
    {
        SeriesStore store = WithGaps(given);
        var window = new SampleWindow(given.LookBack, given.PredictLast, given.Lead, given.Stride);
        Range period = given.First..(given.First + given.Length);
        MissingInputs missing = given.Mask ? MissingInputs.Mask : MissingInputs.Refuse;
        Sample[] expected = [.. Enumerate(store, given)];
        Sample[] found = [];
        try
        {
            found = (given.Learn ? SampleIndex.ToLearn(store, window, period, missing) : SampleIndex.ToPredict(store, window, period, missing)).Samples.ToArray();
        }
        catch (InputException)
        {
            Assert.Empty(expected);
        }

        Assert.Equal(expected, found);
    }

    private static IEnumerable<Sample> Enumerate(SeriesStore store, Case given)
    {
        for (int basin = 0; basin < given.Basins; basin++)
        {
            for (int end = 0; end < given.Steps; end++)
            {
                int[] inputs = [.. Enumerable.Range(end - given.LookBack + 1, given.LookBack)];
                int[] targets = [.. Enumerable.Range(end + given.Lead - given.PredictLast + 1, given.PredictLast)];
                int sincePeriodsFirst = targets[0] - given.First;
                bool inside = targets.All(step => step >= given.First && step < given.First + given.Length) && inputs[0] >= 0;
                bool due = sincePeriodsFirst % given.Stride == 0 || targets[^1] == given.First + given.Length - 1;
                if (inside && due
                    && (given.Mask || inputs.All(step => Row(store.Inputs(basin), step, 2).All(float.IsFinite)))
                    && (!given.Learn || targets.Any(step => Row(store.Targets(basin), step, 1).Any(float.IsFinite))))
                {
                    yield return new Sample(basin, end);
                }
            }
        }
    }

    private static float[] Row(Span<float> rows, int step, int width) => rows.Slice(step * width, width).ToArray();

    private static SeriesStore WithGaps(Case given)
    {
        SeriesStore store = Stores.Numbered(given.Basins, given.Steps);
        var random = new Xoshiro256((ulong)given.Seed);
        for (int basin = 0; basin < given.Basins; basin++)
        {
            Puncture(store.Inputs(basin), random, 0.04);
            Puncture(store.Targets(basin), random, 0.5);
        }

        return store;
    }

    private static void Puncture(Span<float> values, Xoshiro256 random, double share)
    {
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = random.Uniform() < share ? float.NaN : values[at];
        }
    }
}
