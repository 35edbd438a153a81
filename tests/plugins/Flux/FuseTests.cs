using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Tests.Flux;

/// <summary>FUSE's decisions against a plain twin of one structure, and what a decision is to change.</summary>
public sealed class FuseTests
{
    [Fact]
    public void The_default_structure_without_routing_matches_a_plain_one()
    {
        var weather = new SyntheticWeather(1000, seed: 3);
        using ModelTrial trial = FluxModels.Trial("""{ "structure": "fuse", "decisions": { "routing": "rout_none" } }""", [weather]);
        Assert.Equal(["maxwatr_1", "maxwatr_2", "fracten", "axv_bexp", "percrte", "percexp", "baserte", "qb_powr"], trial.Descriptor.Parameters.Select(parameter => parameter.Name));
        foreach (double[] set in SimulationPromises.RandomSets(trial.Descriptor, 20, seed: 5))
        {
            Close.All(Plain(set, weather), trial.Run(set).Of("runoff"), 1e-9, floor: 1, string.Join(" ", set));
        }
    }

    [Fact]
    public void Routing_moves_the_runoff_later_and_loses_none()
    {
        using ModelTrial without = FluxModels.Trial("""{ "structure": "fuse", "decisions": { "routing": "rout_none" } }""", 1500, 4);
        using ModelTrial with = FluxModels.Trial("""{ "structure": "fuse" }""", 1500, 4);
        double[] set = [.. without.Descriptor.Parameters.Select(parameter => parameter.Default)];
        double[] direct = without.Run(set).Of("runoff");
        TrialResults results = with.Run([.. set, 3]);
        double[] routed = results.Of("runoff");
        Assert.Equal(direct.Sum(), routed.Sum() + results.Change("way_to_outlet").Skip(1).Sum(), 1e-8 * direct.Sum());

        // The convolution with the gamma distribution of mean 3 d and shape 2.5, written out.
        double[] expected = [.. Enumerable.Range(0, direct.Length).Select(day => Enumerable.Range(0, day + 1).Sum(lag => Share(lag + 1) * direct[day - lag]))];
        Close.All(expected, routed, 1e-9, floor: 1);

        static double Share(int day) => GammaDistribution.Below(2.5, 2.5 * day / 3) - GammaDistribution.Below(2.5, 2.5 * (day - 1) / 3);
    }

    [Theory]
    [InlineData("""{ "structure": "fuse", "decisions": { "upper": "tension1_1" } }""", "no decision 'upper'", "upper_layer, surface_runoff")]
    [InlineData("""{ "structure": "fuse", "decisions": { "upper_layer": "three" } }""", "no option 'three'", "onestate_1, tension1_1, tension2_1")]
    [InlineData("""{ "structure": "sacramento" }""", "no model 'sacramento'", "fuse, gr4j, hymod")]
    [InlineData("{}", "either 'model'", "'structure'")]
    public void What_is_not_there_is_refused_with_what_is(string settings, string problem, string remedy)
    {
        InputException error = Assert.Throws<InputException>(() => FluxModels.Trial(settings));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    private static double[] Plain(double[] set, SyntheticWeather weather)
    {
        const int Substeps = 8;
        (double max1, double max2, double fraction, double area, double rate, double exponent, double baseRate, double power) = (set[0], set[1], set[2], set[3], set[4], set[5], set[6], set[7]);
        double upper = 0.5 * max1;
        double lower = 0.25 * max2;
        double[] runoff = new double[weather.Time.Count];
        for (int day = 0; day < runoff.Length; day++)
        {
            double rain = weather.Precipitation[day] / Substeps;
            double demand = weather.PotentialEvapotranspiration[day] / Substeps;
            for (int substep = 0; substep < Substeps; substep++)
            {
                double saturated = (1 - Math.Pow(Math.Max(1 - (upper / max1), 0), area)) * rain;
                double free = Math.Max(upper - (fraction * max1), 0);
                double percolation = Math.Min(rate / Substeps * Math.Pow(Math.Min(free / ((1 - fraction) * max1), 1), exponent), upper);
                upper += rain - saturated - percolation;
                double evaporation = Math.Min(demand * Math.Min(upper, fraction * max1) / (fraction * max1), upper);
                upper -= evaporation;
                double overflow = Math.Max(upper - max1, 0);
                upper -= overflow;

                lower += percolation;
                lower -= Math.Min((demand - evaporation) * Math.Min(lower, fraction * max2) / (fraction * max2), lower);
                double baseflow = Math.Min(baseRate / Substeps * Math.Pow(lower / max2, power), lower);
                lower -= baseflow;
                double spill = Math.Max(lower - max2, 0);
                lower -= spill;
                runoff[day] += saturated + overflow + baseflow + spill;
            }
        }

        return runoff;
    }
}
