using Tributary.Contracts;

namespace Tributary.Learning.Tests;

public class ScheduleTests
{
    [Fact]
    public void Stepped_rates_hold_from_their_epoch_on()
    {
        var rate = new SteppedRate(new Dictionary<int, double> { [11] = 5e-4, [0] = 1e-3, [21] = 1e-4 });
        Assert.Equal([1e-3, 1e-3, 5e-4, 5e-4, 1e-4, 1e-4], new[] { 1, 10, 11, 20, 21, 300 }.Select(epoch => rate.At(epoch, [])));
    }

    [Fact]
    public void A_list_without_a_first_rate_or_with_a_rate_of_0_is_refused()
    {
        Assert.Throws<InputException>(() => new SteppedRate(new Dictionary<int, double> { [5] = 1e-3 }));
        Assert.Throws<InputException>(() => new SteppedRate(new Dictionary<int, double>()));
        Assert.Throws<InputException>(() => new SteppedRate(0));
        Assert.Throws<InputException>(() => new SteppedRate(double.NaN));
    }

    [Fact]
    public void Geometric_rates_halve_on_time()
    {
        var rate = new GeometricRate(8, 10, 0.5);
        Assert.Equal([8, 8, 4, 2], new[] { 1, 10, 11, 21 }.Select(epoch => rate.At(epoch, [])));
    }

    [Fact]
    public void The_cosine_begins_high_is_halfway_in_the_middle_and_ends_low()
    {
        var rate = new CosineRate(1, 100, 0.2);
        Assert.Equal(1, rate.At(1, []));
        Assert.Equal(0.6, rate.At(51, []), 1e-12);
        Assert.Equal(0.2, rate.At(101, []), 1e-12);
        Assert.Equal(0.2, rate.At(400, []), 1e-12);
    }

    [Fact]
    public void A_plateau_lowers_the_rate_after_more_than_patience_epochs_and_counts_anew()
    {
        var rate = new PlateauRate(1, 2, 0.5, 0.2);
        double[] scores = [0.5, 0.6, 0.6, 0.5, 0.6, 0.4, double.NaN, 0.6, 0.7, 0.7, 0.7, 0.7];
        Assert.Equal([1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2], Enumerable.Range(1, 13).Select(epoch => rate.At(epoch, scores.AsSpan(0, epoch - 1))));
    }

    [Fact]
    public void Stopping_keeps_the_best_epoch_and_waits_patience_epochs_for_a_better_one()
    {
        var stopping = new EarlyStopping(3);
        bool[] better = [.. new[] { double.NaN, 0.1, 0.5, 0.5, 0.4 }.Select(stopping.Observe)];
        Assert.Equal([false, true, true, false, false], better);
        Assert.False(stopping.ShouldStop);
        stopping.Observe(double.NaN);
        Assert.True(stopping.ShouldStop);
        Assert.Equal((3, 0.5), (stopping.BestEpoch, stopping.BestScore));
    }

    [Fact]
    public void A_gain_below_the_least_one_is_no_gain()
    {
        var stopping = new EarlyStopping(null, 0.01);
        Assert.Equal([true, false, true], new[] { 0.5, 0.505, 0.52 }.Select(stopping.Observe));
        Assert.False(stopping.ShouldStop);
    }
}
