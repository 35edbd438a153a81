using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

public class MixtureTests
{
    private static readonly double[] Seen = [0.4, -0.2];

    private static Tensor Latent(int outputs) => tensor(Differences.Wave(2 * outputs, 0.3, 1)).reshape(2, 1, outputs);

    private static Observed Both => Observed.Of(tensor(Seen).reshape(2, 1, 1));

    private static IMixture[] Mixtures => [LaplaceMixture.FromLatent(Latent(12)), GaussianMixture.FromLatent(Latent(9))];

    [Fact]
    public void Likelihoods_are_those_of_the_reference_implementation()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(0.7809718027, LaplaceMixture.FromLatent(Latent(12)).Loss(Both).item<double>(), 1e-10);
        Assert.Equal(1.4014611908, GaussianMixture.FromLatent(Latent(9)).Loss(Both).item<double>(), 1e-10);
    }

    [Fact]
    public void Gradients_of_the_likelihoods_are_their_slopes()
    {
        Differences.Agree(x => LaplaceMixture.FromLatent(x).Loss(Both), Differences.Wave(24, 0.3, 1), [2, 1, 12]);
        Differences.Agree(x => GaussianMixture.FromLatent(x).Loss(Both), Differences.Wave(18, 0.3, 1), [2, 1, 9]);
    }

    [Fact]
    public void A_gap_changes_neither_likelihood_nor_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Observed first = Observed.Of(tensor(new[] { 0.4, double.NaN }).reshape(2, 1, 1));
        Tensor latent = Latent(12).detach().requires_grad_(true);
        Tensor loss = LaplaceMixture.FromLatent(latent).Loss(first);
        Tensor alone = LaplaceMixture.FromLatent(Latent(12).narrow(0, 0, 1)).Loss(Observed.Of(tensor(new[] { 0.4 }).reshape(1, 1, 1)));
        Assert.Equal(alone.item<double>(), loss.item<double>(), 1e-14);
        Assert.All(autograd.grad([loss], [latent])[0][1].data<double>().ToArray(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void The_cumulative_probability_rises_by_the_density()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (IMixture mixture in Mixtures)
        {
            foreach (double at in new[] { -2.3, -0.31, 0.02, 0.47, 1.9 })
            {
                Tensor value = full([2, 1, 1], at, ScalarType.Float64);
                double[] rise = ((mixture.Cumulative(value + 1e-6) - mixture.Cumulative(value - 1e-6)) / 2e-6).data<double>().ToArray();
                for (int sample = 0; sample < 2; sample++)
                {
                    double[] only = [sample == 0 ? at : double.NaN, sample == 1 ? at : double.NaN];
                    double density = Math.Exp(-mixture.Loss(Observed.Of(tensor(only).reshape(2, 1, 1))).item<double>());
                    Assert.Equal(density, rise[sample], 1e-4);
                }
            }

            Assert.All(mixture.Cumulative(full([2, 1, 1], -60.0, ScalarType.Float64)).data<double>().ToArray(), share => Assert.Equal(0, share, 1e-9));
            Assert.All(mixture.Cumulative(full([2, 1, 1], 60.0, ScalarType.Float64)).data<double>().ToArray(), share => Assert.Equal(1, share, 1e-9));
        }
    }

    [Fact]
    public void Quantiles_undo_the_cumulative_probability()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] levels = [0.001, 0.05, 0.5, 0.9, 0.999];
        foreach (IMixture mixture in Mixtures)
        {
            Tensor quantiles = mixture.Quantiles(levels);
            Assert.Equal([2, 1, 1, 5], quantiles.shape);
            for (int level = 0; level < levels.Length; level++)
            {
                double[] shares = mixture.Cumulative(quantiles.select(-1, level)).contiguous().data<double>().ToArray();
                Assert.All(shares, share => Assert.Equal(levels[level], share, 1e-10));
            }
        }
    }

    [Fact]
    public void One_component_has_the_quantiles_of_the_textbook()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor One(double value) => full([1, 1], value, ScalarType.Float64);
        var normal = new GaussianMixture(One(3), One(2), One(1));
        Assert.Equal(3 + (2 * 1.959963984540054), normal.Quantiles(0.975).item<double>(), 1e-9);
        var laplace = new LaplaceMixture(One(3), One(2), One(0.25), One(1));
        Assert.Equal(3, laplace.Quantiles(0.25).item<double>(), 1e-12);
        Assert.Equal(3 - (2 / 0.25 * Math.Log(0.4 / 0.75)), laplace.Quantiles(0.6).item<double>(), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => laplace.Quantiles(1));
    }

    [Fact]
    public void Expected_values_are_the_averages_of_all_quantiles()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] levels = [.. Enumerable.Range(0, 4000).Select(i => (i + 0.5) / 4000)];
        foreach (IMixture mixture in Mixtures)
        {
            double[] average = mixture.Quantiles(levels).mean([-1]).data<double>().ToArray();
            double[] expected = mixture.Expected().contiguous().data<double>().ToArray();
            Assert.Equal(expected[0], average[0], 0.01);
            Assert.Equal(expected[1], average[1], 0.01);
        }
    }

    [Fact]
    public void Drawn_values_follow_the_distribution_and_the_seed()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (IMixture mixture in Mixtures)
        {
            manual_seed(1);
            Tensor drawn = mixture.Sample(20_000);
            Assert.Equal([20_000, 2, 1, 1], drawn.shape.Take(4).Select(length => (int)length));
            foreach (double level in new[] { 0.05, 0.25, 0.5, 0.75, 0.95 })
            {
                Tensor quantile = mixture.Quantiles(level).squeeze(-1);
                double[] below = (drawn <= quantile).to_type(ScalarType.Float64).mean([0]).data<double>().ToArray();
                Assert.All(below, share => Assert.Equal(level, share, 4.5 * Math.Sqrt(level * (1 - level) / 20_000)));
            }

            manual_seed(1);
            Assert.Equal(drawn.data<double>().ToArray(), mixture.Sample(20_000).data<double>().ToArray());
        }
    }

    [Fact]
    public void Several_targets_have_a_mixture_each()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor latent = tensor(Differences.Wave(24, 0.3, 1)).reshape(1, 1, 24);
        LaplaceMixture both = LaplaceMixture.FromLatent(latent, 2);
        LaplaceMixture second = LaplaceMixture.FromLatent(latent.narrow(-1, 12, 12));
        Assert.Equal([1, 1, 2, 3], both.Mean.shape);
        Assert.Equal(second.Asymmetry.contiguous().data<double>().ToArray(), both.Asymmetry.select(2, 1).contiguous().data<double>().ToArray());
        Assert.Throws<ArgumentException>(() => GaussianMixture.FromLatent(latent, 5));
    }

    [Fact]
    public void An_uncountable_mixture_averages_the_densities_of_its_asymmetries()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        const int Count = 5;
        Tensor inputs = tensor(Differences.Wave(4 * 2 * 3, 0.1)).reshape(4, 2, 3);
        (Tensor extended, Tensor asymmetry) = UncountableMixture.Extend(inputs, Count, 0.1, 0.9);
        Assert.Equal([4, 2 * Count, 4], extended.shape);
        double[] tau = asymmetry.contiguous().data<double>().ToArray();
        Assert.All(tau, each => Assert.InRange(each, 0.1, 0.9));
        double[] latent = Differences.Wave(2 * Count * 2, 0.6, 1);
        double expected = 0;
        for (int sample = 0; sample < 2; sample++)
        {
            double likelihood = 0;
            for (int k = 0; k < Count; k++)
            {
                int row = (k * 2) + sample;
                Assert.Equal(tau[row], extended[3, row, 3].item<double>());
                Assert.Equal(inputs[2, sample, 1].item<double>(), extended[2, row, 1].item<double>());
                double scale = (0.5 / (1 + Math.Exp(-latent[(row * 2) + 1]))) + 1e-5;
                double error = Seen[sample] - latent[row * 2];
                likelihood += tau[row] * (1 - tau[row]) / scale * Math.Exp(-Math.Max(tau[row] * error, (tau[row] - 1) * error) / scale) / Count;
            }

            expected -= Math.Log(likelihood) / 2;
        }

        Tensor answer = tensor(latent).reshape(1, 2 * Count, 2);
        Observed seen = Observed.Of(tensor(Seen).reshape(1, 2, 1));
        Assert.Equal(expected, UncountableMixture.FromLatent(answer, asymmetry).Loss(seen).item<double>(), 1e-6);
    }
}
