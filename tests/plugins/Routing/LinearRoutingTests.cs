using Tributary.Contracts;
using Tributary.Contracts.Numerics;
using Tributary.Plugins.Hillslope;
using Tributary.Plugins.Irf;
using Tributary.Plugins.Muskingum;

namespace Tributary.Tests.RiverRouting;

/// <summary>The linear routings against closed forms.</summary>
public sealed class LinearRoutingTests
{
    [Fact]
    public void Muskingum_gives_the_classical_recursion()
    {
        // K = 3 h, x = 0.2, dt = 1 h: C1 = (dt - 2Kx) / D, C2 = (dt + 2Kx) / D, C3 = (2K(1-x) - dt) / D with D = 2K(1-x) + dt; 1 - 1.2 < 0 asks for two segments,
        // each with K = 1.5 h and x = (1 - 2 * 0.6) / 2 = -0.1.
        RiverNetwork network = InventedNetwork.Chain(1, 5000, 0.001);
        using var trial = new RoutingTrial(new MuskingumPlugin(), network, TimeSpan.FromHours(1), settings: """{ "k": 3, "x": 0.2 }""");
        double[] inflow = [93, 137, 208, 320, 442, 546, 630, 678, 691, 675, 634, 571, 477, 390, 329, 247, 184, 134, 108, 90];
        double[] expected = inflow;
        for (int segment = 0; segment < 2; segment++)
        {
            expected = Classical(expected, 1.5, -0.1, 1);
        }

        Close.All(expected, trial.Run(inflow), 1e-12);
    }

    [Fact]
    public void Muskingum_without_weighting_is_a_cascade_of_linear_reservoirs()
    {
        const int Reaches = 3;
        const double ReservoirSeconds = 7200;
        RiverNetwork network = InventedNetwork.Chain(Reaches, 1000, 0.001);
        using var trial = new RoutingTrial(new MuskingumPlugin(), network, TimeSpan.FromSeconds(60), settings: """{ "k": 2, "x": 0 }""");
        const int Steps = 1200;
        double[] inflow = new double[Reaches * Steps];
        inflow[0] = 1;
        double[] discharge = trial.Run(inflow);

        // The instantaneous unit hydrograph of Nash (1957): t^2 e^(-t/K) / (2 K^3), its water entering in the middle of the first minute; 1 % of the peak is asked.
        double peak = 60 * 4 * Math.Exp(-2) / (2 * ReservoirSeconds);
        for (int t = 1; t < Steps; t++)
        {
            double hours = t * 60 / ReservoirSeconds;
            double exact = 60 / ReservoirSeconds * hours * hours / 2 * Math.Exp(-hours);
            Assert.Equal(exact, discharge[(2 * Steps) + t], 0.01 * peak);
        }
    }

    [Fact]
    public void Long_reaches_keep_delay_and_spread_in_short_steps()
    {
        // A reach of K = 24 h and x = 0.4 at dt = 15 min: mean delay K and variance K^2 (1 - 2x), of which the step itself moves a part of dt.
        RiverNetwork network = InventedNetwork.Chain(1, 1000, 0.001);
        using var trial = new RoutingTrial(new MuskingumPlugin(), network, TimeSpan.FromMinutes(15), settings: """{ "k": 24, "x": 0.4 }""");
        double[] inflow = new double[1000];
        inflow[0] = 1;
        double[] discharge = trial.Run(inflow);
        Assert.Equal(1, discharge.Sum(), 1e-9);
        double mean = discharge.Select((flow, t) => flow * t).Sum() / 4;
        double variance = discharge.Select((flow, t) => flow * ((t / 4.0) - mean) * ((t / 4.0) - mean)).Sum();
        Assert.Equal(24, mean, 0.3);
        Assert.Equal(24 * 24 * 0.2, variance, 0.02 * 24 * 24 * 0.2);
    }

    [Fact]
    public void Unit_hydrographs_are_hayamis()
    {
        const double Length = 20_000;
        const double Celerity = 1.5;
        const double Diffusivity = 800;
        const double Step = 300;
        double[] ordinates = IrfProcess.Ordinates(Length, Celerity, Diffusivity, Step);
        Assert.Equal(1, ordinates.Sum(), 1e-12);
        for (int k = 1; k < ordinates.Length; k++)
        {
            // The mean over both steps of Hayami's L / (2 t sqrt(pi D t)) exp(-(ct - L)^2 / 4Dt), by the trapezoidal rule of the hat between the two.
            double exact = 0;
            const int Parts = 2000;
            for (int part = 1; part < Parts; part++)
            {
                double share = (2.0 * part / Parts) - 1;
                double t = (k + share) * Step;
                double away = (Celerity * t) - Length;
                exact += (1 - Math.Abs(share)) * (2 * Step / Parts) * Length / (2 * t * Math.Sqrt(Math.PI * Diffusivity * t)) * Math.Exp(-away * away / (4 * Diffusivity * t));
            }

            Assert.Equal(exact, ordinates[k], 3e-6 * ordinates.Max() + 1e-9);
        }
    }

    [Fact]
    public void The_complementary_error_function_has_its_published_values()
    {
        // Abramowitz and Stegun, table 7.1 and 7.3.
        Assert.Equal(0.4795001221869535, ErrorFunction.Complement(0.5), 1e-14);
        Assert.Equal(0.1572992070502851, ErrorFunction.Complement(1), 1e-14);
        Assert.Equal(0.004677734981047266, ErrorFunction.Complement(2), 1e-15);
        Assert.Equal(1.8427007929497148, ErrorFunction.Complement(-1), 1e-14);
        Assert.Equal(0.05614099274382259, ErrorFunction.ScaledComplement(10), 1e-14);
    }

    [Fact]
    public void The_gamma_hydrograph_has_the_mean_of_its_distribution()
    {
        // P(1, z) = 1 - e^-z and P(1/2, z) = erf(sqrt z).
        Assert.Equal(1 - Math.Exp(-0.7), GammaDistribution.Below(1, 0.7), 1e-14);
        Assert.Equal(1 - Math.Exp(-5), GammaDistribution.Below(1, 5), 1e-14);
        Assert.Equal(0.8427007929497149, GammaDistribution.Below(0.5, 1), 1e-13);
        double[] ordinates = HillslopeProcess.Ordinates(2.5, 86400, 3600);
        Assert.Equal(1, ordinates.Sum(), 1e-12);
        Assert.Equal(2.5 * 24, ordinates.Select((share, k) => share * (k + 0.5)).Sum(), 0.01);
    }

    private static double[] Classical(double[] inflow, double k, double x, double dt)
    {
        double divisor = (2 * k * (1 - x)) + dt;
        double[] outflow = new double[inflow.Length];
        double before = 0;
        double outBefore = 0;
        for (int t = 0; t < inflow.Length; t++)
        {
            outflow[t] = (((dt - (2 * k * x)) * inflow[t]) + ((dt + (2 * k * x)) * before) + (((2 * k * (1 - x)) - dt) * outBefore)) / divisor;
            before = inflow[t];
            outBefore = outflow[t];
        }

        return outflow;
    }
}
