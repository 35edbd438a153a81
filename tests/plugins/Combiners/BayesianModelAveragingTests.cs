using Tributary.Contracts;
using Tributary.Plugins.Combiners;

namespace Tributary.Tests.Combiners;

/// <summary>Bayesian model averaging and quantile averaging: generated mixtures, closed forms, tables of special functions, brute force.</summary>
public sealed class BayesianModelAveragingTests
{
    [Theory]
    [InlineData(nameof(DensityForm.Gaussian))]
    [InlineData(nameof(DensityForm.Gamma))]
    public void Generated_mixtures_give_back_their_weights_and_spreads(string density)
    {
        DensityForm form = Enum.Parse<DensityForm>(density);
        double[] weights = [0.5, 0.3, 0.2];
        double[] spreads = form == DensityForm.Gaussian ? [1.0, 2.0, 0.5] : [0.1, 0.3, 0.2];
        EnsembleSeries series = Mixture(form, 20_000, weights, spreads);
        MemberMixture fitted = Fit(form, series, common: false);
        for (int k = 0; k < 3; k++)
        {
            // Four standard errors of a share, sqrt(w (1 - w) / n), and a little for the overlap of the components.
            Assert.InRange(fitted.Weights[k], weights[k] - 0.02, weights[k] + 0.02);
            Assert.InRange(fitted.Spreads[k], 0.95 * spreads[k], 1.05 * spreads[k]);
        }
    }

    [Theory]
    [InlineData(nameof(DensityForm.Gaussian))]
    [InlineData(nameof(DensityForm.Gamma))]
    public void The_likelihood_never_falls_and_no_weight_near_by_is_likelier(string density)
    {
        DensityForm form = Enum.Parse<DensityForm>(density);
        EnsembleSeries series = Mixture(form, 300, [0.6, 0.4], form == DensityForm.Gaussian ? [1.5, 1.5] : [0.2, 0.2]);
        MemberMixture fitted = Fit(form, series, common: true);
        for (int i = 1; i < fitted.Likelihoods.Count; i++)
        {
            Assert.True(fitted.Likelihoods[i] >= fitted.Likelihoods[i - 1] - 1e-9);
        }

        double reached = Likelihood(series, fitted.Density, fitted.Weights[0], fitted.Spreads[0]);
        Assert.Equal(fitted.Likelihoods[^1], reached, 6);
        for (double weight = 0.01; weight < 1; weight += 0.01)
        {
            for (double factor = 0.8; factor < 1.25; factor += 0.02)
            {
                Assert.True(Likelihood(series, fitted.Density, weight, fitted.Spreads[0] * factor) <= reached + 1e-4);
            }
        }
    }

    [Fact]
    public void One_Gaussian_member_has_the_root_mean_squared_error_and_normal_quantiles()
    {
        double[] observed = [.. Enumerable.Range(0, 100).Select(i => 50.0 + (i % 2 == 0 ? 3 : -3))];
        double[] simulated = [.. Enumerable.Repeat(50.0, 100)];
        EnsembleSeries series = Ensembles.Of(observed, simulated);
        double[][] quantiles = Ensembles.Quantiles(Ensembles.Fit("bma", "{}", series), series);

        // Standard normal quantiles of 0.05, 0.25, 0.75 and 0.95 (Abramowitz and Stegun, 1964, table 26.5).
        Close.All(
            [50 - (3 * 1.6448536270), 50 - (3 * 0.6744897502), 50 + (3 * 0.6744897502), 50 + (3 * 1.6448536270)],
            [quantiles[0][0], quantiles[2][0], quantiles[7][0], quantiles[9][0]],
            1e-8);
    }

    [Fact]
    public void One_gamma_member_has_the_moments_of_greatest_likelihood()
    {
        // Of generated gamma values with shape 4 about a mean of 10 the coefficient of variation is 1/2.
        EnsembleSeries series = Mixture(DensityForm.Gamma, 40_000, [1], [0.5]);
        Assert.InRange(Fit(DensityForm.Gamma, series, common: true).Spreads[0], 0.49, 0.51);
    }

    [Fact]
    public void A_linear_correction_takes_a_straight_line_off_before()
    {
        EnsembleSeries truth = Ensembles.Random(2, 200, 0);
        double[] crooked = [.. truth.Observed.ToArray().Select(value => (value - 2) / 1.5)];
        EnsembleSeries series = Ensembles.Of(truth.Observed.ToArray(), crooked);
        Close.All(truth.Observed, Ensembles.Combine(Ensembles.Fit("bma", """{ "bias": "linear" }""", series), series), 1e-9);
        EnsembleSeries doubled = Ensembles.Of(truth.Observed.ToArray(), [.. truth.Observed.ToArray().Select(value => 2 * value)]);
        Close.All(truth.Observed, Ensembles.Combine(Ensembles.Fit("bma", """{ "bias": "scale" }""", doubled), doubled), 1e-9);
    }

    [Fact]
    public void Quantiles_ascend_hold_their_share_of_what_is_observed_and_are_never_below_zero()
    {
        foreach (string density in new[] { "gaussian", "gamma" })
        {
            EnsembleSeries series = Ensembles.Random(17, 1000, 1, 3);
            double[][] quantiles = Ensembles.Quantiles(Ensembles.Fit("bma", $$"""{ "density": "{{density}}" }""", series), series);
            int covered = 0;
            for (int step = 0; step < 1000; step++)
            {
                Assert.True(quantiles[0][step] >= 0);
                for (int i = 1; i < quantiles.Length; i++)
                {
                    Assert.True(quantiles[i][step] >= quantiles[i - 1][step]);
                }

                covered += series.Observed[step] >= quantiles[0][step] && series.Observed[step] <= quantiles[^1][step] ? 1 : 0;
            }

            Assert.InRange(covered, 830, 990);
        }
    }

    [Fact]
    public void A_missing_member_leaves_its_probability_to_the_others()
    {
        var mixture = new MemberMixture(new GaussianDensity(1e-6), [0.5, 0.25, 0.25], [1, 2, 3]);
        var others = new MemberMixture(new GaussianDensity(1e-6), [0.5, 0.5], [2, 3]);
        Assert.Equal(others.Quantile(0.3, [10, 12]), mixture.Quantile(0.3, [double.NaN, 10, 12]), 7);
        Assert.True(double.IsNaN(mixture.Quantile(0.3, [double.NaN, double.NaN, double.NaN])));
    }

    [Fact]
    public void Averaged_quantiles_of_normal_members_are_those_of_the_mean_location_and_scale()
    {
        // Ratcliff (1979): averaged quantiles of one family of location and scale have the mean location and the mean scale.
        var random = new Random(21);
        double[] observed = [.. Enumerable.Range(0, 100_000).Select(_ => 100 + (4 * Ensembles.Normal(random)))];
        double[] one = [.. observed.Select(_ => 100.0)];
        double[] two = [.. observed.Select(value => value + (2 * Ensembles.Normal(random)))];
        EnsembleSeries series = Ensembles.Of(observed, one, two);
        ICombination combination = Ensembles.Fit("quantile_average", """{ "errors": "absolute" }""", series);
        double[][] quantiles = Ensembles.Quantiles(combination, Ensembles.Of([0], [90], [110]));
        Assert.Equal(100 - (3 * 1.6448536270), quantiles[0][0], 0.1);
        Assert.Equal(100 + (3 * 0.6744897502), quantiles[7][0], 0.1);
        Assert.Equal(100, Ensembles.Combine(combination, Ensembles.Of([0], [90], [110]))[0], 0.05);
    }

    [Fact]
    public void Relative_errors_grow_with_discharge()
    {
        double[] simulated = [.. Enumerable.Range(1, 400).Select(i => (double)i)];
        double[] observed = [.. simulated.Select((value, i) => value * (i % 2 == 0 ? 0.5 : 2))];
        EnsembleSeries series = Ensembles.Of(observed, simulated);
        double[][] quantiles = Ensembles.Quantiles(Ensembles.Fit("quantile_average", "{}", series), series);
        Assert.InRange(quantiles[9][399] / quantiles[9][199], 1.95, 2.0);
        Assert.InRange(quantiles[9][399], 780, 810);
    }

    [Fact]
    public void Special_functions_are_those_of_tables()
    {
        // gamma(1/2)^2 = pi, gamma(5) = 24; digamma(1) = -0.5772156649 and digamma(1/2) = -gamma - 2 ln 2; P(1, x) = 1 - e^-x; P(2, x) = 1 - (1 + x) e^-x.
        Assert.Equal(0.5 * Math.Log(Math.PI), GammaFunctions.LogGamma(0.5), 12);
        Assert.Equal(Math.Log(24), GammaFunctions.LogGamma(5), 12);
        Assert.Equal(-0.57721566490153286, GammaFunctions.Digamma(1), 12);
        Assert.Equal(-0.57721566490153286 - (2 * Math.Log(2)), GammaFunctions.Digamma(0.5), 12);
        foreach (double x in new[] { 0.01, 0.7, 1.9, 2.5, 8, 40 })
        {
            Assert.Equal(1 - Math.Exp(-x), GammaFunctions.LowerRegularised(1, x), 12);
            Assert.Equal(1 - ((1 + x) * Math.Exp(-x)), GammaFunctions.LowerRegularised(2, x), 12);
        }

        Assert.Equal(0.9750021048517795, GammaFunctions.Normal(1.96), 12);
        Assert.Equal(0.02275013194817921, GammaFunctions.Normal(-2), 12);
    }

    private static MemberMixture Fit(DensityForm form, EnsembleSeries series, bool common)
    {
        double[] observed = series.Observed.ToArray();
        double[][] simulated = [.. Enumerable.Range(0, series.Members.Count).Select(member => series.Simulated(member).ToArray())];
        return MemberMixture.Fit(BayesianModelAveraging.DensityOf(form, observed), simulated, observed, common, 2000);
    }

    private static double Likelihood(EnsembleSeries series, IMemberDensity density, double weight, double spread)
    {
        double sum = 0;
        for (int step = 0; step < series.Time.Count; step++)
        {
            double observed = series.Observed[step];
            sum += Math.Log((weight * Math.Exp(density.Log(observed, series[0, step], spread))) + ((1 - weight) * Math.Exp(density.Log(observed, series[1, step], spread))));
        }

        return sum;
    }

    /// <summary>Observations drawn from one of the members, chosen at random.</summary>
    private static EnsembleSeries Mixture(DensityForm form, int steps, double[] weights, double[] spreads)
    {
        var random = new Random(31);
        double[][] simulated = [.. weights.Select(_ => Enumerable.Range(0, steps).Select(_ => 10 + (20 * random.NextDouble())).ToArray())];
        double[] observed = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            double draw = random.NextDouble();
            int k = 0;
            while (k < weights.Length - 1 && draw > weights[k])
            {
                draw -= weights[k++];
            }

            observed[step] = form == DensityForm.Gaussian
                ? simulated[k][step] + (spreads[k] * Ensembles.Normal(random))
                : Gamma(random, 1 / (spreads[k] * spreads[k])) * simulated[k][step] * spreads[k] * spreads[k];
        }

        return Ensembles.Of(observed, simulated);
    }

    /// <summary>A gamma variable of unit scale (Marsaglia and Tsang, 2000).</summary>
    private static double Gamma(Random random, double shape)
    {
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Ensembles.Normal(random), v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
