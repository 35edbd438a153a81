using Tributary.Contracts;

namespace Tributary.Tests.Contracts;

/// <summary>Where series lie in the arrays that cross the boundary.</summary>
public sealed class SeriesRowsTests
{
    private static readonly TimeAxis Time = new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 4);

    [Fact]
    public void Forcing_lies_variable_by_variable_unit_by_unit_and_repeats_for_further_parameter_sets()
    {
        // Two variables, two units, four steps: value = variable, unit, step as digits.
        double[] forcing = [.. from variable in Enumerable.Range(0, 2) from unit in Enumerable.Range(0, 2) from step in Enumerable.Range(0, 4) select (double)((100 * variable) + (10 * unit) + step)];
        var block = new SimulationBlock(Time.Slice(1, 2), forcing, SeriesRows.Dense(2, 2, 4).From(1), default, default);
        Assert.Equal([111, 112], block.Forcing(1, 1).ToArray());
        Assert.Equal([1, 2], block.Forcing(0, 2).ToArray());
        Assert.Equal([111, 112], block.Forcing(1, 5).ToArray());
        Assert.True(block.SharesForcing(1, 3));
        Assert.False(block.SharesForcing(0, 1));
    }

    [Fact]
    public void What_is_not_provided_or_asked_for_is_empty()
    {
        double[] results = new double[4];
        var block = new SimulationBlock(Time, new double[4], new SeriesRows([0, -1], 4, 1), results, new SeriesRows([-1, 0], 4, 1));
        Assert.Equal(4, block.Forcing(0, 0).Length);
        Assert.True(block.Forcing(1, 0).IsEmpty);
        Assert.False(block.Wants(0));
        Assert.True(block.Output(0, 0).IsEmpty);
        block.Output(1, 0)[2] = 7;
        Assert.Equal([0, 0, 7, 0], results);
        Assert.False(new SimulationBlock(Time, default, default, default, default).Wants(0));
    }

    [Fact]
    public void Parameter_sets_lie_parameter_by_parameter_with_the_sets_outermost()
    {
        var sets = new ParameterSets(2, 3, 2);
        sets.Fill(1, [5, 6]);
        Assert.Equal(6, sets.Count);
        Assert.Equal([0, 0, 5, 5, 0, 0], sets[0].ToArray());
        Assert.Equal([0, 0, 6, 6, 0, 0], sets[1].ToArray());
        Assert.Equal([3, 3], ParameterSets.Uniform([1, 3], 2)[1].ToArray());
    }

    [Fact]
    public void A_layout_counts_elements_and_units()
    {
        var layout = new StateLayout([new("store", "mm", "a store"), new("hydrograph", "mm", "ordinates", 20)], 3);
        Assert.Equal((21, 63), (layout.ElementCount, layout.Length));
    }
}
