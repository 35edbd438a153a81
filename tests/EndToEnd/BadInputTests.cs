namespace Tributary.Tests.EndToEnd;

/// <summary>Everything that the issue names as bad input: one clear message, a status that tells whose fault it is, nothing half-written.</summary>
public sealed class BadInputTests
{
    private const int WorkFailed = 1;
    private const int WrongInput = 2;

    [Fact]
    public void A_missing_workflow_is_named()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "run", "nothing.yaml").Fails(WrongInput, "nothing.yaml", "there is no such file");
    }

    [Fact]
    public void A_missing_forcing_file_is_named()
    {
        using var trial = new Trial { Data = string.Empty };
        Expect(trial, WrongInput, "data.csv", "there is no such file", "workflow.yaml:11:10");
    }

    [Fact]
    public void An_unreadable_forcing_file_is_named()
    {
        using var trial = new Trial { Data = string.Empty };
        Directory.CreateDirectory(Path.Combine(trial.Folder, "data.csv"));
        Expect(trial, WrongInput, "data.csv", "cannot be read");
    }

    [Fact]
    public void A_file_that_is_no_NetCDF_is_named()
    {
        using Trial trial = new Trial().With("source: csv", "source: stations");
        Expect(trial, WrongInput, "data.csv", "NetCDF");
    }

    [Fact]
    public void A_unit_that_does_not_fit_is_named_with_the_wanted_one()
    {
        using Trial trial = new Trial().WithData("precipitation [mm]", "precipitation [degC]");
        Expect(trial, WrongInput, "precipitation", "'degC' cannot be converted to mm");
    }

    [Fact]
    public void A_unit_that_is_none_is_named()
    {
        using Trial trial = new Trial().WithData("precipitation [mm]", "precipitation [bananas]");
        Expect(trial, WrongInput, "precipitation", "bananas");
    }

    [Fact]
    public void An_unknown_key_is_named_with_its_place_and_the_nearest_one()
    {
        using Trial trial = new Trial().With("splits:", "split:");
        Expect(trial, WrongInput, "workflow.yaml:3:1", "split", "did you mean 'splits'?");
    }

    [Fact]
    public void An_unknown_key_of_a_plugin_is_named_with_its_place_and_the_nearest_one()
    {
        using Trial trial = new Trial().With("plugin: gr,", "plugin: gr, settings: { varaint: GR5J },");
        Expect(trial, WrongInput, "workflow.yaml:13:", "models[0].settings.varaint", "did you mean 'variant'?");
    }

    [Fact]
    public void An_unknown_plugin_is_named_with_the_nearest_one()
    {
        using Trial trial = new Trial().With("plugin: gr,", "plugin: hbw,");
        Expect(trial, WrongInput, "models[0].plugin", "there is no plugin 'hbw'", "did you mean 'hbv'?");
    }

    [Fact]
    public void Overlapping_periods_are_named()
    {
        using Trial trial = new Trial().With("validation: [2002-07-01", "validation: [2002-06-01");
        Expect(trial, WrongInput, "splits.validation", "overlaps calibration");
    }

    [Theory]
    [InlineData("end: 2003-12-31 }", "end: 1999-12-31 }", "the period is empty")]
    [InlineData("calibration: [2001-01-01, 2002-06-30]", "calibration: [2001-01-01, 2000-06-30]", "the period is empty")]
    public void Empty_periods_are_named(string part, string other, string message)
    {
        using Trial trial = new Trial().With(part, other);
        Outcome outcome = trial.Run();
        Assert.Equal(WrongInput, outcome.Status);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        trial.LeftNoResult();
    }

    [Fact]
    public void A_forcing_shorter_than_the_period_is_named_with_both()
    {
        using Trial trial = new Trial().With("end: 2003-12-31 }", "end: 2004-12-31 }");
        Outcome outcome = trial.Run();
        Assert.Equal(WrongInput, outcome.Status);
        Assert.Contains("it covers 2000-01-01 to 2003-12-31, which is shorter than the simulated period 2000-01-01 to 2004-12-31", outcome.Error, StringComparison.Ordinal);
        trial.LeftNoResult();
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    public void A_gap_in_the_forcing_is_named_with_its_day(string gap)
    {
        using var trial = new Trial();
        trial.Data = Spoil(trial.Data, "2001-03-04", gap);
        Expect(trial, WrongInput, "precipitation is missing (NaN) on 2001-03-04", "policy: fill");
    }

    [Fact]
    public void Negative_precipitation_is_named_with_its_day()
    {
        using var trial = new Trial();
        trial.Data = Spoil(trial.Data, "2001-03-04", "-0.5");
        Expect(trial, WrongInput, "precipitation is -0.5 mm on 2001-03-04", "below the lowest possible");
    }

    [Theory]
    [InlineData("describe")]
    [InlineData("prepare")]
    [InlineData("advance")]
    public void A_plugin_that_throws_is_named_with_what_it_was_doing(string where)
    {
        using Trial trial = WithFixtures(new Trial().With("plugin: gr,", $"plugin: bucket, settings: {{ fails: {where} }},"), "Bucket");
        Expect(trial, WorkFailed, "member one", "plugin bucket", "a hole in the bucket");
    }

    [Fact]
    public void A_plugin_whose_results_are_not_finite_is_named_with_the_day()
    {
        using Trial trial = WithFixtures(new Trial().With("plugin: gr, calibrate: { budget: 200 }", "plugin: bucket, settings: { fails: nan }"), "Bucket");
        Expect(trial, WorkFailed, "member one", "no finite number from 2000-01-04");
    }

    [Fact]
    public void A_plugin_for_other_contracts_is_refused_with_both_versions()
    {
        using Trial trial = WithFixtures(new Trial().With("plugin: gr,", "plugin: built-for-tomorrow,"), "BuiltForTomorrow");
        Outcome outcome = trial.Run();
        Assert.Equal(WrongInput, outcome.Status);
        Assert.Contains("2.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("this host has 1.0", outcome.Error, StringComparison.Ordinal);
        trial.LeftNoResult();
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_also_where_the_file_does_not_fit_its_schema()
    {
        using Trial trial = new Trial()
            .With("period: { start: 2000-01-01, end: 2003-12-31 }", "period: { start: 2000-01-32, end: 2003-12-31 }")
            .With("source: csv", "sorce: csv")
            .With("plugin: gr, calibrate: { budget: 200 }", "plugin: gr, settings: { variant: GR7J }, calibrate: { budget: -1 }");
        trial.Yaml += "\n  - { name: one, plugin: hbw }";
        Outcome outcome = trial.Run("validate");
        Assert.Equal(WrongInput, outcome.Status);
        foreach (string part in (string[])
            ["period.start: there is no date 2000-01-32", "the key 'source' is missing", "did you mean 'source'?", "did you mean 'GR4J'?", "at least 1, found -1", "two members 'one'", "did you mean 'hbv'?"])
        {
            Assert.Contains(part, outcome.Error, StringComparison.Ordinal);
        }

        Assert.Contains("7 problems", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_finds_what_is_wrong_with_the_data_and_writes_nothing()
    {
        using var trial = new Trial();
        trial.Data = Spoil(trial.Data, "2001-03-04", "-0.5");
        trial.Run("validate").Fails(WrongInput, "precipitation is -0.5 mm");
        Assert.False(Directory.Exists(trial.RunFolder), "validate made a run's folder");
    }

    [Fact]
    public void A_second_run_of_the_same_folder_is_refused()
    {
        using Trial trial = new Trial().Write();
        Directory.CreateDirectory(trial.RunFolder);
        using var held = new FileStream(Path.Combine(trial.RunFolder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        trial.Run().Fails(WorkFailed, "another run is at work in this folder");
    }

    [Fact]
    public void A_wrong_command_line_is_the_users_fault()
    {
        using var folder = new TemporaryFolder();
        Outcome outcome = Cli.Run(folder.Path, "run");
        Assert.Equal(WrongInput, outcome.Status);
        Assert.Contains("tributary run --help", outcome.Error, StringComparison.Ordinal);
    }

    private static void Expect(Trial trial, int status, params string[] parts)
    {
        trial.Run().Fails(status, parts);
        trial.LeftNoResult();
    }

    /// <summary>Puts another precipitation into the row of a day.</summary>
    private static string Spoil(string data, string day, string precipitation)
    {
        string[] lines = data.Split('\n');
        int row = Array.FindIndex(lines, line => line.StartsWith(day, StringComparison.Ordinal));
        string[] fields = lines[row].Split(',');
        fields[1] = precipitation;
        lines[row] = string.Join(',', fields);
        return string.Join('\n', lines);
    }

    private static Trial WithFixtures(Trial trial, string fixture)
    {
        trial.Environment = new Dictionary<string, string> { ["TRIBUTARY_PLUGINS"] = BuiltPlugins.Folder(fixture) };
        return trial;
    }
}
