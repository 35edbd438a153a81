using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Where the points of sweeps lie.</summary>
public sealed class SweepSamplingTests
{
    private static readonly Gen<(int Axes, int Count, int Seed)> Cases =
        from axes in Gen.Choose(1, 6) from count in Gen.Choose(1, 80) from seed in Gen.Choose(0, int.MaxValue - 1) select (axes, count, seed);

    [Fact]
    public void A_latin_hypercube_has_one_point_in_every_stratum_of_every_axis() => Property.Holds(Cases, one =>
    {
        double[][] points = SweepSampling.LatinHypercubeShares(one.Axes, one.Count, one.Seed);
        for (int axis = 0; axis < one.Axes; axis++)
        {
            int column = axis;
            Assert.Equal(Enumerable.Range(0, one.Count), points.Select(point => (int)Math.Floor(point[column] * one.Count)).Order());
        }
    }, 300);

    [Fact]
    public void A_latin_hypercube_takes_every_listed_value_equally_often_and_covers_a_logarithmic_range_by_decades() => Property.Holds(Gen.Choose(0, 100000), seed =>
    {
        JsonNode?[][] points = [.. SweepSampling.LatinHypercube([Axis("[64, 128, 256]"), Axis("""{ "from": 1e-4, "to": 1e-1, "scale": "log" }""")], 12, seed)];
        Assert.All(points.GroupBy(point => point[0]!.GetValue<int>()), group => Assert.Equal(4, group.Count()));
        Assert.All(points.GroupBy(point => Math.Floor(Math.Log10(point[1]!.GetValue<double>()))), group => Assert.Equal(4, group.Count()));
    });

    [Fact]
    public void Whole_numbers_of_a_range_all_occur_with_both_ends_and_none_beyond() => Property.Holds(Gen.Choose(0, 100000), seed =>
    {
        foreach (string scale in (string[])["linear", "log"])
        {
            SweepAxis axis = Axis($$"""{ "from": 2, "to": 7, "scale": "{{scale}}" }""");
            axis.IsWhole = true;
            int[] values = [.. SweepSampling.LatinHypercube([axis], 60, seed).Select(point => point[0]!.GetValue<long>()).Select(value => (int)value)];
            Assert.Equal([2, 3, 4, 5, 6, 7], values.Distinct().Order());
        }
    });

    [Fact]
    public void A_grid_has_all_combinations_with_the_last_key_changing_fastest()
    {
        SweepAxis counted = Axis("""{ "from": 1, "to": 100, "scale": "log", "count": 3 }""");
        IEnumerable<string> points = SweepSampling.Grid([Axis("""["a", "b"]"""), counted])!.Select(point => $"{SweepAxis.TextOf(point[0])} {SweepAxis.TextOf(point[1])}");
        Assert.Equal(["a 1", "a 10", "a 100", "b 1", "b 10", "b 100"], points);
    }

    [Fact]
    public void Random_points_differ_and_end_where_there_are_no_more() => Property.Holds(Gen.Choose(0, 100000), seed =>
    {
        SweepAxis[] axes = [Axis("[1, 2, 3]"), Axis("[true, false]")];
        Assert.Equal(4, Texts(SweepSampling.Random(axes, 4, seed)).Distinct().Count());
        Assert.Equal(6, Texts(SweepSampling.Random(axes, 100, seed)).Distinct().Count());
        Assert.Equal(Texts(SweepSampling.Random(axes, 4, seed)), Texts(SweepSampling.Random(axes, 4, seed)));
    });

    // By hand: the resource times the factor, the points through the factor, rounded down; a last one alone gets all at once.
    [Theory]
    [InlineData(8, 4, 32, 2, "4:8 8:4 16:2 32:1")]
    [InlineData(20, 4, 32, 2, "4:20 8:10 16:5 32:2")]
    [InlineData(27, 1, 81, 3, "1:27 3:9 9:3 81:1")]
    [InlineData(3, 4, 32, 2, "4:3 32:1")]
    [InlineData(1, 4, 32, 2, "32:1")]
    [InlineData(6, 10, 30, 2, "10:6 20:3 30:1")]
    [InlineData(5, 7, 7, 2, "7:5")]
    [InlineData(9, 1000000000, 2000000000, 3, "1000000000:9 2000000000:3")]
    public void The_better_ones_get_more(int points, int from, int to, int factor, string expected) =>
        Assert.Equal(expected, string.Join(' ', HalvingSchedule.Of(points, from, to, factor).Select(step => $"{step.Resource}:{step.Points}")));

    private static SweepAxis Axis(string values) => new("key", KeyPath.Find([], "key"), JsonElement.Parse(values));

    private static string[] Texts(IEnumerable<JsonNode?[]> points) => [.. points.Select(point => string.Join(' ', point.Select(value => value?.ToJsonString())))];
}
