using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

public class PointLossTests
{
    private static readonly double[] Truth = [0.2, double.NaN, 1.5, -0.4, 0.9, double.NaN, 2.2, 0.1, -1.0, 0.4, 0.6, 0.8];
    private static readonly double[] Guess = Differences.Wave(12, 0.3, 1.2);
    private static readonly long[] Shape = [3, 4, 1];

    private static Observed Observations => Observed.Of(tensor(Truth).reshape(Shape));

    private static IEnumerable<(double Said, double Seen, int Place)> Pairs =>
        Enumerable.Range(0, 12).Where(i => !double.IsNaN(Truth[i])).Select(i => (Guess[i], Truth[i], i));

    private static void Equals(double expected, Func<Tensor, Observed, Tensor> loss)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(expected, loss(tensor(Guess).reshape(Shape), Observations).item<double>(), 1e-9);
        Differences.Agree(x => loss(x, Observations), Guess, Shape);
    }

    [Fact]
    public void Squared_errors_are_averaged_over_what_is_observed()
    {
        double expected = Pairs.Average(pair => (pair.Said - pair.Seen) * (pair.Said - pair.Seen));
        Equals(expected, PointLosses.MeanSquaredError);
        Equals(Math.Sqrt(expected), PointLosses.RootMeanSquaredError);
    }

    [Fact]
    public void The_efficiency_loss_weighs_by_the_basins_spread()
    {
        double[] deviations = [0.5, 1.0, 2.0, 4.0];
        double expected = Pairs.Average(pair => Math.Pow((pair.Said - pair.Seen) / (deviations[pair.Place % 4] + 0.1), 2));
        Equals(expected, (said, seen) => PointLosses.NashSutcliffe(said, seen, tensor(deviations).reshape(1, 4, 1)));
    }

    [Fact]
    public void Hubers_loss_is_half_the_square_and_then_a_line()
    {
        double expected = Pairs.Average(pair =>
        {
            double size = Math.Abs(pair.Said - pair.Seen);
            return size <= 0.7 ? size * size / 2 : 0.7 * (size - 0.35);
        });
        Equals(expected, (said, seen) => PointLosses.Huber(said, seen, 0.7));
    }

    [Fact]
    public void The_quantile_loss_is_tilted()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] levels = [0.1, 0.5, 0.9];
        double[] said = Differences.Wave(36, 0.1);
        double expected = Pairs.Average(pair => levels.Select((q, k) =>
        {
            double error = pair.Seen - said[(pair.Place * 3) + k];
            return error >= 0 ? q * error : (q - 1) * error;
        }).Average());
        Tensor Loss(Tensor x) => PointLosses.Quantile(x, Observations, tensor(levels));
        Assert.Equal(expected, Loss(tensor(said).reshape(3, 4, 1, 3)).item<double>(), 1e-12);
        Differences.Agree(Loss, said, [3, 4, 1, 3]);
    }

    [Fact]
    public void The_Kling_Gupta_loss_is_one_less_the_efficiency_of_each_series()
    {
        double[] distances = [.. Enumerable.Range(0, 4).Select(basin =>
        {
            double[] said = [.. Enumerable.Range(0, 3).Select(step => Guess[(step * 4) + basin] + 3)];
            double[] seen = [.. Enumerable.Range(0, 3).Select(step => Truth[(step * 4) + basin] + 3)];
            return 1 - Scores.Kge(said, seen);
        })];
        Equals(distances.Where(double.IsFinite).Average(), (said, seen) => PointLosses.KlingGupta(said + 3, new Observed((seen.Values + 3) * seen.Mask, seen.Mask), 0));
    }

    [Fact]
    public void A_series_with_one_observation_does_not_count_in_the_Kling_Gupta_loss()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor said = tensor(new[] { 1.0, 2, 3, 5, 1.5, 9 }).reshape(3, 2);
        Tensor seen = tensor(new[] { 1.2, double.NaN, 2.5, 4, 1.0, double.NaN }).reshape(3, 2);
        Assert.Equal(1 - Scores.Kge([1, 3, 1.5], [1.2, 2.5, 1.0]), PointLosses.KlingGupta(said, Observed.Of(seen), 0).item<double>(), 1e-9);
    }

    [Fact]
    public void Nothing_observed_costs_nothing_and_pulls_nowhere()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor said = tensor(Guess).requires_grad_(true);
        Observed none = Observed.Of(full([12], double.NaN, ScalarType.Float64));
        Tensor loss = PointLosses.MeanSquaredError(said, none);
        Assert.Equal(0, loss.item<double>());
        Assert.All(autograd.grad([loss], [said])[0].data<double>().ToArray(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void The_root_has_a_finite_slope_at_a_perfect_fit()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor said = tensor(new[] { 1.0, 2.0 }).requires_grad_(true);
        Tensor loss = PointLosses.RootMeanSquaredError(said, Observed.Of(tensor(new[] { 1.0, 2.0 })));
        Assert.Equal([0, 0], autograd.grad([loss], [said])[0].data<double>().ToArray());
    }
}
