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
        Console.Error.WriteLine($"NSE {score:0.000}; temperature on glaciers {onGlaciers:0.00} of {2.0 / 8:0.00}; rain in the south {inSouth:0.00} of {3.0 / 8:0.00}; gradients {string.Join(", ", gradients)}; weights {string.Join(", ", Enumerable.Range(0, 3).Select(v => Of(told, "attention_variables").Where((_, at) => at % 3 == v).Average()))}");
        Console.Error.WriteLine(told[0].Description);
        Console.Error.WriteLine(string.Join(" ", Of(told, "deletion_by_attention")) + " | " + string.Join(" ", Of(told, "deletion_at_random")));
        Assert.True(onGlaciers > 1.5 * 2 / 8, $"{onGlaciers}");
        Assert.True(inSouth > 1.5 * 3 / 8, $"{inSouth}");
        Assert.True(gradients[2] < Math.Min(gradients[0], gradients[1]));
    }

    private static float[] Of(IReadOnlyList<Attribution> told, string name) => told.Single(one => one.Name == name).Values.ToArray();
}
