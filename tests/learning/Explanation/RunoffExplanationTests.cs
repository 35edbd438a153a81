using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Learning.Tests;

public sealed class RunoffExplanationTests
{
    private const int First = 700;
    private const int Lookback = 30;

    [Fact]
    public void Gradients_of_each_step_sum_to_its_runoff_less_that_of_mean_weather()
    {
        using var trial = new LearningTrial();
        JsonElement settings = One("\"simulate\": \"windows\"");
        (string folder, _) = trial.Train(settings);
        double[] simulated = trial.Simulate(settings, folder, []);
        Array.Fill(trial.Forcing, ScalerFile.Read(Path.Combine(folder, ScalerFile.Name)).Inputs[0].Center);
        double[] ofMeanWeather = trial.Simulate(settings, folder, []);
        using var same = new LearningTrial();

        IReadOnlyList<Attribution> told = Explain(same, settings, folder, "integrated_gradients");

        Attribution change = told.Single(attribution => attribution.Name == "integrated_gradients_change");
        Attribution byStep = told.Single(attribution => attribution.Name == "integrated_gradients_by_step");
        Attribution mean = told.Single(attribution => attribution.Name == "integrated_gradients");
        Assert.Equal("mm", change.Unit);
        Assert.Equal([AttributionAxisKind.Time, AttributionAxisKind.Variable, AttributionAxisKind.Lag, AttributionAxisKind.Unit], byStep.Axes.Select(axis => axis.Kind));
        Assert.Equal([200, 1, Lookback, 2], byStep.Axes.Select(axis => axis.Labels.Count));
        Assert.Equal("2002-12-02T00:00:00", change.Axes[0].Labels[0]);
        double[] sums = new double[400];
        double[] means = new double[2 * Lookback];
        for (int at = 0; at < byStep.Values.Length; at++)
        {
            sums[(at / (2 * Lookback) * 2) + (at % 2)] += byStep.Values.Span[at];
            means[at % (2 * Lookback)] += byStep.Values.Span[at] / 200;
        }

        double size = change.Values.ToArray().Average(value => Math.Abs(value));
        for (int at = 0; at < sums.Length; at++)
        {
            int step = ((at % 2) * LearningTrial.Days) + First + (at / 2);
            Assert.Equal(change.Values.Span[at], sums[at], IntegratedGradients.Tolerance * 3 * size);
            Assert.True(simulated[step] > 0 && ofMeanWeather[step] > 0);
            Assert.Equal(simulated[step] - ofMeanWeather[step], change.Values.Span[at], 1e-4);
        }

        Assert.All(means.Zip(mean.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Of_a_reservoir_recent_rain_counts_more_than_old()
    {
        using var trial = new LearningTrial();
        (string folder, _) = trial.Train(LearningTrial.Settings());

        float[] sizes = Explain(trial, LearningTrial.Settings(), folder, "integrated_gradients")[0].Values.ToArray();

        // Two units; a store with a residence of 6 days remembers rain of 20 days ago by exp(-20 / 6) = 4 %.
        Assert.True(sizes[..20].Sum() > 5 * sizes[40..].Sum());
    }

    [Fact]
    public void Attention_is_a_share_of_each_lag()
    {
        using var network = Tributary.Learning.Networks.Make(new NetworkShape { Inputs = 1, HiddenSize = 4, Attention = true });
        using var trial = new LearningTrial();
        JsonElement settings = One("\"attention\": true");
        (string folder, _) = trial.Train(settings);

        Attribution told = Assert.Single(Explain(trial, settings, folder, "attention"));

        Assert.Equal([AttributionAxisKind.Time, AttributionAxisKind.Lag, AttributionAxisKind.Unit], told.Axes.Select(axis => axis.Kind));
        float[] weights = told.Values.ToArray();
        Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
        Assert.All(Enumerable.Range(0, 400), at => Assert.Equal(1, Enumerable.Range(0, Lookback).Sum(lag => weights[(((at / 2 * Lookback) + lag) * 2) + (at % 2)]), 1e-5));
    }

    [Fact]
    public void A_network_without_attention_says_so()
    {
        using var trial = new LearningTrial();
        JsonElement settings = LearningTrial.Settings();
        (string folder, _) = trial.Train(settings);

        Assert.DoesNotContain("attention", trial.Plugin.Describe(settings).Explanations);
        InputException told = Assert.Throws<InputException>(() => Explain(trial, settings, folder, "attention"));

        Assert.Contains("the network has no attention", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_that_matters_costs_score_and_the_same_request_gives_the_same_numbers()
    {
        using var trial = new LearningTrial(6, attributesMatter: true);
        JsonElement settings = LearningTrial.Settings("\"static_attributes\": [\"slope\"]");
        (string folder, _) = trial.Train(settings);
        double[] observed = [.. trial.Truth.Select((flow, at) => flow / trial.Units.AreaKm2[at / LearningTrial.Days] * 86.4)];

        IReadOnlyList<Attribution> told = Explain(trial, settings, folder, "permutation_importance", observed);

        Assert.Equal(["permutation_importance", "permutation_change"], told.Select(attribution => attribution.Name));
        Assert.Equal(["slope"], told[0].Axes[0].Labels);
        Assert.True(told[0].Values.Span[0] > 0.02, $"{told[0].Values.Span[0]}");
        Assert.Equal(["b0", "b1", "b2", "b3", "b4", "b5"], told[1].Axes[1].Labels);
        IReadOnlyList<Attribution> again = Explain(trial, settings, folder, "permutation_importance", observed);
        Assert.All(told.Zip(again), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
        Assert.Equal(["permutation_change"], Explain(trial, settings, folder, "permutation_importance").Select(attribution => attribution.Name));
    }

    [Fact]
    public void A_single_basin_has_none_to_exchange_attributes_with()
    {
        using var trial = new LearningTrial(1);
        JsonElement settings = LearningTrial.Settings("\"static_attributes\": [\"slope\"]");
        (string folder, _) = trial.Train(settings);

        InputException told = Assert.Throws<InputException>(() => Explain(trial, settings, folder, "permutation_importance"));

        Assert.Contains("there is only one", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_of_each_basin_explain_it_side_by_side()
    {
        using var trial = new LearningTrial();
        JsonElement settings = LearningTrial.Settings("\"networks\": \"each\"");
        (string folder, _) = trial.Train(settings);

        Attribution all = Explain(trial, settings, folder, "integrated_gradients")[1];
        using var alone = new RunoffModel(
            Path.Combine(folder, "basin-2"), new ModelSetup { Units = trial.Units.Only(1), Step = LearningTrial.Time.Step, Services = null! }, new RunoffSimulationPlan());
        var block = new SimulationBlock(LearningTrial.Time, trial.Forcing, SeriesRows.Dense(1, 2, LearningTrial.Days), default, default);
        Attribution second = alone.Explain(Request("integrated_gradients", 1, default), block.Only(1), CancellationToken.None)[1];

        Assert.Equal(["b0", "b1"], all.Axes[^1].Labels);
        Assert.Equal(second.Values.ToArray(), all.Values.ToArray().Where((_, at) => at % 2 == 1));
    }

    [Fact]
    public void Many_steps_are_thinned_evenly()
    {
        Assert.Equal([5, 6, 7], ExplainedWindows.Spread(5, 3, 10));
        Assert.Equal([0, 2, 5, 7], ExplainedWindows.Spread(0, 10, 4));
        Assert.Equal([3], ExplainedWindows.Spread(3, 8, 0));
    }

    private static JsonElement One(string more) =>
        JsonElement.Parse(LearningTrial.Settings(more).GetRawText().Replace("\"predict_last_n\": 15", "\"predict_last_n\": 1", StringComparison.Ordinal).Replace("\"epochs\": 15", "\"epochs\": 2", StringComparison.Ordinal));

    private static ExplanationRequest Request(string method, int units, ReadOnlyMemory<double> observed) =>
        new() { Method = method, Steps = First.., Parameters = new ParameterSets(0, 1, units), Observed = observed };

    private static IReadOnlyList<Attribution> Explain(LearningTrial trial, JsonElement settings, string folder, string method, ReadOnlyMemory<double> observed = default)
    {
        using IModel model = trial.Prepare(settings, folder);
        var block = new SimulationBlock(LearningTrial.Time, trial.Forcing, SeriesRows.Dense(1, trial.Basins, LearningTrial.Days), default, default);
        return ((IExplainable)model).Explain(Request(method, trial.Basins, observed), block, CancellationToken.None);
    }
}
