using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Tests.Flux;

/// <summary>FUSE's decisions against a plain twin, and what a decision is to change.</summary>
public sealed class FuseTests
{
    private static readonly (string Decision, string[] Options)[] Decisions =
    [
        ("upper_layer", ["onestate_1", "tension1_1", "tension2_1"]),
        ("surface_runoff", ["arno_x_vic", "prms_varnt", "tmdl_param"]),
        ("evaporation", ["sequential", "rootweight"]),
        ("percolation", ["perc_f2sat", "perc_w2sat", "perc_lower"]),
        ("interflow", ["intflwnone", "intflwsome"]),
        ("lower_layer", ["fixedsiz_2", "unlimpow_2", "unlimfrc_2", "tens2pll_2"]),
    ];

    [Fact]
    public void Every_composition_of_options_matches_a_plain_twin()
    {
        var weather = new SyntheticWeather(250, seed: 3);
        int compositions = Decisions.Aggregate(1, (count, decision) => count * decision.Options.Length);
        Assert.Equal(432, compositions);
        int compared = 0;
        for (int composition = 0; composition < compositions; composition++)
        {
            int rest = composition;
            Dictionary<string, string> chosen = [];
            foreach ((string decision, string[] options) in Decisions)
            {
                chosen[decision] = options[rest % options.Length];
                rest /= options.Length;
            }

            string settings = new JsonObject
            {
                ["structure"] = "fuse",
                ["decisions"] = new JsonObject([.. chosen.Append(new("routing", "rout_none")).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))]),
            }.ToJsonString();
            using ModelTrial trial = FluxModels.Trial(settings, [weather]);
            foreach (double[] set in SimulationPromises.RandomSets(trial.Descriptor, 2, seed: composition))
            {
                double Of(string name) => trial.Descriptor.ParameterIndex(name) is >= 0 and int index ? set[index] : throw new ArgumentException(name, nameof(name));
                double mean = chosen["surface_runoff"] == "tmdl_param" ? TopographicMean(Of("loglamb"), Of("tishape"), Of("qb_powr")) : double.NaN;
                (double[] runoff, double[] evapotranspiration) = Plain(1);
                (double[] moved, _) = Plain(1 + 1e-13);

                // Steep fluxes in explicit steps make a few sets chaotic: there rounding alone decides.
                double carried = runoff.Zip(moved, (one, other) => Math.Abs(one - other) / Math.Max(1, one)).Max();
                if (carried < 1e-10)
                {
                    compared++;
                    TrialResults results = trial.Run(set);
                    string where = $"{settings} {string.Join(" ", set)}";
                    Close.All(runoff, results.Of("runoff"), 1e-9 + (100 * carried), floor: 1, where);
                    Close.All(evapotranspiration, results.Of("evapotranspiration"), 1e-9 + (100 * carried), floor: 1, where);
                }

                (double[], double[]) Plain(double factor) => new PlainFuse(chosen, Of) { TopographicMean = mean }.Run([.. weather.Precipitation.Select(rain => rain * factor)], weather.PotentialEvapotranspiration);
            }
        }

        Assert.InRange(compared, 0.99 * 2 * compositions, 2 * compositions);
    }

    [Fact]
    public void A_parameter_that_two_options_declare_is_one()
    {
        using ModelTrial trial = FluxModels.Trial("""{ "structure": "fuse", "decisions": { "surface_runoff": "tmdl_param" } }""");
        Assert.Single(trial.Descriptor.Parameters, parameter => parameter.Name == "qb_powr");
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

    /// <summary>Mean of e^(z/n) over z = 3 + chi g up to z = 50, g of a gamma distribution, by Simpson's rule in the root of g.</summary>
    private static double TopographicMean(double mean, double shape, double exponent)
    {
        double scale = (mean - 3) / shape;
        double growth = Math.Min(scale / exponent, 0.98);
        return Math.Exp(3 / exponent) * Integral(47 / scale, growth) / Integral(60, 0);

        double Integral(double end, double rate)
        {
            const int Count = 20_000;
            double width = Math.Sqrt(end) / Count;
            return width / 3 * Enumerable.Range(0, Count + 1).Sum(k => (k is 0 or Count ? 1 : k % 2 == 1 ? 4 : 2) * At(k * width));

            double At(double root) => 2 * Math.Pow(root, (2 * shape) - 1) * Math.Exp((rate - 1) * root * root);
        }
    }
}
