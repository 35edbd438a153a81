namespace Tributary.Learning.Tests;

public class GeneratorTests
{
    [Fact]
    public void Split_mix_gives_the_published_numbers_of_seed_1234567()
    {
        ulong state = 1234567;
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => SplitMix64.Next(ref state)).ToArray());
    }

    [Fact]
    public void Xoshiro_gives_the_reference_numbers_of_the_state_1_2_3_4()
    {
        var random = new Xoshiro256(1, 2, 3, 4);
        Assert.Equal([11520, 0, 1509978240, 1215971899390074240, 1216172134540287360], Enumerable.Range(0, 5).Select(_ => random.Next()).ToArray());
    }

    [Fact]
    public void Bounded_numbers_are_uniform()
    {
        var random = new Xoshiro256(7);
        int[] counts = new int[6];
        for (int draw = 0; draw < 60_000; draw++)
        {
            counts[random.Below(6)]++;
        }

        double chiSquare = counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000);
        Assert.True(chiSquare < 20.5, $"chi-square of five degrees of freedom {chiSquare} exceeds its 99.9% quantile");
    }

    [Fact]
    public void Uniform_numbers_have_mean_a_half_and_variance_a_twelfth()
    {
        var random = new Xoshiro256(11);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.Uniform())];
        double mean = values.Average();
        Assert.All(values, value => Assert.InRange(value, 0, 0.9999999999999999));
        Assert.Equal(0.5, mean, 0.004);
        Assert.Equal(1 / 12.0, values.Average(value => (value - mean) * (value - mean)), 0.002);
    }

    [Fact]
    public void Every_order_of_four_items_is_as_likely_as_the_other()
    {
        var random = new Xoshiro256(3);
        var counts = new Dictionary<string, int>();
        for (int deal = 0; deal < 24_000; deal++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            counts[new string(items)] = counts.GetValueOrDefault(new string(items)) + 1;
        }

        double chiSquare = counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000);
        Assert.Equal(24, counts.Count);
        Assert.True(chiSquare < 49.7, $"chi-square of 23 degrees of freedom {chiSquare} exceeds its 99.9% quantile");
    }

    [Fact]
    public void Streams_differ_by_seed_name_and_index_and_never_change()
    {
        var run = new RunSeed(42);
        ulong[] seeds = [run["a"], run["b"], run["a", 1], new RunSeed(43)["a"], run["a", 2], new RunSeed(-42)["a"]];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.Equal(run["a"], new RunSeed(42)["a"]);
        Assert.True(run.ForTorch(RunSeed.Dropout, 5) >= 0);
        Assert.Equal(PinnedSeed, run[RunSeed.Shuffling, 1]);
    }

    private const ulong PinnedSeed = 6863426836460400189;
}
