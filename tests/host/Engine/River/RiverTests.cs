using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Basins that drain into each other: their areas, their forcing, and the way of their water to the gauges.</summary>
public sealed class RiverTests
{
    private static readonly TimeAxis Time = new(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 5);
    private static readonly ModelDescriptor Model = new()
    {
        Name = "any",
        Description = "any",
        Outputs = [new OutputDeclaration(Variables.Runoff)],
    };

    [Fact]
    public void Without_routing_a_gauge_sees_all_that_lies_upstream_within_the_step()
    {
        var random = Gen.Choose(1, 40).SelectMany(count => Gen.Choose(0, 1_000_000).Select(seed => (count, seed)));
        Property.Holds(random, at =>
        {
            int[] downstream = RandomTree(at.count, at.seed);
            double[] areas = [.. Enumerable.Range(1, at.count).Select(area => (double)area)];
            BasinDomain domain = Domain(downstream, areas);
            double[] given = new double[at.count * Time.Count];
            var values = new Random(at.seed);
            for (int i = 0; i < given.Length; i++)
            {
                given[i] = values.NextDouble();
            }

            double[] discharge = new double[given.Length];
            using var river = new RiverDischarge(domain, null, Model, Time.Step, 1, new HostServices(_ => { }));
            river.Route(Time, given, discharge, new RiverDischarge.Room());
            for (int gauge = 0; gauge < at.count; gauge++)
            {
                for (int step = 0; step < Time.Count; step++)
                {
                    double expected = 0;
                    for (int unit = 0; unit < at.count; unit++)
                    {
                        expected += IsAbove(downstream, unit, gauge) ? given[(unit * Time.Count) + step] * areas[unit] / 86.4 : 0;
                    }

                    Assert.Equal(expected, discharge[(gauge * Time.Count) + step], 1e-9);
                }
            }
        });
    }

    [Fact]
    public void Forcing_of_nested_catchments_becomes_that_between_the_gauges_and_keeps_the_volume()
    {
        int[] downstream = [-1, 0, 1, 1];
        double[] own = [10, 20, 30, 40];
        BasinDomain domain = Domain(downstream, own);
        var forcing = new ForcingTable(Time, 4, [Variables.AirTemperature]);
        double[] between = [5, 7, 11, 13];
        for (int unit = 0; unit < 4; unit++)
        {
            double sum = 0;
            for (int above = 0; above < 4; above++)
            {
                sum += IsAbove(downstream, above, unit) ? between[above] * own[above] : 0;
            }

            forcing.Series(Variables.AirTemperature, unit).Fill(sum / domain.Gauges[unit].AreaKm2);
        }

        Assert.Empty(NestedForcing.TakeOutUpstream(forcing, domain, downstream));
        for (int unit = 0; unit < 4; unit++)
        {
            Assert.All(forcing.Series(Variables.AirTemperature, unit).ToArray(), value => Assert.Equal(between[unit], value, 1e-12));
        }
    }

    [Fact]
    public void Precipitation_between_gauges_does_not_fall_below_zero_and_says_so()
    {
        int[] downstream = [-1, 0];
        BasinDomain domain = Domain(downstream, [10, 90]);
        var forcing = new ForcingTable(Time, 2, [Variables.Precipitation]);
        forcing.Series(Variables.Precipitation, 0).Fill(1);
        forcing.Series(Variables.Precipitation, 1).Fill(2);
        Assert.Contains("on 5 of 5 time steps", Assert.Single(NestedForcing.TakeOutUpstream(forcing, domain, downstream)), StringComparison.Ordinal);
        Assert.All(forcing.Series(Variables.Precipitation, 0).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Areas_above_and_between_gauges_are_each_other_s_inverse()
    {
        var trees = Gen.Choose(1, 30).SelectMany(count => Gen.Choose(0, 1_000_000).Select(seed => (count, seed)));
        Property.Holds(trees, at =>
        {
            int[] downstream = RandomTree(at.count, at.seed);
            double[] own = [.. Enumerable.Range(1, at.count).Select(area => (double)area)];
            Close.All(own, BasinNetwork.Upstream(downstream, BasinNetwork.Upstream(downstream, own, 1), -1), 1e-12);
        });
    }

    private static BasinDomain Domain(int[] downstream, double[] areas)
    {
        string[] ids = [.. Enumerable.Range(0, areas.Length).Select(i => $"b{i}")];
        double[] ones = [.. areas.Select(_ => 1.0)];
        var network = new RiverNetwork(ids, downstream, ones, ones, [.. Enumerable.Range(0, areas.Length)]);
        double[] above = BasinNetwork.Upstream(downstream, areas, 1);
        return new BasinDomain(SpatialModes.SemiDistributed, new CatchmentUnits(ids, areas), network, [.. ids.Select((id, i) => new Gauge(id, i, above[i], AtHead: true))]);
    }

    /// <summary>Each basin drains to one with another number, in a shuffled order, so that numbers do not follow the water.</summary>
    private static int[] RandomTree(int count, int seed)
    {
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        int[] downstream = new int[count];
        for (int i = 0; i < count; i++)
        {
            downstream[order[i]] = i == 0 || random.Next(5) == 0 ? -1 : order[random.Next(i)];
        }

        return downstream;
    }

    private static bool IsAbove(int[] downstream, int unit, int gauge)
    {
        int at = unit;
        while (at >= 0 && at != gauge)
        {
            at = downstream[at];
        }

        return at == gauge;
    }
}
