using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>Members that explain themselves: known contributions of rain, through the run's steps to the file and the report.</summary>
public sealed class ExplanationRunTests : IDisposable
{
    private const int Days = 400;
    private const int FirstTested = 300;
    private static readonly double[] Truth = [0.5, 0.3, 0.1];
    private static readonly double[] Areas = [100, 250, 80];

    private readonly WorkflowFile _file = new();

    public ExplanationRunTests() => WriteBasins();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Attributions_are_those_of_the_weights_on_the_test_period_and_sum_to_runoff()
    {
        RunSummary run = Run("explain: [contributions]");

        using IArrayFile file = new NetCdfFiles().Open(Path.Combine(run.Folder, "explanation.nc"));
        Assert.Equal("CF-1.11", file.Attributes["Conventions"]);
        Assert.Equal(["b0", "b1", "b2"], file.ReadText("unit_id"));
        Assert.Equal(["precipitation"], file.ReadText("variable_name"));
        DateTime[] times = file.ReadTimes("time");
        Assert.Equal((new DateTime(2000, 1, 1).AddDays(FirstTested), Days - FirstTested), (times[0], times.Length));
        ArrayVariable variable = file.Variables.Single(known => known.Name == "contributions_one");
        Assert.Equal(["time", "variable", "lag", "unit"], variable.Dimensions.Select(dimension => dimension.Name));
        Assert.Equal("mm", variable.Attributes["units"]);
        Assert.Equal("variable_name unit_id", variable.Attributes["coordinates"]);
        double[] values = Values(file, variable);
        for (int step = 0; step < times.Length; step++)
        {
            for (int basin = 0; basin < 3; basin++)
            {
                double[] lags = [.. Enumerable.Range(0, 3).Select(lag => values[(((step * 3) + lag) * 3) + basin])];
                Assert.Equal([.. Truth.Select((weight, lag) => weight * Rain(basin, FirstTested + step - lag))], lags, (one, other) => Math.Abs(one - other) < 1e-4);
                double runoff = run.Members[0].Simulation.Discharge(basin)[FirstTested + step] * 86.4 / Areas[basin];
                Assert.Equal(runoff, lags.Sum(), 1e-4);
            }
        }
    }

    [Fact]
    public void A_finished_run_can_be_asked_and_its_report_tells_the_same()
    {
        RunSummary run = Run("explain: [contributions]");

        using ExplanationStore store = ExplanationStore.Open(run.Folder);
        ExplanationAnswer map = new ExplanationInquiry(store).Answer(new ExplanationQuery { What = "map", Season = "DJF" });
        int[] winter = [.. Enumerable.Range(FirstTested, Days - FirstTested).Where(day => new DateTime(2000, 1, 1).AddDays(day).Month is 12 or 1 or 2)];
        double[] sums = [.. Enumerable.Range(0, 3).Select(basin => winter.Sum(day => TrueRunoff(basin, day)))];
        foreach (IReadOnlyList<object> row in map.Rows)
        {
            Assert.Equal(sums[int.Parse(((string)row[0])[1..], CultureInfo.InvariantCulture)] / sums.Sum(), (double)row[1], 1e-4);
        }

        Assert.Equal(3, map.Rows.Count);
        Assert.Contains("\"influence\":{\"weights\":\"contributions\"", File.ReadAllText(Path.Combine(run.Folder, "report.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/bin/ncdump", "-h", "FILE", "contributions_one:cell_measures = \"area: area\"")]
    [InlineData("/usr/bin/python3", "-c", "import xarray; x = xarray.open_dataset('FILE')['contributions_one']; print(x.dims, sorted(x.coords), str(x.time.values[0])[:10], x.attrs['member'])",
        "('time', 'variable', 'lag', 'unit') ['lag', 'time', 'unit_id', 'variable_name'] 2000-10-27 one")]
    public void Readers_of_CF_files_find_the_weights_with_their_coordinates(string program, string option, string argument, string told)
    {
        RunSummary run = Run("explain: [contributions]");
        Assert.SkipUnless(File.Exists(program), $"{program} is missing: apt-get install -y netcdf-bin python3-xarray python3-netcdf4");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            program, [option, argument.Replace("FILE", Path.Combine(run.Folder, "explanation.nc"), StringComparison.Ordinal)])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(errors.Contains("No module named", StringComparison.Ordinal), "apt-get install -y python3-xarray python3-netcdf4");
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_is_a_step_that_is_not_done_twice()
    {
        Run("explain: [contributions]");
        var events = new List<RunEvent>();

        RunSummary again = WorkflowRun.Execute(_file.Plan(Yaml("explain: [contributions, comparison]")), new Relay<RunEvent>(events.Add), CancellationToken.None);

        Assert.True(events.OfType<StepDone>().Single(step => step.Step == "explain one: contributions").Reused);
        Assert.False(events.OfType<StepDone>().Single(step => step.Step == "explain one: comparison").Reused);
        Assert.Equal(["contributions", "comparison"], again.Members[0].Explanations.Select(explanation => explanation.Method));
        Run(string.Empty);
        Assert.False(File.Exists(Path.Combine(again.Folder, "explanation.nc")));
    }

    [Fact]
    public void Observed_runoff_reaches_the_model_in_its_own_unit()
    {
        RunSummary run = Run("explain: [comparison]");

        float[] sizes = run.Members[0].Explanations[0].Attributions[0].Values.ToArray();
        for (int basin = 0; basin < 3; basin++)
        {
            double[] runoff = [.. Enumerable.Range(0, Days).Select(day => TrueRunoff(basin, day))];
            Assert.Equal(runoff.Average(), sizes[basin], 1e-4);
            Assert.Equal(runoff.Max(), sizes[3 + basin], 1e-4);
        }
    }

    [Fact]
    public void Several_members_stand_side_by_side_under_their_names_and_seeds_are_averaged()
    {
        RunSummary run = WorkflowRun.Execute(
            _file.Plan(Yaml("explain: [contributions] }, { name: two, plugin: learner, seeds: 3, explain: [contributions]")), null, CancellationToken.None);

        using IArrayFile file = new NetCdfFiles().Open(Path.Combine(run.Folder, "explanation.nc"));
        ArrayVariable[] means = [.. file.Variables.Where(variable => variable.Name.StartsWith("contributions_mean", StringComparison.Ordinal))];
        Assert.Equal(["contributions_mean_one", "contributions_mean_two"], means.Select(variable => variable.Name));
        Assert.All(means, variable => Assert.Equal(["variable", "lag", "unit"], variable.Dimensions.Select(dimension => dimension.Name)));
        Close.All(Values(file, means[0]), Values(file, means[1]), 1e-4);
        Assert.Equal(3, run.Members[1].Steps.Count(step => step.Name.StartsWith("explain two: contributions by", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_report_draws_the_mean_by_lag_and_leaves_the_days_to_the_file()
    {
        RunSummary run = Run("explain: [contributions, comparison]");

        string report = File.ReadAllText(Path.Combine(run.Folder, "report.html"));
        Assert.Contains("\"name\":\"contributions_mean\"", report, StringComparison.Ordinal);
        Assert.DoesNotContain("\"name\":\"contributions\"", report, StringComparison.Ordinal);
        var charts = new ExplanationCharts(run.Members[0], run.Inputs.Domain);
        double[] mean = charts.At(1)[0].Values;
        Assert.Equal(
            [.. Truth.Select((weight, lag) => weight * Enumerable.Range(FirstTested, Days - FirstTested).Average(day => Rain(1, day - lag)))], mean, (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.Equal(["mean", "highest"], charts.At(1)[1].Names);
    }

    [Fact]
    public void On_a_river_charts_are_means_over_the_area_above_a_gauge()
    {
        RunSummary run = Run("explain: [contributions]", "semi-distributed");

        var charts = new ExplanationCharts(run.Members[0], run.Inputs.Domain);
        double[] Own(int gauge) => charts.At(gauge)[0].Values;
        double[] expected = [.. Enumerable.Range(0, 3).Select(lag => Enumerable.Range(0, 3).Sum(basin =>
            Areas[basin] / Areas.Sum() * run.Members[0].Explanations[0].Attributions[1].Values.Span[(lag * 3) + basin]))];
        Assert.Equal(expected, Own(0), (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.NotEqual(Own(0), Own(1));
    }

    [Fact]
    public void What_the_inputs_do_not_allow_is_noted_and_costs_no_other_result()
    {
        var events = new List<RunEvent>();
        string yaml = Yaml("explain: [comparison]").Replace("    - { id: b1, area: 250 }\n", string.Empty, StringComparison.Ordinal).Replace("    - { id: b2, area: 80 }\n", string.Empty, StringComparison.Ordinal);

        RunSummary run = WorkflowRun.Execute(_file.Plan(yaml), new Relay<RunEvent>(events.Add), CancellationToken.None);

        Assert.Contains(events.OfType<Noted>(), note => note.Message == "member one: no explanation by comparison: comparison: basins are compared, and there is only one. Give several.");
        Assert.Contains("one does not explain itself by comparison", File.ReadAllText(Path.Combine(run.Folder, "report.html")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Folder, "explanation.nc")));
        Assert.True(File.Exists(Path.Combine(run.Folder, "results.nc")));
    }

    [Fact]
    public void A_plugin_that_gives_other_than_its_axes_say_is_told()
    {
        var error = Assert.Throws<WorkException>(() => Run("explain: [nonsense]"));

        Assert.Contains("the plugin gave 2 values for nonsense, whose axes have 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contribution", "models[0].explain[0]: Learner with these settings cannot explain itself by 'contribution'; did you mean 'contributions'?")]
    [InlineData("voodoo", "models[0].explain[0]: Learner with these settings cannot explain itself by 'voodoo'; there are comparison, contributions, nonsense")]
    public void A_method_that_the_model_does_not_have_is_refused_before_the_run(string method, string problem) =>
        Assert.EndsWith(problem, Assert.Single(_file.ProblemsOf(Yaml($"explain: [{method}]"))), StringComparison.Ordinal);

    [Fact]
    public void A_model_without_explanations_says_so()
    {
        string problem = _file.ProblemAfter("plugin: bucket", "plugin: bucket\n    explain: [attention]");

        Assert.EndsWith("models[0].explain[0]: Bucket with these settings cannot explain itself by 'attention'; it offers no explanation", problem, StringComparison.Ordinal);
    }

    private static double[] Values(IArrayFile file, ArrayVariable variable)
    {
        long[] shape = [.. variable.Dimensions.Select(dimension => dimension.Length)];
        double[] values = new double[variable.Length];
        file.Read(variable.Name, new long[shape.Length], shape, values);
        return values;
    }

    private static double Rain(int basin, int day) => ((day * 7) + (basin * 3)) % 11 < 4 ? ((day * 13) + (basin * 5)) % 17 : 0;

    private static double TrueRunoff(int basin, int day) =>
        Enumerable.Range(0, 3).Where(lag => day >= lag).Sum(lag => Truth[lag] * Rain(basin, day - lag));

    private static string Yaml(string explain, string mode = "lumped")
    {
        string below = mode == "lumped" ? string.Empty : ", downstream: b0, reach: { length: 30, slope: 0.002 }";
        return $$"""
            name: trial
            period: { start: 2000-01-01, end: 2001-02-03 }
            splits: { calibration: [2000-01-04, 2000-10-26], test: [2000-10-27, 2001-02-03] }
            plugins: PLUGINS
            domain:
              mode: {{mode}}
              basins:
                - { id: b0, area: 100 }
                - { id: b1, area: 250{{below}} }
                - { id: b2, area: 80{{below}} }
            forcing: { source: csv, files: "{basin}.csv" }
            models: [ { name: one, plugin: learner{{(explain.Length == 0 ? string.Empty : ", " + explain)}} } ]
            run: { folder: runs }
            """;
    }

    private RunSummary Run(string explain, string mode = "lumped") => WorkflowRun.Execute(_file.Plan(Yaml(explain, mode)), null, CancellationToken.None);

    private void WriteBasins()
    {
        for (int basin = 0; basin < 3; basin++)
        {
            var text = new StringBuilder("date,precipitation [mm],discharge [m3 s-1]\n");
            for (int day = 0; day < Days; day++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2000, 1, 1).AddDays(day):yyyy-MM-dd},{Rain(basin, day)},{TrueRunoff(basin, day) * Areas[basin] / 86.4:R}\n");
            }

            _file.Files.Write($"b{basin}.csv", text.ToString());
        }
    }
}
