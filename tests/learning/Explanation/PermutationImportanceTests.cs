namespace Tributary.Learning.Tests;

public sealed class PermutationImportanceTests
{
    [Fact]
    public void Exchanging_two_basins_changes_their_predictions_by_what_the_attribute_weighs()
    {
        // Two units have one cycle only: each gets the other's value. Predictions are 3 a - b + step.
        float[] statics = [1, 10, 1.5f, 30];

        PermutationEffect[] effects = PermutationImportance.Of(statics, 2, 4, new Xoshiro256(1), Predict, predicted => -predicted.Zip(Predict(statics), (p, o) => (p - o) * (p - o)).Sum());

        Assert.Equal([1.5, 1.5], effects[0].Change, (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.Equal([20, 20], effects[1].Change, (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.Equal(6 * 1.5 * 1.5, effects[0].Loss, 1e-5);
        Assert.Equal(6 * 400, effects[1].Loss, 1e-3);
        double[] Predict(float[] values) => [.. Enumerable.Range(0, 6).Select(at => (3 * values[at / 3 * 2]) - values[(at / 3 * 2) + 1] + (at % 3.0))];
    }

    [Fact]
    public void Every_unit_gets_the_value_of_another_and_an_attribute_without_effect_has_none()
    {
        float[] statics = [.. Enumerable.Range(0, 20).SelectMany(unit => new float[] { unit, 100 - unit })];
        var seen = new List<float[]>();

        PermutationEffect[] effects = PermutationImportance.Of(
            statics, 20, 3, new Xoshiro256(9), values =>
            {
                seen.Add([.. values]);
                return [.. Enumerable.Range(0, 20).Select(unit => (double)values[unit * 2])];
            }, _ => double.NaN);

        foreach (float[] values in seen.Skip(1).Take(3))
        {
            Assert.All(Enumerable.Range(0, 20), unit => Assert.NotEqual(unit, values[unit * 2]));
            Assert.Equal(Enumerable.Range(0, 20).Select(unit => (float)unit), Enumerable.Range(0, 20).Select(unit => values[unit * 2]).Order());
        }

        Assert.All(effects[0].Change, change => Assert.True(change > 0));
        Assert.All(effects[1].Change, change => Assert.Equal(0, change));
        Assert.All(effects, effect => Assert.True(double.IsNaN(effect.Loss)));
    }
}
