using Tributary.Contracts.Numerics;
using Tributary.Plugins.Gr;

namespace Tributary.Tests.Gr;

public sealed class UnitHydrographTests
{
    [Theory]
    [InlineData(2.5)]
    [InlineData(1.25)]
    public void Ordinates_are_positive_and_sum_to_one_for_any_time_base(double exponent)
    {
        Property.Holds(Property.Between(0.5, 240), timeBase =>
        {
            double[] first = [.. Enumerable.Range(1, (int)Math.Ceiling(timeBase)).Select(step => UnitHydrograph.First(step, timeBase, exponent))];
            double[] second = [.. Enumerable.Range(1, (int)Math.Ceiling(2 * timeBase)).Select(step => UnitHydrograph.Second(step, timeBase, exponent))];
            Assert.Equal(1, first.Sum(), 1e-12);
            Assert.Equal(1, second.Sum(), 1e-12);
            Assert.All(first.Concat(second), ordinate => Assert.InRange(ordinate, 0, 1));
        });
    }

    [Fact]
    public void Ordinates_of_a_time_base_of_two_steps_are_those_computed_by_hand()
    {
        // SH1(1) = 0.5^2.5; SH2(1) = 0.5^2.5 / 2, SH2(2) = 1/2, SH2(3) = 1 - 0.5^2.5 / 2.
        double half = Math.Pow(0.5, 2.5);
        Assert.Equal([half, 1 - half], Enumerable.Range(1, 2).Select(step => UnitHydrograph.First(step, 2, 2.5)));
        Close.All([half / 2, 0.5 - (half / 2), 0.5 - (half / 2), half / 2], [.. Enumerable.Range(1, 4).Select(step => UnitHydrograph.Second(step, 2, 2.5))], 1e-14);
    }

    [Fact]
    public void A_convolution_delays_a_pulse_by_the_ordinates()
    {
        Lane1[] ordinates = [0.2, 0.5, 0.3];
        Lane1[] underway = new Lane1[3];
        double[] outflow = new double[5];
        for (int step = 0; step < outflow.Length; step++)
        {
            outflow[step] = (double)UnitHydrograph.Convolve<Lane1>(underway, ordinates, step == 0 ? 10 : 0);
        }

        Assert.Equal([2, 5, 3, 0, 0], outflow);
    }
}
