using Tributary.Contracts;
using Tributary.Plugins.Irf;
using Tributary.Plugins.KinematicWave;
using Tributary.Plugins.MuskingumCunge;
using Tributary.Plugins.WaveTracking;

namespace Tributary.Tests.RiverRouting;

/// <summary>The routings that follow the hydraulics of a channel, against solutions of the wave equations.</summary>
public sealed class WaveRoutingTests
{
    private const double Width = 50;
    private const double Slope = 4e-4;
    private const double Roughness = 0.03;
    private const double BaseFlow = 100;

    // Of a wide rectangle by Manning's equation at the base flow.
    private static readonly double Velocity = Math.Pow(Math.Sqrt(Slope) / Roughness, 0.6) * Math.Pow(BaseFlow / Width, 0.4);
    private static readonly double Celerity = 5.0 / 3 * Velocity;
    private static readonly double Diffusivity = BaseFlow / (2 * Width * Slope);

    [Theory]
    [InlineData("muskingum-cunge", 900, 0.08)]
    public void A_small_wave_on_a_steady_flow_is_hayamis(string method, double seconds, double tolerance)
    {
        // 60 km in reaches of 3 km, long steps: the tolerance is a share of the wave's peak.
        const int Reaches = 20;
        const double Wave = 0.1;
        int at = (int)(360_000 / seconds);
        int steps = (int)(540_000 / seconds);
        double[] inflow = new double[Reaches * steps];
        inflow.AsSpan(0, steps).Fill(BaseFlow);
        inflow[at] += Wave;
        using var trial = Trial(method, Reaches, 3000, seconds);
        double[] discharge = trial.Run(inflow)[^steps..];
        double[] response = [.. discharge.Skip(at).Select(flow => (flow - BaseFlow) / Wave)];
        double[] hayami = IrfProcess.Ordinates(3000.0 * Reaches, Celerity, Diffusivity, seconds);
        double worst = response.Select((flow, k) => Math.Abs(flow - (k < hayami.Length ? hayami[k] : 0))).Max();
        Assert.InRange(worst / hayami.Max(), 0, tolerance);
        Assert.Equal(60_000 / Celerity, response.Select((flow, k) => seconds * k * flow).Sum(), 0.005 * 60_000 / Celerity);
    }

    [Theory]
    [InlineData(300, 60, 1000, null, 100, 0.03)]
    [InlineData(300, 20, 3000, null, 100, 0.02)]
    [InlineData(300, 6, 10_000, null, 100, 0.01)]
    [InlineData(300, 1, 60_000, null, 100, 0.01)]
    [InlineData(300, 20, 3000, 300, 100, 0.02)]
    [InlineData(300, 20, 3000, 3000, 100, 0.05)]
    [InlineData(300, 1, 60_000, 3000, 100, 0.05)]
    [InlineData(300, 20, 3000, null, 30, 0.05)]
    [InlineData(300, 20, 3000, null, 300, 0.05)]
    [InlineData(3600, 6, 10_000, null, 100, 0.15)]
    [InlineData(3600, 1, 60_000, null, 100, 0.1)]
    [InlineData(3600, 1, 60_000, 7500, 100, 0.15)]
    [InlineData(3600, 2, 60_000, null, 100, 0.1)]
    [InlineData(3600, 3, 60_000, null, 300, 0.12)]
    public void The_diffusive_wave_has_hayamis_travel_time_spread_and_shape(double seconds, int reaches, double length, int? cell, double baseFlow, double shape)
    {
        // Travel time within 0.5 %, variance within 5 % of the exact one of step means, and the whole hydrograph within a share of its peak.
        double celerity = Celerity * Math.Pow(baseFlow / BaseFlow, 0.4);
        double diffusivity = Diffusivity * baseFlow / BaseFlow;
        const double Wave = 0.05;
        double[] hayami = IrfProcess.Ordinates(reaches * length, celerity, diffusivity, seconds);
        double expected = reaches * length / celerity;
        int at = (int)((10 * expected / seconds) + (400_000 / seconds));
        int steps = at + (2 * hayami.Length);
        double[] inflow = new double[reaches * steps];
        inflow.AsSpan(0, steps).Fill(baseFlow);
        inflow[at] += Wave;
        using var trial = Trial("diffusive-wave", reaches, length, seconds, cell is int longest ? $$"""{ "longest_cell": {{longest}} }""" : "{}");
        double[] response = [.. trial.Run(inflow)[^(steps - at)..].Select(flow => (flow - baseFlow) / Wave)];
        Assert.Equal(1, response.Sum(), 1e-4);
        double delay = Mean(response);
        Assert.Equal(expected, delay, 0.005 * expected);
        double variance = Variance(response);
        double exact = Variance(hayami);
        Assert.Equal(exact, variance, 0.05 * exact);
        Assert.InRange(response.Select((flow, k) => Math.Abs(flow - (k < hayami.Length ? hayami[k] : 0))).Max() / hayami.Max(), 0, shape);

        double Mean(double[] flows) => seconds * flows.Select((flow, k) => k * flow).Sum() / flows.Sum();

        double Variance(double[] flows)
        {
            double mean = Mean(flows);
            return flows.Select((flow, k) => ((seconds * k) - mean) * ((seconds * k) - mean) * flow).Sum() / flows.Sum();
        }
    }

    [Theory]
    [InlineData(20, null, 0.04)]
    [InlineData(20, 1000, 0.015)]
    [InlineData(60, null, 0.01)]
    public void On_a_steep_bed_the_diffusive_wave_is_the_kinematic_one(double baseFlow, int? cell, double tolerance)
    {
        // A flood up to 200 m3/s in half a day through 20 km at a slope of 1 %, against the exact solution of the kinematic wave; the tolerance is a share of the peak.
        // Cells suit a bankfull flood unless they are given, and spread the foot of the rise from a low flow.
        const int Steps = 288;
        const double Peak = 200;
        double[] inflow = [.. Enumerable.Repeat(baseFlow, Steps)];
        for (int t = 0; t < 144; t++)
        {
            inflow[72 + t] += (Peak - baseFlow) * Math.Pow(Math.Sin(Math.PI * (t + 0.5) / 144), 2);
        }

        using var trial = Trial("diffusive-wave", 1, 20_000, 300, cell is int longest ? $$"""{ "longest_cell": {{longest}} }""" : "{}", slope: 0.01);
        using var exact = Trial("wave-tracking", 1, 20_000, 300, """{ "most_waves": 300 }""", slope: 0.01);
        double[] discharge = trial.Run(inflow);
        double[] expected = exact.Run(inflow);
        for (int t = 60; t < Steps; t++)
        {
            Assert.Equal(expected[t], discharge[t], tolerance * Peak);
        }
    }

    [Fact]
    public void An_implicit_kinematic_wave_has_the_delay_of_its_celerity()
    {
        const int Steps = 1500;
        const int At = 700;
        double[] inflow = new double[10 * Steps];
        inflow.AsSpan(0, Steps).Fill(BaseFlow);
        inflow[At] += 0.1;
        using var trial = Trial("kinematic-wave", 10, 3000, 900);
        double[] discharge = trial.Run(inflow)[^Steps..];
        double[] wave = [.. discharge.Skip(At).Select(flow => (flow - BaseFlow) / 0.1)];
        Assert.Equal(1, wave.Sum(), 1e-3);

        // Its implicit step delays by nothing beyond L / c in a mean-flow balance.
        Assert.Equal(30_000 / Celerity, 900 * wave.Select((flow, k) => k * flow).Sum(), 0.005 * 30_000 / Celerity);
    }

    [Fact]
    public void A_wave_front_on_a_dry_bed_is_a_shock_and_its_end_a_fan()
    {
        // Lighthill and Whitham: the front runs with Q / A = v; behind the end of the inflow the flow at L is that whose celerity is L / t.
        const int Steps = 300;
        const int Stop = 100;
        const double Length = 20_000;
        const double Step = 300;
        double[] inflow = new double[Steps];
        inflow.AsSpan(0, Stop).Fill(BaseFlow);
        using var trial = Trial("wave-tracking", 1, Length, Step);
        double[] discharge = trial.Run(inflow);
        double arrival = Length / Velocity / Step;
        double kappa = WaveTrackingProcess.Kappa(Width, Slope, Roughness);
        for (int t = 0; t < Steps; t++)
        {
            double fanBegins = Stop + (Length / Celerity / Step);
            if (t + 1 < arrival)
            {
                Assert.Equal(0, discharge[t]);
            }
            else if (t < fanBegins - 1 && t > arrival)
            {
                Assert.Equal(BaseFlow, discharge[t], 1e-9);
            }
            else if (t > fanBegins)
            {
                // The mean over the step from the primitive of Q = kappa (3 L / 5 kappa T)^(5/2).
                double exact = Passed((t + 1 - Stop) * Step) - Passed((t - Stop) * Step);
                Assert.Equal(exact / Step, discharge[t], 1e-9 * BaseFlow);
            }
        }

        double Passed(double time) => -2.0 / 3 * kappa * Math.Pow(0.6 * Length / kappa, 2.5) * Math.Pow(time, -1.5);
    }

    [Fact]
    public void A_wave_overtakes_a_smaller_one_and_both_arrive_as_a_shock()
    {
        // From 50 to 150 m3/s: the shock runs with (Q2 - Q1) / (A2 - A1).
        const int Steps = 400;
        const double Length = 40_000;
        double[] inflow = new double[Steps];
        inflow.AsSpan(0, 200).Fill(50);
        inflow.AsSpan(200).Fill(150);
        using var trial = Trial("wave-tracking", 1, Length, 300, """{ "most_waves": 400 }""");
        double[] discharge = trial.Run(inflow);
        double kappa = WaveTrackingProcess.Kappa(Width, Slope, Roughness);
        double speed = 100 / (Math.Pow(150 / kappa, 0.6) - Math.Pow(50 / kappa, 0.6));
        double arrival = 200 + (Length / speed / 300);
        for (int t = 190; t < Steps; t++)
        {
            double after = Math.Clamp(t + 1 - arrival, 0, 1);
            Assert.Equal(50 + (100 * after), discharge[t], 1e-8);
        }
    }

    [Fact]
    public void The_depth_of_uniform_flow_solves_mannings_equation()
    {
        Property.Holds(FsCheck.Fluent.Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            var random = new Random(seed);
            double width = Math.Pow(10, (2.5 * random.NextDouble()) - 0.3);
            double side = 3 * random.NextDouble();
            double slope = Math.Pow(10, -5 + (4 * random.NextDouble()));
            var channel = Channel.Of(1000, width, side, slope, 0.05);
            double flow = Math.Pow(10, -4 + (8 * random.NextDouble()));
            double depth = MuskingumCungeProcess.Depth(channel, flow);
            double area = depth * (width + (side * depth));
            double perimeter = width + (2 * depth * Math.Sqrt(1 + (side * side)));
            Assert.Equal(flow, Math.Sqrt(slope) / 0.05 * area * Math.Pow(area / perimeter, 2.0 / 3), 1e-4 * flow);
        });
    }

    [Fact]
    public void The_root_of_the_kinematic_balance_is_found_from_any_guess()
    {
        Property.Holds(FsCheck.Fluent.Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            var random = new Random(seed);
            double factor = Math.Pow(10, -4 + (8 * random.NextDouble()));
            double y = Math.Pow(10, -2 + (3 * random.NextDouble()));
            double sum = (y * y * y * y * y) + (factor * y * y * y);
            Assert.Equal(y, KinematicWaveProcess.Root(sum, factor, random.Next(3) * y * random.NextDouble()), 1e-9 * y);
        });
    }

    [Theory]
    [InlineData("muskingum-cunge", 5)]
    [InlineData("muskingum-cunge", 15)]
    [InlineData("muskingum-cunge", 60)]
    [InlineData("muskingum-cunge", 360)]
    [InlineData("muskingum-cunge", 1440)]
    [InlineData("diffusive-wave", 5)]
    [InlineData("diffusive-wave", 15)]
    [InlineData("diffusive-wave", 60)]
    [InlineData("diffusive-wave", 360)]
    [InlineData("diffusive-wave", 1440)]
    public void Waves_are_stable_and_never_negative(string method, double minutes)
    {
        // A wave that only spreads is nowhere higher than it came in; the diffusive wave's third moment may add some per mille.
        double most = method == "diffusive-wave" ? 1.005 : 1 + 1e-12;
        foreach (double slope in new[] { 0, 1e-4, 1e-3, 1e-2, 0.1 })
        {
            foreach (double length in new[] { 100.0, 1000, 10_000, 50_000 })
            {
                using var trial = new RoutingTrial(RoutingMethods.Of(method), InventedNetwork.Chain(12, length, slope), TimeSpan.FromMinutes(minutes));
                const int Steps = 300;
                double[] block = new double[12 * Steps];
                block.AsSpan(20, 100).Fill(300);
                Check(block, 300);
                double[] spike = new double[12 * Steps];
                spike[100] = 1000;
                spike[101] = 0.001;
                Check(spike, 1000);

                void Check(double[] inflow, double entering)
                {
                    double[] discharge = trial.Run(inflow);
                    Assert.InRange(discharge.Min(), 0, 0);
                    Assert.True(discharge.Max() <= most * entering, $"slope {slope}, length {length}: {discharge.Max()} of {entering}");
                }
            }
        }
    }

    private static RoutingTrial Trial(string method, int reaches, double length, double seconds, string settings = "{}", double slope = Slope)
    {
        var attributes = new AttributeTable(reaches);
        attributes.Set(ChannelGeometry.WidthAttribute, "m", [.. Enumerable.Repeat(Width, reaches)]);
        attributes.Set(ChannelGeometry.RoughnessAttribute, "s m-1/3", [.. Enumerable.Repeat(Roughness, reaches)]);
        return new RoutingTrial(RoutingMethods.Of(method), InventedNetwork.Chain(reaches, length, slope, attributes), TimeSpan.FromSeconds(seconds), settings: settings);
    }
}
