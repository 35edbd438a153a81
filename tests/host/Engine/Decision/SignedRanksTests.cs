using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>The signed-rank test against its tables and against counting all signs.</summary>
public sealed class SignedRanksTests
{
    [Fact]
    public void Six_differences_of_one_sign_have_two_chances_in_64() =>
        Assert.Equal(2.0 / 64, SignedRanks.Probability([0.1, 0.5, 0.2, 0.9, 0.4, 0.7]), 1e-12);

    [Fact]
    public void Ten_differences_with_a_smaller_sum_of_eight_stand_at_the_tabulated_level()
    {
        // Wilcoxon's table: for n = 10 the two-sided 5 % point is 8, whose probability is 50 of 1024.
        double[] differences = [1, -2, 3, 4, 5, -6, 7, 8, 9, 10];
        Assert.Equal(50.0 / 1024, SignedRanks.Probability(differences), 1e-12);
        Assert.Equal(50.0 / 1024, SignedRanks.Probability(differences.Select(value => -value)), 1e-12);
    }

    [Fact]
    public void With_ties_it_is_the_share_of_all_signs_that_are_as_one_sided()
    {
        double[] differences = [1, 1, -2, 3, 3, 3, -4];
        double[] ranks = [1.5, 1.5, 3, 5, 5, 5, 7];
        int asOneSided = 0;
        for (int signs = 0; signs < 128; signs++)
        {
            double sum = ranks.Where((_, i) => (signs & (1 << i)) != 0).Sum();
            asOneSided += Math.Min(sum, 28 - sum) <= 10 ? 1 : 0;
        }

        Assert.Equal(asOneSided / 128.0, SignedRanks.Probability(differences), 1e-12);
    }

    [Fact]
    public void Many_differences_have_the_share_of_random_signs_that_are_as_one_sided()
    {
        // 40 differences are approximated; 100 000 random signs tell their probability to about 0.002.
        double[] differences = [.. Enumerable.Range(1, 40).Select(i => i % 3 == 0 ? -i : (double)i)];
        double smaller = Math.Min(differences.Where(value => value > 0).Sum(), -differences.Where(value => value < 0).Sum());
        var random = new Random(1);
        int asOneSided = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double positive = 0;
            for (int rank = 1; rank <= 40; rank++)
            {
                positive += random.Next(2) * rank;
            }

            asOneSided += Math.Min(positive, 820 - positive) <= smaller ? 1 : 0;
        }

        Assert.Equal(asOneSided / 100_000.0, SignedRanks.Probability(differences), 0.005);
    }

    [Fact]
    public void Without_differences_nothing_differs() => Assert.Equal(1, SignedRanks.Probability([0, 0, double.NaN]));
}
