using System.Text;
using FsCheck.Fluent;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class MapValuesTests
{
    [Fact]
    public void Values_come_back_within_half_a_step_of_the_range() => Property.Holds(
        Property.Between(-1e3, 1e4).ArrayOf().Where(values => values.Length > 0),
        values =>
        {
            float[] kept = [.. values.Select(value => (float)value), float.NaN];
            var codes = MapValues.For(kept, logarithmic: false);
            double step = (kept.Where(float.IsFinite).Max() - kept.Where(float.IsFinite).Min()) / 65534.0;
            foreach (float value in kept.Where(float.IsFinite))
            {
                Assert.Equal(value, codes.Decode(codes.Encode(value)), (0.5 * step) + 1e-9);
            }

            Assert.True(double.IsNaN(codes.Decode(codes.Encode(float.NaN))));
        });

    [Fact]
    public void On_a_logarithmic_scale_small_and_large_discharges_come_back_equally_well_and_zero_as_zero()
    {
        float[] values = [0, 0.0004f, 0.003f, 1, 17.5f, 4200, float.NaN];
        var codes = MapValues.For(values, logarithmic: true);
        double half = Math.Log(4200 / 0.0004) / 65533 / 2;
        foreach (float value in values[1..6])
        {
            Assert.Equal(1, codes.Decode(codes.Encode(value)) / value, half * 1.01);
        }

        Assert.Equal(0, codes.Decode(codes.Encode(0)));
        Assert.Equal(MapValues.Missing, codes.Encode(float.NaN));
    }

    [Fact]
    public void Values_of_both_signs_are_kept_evenly_although_a_logarithm_was_asked_for()
    {
        var codes = MapValues.For([-5, 5], logarithmic: true);
        Assert.False(codes.IsLogarithmic);
        Assert.Equal(-5, codes.Decode(codes.Encode(-5)));
    }

    [Fact]
    public void Nothing_known_and_one_value_alone_can_be_kept()
    {
        Assert.True(double.IsNaN(MapValues.For([float.NaN], false).Decode(MapValues.For([float.NaN], false).Encode(float.NaN))));
        foreach (bool logarithmic in (bool[])[false, true])
        {
            var codes = MapValues.For([3, 3], logarithmic);
            Assert.Equal(3, codes.Decode(codes.Encode(3)), 1e-12);
        }
    }

    [Fact]
    public void Colours_span_the_percentiles_of_all_members_and_are_even_around_zero_where_they_diverge()
    {
        float[] values = [.. Enumerable.Range(0, 101).Select(i => (float)i)];
        MapLayer layer = new("q", "Q", "1", MapItems.Units, values);
        Assert.Equal((1, 99), MapColourRange.Of([layer]));
        Assert.Equal((2, 198), MapColourRange.Of([layer, layer with { Values = [.. Enumerable.Range(101, 100).Select(i => (float)i)] }]));
        (double low, double high) = MapColourRange.Of([layer with { Scale = MapScale.Logarithmic, Values = [.. values.Select(value => MathF.Pow(10, (0.08f * value) - 6))] }]);
        Assert.Equal((1, 1), (high / Math.Pow(10, 1.92), low / Math.Pow(10, 1.92 - 4)), new Nearly());
        Assert.Equal((-99, 99), MapColourRange.Of([layer with { Scale = MapScale.Diverging, Values = [.. values.Select(value => -value)] }]));
        Assert.Equal((0, 1), MapColourRange.Of([layer with { Values = [float.NaN] }]));
    }

    [Fact]
    public void A_layer_of_the_wrong_length_is_refused_with_what_it_should_be()
    {
        ReportTime time = new(new DateTime(2000, 1, 1), 86400, 2);
        ReportMap map = SyntheticMap.Of(time, "A");
        ReportContent content = new("map", time, []) { Map = map with { Layers = [map.Layers[0] with { Values = new float[5] }] } };
        ArgumentException error = Assert.Throws<ArgumentException>(() => ReportWriter.Write(content, Stream.Null));
        Assert.Contains("layer runoff has 5 values, but 88 units over 2 frames need 176", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_map_gives_the_same_bytes_and_none_gives_no_map()
    {
        ReportTime time = new(new DateTime(2000, 1, 1), 86400, 60);
        Assert.Equal(Text(time, SyntheticMap.Of(time, "A")), Text(time, SyntheticMap.Of(time, "A")));
        Assert.Contains("\"map\":{\"unitWord\"", Text(time, SyntheticMap.Of(time, "A")), StringComparison.Ordinal);
        Assert.DoesNotContain("\"map\":{\"unitWord\"", Text(time, null), StringComparison.Ordinal);
    }

    private static string Text(ReportTime time, ReportMap? map)
    {
        using var stream = new MemoryStream();
        ReportWriter.Write(new ReportContent("map", time, []) { Map = map }, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Nearly : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-5 && Math.Abs(x.Item2 - y.Item2) < 1e-5;

        public int GetHashCode((double, double) pair) => 0;
    }
}
