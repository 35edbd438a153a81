using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;

namespace Tributary.Tests.Combiners;

/// <summary>What holds for every way of combining, whatever the members.</summary>
public sealed class CombinerPropertyTests
{
    private static readonly (string Name, string Settings)[] All =
    [
        ("mean", "{}"), ("median", "{}"), ("trimmed_mean", "{}"), ("score_weights", "{}"), ("score_weights", """{ "score": "kge", "power": 3 }"""),
        ("granger_ramanathan", """{ "variant": "A" }"""), ("granger_ramanathan", """{ "variant": "B" }"""), ("granger_ramanathan", """{ "variant": "C" }"""),
        ("granger_ramanathan", """{ "variant": "constrained" }"""), ("bma", "{}"), ("bma", """{ "density": "gamma", "spread": "per_member" }"""),
        ("stacking", """{ "penalty": 0.1 }"""), ("quantile_average", "{}"), ("regime_weights", "{}"),
    ];

    private static readonly Gen<(int Seed, double[] Errors)> Cases =
        from seed in Gen.Choose(0, 100_000)
        from count in Gen.Choose(2, 5)
        from errors in Property.Between(0.2, 5).ArrayOf(count)
        select (seed, errors);

    [Fact]
    public void Convex_weights_are_never_below_zero_and_sum_to_one() => Property.Holds(Cases, chosen =>
    {
        EnsembleSeries series = Ensembles.Random(chosen.Seed, 300, chosen.Errors);
        foreach ((string name, string settings) in All.Where(way => way.Name is "score_weights" or "bma" or "regime_weights" || way.Settings.Contains("constrained", StringComparison.Ordinal)))
        {
            foreach (CombinationWeights part in Ensembles.Fit(name, settings, series).Weights)
            {
                Assert.All(part.Values, weight => Assert.InRange(weight, 0, 1 + 1e-12));
                Assert.Equal(1, part.Values.Sum(), 9);
            }
        }
    }, 30);

    [Fact]
    public void Equal_members_combine_to_the_member_where_weights_sum_to_one() => Property.Holds(Cases, chosen =>
    {
        double[] member = Ensembles.Random(chosen.Seed, 300, 2).Simulated(0).ToArray();
        EnsembleSeries series = Ensembles.Of(Ensembles.Random(chosen.Seed, 300, 2).Observed.ToArray(), [.. chosen.Errors.Select(_ => member)]);
        foreach ((string name, string settings) in All.Where(way => way.Name is "mean" or "median" or "trimmed_mean" or "score_weights" or "bma" or "regime_weights"
            || way.Settings.Contains("\"B\"", StringComparison.Ordinal) || way.Settings.Contains("constrained", StringComparison.Ordinal)))
        {
            Close.All(member, Ensembles.Combine(Ensembles.Fit(name, settings, series), series), 1e-9, what: name);
        }
    }, 20);

    [Fact]
    public void Members_in_another_order_have_their_weights_in_that_order_and_the_same_combination() => Property.Holds(Cases, chosen =>
    {
        EnsembleSeries series = Ensembles.Random(chosen.Seed, 300, chosen.Errors);
        int[] order = [.. Enumerable.Range(0, chosen.Errors.Length)];
        new Random(chosen.Seed).Shuffle(order);
        EnsembleSeries other = Ensembles.Permuted(series, order);
        foreach ((string name, string settings) in All)
        {
            ICombination one = Ensembles.Fit(name, settings, series), two = Ensembles.Fit(name, settings, other);
            Close.All(Ensembles.Combine(one, series), Ensembles.Combine(two, other), 1e-5, what: name);
            for (int part = 0; part < one.Weights.Count; part++)
            {
                Close.All([.. order.Select(i => one.Weights[part].Values[i])], [.. two.Weights[part].Values], 1e-5, 1, $"{name} {settings} weight");
            }
        }
    }, 20);

    [Fact]
    public void Gaps_in_what_is_observed_change_nothing_but_which_steps_are_fitted() => Property.Holds(Cases, chosen =>
    {
        EnsembleSeries series = Ensembles.Random(chosen.Seed, 400, chosen.Errors);
        double[] gappy = series.Observed.ToArray();
        gappy.AsSpan(100, 50).Fill(double.NaN);
        gappy.AsSpan(390).Fill(double.NaN);
        int[] kept = [.. Enumerable.Range(0, 390).Where(step => step is < 100 or >= 150)];
        EnsembleSeries with = new(series.Time, series.Members, [.. chosen.Errors.Select((_, i) => series.Simulated(i).ToArray())], gappy);
        EnsembleSeries without = Ensembles.Of(
            [.. kept.Select(step => gappy[step])], [.. chosen.Errors.Select((_, i) => kept.Select(step => with[i, step]).ToArray())]);
        foreach ((string name, string settings) in All)
        {
            Close.All(Ensembles.Combine(Ensembles.Fit(name, settings, without), series), Ensembles.Combine(Ensembles.Fit(name, settings, with), series), 1e-12, what: name);
        }
    }, 10);

    [Fact]
    public void The_same_input_gives_the_same_bits()
    {
        EnsembleSeries series = Ensembles.Random(1, 500, 1, 2, 3);
        foreach ((string name, string settings) in All.Append(("meta_learner", "{}")).Append(("stacking", "{}")))
        {
            Close.SameBits(Ensembles.Combine(Ensembles.Fit(name, settings, series), series), Ensembles.Combine(Ensembles.Fit(name, settings, series), series), name);
        }
    }

    [Fact]
    public void Every_combiner_of_the_manifest_is_offered_and_no_other()
    {
        using var manifest = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Repository.At("plugins", "Combiners", "plugin.json")));
        Assert.Equal(manifest.RootElement.GetProperty("combiners").EnumerateArray().Select(name => name.GetString()), Ensembles.Combiners.Keys);
    }
}
