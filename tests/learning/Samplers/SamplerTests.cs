namespace Tributary.Learning.Tests;

public class SamplerTests
{
    private static readonly RunSeed Seeds = new(5);

    private static SampleIndex Uneven()
    {
        SeriesStore store = Stores.Numbered(3, 60);
        store.SetTarget(1, 0, [.. Enumerable.Range(0, 60).Select(step => step < 53 ? double.NaN : 1.0)]);
        store.SetTarget(2, 0, [.. Enumerable.Repeat(double.NaN, 60)]);
        return SampleIndex.ToLearn(store, new SampleWindow(5), ..60);
    }

    private static Sample[] Epoch(ISampler sampler, int epoch)
    {
        Sample[] samples = new Sample[sampler.CountPerEpoch];
        sampler.Draw(epoch, samples);
        return samples;
    }

    [Fact]
    public void An_epoch_is_a_pure_function_of_seed_and_number()
    {
        SampleIndex index = Uneven();
        Func<ISampler>[] makers =
        [
            () => new ShuffledSampler(index, Seeds),
            () => new BasinReplacementSampler(index, 40, Seeds),
            () => new BalancedSampler(index, 20, Seeds),
        ];
        foreach (Func<ISampler> make in makers)
        {
            ISampler running = make();
            Epoch(running, 1);
            Epoch(running, 2);
            Assert.Equal(Epoch(running, 3), Epoch(make(), 3));
            Assert.NotEqual(Epoch(running, 3), Epoch(running, 4));
        }
    }

    [Fact]
    public void Shuffling_meets_every_sample_once()
    {
        SampleIndex index = Uneven();
        Sample[] epoch = Epoch(new ShuffledSampler(index, Seeds), 1);
        Assert.NotEqual(index.Samples.ToArray(), epoch);
        Assert.Equal(index.Samples.ToArray(), epoch.OrderBy(sample => sample.Basin).ThenBy(sample => sample.End));
    }

    [Fact]
    public void In_order_is_the_index_itself() => Assert.Equal(Uneven().Samples.ToArray(), Epoch(new SequentialSampler(Uneven()), 9));

    [Fact]
    public void With_replacement_basins_count_alike_however_long_their_records()
    {
        SampleIndex index = Uneven();
        Sample[] drawn = Epoch(new BasinReplacementSampler(index, 20_000, Seeds), 1);
        int ofFirst = drawn.Count(sample => sample.Basin == 0);
        Assert.All(drawn, sample => Assert.True(index.Of(sample.Basin).Contains(sample)));
        Assert.InRange(ofFirst, 10_000 - 250, 10_000 + 250);
        Assert.Equal(7, drawn.Where(sample => sample.Basin == 1).Distinct().Count());
    }

    [Fact]
    public void Balanced_epochs_hold_as_many_windows_of_each_basin_none_dealt_twice_before_all_are()
    {
        Sample[] epoch = Epoch(new BalancedSampler(Uneven(), 20, Seeds), 1);
        Assert.Equal(40, epoch.Length);
        Assert.Equal(20, epoch.Where(sample => sample.Basin == 0).Distinct().Count());
        int[] repeats = [.. epoch.Where(sample => sample.Basin == 1).GroupBy(sample => sample).Select(group => group.Count())];
        Assert.Equal(7, repeats.Length);
        Assert.All(repeats, times => Assert.InRange(times, 2, 3));
    }

    [Fact]
    public void An_epoch_of_hydroDL_leaves_one_step_in_a_hundred_unseen()
    {
        int batches = BasinReplacementSampler.BatchesPerEpoch(100, 365, 600, 3650);
        Assert.Equal(275, batches);
        Assert.InRange(Math.Pow(1 - (100 * 365.0 / (600 * 3650)), batches), 0.0098, 0.01);
    }
}
