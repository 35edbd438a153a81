using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Plugins.Lakes;

namespace Tributary.Tests.RiverRouting;

/// <summary>The rules of lakes against closed forms, a fine explicit twin and numbers worked out by hand.</summary>
public sealed class LakeTests
{
    private const double Day = 86400;
    private const double YearDays = 365.25;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    [InlineData(86400)]
    [InlineData(864000)]
    public void A_linear_outlet_is_the_analytical_linear_reservoir(double seconds)
    {
        // k = c b / A = 2 * 10 / 2e6 = 1e-5 s-1: S(t) = S* + (S0 - S*) e^(-kt) in every step, whatever its length. 1e-12 of the storages is asked.
        var outlet = StorageOutlet.LevelPool(2e6, 10, 2, 1);
        double[] inflow = [3, 0, 40, 7, 7, 0, 0, 120, 0.5];
        double storage = 0;
        double exact = 0;
        foreach (double flow in inflow)
        {
            double after = (flow / 1e-5) + ((exact - (flow / 1e-5)) * Math.Exp(-1e-5 * seconds));
            double outflow = outlet.Step(flow, seconds, ref storage);
            Assert.Equal(after, storage, 1e-12 * (exact + after));
            Assert.Equal(flow + ((exact - after) / seconds), outflow, 1e-9);
            exact = after;
        }
    }

    [Theory]
    [InlineData(300, 2e-5)]
    [InlineData(3600, 5e-4)]
    [InlineData(86400, 0.03)]
    public void A_level_pool_is_its_finely_stepped_explicit_twin(double seconds, double tolerance)
    {
        // A flood of two days through a lake of 5 km2 and a weir of 20 m; the twin goes in seconds. The tolerance is a share of the highest outflow.
        const double Area = 5e6;
        var outlet = StorageOutlet.LevelPool(Area, 20, 1.7, 1.5);
        int steps = (int)(20 * Day / seconds);
        double[] expected = new double[steps];
        double[] given = new double[steps];
        double storage = outlet.StorageFor(5);
        double level = Math.Pow(5 / (1.7 * 20), 2.0 / 3);
        for (int t = 0; t < steps; t++)
        {
            double inflow = t * seconds is >= 2 * Day and < 4 * Day ? 200 : 5;
            for (int second = 0; second < seconds; second++)
            {
                double flow = 1.7 * 20 * Math.Pow(level, 1.5);
                expected[t] += flow / seconds;
                level += (inflow - flow) / Area;
            }

            given[t] = outlet.Step(inflow, seconds, ref storage);
        }

        double worst = expected.Zip(given, (twin, flow) => Math.Abs(twin - flow)).Max();
        Assert.InRange(worst / expected.Max(), 0, tolerance);
        Assert.Equal(Area * level, storage, tolerance * Area * level);
    }

    [Fact]
    public void An_outlet_never_overshoots_its_balance_and_keeps_all_water()
    {
        Property.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            var random = new Random(seed);
            double exponent = new[] { 1, 1.5, 2.5, 1.2, 4 }[random.Next(5)];
            var outlet = StorageOutlet.LevelPool(Power(3, 11), Power(-1, 3), Power(-1, 1), exponent);
            double inflow = random.Next(4) == 0 ? 0 : Power(-4, 4);
            double step = Power(0, 7);
            double before = random.Next(4) == 0 ? 0 : outlet.StorageFor(Power(-4, 4));
            double storage = before;
            double outflow = outlet.Step(inflow, step, ref storage);
            double balanced = outlet.StorageFor(inflow);
            double slack = 1e-12 * (before + balanced);
            Assert.InRange(storage, Math.Min(before, balanced) - slack, Math.Max(before, balanced) + slack);
            Assert.InRange(outflow, 0, double.MaxValue);
            Assert.Equal(before + (inflow * step), storage + (outflow * step), 1e-13 * (before + (inflow * step)));

            // The implicit equation that the step stands for, with the rate of the chord.
            double rest = inflow - outlet.FlowAt(before);
            double change = storage - before;
            if (Math.Abs(change) > 1e-3 * before)
            {
                double rate = (outlet.FlowAt(storage) - outlet.FlowAt(before)) / change;
                double relaxed = rate * step > 1e-4 ? (1 - Math.Exp(-rate * step)) / rate : step * (1 - (rate * step / 2));
                Assert.Equal(rest * relaxed, change, 1e-7 * Math.Abs(change));
            }

            double Power(double least, double most) => Math.Pow(10, least + ((most - least) * random.NextDouble()));
        });
    }

    [Fact]
    public void A_lake_of_doll_stands_where_its_outflow_is_the_inflow()
    {
        // Q = k S (S / Smax)^1.5 gives S = (Q Smax^1.5 / k)^(2/5); Smax is 8 km2 by 5 m, k is 0.01 d-1.
        const double Capacity = 40e6;
        double balanced = Math.Pow(3 * Day * Math.Pow(Capacity, 1.5) / 0.01, 0.4);
        using RoutingTrial trial = Lake("""{ "rule": "doll", "start": "empty" }""", TimeSpan.FromDays(1), ("lake_area", 8));
        using IRoutingSimulation simulation = trial.Start();
        double[] discharge = trial.Advance(simulation, [.. Enumerable.Repeat(3.0, 2000)]);
        Assert.Equal(3, discharge[^1], 1e-9);
        Assert.Equal(balanced, trial.Stored(simulation), 1e-8 * balanced);
        Assert.Equal(discharge, discharge.Order());

        using RoutingTrial started = Lake("""{ "rule": "doll" }""", TimeSpan.FromDays(1), ("lake_area", 8), ("mean_inflow", 3));
        Assert.All(started.Run([.. Enumerable.Repeat(3.0, 20)]), flow => Assert.Equal(3, flow, 1e-12));
    }

    [Fact]
    public void A_large_reservoir_of_hanasaki_releases_by_what_it_held_when_its_year_began()
    {
        // i = 100 m3/s, C = 0.6 of a mean annual inflow (c above 0.5), alpha = 0.85, a year from October on. In units of 100 m3/s by a day:
        // C = 219.15, the target is 186.2775, where it starts, so that k = 1 and r = 100 until October 2001.
        // From January to September 2001 (273 days) the inflow is 80: S = 186.2775 - 273 * 0.2 = 131.6775, k = 131.6775 / 186.2775 = 0.70688...
        // From October on it is 150, release 70.688: S grows by 0.79312 a day and is full after (219.15 - 131.6775) / 0.79312 = 110.289 days; then all is spilled.
        const double Capacity = 0.6 * 100 * YearDays * Day;
        double coefficient = 131.6775 / 186.2775;
        double[] inflow = [.. Enumerable.Repeat(80.0, 273), .. Enumerable.Repeat(150.0, 150)];
        using RoutingTrial trial = Lake("""{ "rule": "hanasaki" }""", TimeSpan.FromDays(1), ("lake_area", 50), ("capacity", Capacity / 1e9), ("mean_inflow", 100));
        using IRoutingSimulation simulation = trial.Start();
        double[] discharge = trial.Advance(simulation, inflow);
        Assert.All(discharge[..273], flow => Assert.Equal(100, flow, 1e-9));
        Assert.All(discharge[273..383], flow => Assert.Equal(100 * coefficient, flow, 1e-9));
        double partly = (219.15 - 131.6775) - (110 * (1.5 - coefficient));
        Assert.Equal(150 - (100 * partly), discharge[383], 1e-6);
        Assert.All(discharge[384..], flow => Assert.Equal(150, flow, 1e-9));
        Assert.Equal(Capacity, trial.Stored(simulation), 1e-9 * Capacity);
    }

    [Fact]
    public void A_small_irrigation_reservoir_of_hanasaki_follows_demand_and_inflow_by_its_size()
    {
        // i = 20 m3/s, C = 0.25 of a mean annual inflow: (c / 0.5)^2 = 0.25, k = 1. Demand of 24 in January and 36 in February: its mean is 5, below half of i:
        // r' = 20 + d - 5 is 39, 51 and then 15; the release 0.25 r' + 0.75 I with I = 20: 24.75, 27.75, 18.75.
        (string, double)[] reservoir = [("lake_area", 3), ("lake_volume", 0.25 * 20 * YearDays * Day / 1e9), ("mean_inflow", 20)];
        using RoutingTrial less = Lake("""{ "rule": "hanasaki" }""", TimeSpan.FromDays(1), [.. reservoir, ("demand_jan", 24), ("demand_feb", 36)]);
        ByMonth(less, [24.75, 27.75, 18.75, 18.75]);

        // Demand of 60 and 120 has a mean of 15, above half of i: r' = 10 (1 + d / 15) is 50, 90 and then 10; releases 27.5, 37.5, 17.5.
        using RoutingTrial more = Lake("""{ "rule": "hanasaki" }""", TimeSpan.FromDays(1), [.. reservoir, ("demand_jan", 60), ("demand_feb", 120)]);
        ByMonth(more, [27.5, 37.5, 17.5, 17.5]);

        static void ByMonth(RoutingTrial trial, double[] expected)
        {
            double[] discharge = trial.Run([.. Enumerable.Repeat(20.0, 120)]);
            for (int day = 0; day < discharge.Length; day++)
            {
                Assert.Equal(expected[trial.Axis(1, day).Start.Month - 1], discharge[day], 1e-9);
            }
        }
    }

    [Fact]
    public void A_reservoir_of_unknown_inflow_passes_it_on_until_it_has_seen_a_whole_year()
    {
        // The year from October 2001 has 30 m3/s in its first half (182 days) and 10 in its second (183): its mean is 19.97; the reservoir is full all the time.
        double[] inflow = [.. Enumerable.Repeat(55.0, 273), .. Enumerable.Repeat(30.0, 182), .. Enumerable.Repeat(10.0, 183), .. Enumerable.Repeat(5.0, 10)];
        using RoutingTrial trial = Lake("""{ "rule": "hanasaki" }""", TimeSpan.FromDays(1), ("lake_area", 100), ("lake_depth", 10));
        double[] discharge = trial.Run(inflow);
        Assert.Equal(inflow[..638], discharge[..638]);
        Assert.All(discharge[638..], flow => Assert.Equal(((30 * 182.0) + (10 * 183)) / 365, flow, 1e-9));
    }

    [Fact]
    public void A_reservoir_gives_no_more_than_it_has()
    {
        using RoutingTrial trial = Lake("""{ "rule": "hanasaki" }""", TimeSpan.FromDays(1), ("lake_area", 1), ("capacity", 0.8 * 10 * YearDays * Day / 1e9), ("mean_inflow", 10));
        using IRoutingSimulation simulation = trial.Start();
        double[] discharge = trial.Advance(simulation, new double[270]);
        Assert.Equal(10, discharge[0], 1e-9);
        Assert.Equal(0, discharge[^1]);
        Assert.Equal(0, trial.Stored(simulation));
        Assert.Equal(0.85 * 0.8 * 10 * YearDays, discharge.Sum(), 1e-6);
    }

    [Fact]
    public void Each_lake_may_have_its_own_rule_and_other_reaches_pass_water_on_at_once()
    {
        var attributes = new AttributeTable(4);
        attributes.Set("lake_area", "km2", [double.NaN, 2, 2, 0]);
        attributes.Set("lake_rule", "1", [double.NaN, 2, double.NaN, double.NaN]);
        using var trial = new RoutingTrial(new LakesPlugin(), InventedNetwork.Chain(4, 1000, 0.001, attributes), Hour, settings: """{ "outlet_exponent": 1 }""", parameters: ("width_factor", 3));
        const int Steps = 50;
        double[] inflow = new double[4 * Steps];
        inflow.AsSpan(0, Steps).Fill(10);
        double[] discharge = trial.Run(inflow);
        Assert.Equal(inflow[..Steps], discharge[..Steps]);
        Assert.Equal(discharge[(2 * Steps)..(3 * Steps)], discharge[(3 * Steps)..]);

        // The second by Döll, Smax = 2 km2 by 5 m; the third linear, with the width of the channel of the area of 3 km of river at 0.5 km / km2.
        var doll = StorageOutlet.Doll(10e6, 0.01 / Day);
        var linear = StorageOutlet.LevelPool(2e6, 3 * Math.Sqrt(6), 1.7, 1);
        (double first, double second) = (0, 0);
        for (int t = 0; t < Steps; t++)
        {
            double between = doll.Step(10, 3600, ref first);
            Assert.Equal(between, discharge[Steps + t], 1e-12);
            Assert.Equal(linear.Step(between, 3600, ref second), discharge[(2 * Steps) + t], 1e-12);
        }
    }

    [Theory]
    [InlineData("level-pool", "lake_area", double.PositiveInfinity, "reach R1: lake_area is Infinity")]
    [InlineData("level-pool", "outlet_width", 0, "reach R1: outlet_width is 0. Give a positive value")]
    [InlineData("level-pool", "mean_inflow", -1, "reach R1: mean_inflow is -1. Give a value of 0 or more")]
    [InlineData("level-pool", "lake_rule", 4, "reach R1: lake_rule is 4. Give a whole number from 1 to 3")]
    [InlineData("level-pool", "lake_rule", 1.5, "reach R1: lake_rule is 1.5")]
    [InlineData("hanasaki", "first_month", 13, "reach R1: first_month is 13")]
    [InlineData("hanasaki", "demand_feb", -2, "reach R1: demand_feb is -2")]
    [InlineData("hanasaki", "lake_depth", double.NaN, "reach R1: the capacity of its reservoir is not known. Give capacity (km3)")]
    public void What_is_wrong_with_a_lake_is_told_by_reach(string rule, string attribute, double value, string message)
    {
        (string, double)[] lake = [("lake_area", 1), ("lake_depth", 5), (attribute, value)];
        using RoutingTrial trial = Lake($$"""{ "rule": "{{rule}}" }""", Hour, lake);
        InputException error = Assert.Throws<InputException>(() => trial.Start().Dispose());
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_says_nothing_of_lakes_is_refused()
    {
        InputException error = Assert.Throws<InputException>(() => new RoutingTrial(new LakesPlugin(), InventedNetwork.Chain(3, 1000, 0.001), Hour).Dispose());
        Assert.Equal("lakes: no reach has the attribute lake_area. Give lake_area (km2) to the reaches that are lakes, or leave the lakes out of the routing.", error.Message);
    }

    private static RoutingTrial Lake(string settings, TimeSpan step, params (string Name, double Value)[] lake)
    {
        var attributes = new AttributeTable(1);
        foreach ((string name, double value) in lake)
        {
            attributes.Set(name, string.Empty, [value]);
        }

        return new RoutingTrial(new LakesPlugin(), InventedNetwork.Chain(1, 1000, 0.001, attributes), step, settings: settings);
    }
}
