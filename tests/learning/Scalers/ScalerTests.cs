using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

public class ScalerTests
{
    private static SeriesStore Store()
    {
        SeriesStore store = Stores.Numbered(2, 8, 2, 1);
        store.SetInput(0, 0, [1, 2, 3, double.NaN, 4, 99, 99, 99]);
        store.SetInput(1, 0, [10, 20, double.NaN, 30, 20, 99, 99, 99]);
        store.SetInput(0, 1, [0, 1, 4, 9, 16, 25, 36, 49]);
        store.SetInput(1, 1, [0, 0, 0, 0, 100, 0, 0, 0]);
        store.SetTarget(0, 0, [1, 3, 1, 3, double.NaN, 7, 7, 7]);
        store.SetTarget(1, 0, [5, 5, 9, 9, double.NaN, 7, 7, 7]);
        store.Statics(0)[0] = 100;
        store.Statics(1)[0] = 300;
        return store;
    }

    private static Scaler Fit(SeriesStore store, ScalingRule? first = null, ScalingRule? second = null, ScalingRule? target = null) => ScalerFit.On(
        store, [0..5], [first ?? new ScalingRule("v0", "mm d-1"), second ?? new ScalingRule("v1")], [new ScalingRule("a0", "m")], [target ?? new ScalingRule("t0")]);

    [Fact]
    public void Means_and_deviations_are_those_of_the_training_steps_without_gaps()
    {
        Scaler scaler = Fit(Store());
        Assert.Equal(90 / 8.0, scaler.Inputs[0].Center, 1e-12);
        Assert.Equal(Math.Sqrt((1830 / 8.0) - (90 / 8.0 * 90 / 8.0)), scaler.Inputs[0].Scale, 1e-12);
        Assert.Equal((200, 100), (scaler.Attributes[0].Center, scaler.Attributes[0].Scale));
        Assert.Equal(4.5, scaler.Targets[0].Center, 1e-12);
    }

    [Fact]
    public void Single_basins_have_their_own_scales_and_others_the_common_ones()
    {
        VariableScaling scaling = Fit(Store(), target: new ScalingRule("t0", PerBasin: true)).Targets[0];
        Assert.Equal(new BasinScale(2, 1), scaling.For("b0"));
        Assert.Equal(new BasinScale(7, 2), scaling.For("b1"));
        Assert.Equal(new BasinScale(scaling.Center, scaling.Scale), scaling.For("never seen"));
        Assert.Equal(-1, scaling.Apply(5, "b1"), 1e-12);
    }

    [Fact]
    public void Min_max_runs_from_0_to_1_and_none_leaves_values()
    {
        Scaler scaler = Fit(Store(), second: new ScalingRule("v1", Method: ScalingMethod.MinMax), target: new ScalingRule("t0", Method: ScalingMethod.None));
        Assert.Equal((0, 1), (scaler.Inputs[1].Apply(0), scaler.Inputs[1].Apply(100)));
        Assert.Equal(3.25, scaler.Targets[0].Apply(3.25));
    }

    [Fact]
    public void The_transform_of_precipitation_is_its_closed_form()
    {
        Assert.Equal(Math.Log10(2.1), ValueTransform.LogSqrt.Apply(4), 1e-15);
        Assert.Equal(-1, ValueTransform.LogSqrt.Apply(0), 1e-15);
        Assert.Equal(0, ValueTransform.LogSqrt.Invert(-3));
        Assert.Equal(Math.Log(5), ValueTransform.Log1P.Apply(4), 1e-15);
    }

    [Fact]
    public void Every_scaling_is_undone_by_its_inverse() => Property.Holds(
        from transform in Gen.Elements(ValueTransform.None, ValueTransform.LogSqrt, ValueTransform.Log1P)
        from center in Property.Between(-3, 3)
        from scale in Property.Between(0.01, 10)
        from value in Property.Between(0, 1000)
        select (transform, center, scale, value),
        given =>
        {
            var scaling = new VariableScaling { Name = "q", Transform = given.transform, Center = given.center, Scale = given.scale };
            Assert.Equal(given.value, scaling.Invert(scaling.Apply(given.value)), 1e-9 * (1 + given.value));
        });

    [Fact]
    public void A_scaled_store_has_mean_0_and_deviation_1_on_the_training_steps_and_keeps_its_gaps()
    {
        SeriesStore store = Store();
        Fit(store, second: new ScalingRule("v1", Transform: ValueTransform.LogSqrt)).Apply(store);
        for (int variable = 0; variable < 2; variable++)
        {
            double[] values = [.. Enumerable.Range(0, 10).Select(at => (double)store.Inputs(at / 5)[(at % 5 * 2) + variable]).Where(double.IsFinite)];
            Assert.Equal(variable == 0 ? 8 : 10, values.Length);
            Assert.Equal(0, values.Average(), 1e-6);
            Assert.Equal(1, values.Average(value => value * value), 1e-6);
        }
    }

    [Fact]
    public void A_constant_series_is_refused_by_name_or_scaled_by_1_as_asked()
    {
        SeriesStore store = Store();
        store.SetInput(0, 0, [7, 7, 7, 7, 7, 1, 2, 3]);
        store.SetInput(1, 0, [7, 7, 7, 7, 7, 1, 2, 3]);
        Assert.Contains("v0 never changes", Assert.Throws<InputException>(() => Fit(store)).Message, StringComparison.Ordinal);
        Scaler kept = ScalerFit.On(store, [0..5], [new("v0"), new("v1")], [new("a0")], [new("t0")], constantInputs: ConstantSeries.Keep);
        Assert.Equal(0, kept.Inputs[0].Apply(7));
        store.SetTarget(0, 0, [2, 2, 2, 2, 2, 1, 2, 3]);
        Assert.Contains("t0", Assert.Throws<InputException>(() =>
            ScalerFit.On(store, [0..5], [new("v0"), new("v1")], [new("a0")], [new("t0")], [0], ConstantSeries.Keep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_attribute_of_a_single_basin_becomes_0()
    {
        Scaler scaler = ScalerFit.On(Store(), [0..5], [new("v0"), new("v1")], [new("a0")], [new("t0")], [1]);
        Assert.Equal(0, scaler.Attributes[0].Apply(300));
    }

    [Fact]
    public void A_variable_without_values_is_named()
    {
        SeriesStore store = Store();
        store.SetInput(0, 1, [.. Enumerable.Repeat(double.NaN, 8)]);
        store.SetInput(1, 1, [.. Enumerable.Repeat(double.NaN, 8)]);
        Assert.Contains("no value of v1", Assert.Throws<InputException>(() => Fit(store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deviations_of_basins_are_those_of_their_training_steps() => Assert.Equal([1, 2], BasinDeviations.Of(Store(), [0..5]));

    [Fact]
    public void The_file_gives_back_the_same_scaler_and_people_a_table()
    {
        using var folder = new TemporaryFolder();
        Scaler scaler = Fit(Store(), target: new ScalingRule("t0", "mm d-1", PerBasin: true, Transform: ValueTransform.Log1P));
        string path = Path.Combine(folder.Path, ScalerFile.Name);
        ScalerFile.Write(scaler, path);
        Scaler read = ScalerFile.Read(path);
        Assert.Equal(scaler.FittedOn, read.FittedOn);
        Assert.Equal(scaler.Inputs, read.Inputs);
        Assert.Equal(scaler.Attributes, read.Attributes);
        Assert.Equal(scaler.Targets[0].PerBasin, read.Targets[0].PerBasin);
        Assert.Equal(scaler.Targets[0] with { PerBasin = null }, read.Targets[0] with { PerBasin = null });
        Assert.Contains("\"transform\": \"log1p\"", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains("2 basins with their own", ScalerFile.Describe(scaler), StringComparison.Ordinal);
        Assert.Contains("2001-01-01 to 2001-01-05", ScalerFile.Describe(scaler), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"inputs\": 3}")]
    [InlineData("{\"inputs\": [{\"name\": \"p\", \"scale\": 0}], \"attributes\": [], \"targets\": []}")]
    public void A_file_that_is_no_scaler_is_refused_with_its_name(string text)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, ScalerFile.Name);
        File.WriteAllText(path, text);
        Assert.Contains(path, Assert.Throws<InputException>(() => ScalerFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_of_other_variables_are_refused_with_both_lists()
    {
        SeriesStore other = Stores.Numbered(1, 8, 3, 1);
        Assert.Contains("v0, v1, v2", Assert.Throws<InputException>(() => Fit(Store()).Apply(other)).Message, StringComparison.Ordinal);
    }
}
