using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Learning.Tests.HydroTrace;

/// <summary>The plugin on an invented gridded catchment: what it learns, where it looks, and what it refuses.</summary>
public sealed class HydroTracePluginTests
{
    [Fact]
    public void It_learns_the_truth_and_looks_where_it_lies()
    {
        using var truth = new GriddedTruth();
        JsonElement settings = GriddedTruth.Settings();
        TrainingSetup setup = truth.Setup("trained");
        truth.Train(settings, setup);
        using IModel model = truth.Prepare(settings, setup);

        double score = truth.TestScore(truth.Simulate(model, 1, []), 0);
        IReadOnlyList<Attribution> told = truth.Explain(model);

        Assert.True(score >= 0.9, $"NSE {score}");
        float[] cells = Of(told, "attention_cells");
        int count = GriddedTruth.Height * GriddedTruth.Width;
        double onGlaciers = Enumerable.Range(0, count).Where(GriddedTruth.IsGlacier).Sum(cell => (double)cells[cell]);
        double inSouth = Enumerable.Range(0, count).Where(GriddedTruth.IsSouth).Sum(cell => (double)cells[count + cell]);
        float[] gradients = Of(told, "attention_gradients");
        Assert.True(onGlaciers > 0.8, $"{onGlaciers} of the map of temperature lies on glaciers, a quarter of all cells");
        Assert.True(inSouth > 0.8, $"{inSouth} of the map of rain lies in the south");
        Assert.True(gradients[2] < Math.Min(gradients[0], gradients[1]));
        float[] weights = Of(told, "attention_variables");
        double[] mean = [.. Enumerable.Range(0, 3).Select(variable => weights.Where((_, at) => at % 3 == variable).Average(weight => (double)weight))];
        Assert.True(mean[2] < Math.Min(mean[0], mean[1]), $"weights {string.Join(", ", mean)}");
        Assert.All(told.Where(one => one.Name.StartsWith("attention_cells", StringComparison.Ordinal)), one => Assert.Contains("Checks: supported", one.Verdict, StringComparison.Ordinal));
        Assert.True(Of(told, "deletion_by_attention").Take(4).Sum() > 1.2 * Of(told, "deletion_at_random").Take(4).Sum());
        Assert.True(Of(told, "insertion_by_attention").Take(4).Sum() < Of(told, "insertion_at_random").Take(4).Sum());
        Assert.True(Of(told, "perturbation_flow")[1] > 0, "more rain gives more flow");
    }

    [Fact]
    public void Shares_sum_to_1_over_variables_cells_months_and_zones()
    {
        (GriddedTruth truth, JsonElement settings, TrainingSetup setup) = Quick();
        using (truth)
        {
            using IModel model = truth.Prepare(settings, setup);
            IReadOnlyList<Attribution> told = truth.Explain(model);

            SumsTo1(told, "attention_variables", 3);
            SumsTo1(told, "attention_by_step", 3 * GriddedTruth.Height * GriddedTruth.Width);
            SumsTo1(told, "attention_cells", GriddedTruth.Height * GriddedTruth.Width);
            SumsTo1(told, "attention_cells_by_season", GriddedTruth.Height * GriddedTruth.Width);
            SumsTo1(told, "attention_partition", 3 * GriddedTruth.Height * GriddedTruth.Width);
            SumsTo1(told, "attention_by_month", 3);
            SumsTo1(told, "attention_by_zone", 9);
            SumsTo1(told, "attention_gradients", 3);
            float[] stretched = Of(told, "attention_cells_scaled");
            Assert.Equal((0f, 1f), (stretched.Min(), stretched.Max()));
        }
    }

    [Fact]
    public void Blocks_and_a_restart_change_no_bit()
    {
        (GriddedTruth truth, JsonElement settings, TrainingSetup setup) = Quick("\"lead\": 2, \"coarsen\": 2");
        using (truth)
        {
            using IModel model = truth.Prepare(settings, setup);

            double[] whole = truth.Simulate(model, 2, []);

            Assert.Equal(whole, truth.Simulate(model, 2, [1, 2, 3, 200, 5]));
            Assert.Equal(whole, truth.Simulate(model, 2, [3, 100, 400], restart: 1));
            Assert.Equal(whole, truth.Simulate(model, 2, [3, 100, 400], restart: 2));
            Assert.True(truth.TestScore(whole, 1) > 0, "a second gauge is learned with the first");
        }
    }

    [Fact]
    public void A_seed_gives_the_same_weights_again()
    {
        (GriddedTruth truth, JsonElement settings, TrainingSetup setup) = Quick();
        using (truth)
        {
            TrainingSetup again = truth.Setup("again", 2);
            truth.Train(settings, again);

            Assert.Equal(File.ReadAllBytes(Path.Combine(setup.ArtefactFolder, "best_model.pt")), File.ReadAllBytes(Path.Combine(again.ArtefactFolder, "best_model.pt")));
        }
    }

    [Fact]
    public void Without_spatial_attention_the_score_is_lower()
    {
        using var truth = new GriddedTruth();
        const string Short = "\"epochs\": 25";

        double with = Score(truth, GriddedTruth.Settings(Short), "with");
        double without = Score(truth, GriddedTruth.Settings($"{Short}, \"spatial_attention\": false"), "without");

        Assert.True(without < with - 0.05, $"{without} without, {with} with");
    }

    [Fact]
    public void Where_all_cells_are_warmer_together_the_checks_say_that_the_data_cannot_tell_them_apart()
    {
        using var truth = new GriddedTruth(isOneWarmth: true);
        JsonElement settings = GriddedTruth.Settings("\"epochs\": 20");
        TrainingSetup setup = truth.Setup("one");
        truth.Train(settings, setup);
        using IModel model = truth.Prepare(settings, setup);

        IReadOnlyList<Attribution> told = truth.Explain(model);

        float[] common = Of(told, "weather_in_common");
        Assert.True(common[0] > 0.999, $"{common[0]}");
        Assert.True(common[1] < 0.9, $"{common[1]}");
        string maps = told.Single(one => one.Name == "attention_cells").Verdict!;
        Assert.Contains("air_temperature changes from step to step where the network looks as it does elsewhere", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("Checks: supported", maps, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_trainings_tell_of_seeds_of_ablations_and_of_noise()
    {
        using var truth = new GriddedTruth();
        JsonElement settings = GriddedTruth.Settings("\"epochs\": 15, \"check_seeds\": 1, \"check_ablations\": true");
        TrainingSetup setup = truth.Setup("checked");
        TrainingSummary summary = truth.Train(settings, setup);
        using IModel model = truth.Prepare(settings, setup);

        IReadOnlyList<Attribution> told = truth.Explain(model);

        float[] scores = Of(told, "ablation");
        Assert.Equal(4, scores.Length);
        Assert.Equal(summary.BestScore, scores[0], 1e-6);
        Assert.True(scores[1] < scores[0] - 0.05, $"{scores[1]} without attention over cells, {scores[0]} with");
        Assert.True(scores[3] < 0.1, $"{scores[3]} on noise");
        float[] seeds = Of(told, "attention_over_seeds");
        Assert.True(seeds[0] > 0.5 && seeds[1] > 0.5, string.Join(", ", seeds));
        Assert.Contains("on noise for weather", string.Join(" ", summary.Notes), StringComparison.Ordinal);
        Assert.Contains("maps of 2 seeds correlate", told.Single(one => one.Name == "attention_cells").Verdict!, StringComparison.Ordinal);
    }

    [Fact]
    public void Discharge_that_is_noise_is_not_learned()
    {
        using var truth = new GriddedTruth(isNoise: true);

        double score = Score(truth, GriddedTruth.Settings("\"epochs\": 10"), "noise");

        Assert.True(score < 0.1, $"{score}");
    }

    [Fact]
    public void Cells_without_data_are_masked_and_gaps_are_borne()
    {
        using var truth = new GriddedTruth();
        truth.Forcing.AsSpan(0, GriddedTruth.Days).Fill(double.NaN);
        truth.Forcing[(20 * GriddedTruth.Days) + 300] = double.NaN;
        JsonElement settings = GriddedTruth.Settings("\"epochs\": 2");
        TrainingSetup setup = truth.Setup("gaps");
        truth.Train(settings, setup);
        using IModel model = truth.Prepare(settings, setup);

        Assert.All(truth.Simulate(model, 1, []), flow => Assert.True(double.IsFinite(flow)));
        Assert.Equal(0, Of(truth.Explain(model), "attention_cells")[0]);
    }

    [Fact]
    public void Bad_input_is_refused_with_a_remedy()
    {
        using var truth = new GriddedTruth();
        JsonElement settings = GriddedTruth.Settings("\"epochs\": 1");
        TrainingSetup setup = truth.Setup("bad");
        Refused("no grid cells", () => truth.Train(settings, setup with { Units = new CatchmentUnits(truth.Units.Ids, truth.Units.AreaKm2.ToArray()) }));
        Refused("window", () => truth.Train(GriddedTruth.Settings("\"window\": 5000"), setup));
        Refused("the static grid ice is not known", () => truth.Train(JsonElement.Parse("{ \"variables\": [\"air_temperature\", \"precipitation\", \"noise\"], \"static_grids\": [\"ice\"] }"), setup));
        Refused("odd", () => truth.Plugin.Describe(JsonElement.Parse("{ \"kernel_size\": 4 }")));
        double[] none = new double[GriddedTruth.Days];
        Array.Fill(none, double.NaN);
        Refused("fewer than two observations", () => truth.Train(settings, setup with { Targets = none }));
        double[] constant = [.. truth.Forcing];
        for (int cell = 0; cell < truth.Units.Count; cell++)
        {
            constant.AsSpan(cell * GriddedTruth.Days, GriddedTruth.Days).Fill(cell);
        }

        Refused("air_temperature is constant in time", () => truth.Train(settings, setup with { Grid = GriddedTruth.Fields(constant) }));
        double[] masked = [.. truth.Forcing];
        for (int cell = 0; cell < truth.Units.Count; cell++)
        {
            masked.AsSpan(((cell % 2 * truth.Units.Count) + cell) * GriddedTruth.Days, GriddedTruth.Days).Fill(double.NaN);
        }

        Refused("all are masked", () => truth.Train(settings, setup with { Grid = GriddedTruth.Fields(masked) }));
        truth.Train(settings, setup);
        Refused("gauges", () => truth.Prepare(settings, setup with { Gauges = [new Gauge("other", 0, 1)] }));
        File.WriteAllText(Path.Combine(setup.ArtefactFolder, "config.json"), "{}");
        Refused("no trained HydroTrace", () => truth.Prepare(settings, setup));
    }

    private static void Refused(string part, Action action)
    {
        InputException refused = Assert.Throws<InputException>(action);
        Assert.Contains(part, $"{refused.Message} {refused.Remedy}", StringComparison.Ordinal);
    }

    private static (GriddedTruth Truth, JsonElement Settings, TrainingSetup Setup) Quick(string more = "")
    {
        var truth = new GriddedTruth();
        JsonElement settings = GriddedTruth.Settings($"\"epochs\": 3{(more.Length > 0 ? ", " : "")}{more}");
        TrainingSetup setup = truth.Setup("quick", 2);
        truth.Train(settings, setup);
        return (truth, settings, setup);
    }

    private static double Score(GriddedTruth truth, JsonElement settings, string name)
    {
        TrainingSetup setup = truth.Setup(name);
        truth.Train(settings, setup);
        using IModel model = truth.Prepare(settings, setup);
        return truth.TestScore(truth.Simulate(model, 1, []), 0);
    }

    private static void SumsTo1(IReadOnlyList<Attribution> told, string name, int together)
    {
        float[] values = Of(told, name);
        for (int first = 0; first < values.Length; first += together)
        {
            Assert.Equal(1, values.AsSpan(first, together).ToArray().Sum(value => (double)value), 1e-4);
        }
    }

    private static float[] Of(IReadOnlyList<Attribution> told, string name) => told.Single(one => one.Name == name).Values.ToArray();
}
