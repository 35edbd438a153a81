using Tributary.Contracts;

namespace Tributary.Learning.Tests;

public class TrainingSeriesTests
{
    private static TrainingSetup Setup(Gauge[] gauges)
    {
        var attributes = new AttributeTable(2);
        attributes.Set("slope", "m km-1", [11, 22]);
        return new TrainingSetup
        {
            Units = new CatchmentUnits(["u0", "u1"], [100, 200], attributes: attributes),
            Gauges = gauges,
            Time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 3),
            Forcing = new double[] { 1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, double.NaN },
            ForcingRows = new SeriesRows([0, 6], 3, 2),
            Targets = new double[] { 10, 20, double.NaN, 30, 40, 50 },
            TargetVariables = [new Variable("discharge", "", "m3 s-1", CellMethod.Mean, "flow")],
            Splits = new SplitPeriods(null, null, null, null),
            Seed = 1,
            ArtefactFolder = ".",
            Services = null!,
        };
    }

    [Fact]
    public void Each_gauge_is_a_basin_with_the_series_of_its_unit_and_its_flow_as_a_depth()
    {
        SeriesStore store = TrainingSeries.Gauged(Setup([new Gauge("g1", 1, 200), new Gauge("g0", 0, 100)]), new FeatureSet(["precipitation", "air_temperature"], []), ["slope"]);
        Assert.Equal(["g1", "g0"], store.Basins);
        Assert.Equal(["precipitation", "air_temperature"], store.Variables);
        Assert.Equal([4f, -4f, 5f, -5f, 6f, float.NaN], store.Inputs(0).ToArray());
        Assert.Equal([1f, -1f, 2f, -2f, 3f, -3f], store.Inputs(1).ToArray());
        Assert.Equal(22, store.Statics(0)[0]);
        Assert.Equal([(float)(10 * 86.4 / 200), (float)(20 * 86.4 / 200), float.NaN], store.Targets(0).ToArray());
        Assert.Equal((float)(50 * 86.4 / 100), store.Targets(1)[2]);
    }

    [Fact]
    public void Unknown_attributes_and_gauges_without_a_unit_are_named()
    {
        Assert.Contains("Known ones: slope", Assert.Throws<InputException>(() => TrainingSeries.Gauged(Setup([new Gauge("g", 0, 1)]), new FeatureSet(["precipitation"], []), ["aspect"])).Message, StringComparison.Ordinal);
        Assert.Contains("far away", Assert.Throws<InputException>(() =>
            TrainingSeries.Gauged(Setup([new Gauge("far away", 7, 1), new Gauge("g", 0, 1)]), new FeatureSet(["precipitation"], []), [])).Message, StringComparison.Ordinal);
    }
}
