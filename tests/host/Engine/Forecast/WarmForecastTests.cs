using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>Forecasts that go on from the states of a finished run.</summary>
public sealed class WarmForecastTests : IDisposable
{
    private readonly ForecastTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Theory]
    [InlineData("{ plugin: muskingum, parameters: { celerity: 0.3 } }")]
    [InlineData("{ plugin: irf }")]
    [InlineData("{ plugin: muskingum, hillslope: { plugin: hillslope, parameters: { shape: 2, scale: 30 } } }")]
    public void A_forecast_with_the_observed_forcing_is_the_plain_simulation_bit_for_bit(string routing)
    {
        MemberSimulation whole = _trial.Run(ForecastTrial.River("whole", "2003-12-31", routing: routing)).Members[0].Simulation;
        string yaml = ForecastTrial.River("part", "2002-12-31", routing: routing);
        _trial.Run(yaml);
        DateTime issue = new(2003, 1, 10);
        MemberForecast forecast = Assert.Single(_trial.Forecast(yaml, issue).Forecasts);
        Assert.Equal((20, 0), (forecast.LeadSteps, forecast.Realizations.Count));
        int first = ForecastTrial.Time.IndexOf(issue) + 1;
        for (int gauge = 0; gauge < 3; gauge++)
        {
            Close.SameBits(whole.Discharge(gauge).Slice(first, 20), forecast.Discharge(gauge, 0, 0));
        }
    }

    [Fact]
    public void Forecasts_day_by_day_are_one_long_run_and_leave_its_states()
    {
        RunSummary whole = _trial.Run(ForecastTrial.River("whole", "2003-01-12"));
        string yaml = ForecastTrial.River("part", "2002-12-31", forecast: "forecast: { lead: 1 }");
        _trial.Run(yaml);
        string last = string.Empty;
        for (int day = 0; day < 12; day++)
        {
            // The issue of a day knows that day's weather.
            ForecastSummary summary = _trial.Forecast(yaml, new DateTime(2003, 1, 1).AddDays(day));
            last = Assert.Single(summary.UpdatedStates);
            int step = ForecastTrial.Time.IndexOf(new DateTime(2003, 1, 1).AddDays(day + 1));
            for (int gauge = 0; gauge < 3 && day < 11; gauge++)
            {
                Close.SameBits(whole.Members[0].Simulation.Discharge(gauge).Slice(step, 1), summary.Forecasts[0].Discharge(gauge, 0, 0));
            }
        }

        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, "models", "gr4j", "states.nc")), File.ReadAllBytes(last));
        Assert.Equal(12, Directory.GetFiles(Path.GetDirectoryName(last)!).Length);
    }

    [Fact]
    public void The_same_issue_twice_gives_the_same_bytes_and_stores_no_states_again()
    {
        string yaml = ForecastTrial.River("part", "2002-12-31");
        _trial.Run(yaml);
        ForecastSummary first = _trial.Forecast(yaml, new DateTime(2003, 2, 1));
        byte[] bytes = File.ReadAllBytes(first.Path), states = File.ReadAllBytes(Assert.Single(first.UpdatedStates));
        var longAgo = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(first.UpdatedStates[0], longAgo);
        ForecastSummary again = _trial.Forecast(yaml, new DateTime(2003, 2, 1));
        Assert.Empty(again.UpdatedStates);
        Assert.Equal(bytes, File.ReadAllBytes(again.Path));
        Assert.Equal((longAgo, states.Length), (File.GetLastWriteTimeUtc(first.UpdatedStates[0]), File.ReadAllBytes(first.UpdatedStates[0]).Length));

        // An earlier issue begins with the run, a later one with the states of the first; neither disturbs the other.
        _trial.Forecast(yaml, new DateTime(2002, 6, 1));
        _trial.Forecast(yaml, new DateTime(2003, 3, 1));
        Assert.Equal(bytes, File.ReadAllBytes(_trial.Forecast(yaml, new DateTime(2003, 2, 1)).Path));
        Assert.Equal(states, File.ReadAllBytes(first.UpdatedStates[0]));

        // States of another run are not gone on from.
        _trial.Run(yaml.Replace("celerity: 0.3", "celerity: 1", StringComparison.Ordinal));
        Assert.Single(_trial.Forecast(yaml, new DateTime(2003, 2, 1)).UpdatedStates);
    }

    [Fact]
    public void A_hindcast_within_the_run_is_its_simulation_though_the_model_surveys_all_weather()
    {
        string yaml = ForecastTrial.River("snow", "2002-12-31", "cemaneige", "forecast: { lead: 5, issues: [2001-01-05, 2001-03-30], every: 7 }");
        RunSummary run = _trial.Run(yaml);
        ForecastSummary summary = _trial.Forecast(yaml, isHindcast: true);
        Assert.Empty(summary.UpdatedStates);
        MemberForecast forecast = summary.Forecasts[0];
        Assert.Equal(13, forecast.Issues.Length);
        for (int at = 0; at < forecast.Issues.Length; at++)
        {
            int first = ForecastTrial.Time.IndexOf(forecast.Issues[at]) + 1;
            Close.SameBits(run.Members[0].Simulation.Discharge(2).Slice(first, 5), forecast.Discharge(2, at, 0));
        }
    }

    [Fact]
    public void Every_member_of_the_weather_is_forecast_and_those_above_a_threshold_are_counted()
    {
        const string Forecast = """
            forecast:
              forcing: { source: csv, files: "ahead/{issue:yyyyMMdd}/{member}/{basin}.csv" }
              members: 4
              lead: 3
              thresholds: [{ name: flood, discharge: 20 }, { name: own, discharge: { one: 5 } }, { name: usual, quantile: 0.5 }]
            """;
        string yaml = ForecastTrial.Bucket("2002-12-31", Forecast);
        RunSummary run = _trial.Run(yaml);
        DateTime issue = new(2002, 12, 31);
        int first = ForecastTrial.Time.IndexOf(issue) + 1;
        double[][] rain = [[0, 0, 0], [50, 0, 0], [300, 0, 0], [0, 300, 0]];
        for (int member = 0; member < 4; member++)
        {
            _trial.Write($"ahead/20021231/{member + 1}/one.csv", first, rain[member], [5, 5, 5]);
        }

        ForecastSummary summary = _trial.Forecast(yaml, issue);
        MemberForecast forecast = summary.Forecasts[0];
        Assert.Equal(["1", "2", "3", "4"], forecast.Realizations);
        double[] observed = ForecastTrial.Store(ForecastTrial.Rain("one"));
        double[][] expected = [.. rain.Select(three => ForecastTrial.Store([.. ForecastTrial.Rain("one")[..first], .. three])[first..])];
        for (int member = 0; member < 4; member++)
        {
            Close.All(expected[member], forecast.Discharge(0, 0, member), 1e-12);
        }

        double usual = observed.Take(run.Inputs.Forcing.Time.Count).Order().ElementAt((run.Inputs.Forcing.Time.Count + 1) / 2 - 1);
        double[] thresholds = [20, 5, usual];
        using IArrayFile file = new NetCdfFiles().Open(summary.Path);
        Assert.Equal(["flood", "own", "usual"], file.ReadText("threshold_name"));
        double[] shares = new double[9], values = new double[12];
        file.Read("exceedance_store", [0, 0, 0, 0], [3, 1, 1, 3], shares);
        file.Read("discharge_store", [0, 0, 0, 0], [1, 1, 4, 3], values);
        Close.All([.. expected.SelectMany(row => row)], values, 1e-6);
        for (int at = 0; at < 9; at++)
        {
            Assert.Equal(expected.Count(row => row[at % 3] > thresholds[at / 3]) / 4.0, shares[at]);
        }

        Assert.Contains(0.25, shares);
        Assert.Contains(0.5, shares);
    }

    [Fact]
    public void Members_in_a_NetCDF_file_are_those_in_tables()
    {
        string yaml = ForecastTrial.Bucket("2002-12-31", "forecast: { files: ahead.nc, variables: { precipitation: { name: tp, unit: m } } }");
        _trial.Run(yaml);
        Cdl.Generate(_trial.Files, "ahead.nc", """
            netcdf ahead {
            dimensions: number = 2; time = 2; step = 3;
            variables: int time(time); time:units = "days since 2002-12-30"; int step(step); step:units = "days"; double tp(number, time, step);
            data: time = 0, 1; step = 1, 2, 3; tp = 0.1, 0., 0., 0.2, 0., 0.,  0.3, 0., 0., 0., 0.4, 0.;
            }
            """);
        ForecastSummary summary = _trial.Forecast(yaml);
        MemberForecast forecast = summary.Forecasts[0];
        Assert.Equal([new DateTime(2002, 12, 30), new DateTime(2002, 12, 31)], forecast.Issues);
        double[][][] rain = [[[100, 0, 0], [300, 0, 0]], [[200, 0, 0], [0, 400, 0]]];
        for (int issue = 0; issue < 2; issue++)
        {
            int first = ForecastTrial.Time.IndexOf(forecast.Issues[issue]) + 1;
            for (int member = 0; member < 2; member++)
            {
                Close.All(ForecastTrial.Store([.. ForecastTrial.Rain("one")[..first], .. rain[issue][member]]).AsSpan(first), forecast.Discharge(0, issue, member), 1e-12);
            }
        }
    }

    [Fact]
    public void A_hindcast_is_scored_by_lead_time_beside_persistence_and_climatology()
    {
        string yaml = ForecastTrial.Bucket("2003-12-31", "forecast: { lead: 3, issues: [2003-01-01, 2003-06-30], thresholds: [{ name: flood, discharge: 4 }] }");
        _trial.Run(yaml);
        ForecastSummary summary = _trial.Forecast(yaml, isHindcast: true);
        double[] observed = ForecastTrial.Store(ForecastTrial.Rain("one"));
        DateTime[] issues = [.. Enumerable.Range(0, 181).Select(day => new DateTime(2003, 1, 1).AddDays(day))];
        Assert.Equal(9, summary.Scores!.Rows.Count);
        for (int lead = 1; lead <= 3; lead++)
        {
            (double Then, double Now, double[] Years)[] pairs = [.. issues.Select(issue => (
                observed[ForecastTrial.Time.IndexOf(issue) + lead],
                observed[ForecastTrial.Time.IndexOf(issue)],
                Enumerable.Range(2000, 3).Select(year => observed[ForecastTrial.Time.IndexOf(issue.AddDays(lead).AddYears(year - 2003))]).ToArray()))];
            ForecastScore Row(string name) => summary.Scores.Rows.Single(row => row.Forecast == name && row.Lead == lead);
            Assert.Equal((181, 1.0), (Row("store").Pairs, Math.Round(Row("store").Nse, 9)));
            Assert.Equal(0, Row("store").RankedProbability, 1e-9);
            Assert.Equal(0, Row("store").Brier[0]);
            Assert.Equal(pairs.Average(pair => Math.Abs(pair.Then - pair.Now)), Row("persistence").RankedProbability, 1e-9);
            Assert.Equal(pairs.Average(pair => (pair.Then > 4) == (pair.Now > 4) ? 0.0 : 1.0), Row("persistence").Brier[0], 1e-12);
            Assert.Equal(
                pairs.Average(pair => pair.Years.Average(year => Math.Abs(year - pair.Then)) - (pair.Years.Average(one => pair.Years.Average(other => Math.Abs(one - other))) / 2)),
                Row("climatology").RankedProbability, 1e-9);
            double mean = pairs.Average(pair => pair.Then);
            Assert.Equal(1 - (pairs.Sum(pair => Math.Pow(pair.Then - pair.Years.Average(), 2)) / pairs.Sum(pair => Math.Pow(pair.Then - mean, 2))), Row("climatology").Nse, 1e-9);
            Assert.Equal(1, summary.Scores.Skill(Row("store"), "persistence"), 1e-9);
        }

        string[] lines = File.ReadAllLines(summary.ScoreFile!);
        Assert.Equal("forecast,gauge,lead,pairs,nse,kge,crps,crps_skill_persistence,crps_skill_climatology,brier_flood", lines[0]);
        Assert.Equal(10, lines.Length);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(summary.Path)!, "forecasts")));
    }

    [Theory]
    [InlineData("forecast: { lead: 3 }", null, "it is not said when the forecast is issued", "--issue")]
    [InlineData("forecast: { lead: 3 }", "2003-12-30", "2003-12-31", "shorter than the simulated period")]
    [InlineData("forecast: { lead: 3 }", "2003-01-05 06:00", "no time step starts at the issue", "")]
    [InlineData("forecast: { lead: 3, forcing: { source: csv, files: 'none/{issue}.csv' } }", "2003-01-05", "none/2003-01-05.csv", "")]
    [InlineData("forecast: { lead: 3, thresholds: [{ name: flood }] }", "2003-01-05", "needs one of 'discharge' and 'quantile'", "forecast.thresholds[0]")]
    [InlineData("forecast: { lead: 3, thresholds: [{ name: flood, discharge: { on: 3 } }] }", "2003-01-05", "there is no gauge 'on'; did you mean 'one'?", "forecast.thresholds[0]")]
    public void What_a_forecast_lacks_is_told(string section, string? issue, string problem, string more)
    {
        string yaml = ForecastTrial.Bucket("2002-12-31", section);
        _trial.Run(yaml);
        TributaryException error = Assert.ThrowsAny<TributaryException>(() => _trial.Forecast(yaml, issue is null ? null : DateTime.Parse(issue, System.Globalization.CultureInfo.InvariantCulture)));
        string told = error is WorkflowProblemsException several ? string.Join('\n', several.Problems) : $"{error.Message} {error.Remedy}";
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.Contains(more, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_that_has_not_run_has_no_states()
    {
        InputException error = Assert.Throws<InputException>(() => _trial.Forecast(ForecastTrial.Bucket("2002-12-31", "forecast: { lead: 3 }"), new DateTime(2003, 1, 1)));
        Assert.Contains("no finished run", error.Message, StringComparison.Ordinal);
        Assert.Contains("tributary run", error.Remedy, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_trial.Files.At("runs")));
    }
}
