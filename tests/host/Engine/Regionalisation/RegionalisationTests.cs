using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Parameters that several basins share, or that go from basin to basin by attributes, in a generated region of linear stores whose residence time follows from an attribute.</summary>
public sealed class RegionalisationTests : IDisposable
{
    private const int Basins = 9, Days = 1461;
    private static readonly DateTime Start = new(2000, 1, 1);

    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Regression_on_attributes_finds_the_truth_at_basins_that_it_has_not_seen()
    {
        Write(_ => true);
        RunSummary run = Run(Yaml("regression"));
        for (int basin = 0; basin < Basins; basin++)
        {
            Assert.Equal(Truth(basin), run.Members[0].Parameters[basin][0], 0.02 * Truth(basin));
            Assert.True(Nse(run, basin) > 0.995, $"basin {basin}: {Nse(run, basin)}");
        }
    }

    [Fact]
    public void The_most_similar_donors_do_better_than_all_others_together()
    {
        Write(_ => true);
        RunSummary near = Run(Yaml("donors, neighbours: 2"));
        RunSummary all = Run(Yaml("donors, neighbours: 8").Replace("name: region", "name: all", StringComparison.Ordinal));
        Assert.True(Enumerable.Range(1, Basins - 2).Average(basin => Nse(near, basin)) > 0.98);
        Assert.True(Enumerable.Range(0, Basins).Sum(basin => Nse(near, basin)) > Enumerable.Range(0, Basins).Sum(basin => Nse(all, basin)));

        // Between two neighbours at the same distance lies the mean of their logarithms, for K is logarithmic: the truth.
        Assert.Equal(Math.Sqrt(Truth(3) * Truth(5)), near.Members[0].Parameters[4][0], 0.02 * Truth(4));
    }

    [Fact]
    public void Observations_of_a_basin_take_no_part_in_its_own_parameters_and_one_without_any_gets_its_own()
    {
        Write(_ => true);
        double with = Run(Yaml("regression")).Members[0].Parameters[4][0];
        Write(basin => basin != 4);
        RunSummary run = Run(Yaml("regression"));
        Assert.Equal(with, run.Members[0].Parameters[4][0]);
        Assert.Null(run.Members[0].Calibrations[4]);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("median")]
    [InlineData("worst")]
    public void One_parameter_set_serves_a_region_as_well_as_any_can(string together)
    {
        Write(_ => true);
        RunSummary run = Run(Yaml(null).Replace("budget: 200", $"budget: 300, region: {together}", StringComparison.Ordinal));
        double found = Assert.Single(run.Members[0].Parameters)[0];
        Assert.Single(run.Members[0].Calibrations);
        double reached = run.Members[0].Calibrations[0]!.Score;

        // Every residence time on a fine grid, worked out apart from the calibration.
        double best = Enumerable.Range(0, 4000).Select(at => Math.Pow(100, at / 3999.0)).Max(residence => Together(together, residence));
        TestContext.Current.TestOutputHelper?.WriteLine($"{together}: {reached:0.0000} with K = {found:0.00} d, {best:0.0000} on the grid");
        Assert.Equal(Together(together, found), reached, 1e-6);
        Assert.InRange(reached, best - 1e-3, best + 1e-3);
    }

    [Theory]
    [InlineData("attributes: [wetness]", "attributes: [wetnes]", "the attribute 'wetnes' is not known of all basins; did you mean 'wetness'?")]
    [InlineData(", calibrate: { budget: 200, objective: nse }", "", "parameters are taken from calibrated basins; give 'calibrate' too")]
    [InlineData("budget: 200", "budget: 200, region: mean", "leave calibrate.region out")]
    [InlineData("method: regression", "method: regresion", "did you mean 'regression'?")]
    public void What_cannot_be_is_told(string part, string replacement, string problem)
    {
        Write(_ => true);
        string yaml = Yaml("regression");
        Assert.Contains(part, yaml, StringComparison.Ordinal);
        TributaryException error = Assert.ThrowsAny<TributaryException>(() => Run(yaml.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.Contains(problem, error is WorkflowProblemsException several ? string.Join('\n', several.Problems) : error.Message, StringComparison.Ordinal);
    }

    private static string Yaml(string? method) => $$"""
        name: region
        period: { start: 2000-01-01, end: 2003-12-31 }
        splits:
          warmup: [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2002-12-31]
          test: [2003-01-01, 2003-12-31]
        plugins: PLUGINS
        domain:
          basins: [{{string.Join(", ", Enumerable.Range(0, Basins).Select(basin => string.Create(CultureInfo.InvariantCulture, $"{{ id: b{basin}, area: 100, attributes: {{ wetness: {Wetness(basin)} }} }}")))}}]
        forcing:
          source: csv
          files: "{basin}.csv"
        models:
          - { name: store, plugin: bucket, parameters: { share: 1 }, calibrate: { budget: 200, objective: nse }{{(method is null ? string.Empty : $", regionalise: {{ method: {method}, attributes: [wetness] }}")}} }
        run: { folder: runs, workers: 1 }
        """;

    private static double Wetness(int basin) => basin / (Basins - 1.0);

    private static double Truth(int basin) => 4 * Math.Pow(10, Wetness(basin));

    private static double[] Discharge(int basin, double residence)
    {
        var random = new Random(basin + 1);
        double water = 0;
        return [.. Enumerable.Range(0, Days).Select(_ =>
        {
            water += Rain(random);
            double runoff = water / residence;
            water -= runoff;
            return runoff * 100 / 86.4;
        })];
    }

    private static double Rain(Random random) => random.NextDouble() < 0.35 ? Math.Round(25 * Math.Pow(random.NextDouble(), 3), 2) : 0;

    private static double Together(string how, double residence)
    {
        double[] scores = [.. Enumerable.Range(0, Basins).Select(basin =>
        {
            int first = (new DateTime(2001, 1, 1) - Start).Days, end = (new DateTime(2003, 1, 1) - Start).Days;
            double[] observed = [.. Discharge(basin, Truth(basin)).Take(end).Skip(first)], simulated = [.. Discharge(basin, residence).Take(end).Skip(first)];
            double mean = observed.Average();
            return 1 - (observed.Zip(simulated, (o, s) => (o - s) * (o - s)).Sum() / observed.Sum(o => (o - mean) * (o - mean)));
        }).Order()];
        return how switch { "mean" => scores.Average(), "median" => scores[Basins / 2], _ => scores[0] };
    }

    private static double Nse(RunSummary run, int basin) => run.Scores.Rows.Single(row => row.Gauge == basin && row.Period == "test" && row.Part.Length == 0).ValueOf("nse");

    private RunSummary Run(string yaml) => WorkflowRun.Execute(_file.Plan(yaml), null, CancellationToken.None);

    private void Write(Func<int, bool> isObserved)
    {
        for (int basin = 0; basin < Basins; basin++)
        {
            var random = new Random(basin + 1);
            double[] discharge = Discharge(basin, Truth(basin));
            var text = new StringBuilder("date,precipitation [mm],discharge [m3 s-1]\n");
            for (int day = 0; day < Days; day++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Start.AddDays(day):yyyy-MM-dd},{Rain(random):R},{(isObserved(basin) ? discharge[day].ToString("R", CultureInfo.InvariantCulture) : string.Empty)}\n");
            }

            _file.Files.Write($"b{basin}.csv", text.ToString());
        }
    }
}
