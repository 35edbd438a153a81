using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Sensitivity against functions whose indices are known in closed form.</summary>
public sealed class SensitivityTests
{
    /// <summary>Ishigami and Homma (1990) with a = 7 and b = 0.1: sin x1 + a sin^2 x2 + b x3^4 sin x1, each x from -pi to pi.</summary>
    [Fact]
    public void Shares_of_the_Ishigami_function_are_those_of_its_closed_form()
    {
        const double A = 7, B = 0.1;
        double pi4 = Math.Pow(Math.PI, 4);
        double one = 0.5 * Math.Pow(1 + (B * pi4 / 5), 2), two = A * A / 8, three = 0, both = B * B * pi4 * pi4 * ((1 / 18.0) - (1 / 50.0));
        double all = one + two + three + both;
        Check(3, 16384, Ishigami, [one / all, two / all, three / all], [(one + both) / all, two / all, both / all], 0.03);

        static double Ishigami(double[] point)
        {
            double[] x = [.. point.Select(coordinate => (2 * Math.PI * coordinate) - Math.PI)];
            return Math.Sin(x[0]) + (A * Math.Pow(Math.Sin(x[1]), 2)) + (B * Math.Pow(x[2], 4) * Math.Sin(x[0]));
        }
    }

    /// <summary>Sobol's g function (Saltelli and Sobol', 1995): the product of (|4 x - 2| + a) / (1 + a).</summary>
    [Fact]
    public void Shares_of_the_g_function_are_those_of_its_closed_form()
    {
        double[] a = [0, 1, 4.5, 9, 99, 99, 99, 99];
        double[] own = [.. a.Select(value => 1 / (3 * (1 + value) * (1 + value)))];
        double all = own.Aggregate(1.0, (product, variance) => product * (1 + variance)) - 1;
        double[] total = [.. own.Select((variance, at) => variance * own.Where((_, other) => other != at).Aggregate(1.0, (product, other) => product * (1 + other)) / all)];
        Check(8, 4096, point => point.Zip(a, (x, weight) => (Math.Abs((4 * x) - 2) + weight) / (1 + weight)).Aggregate(1.0, (product, factor) => product * factor), [.. own.Select(variance => variance / all)], total, 0.04);
    }

    [Fact]
    public void Elementary_effects_of_a_plane_are_its_slopes()
    {
        double[] slopes = [2, -3, 0];
        IReadOnlyList<SensitivityMeasure> measures = Analyse("morris", 3, 20, point => point.Zip(slopes, (x, slope) => x * slope).Sum());
        for (int axis = 0; axis < 3; axis++)
        {
            Assert.Equal(Math.Abs(slopes[axis]), Of(measures, "mu_star", axis).Value, 1e-12);
            Assert.Equal(slopes[axis], Of(measures, "mu", axis).Value, 1e-12);
            Assert.Equal(0, Of(measures, "sigma", axis).Value, 1e-12);
            Assert.Equal(Of(measures, "mu_star", axis).High, Of(measures, "mu_star", axis).Low, 1e-12);
        }
    }

    [Fact]
    public void Elementary_effects_of_a_product_follow_from_the_grid()
    {
        // Of x1 x2 the effect of x1 is x2, which is 0, 1/3, 2/3 or 1 equally often: its mean is 1/2 and its variance 5/36.
        IReadOnlyList<SensitivityMeasure> measures = Analyse("morris", 2, 20000, point => point[0] * point[1], resamples: 0);
        Assert.Equal(0.5, Of(measures, "mu_star", 0).Value, 0.01);
        Assert.Equal(Math.Sqrt(5 / 36.0), Of(measures, "sigma", 1).Value, 0.01);
    }

    [Theory]
    [InlineData("morris", 40)]
    [InlineData("sobol", 50)]
    public void A_design_stays_in_the_cube_has_as_many_points_as_told_and_depends_on_the_seed_alone(string name, int expected)
    {
        ISensitivityMethod method = ISensitivityMethod.Named(name);
        double[][] points = method.Design(3, 10, new Random(5));
        Assert.Equal((expected, expected), (points.Length, method.RunsOf(3, 10)));
        Assert.All(points.SelectMany(point => point), coordinate => Assert.InRange(coordinate, 0, 1));
        Assert.Equal(points.SelectMany(point => point), method.Design(3, 10, new Random(5)).SelectMany(point => point));
        Assert.NotEqual(points.SelectMany(point => point), method.Design(3, 10, new Random(6)).SelectMany(point => point));
    }

    [Theory]
    [InlineData("morris", "mu_star")]
    [InlineData("sobol", "total")]
    public void A_simulation_that_broke_down_costs_its_row_only(string name, string measure)
    {
        IReadOnlyList<SensitivityMeasure> measures = Analyse(name, 2, 500, point => point[0] > 0.95 && point[1] > 0.95 ? double.NegativeInfinity : point[0] + (2 * point[1]));
        Assert.All(measures, each => Assert.True(double.IsFinite(each.Value)));
        Assert.True(Of(measures, measure, 1).Value > Of(measures, measure, 0).Value);
    }

    [Fact]
    public void A_run_tells_which_parameters_matter_in_a_table_and_in_its_report()
    {
        using var trial = new EnsembleTrial();
        const string Sensitivity = ", sensitivity: { method: METHOD, samples: 64, resamples: 100, objective: nse } }";
        string yaml = EnsembleTrial.Yaml(string.Empty).Replace("parameters: { K: 3, share: 1 } }", "parameters: {}" + Sensitivity.Replace("METHOD", "sobol", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("parameters: { K: 30, share: 1 } }", "parameters: { share: 1 }" + Sensitivity.Replace("METHOD", "morris", StringComparison.Ordinal), StringComparison.Ordinal);
        RunSummary run = trial.Run(yaml);
        string[] lines = File.ReadAllLines(Path.Combine(run.Folder, "models", "quick", "sensitivity.csv"));
        Assert.Equal("basin,method,objective,parameter,measure,value,low,high", lines[0]);
        Assert.Equal(1 + (2 * 2 * 2), lines.Length);
        Assert.Equal(256, run.Members[0].Sensitivities[0].Runs);

        // What is fixed does not vary.
        Assert.All(run.Members[1].Sensitivities, basin => Assert.Equal(["K"], basin.Parameters));
        string report = File.ReadAllText(Path.Combine(run.Folder, "report.html"));
        Assert.Contains("sensitivity, total", report, StringComparison.Ordinal);
        Assert.Contains("sensitivity, mu star", report, StringComparison.Ordinal);

        // A finished analysis is not done again.
        Assert.All(trial.Run(yaml).Members[0].Steps, step => Assert.True(step.Reused, step.Name));
    }

    private static void Check(int dimension, int samples, Func<double[], double> function, double[] first, double[] total, double tolerance)
    {
        IReadOnlyList<SensitivityMeasure> measures = Analyse("sobol", dimension, samples, function, resamples: 100);
        int covered = 0;
        foreach (SensitivityMeasure measure in measures)
        {
            double expected = (measure.Name == "total" ? total : first)[measure.Coordinate];
            TestContext.Current.TestOutputHelper?.WriteLine($"{measure.Name} {measure.Coordinate + 1}: {measure.Value:0.0000} ({measure.Low:0.0000} to {measure.High:0.0000}), {expected:0.0000} in closed form");
            Assert.Equal(expected, measure.Value, tolerance);
            Assert.InRange(measure.Value, measure.Low, measure.High);
            covered += expected >= measure.Low - 1e-9 && expected <= measure.High + 1e-9 ? 1 : 0;
        }

        Assert.True(covered >= 0.8 * measures.Count, $"{covered} of {measures.Count} intervals hold the true value");
    }

    private static IReadOnlyList<SensitivityMeasure> Analyse(string name, int dimension, int samples, Func<double[], double> function, int resamples = 20)
    {
        ISensitivityMethod method = ISensitivityMethod.Named(name);
        var random = new MathNet.Numerics.Random.MersenneTwister(7);
        double[][] points = method.Design(dimension, samples, random);
        return method.Measure(points, [.. points.Select(function)], resamples, random);
    }

    private static SensitivityMeasure Of(IReadOnlyList<SensitivityMeasure> measures, string name, int coordinate) => measures.Single(measure => measure.Name == name && measure.Coordinate == coordinate);
}
