using Tributary.Contracts;
using Tributary.Plugins.Process;

namespace Tributary.Tests.Programs;

/// <summary>Programs run for each basin: small ones of sh and awk, and stand-ins that read and write SUMMA's and mizuRoute's files.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SyntheticWeather _weather = new(40, seed: 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_gets_its_input_for_each_unit_and_its_output_comes_back()
    {
        string settings = Awk("""
            BEGIN { FS = ","; print "day,flow" > "out.csv" }
            NR == 1 { k = $2; area = $3 } NR > 1 { store += $2; q = k * store; store -= q; printf "%s,%.17g\n", $1, q * area / 86.4 > "out.csv" }
            """);
        CatchmentUnits units = new(["north", "south"], [10, 250]);
        using ModelTrial trial = HostedTrial.Of(new ProcessPlugin(), settings, _weather.Time, units, _weather.Precipitation, _weather.Precipitation);
        TrialResults results = trial.Run(ParameterSets.Uniform([0.2], 2));
        double store = 0;
        double[] expected = [.. _weather.Precipitation.Select(rain => { store += rain; double flow = 0.2 * store; store -= flow; return flow; })];
        Close.All(expected, results.Of("runoff", 0), 1e-12);
        Close.All(expected, results.Of("runoff", 1), 1e-12);
        Assert.Equal("north", File.ReadLines(_folder.At("kept", "north", "input.csv")).First().Split(',')[0]);
    }

    [Fact]
    public void Blocks_give_what_one_run_gives()
    {
        string settings = Awk("""
            BEGIN { FS = ","; print "day,flow" > "out.csv" }
            NR == 1 { k = $2; area = $3 } NR > 1 { store += $2; q = k * store; store -= q; printf "%s,%.17g\n", $1, q * area / 86.4 > "out.csv" }
            """);
        using ModelTrial trial = Trial(settings);
        double[] whole = trial.Run(0.2).Of("runoff");
        double[] parts = trial.Room(1);
        using ISimulation simulation = trial.Start(ParameterSets.Uniform([0.2]));
        trial.Advance(simulation, 0, 7, parts);
        trial.Advance(simulation, 7, 1, parts);
        trial.Advance(simulation, 8, 32, parts);
        Close.SameBits(whole, parts);
        Assert.Contains("cannot be saved", Assert.Throws<InputException>(() => simulation.SaveStates([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_shows_status_and_last_lines_and_keeps_the_folder()
    {
        string settings = Awk("BEGIN { for (i = 1; i <= 40; i++) print \"line \" i; print \"no convergence\" > \"/dev/stderr\"; exit 3 }");
        using ModelTrial trial = Trial(settings.Replace(Kept, "", StringComparison.Ordinal));
        WorkException error = Assert.Throws<WorkException>(() => trial.Run(0.2));
        Assert.Contains("ended with status 3, in ", error.Problem, StringComparison.Ordinal);
        Assert.Contains("no convergence", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 40", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 5\n", error.Message, StringComparison.Ordinal);
        Assert.Equal("sh, unit unit", error.Where);
        string folder = error.Problem[(error.Problem.IndexOf("in /", StringComparison.Ordinal) + 3)..];
        Assert.True(File.Exists(Path.Combine(folder, "program.log")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_program_that_takes_too_long_is_ended_with_its_children()
    {
        string settings = Awk("BEGIN { print \"begun\"; fflush(); system(\"sleep 600\") }").Replace("\"arguments\"", "\"time_limit\": 0.3, \"arguments\"", StringComparison.Ordinal);
        using ModelTrial trial = Trial(settings);
        WorkException error = Assert.Throws<WorkException>(() => trial.Run(0.2));
        Assert.Contains("ended after its time limit of 0.3 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("begun", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_crashes_is_told_with_its_signal_and_how_to_run_it_again()
    {
        using ModelTrial trial = Trial(Awk("BEGIN { system(\"kill -KILL $PPID\"); system(\"sleep 5\") }"));
        WorkException error = Assert.Throws<WorkException>(() => trial.Run(0.2));
        Assert.Contains("a kill from outside (SIGKILL; the system may have run out of memory) ended the program, in ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"cd {_folder.At("kept", "unit")} && sh -c 'exec awk -f model.awk input.csv'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_beside_each_other_give_the_bits_of_one_after_another()
    {
        string settings = Awk("""
            BEGIN { FS = ","; print "day,flow" > "out.csv" }
            NR == 1 { k = $2; area = $3 } NR > 1 { store += $2 * (area / 100); q = k * store; store -= q; printf "%s,%.17g\n", $1, q * area / 86.4 > "out.csv" }
            """);
        CatchmentUnits units = new([.. Enumerable.Range(0, 12).Select(unit => $"u{unit}")], [.. Enumerable.Range(1, 12).Select(unit => 10.0 * unit)]);
        double[][] rain = [.. Enumerable.Repeat(_weather.Precipitation, 12)];
        TrialResults[] results = [.. new[] { 1, 5 }.Select(count =>
        {
            using ModelTrial trial = HostedTrial.Of(new ProcessPlugin(), settings.Replace("\"arguments\"", $"\"at_once\": {count}, \"arguments\"", StringComparison.Ordinal), _weather.Time, units, rain);
            return trial.Run(ParameterSets.Uniform([0.2], 12));
        })];
        for (int unit = 0; unit < 12; unit++)
        {
            Close.SameBits(results[0].Of("runoff", unit), results[1].Of("runoff", unit));
        }

        Assert.NotEqual(results[0].Of("runoff", 0), results[0].Of("runoff", 11));
    }

    [Fact]
    public void Of_several_units_that_fail_the_first_is_told()
    {
        CatchmentUnits units = new(["north", "south", "west"], [10, 20, 30]);
        string settings = Awk("BEGIN { FS = \",\" } NR == 1 { if ($1 == \"north\") system(\"sleep 0.3\"); exit 4 }").Replace("\"arguments\"", "\"at_once\": 3, \"arguments\"", StringComparison.Ordinal);
        using ModelTrial trial = HostedTrial.Of(new ProcessPlugin(), settings, _weather.Time, units, [.. Enumerable.Repeat(_weather.Precipitation, 3)]);
        Assert.Equal("sh, unit north", Assert.Throws<WorkException>(() => trial.Run(ParameterSets.Uniform([0.2], 3))).Where);
    }

    [Theory]
    [InlineData("print 1", "did not write out.csv", "input.csv")]
    [InlineData("print \"day,flow\" > \"out.csv\"; print \"1,2\" > \"out.csv\"", "'flow' has 1 values where 40 steps need 40", "'skip'")]
    [InlineData("print \"day,flow\" > \"out.csv\"; for (i = 1; i <= 40; i++) print i \",\" (i == 7 ? \"nan\" : 1) > \"out.csv\"", "'flow' is no finite number at 1999-10-07 00:00 (step 7 of 40)", "program.log")]
    [InlineData("print \"day,discharge\" > \"out.csv\"; print \"1,2\" > \"out.csv\"", "there is no column 'flow'", "It has day, discharge.")]
    [InlineData("print \"day,flow\" > \"out.csv\"; print \"1,2,3\" > \"out.csv\"", "has 3 fields where 2 are expected", "out.csv, line 2")]
    [InlineData("printf \"\" > \"out.csv\"", "ends before the row of its column names", "out.csv")]
    public void Output_that_is_not_as_expected_is_said(string program, string problem, string remedy)
    {
        using ModelTrial trial = Trial(Awk($"BEGIN {{ {program} }}"));
        WorkException error = Assert.Throws<WorkException>(() => trial.Run(0.2));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named()
    {
        using ModelTrial trial = Trial(Awk("BEGIN { }").Replace("\"sh\"", "\"no-such-program\"", StringComparison.Ordinal));
        InputException error = Assert.Throws<InputException>(() => trial.Run(0.2));
        Assert.Contains("cannot be started", error.Message, StringComparison.Ordinal);
        Assert.Equal("no-such-program", error.Where);
    }

    [Fact]
    public void A_template_that_names_what_there_is_not_is_refused_with_its_line()
    {
        string settings = Awk("BEGIN { }");
        _folder.Write("templates/more.txt", "one\ntwo {{snow}}\n");
        using ModelTrial trial = Trial(settings);
        InputException error = Assert.Throws<InputException>(() => trial.Run(0.2));
        Assert.Equal("more.txt:2:5", error.Where);
    }

    [Fact]
    public void Summas_files_are_written_and_its_output_is_read()
    {
        foreach (string table in (string[])["TBL_VEGPARM.TBL", "TBL_SOILPARM.TBL", "localParamInfo.txt"])
        {
            _folder.Write($"tables/{table}", "of SUMMA itself\n");
        }

        string settings = $$"""
            {
              "program": "{{Repository.At("tests", "fixtures", "Programs", "summa-stand-in.sh")}}", "arguments": ["-m", "{{"{{folder}}"}}/fileManager.txt"], "preset": "summa", "copy": "{{_folder.At("tables")}}",
              "forcing": {
                "pptrate": { "variable": "precipitation", "unit": "kg m-2 s-1" }, "airtemp": { "variable": "air_temperature", "unit": "K" },
                "airpres": { "variable": "surface_pressure" }, "spechum": { "variable": "specific_humidity" }, "windspd": { "variable": "wind_speed" },
                "SWRadAtm": { "variable": "shortwave_radiation" }, "LWRadAtm": { "variable": "longwave_radiation" }
              },
              "values": { "tan_slope": "0.1", "contour_length": "100", "measurement_height": "10", "soil_type": "3", "vegetation_type": "7" },
              "parameters": { "k_soil": { "bounds": [1e-7, 1e-4] }, "theta_sat": { "bounds": [0.3, 0.6] }, "routingGammaScale": { "bounds": [0.1, 10] } },
              "outputs": { "runoff": { "file": "basin_timestep.nc", "column": "averageRoutedRunoff" } }
            }
            """;
        double[] other = new double[_weather.Time.Count];
        using ModelTrial trial = HostedTrial.Of(
            new ProcessPlugin(), settings, _weather.Time, new CatchmentUnits(["basin"], [412], latitude: [46.8], longitude: [-71.2], elevation: [300]), _weather.Precipitation, _weather.Temperature, other, other, other, other, other);
        double[] runoff = trial.Run(1e-5, 0.4, 0.8).Of("runoff");
        Close.All([.. _weather.Precipitation.Select((rain, day) => _weather.Temperature[day] > 0 ? 0.8 * rain / 2 : 0)], runoff, 1e-9);
    }

    [Fact]
    public void MizuRoutes_files_are_written_and_its_output_is_read()
    {
        string settings = $$"""
            {
              "program": "{{Repository.At("tests", "fixtures", "Programs", "mizuroute-stand-in.sh")}}", "arguments": ["control.txt"], "preset": "mizuroute",
              "forcing": { "runoff": { "variable": "runoff", "unit": "mm s-1" } },
              "values": { "length_m": "23000", "slope": "0.002", "route_opt": "1" },
              "parameters": { "tscale": { "unit": "s", "bounds": [1000, 200000] }, "velocity": { "unit": "m s-1", "bounds": [0.1, 5] }, "diffusivity": { "unit": "m2 s-1", "bounds": [100, 10000] }, "manning_n": { "bounds": [0.01, 0.1] } },
              "outputs": {
                "runoff": { "file": "basin.h.{{"{{start:yyyy-MM-dd}}"}}-00000.nc", "column": "IRFroutedRunoff" },
                "discharge": { "file": "basin.h.{{"{{start:yyyy-MM-dd}}"}}-00000.nc", "column": "IRFroutedRunoff" }
              }
            }
            """;
        using ModelTrial trial = HostedTrial.Of(new ProcessPlugin(), settings, _weather.Time, new CatchmentUnits(["basin"], [412]), _weather.Precipitation);
        TrialResults results = trial.Run(20000, 1.5, 800, 0.03);
        Close.All(_weather.Precipitation, results.Of("runoff"), 1e-9);
        Close.All([.. _weather.Precipitation.Select(depth => depth * 412 / 86.4)], results.Of("discharge"), 1e-9);
    }

    private string Kept => $$""", "keep": "{{_folder.At("kept")}}" """;

    /// <summary>Settings of a model in awk that reads <c>input.csv</c>: id, k and area, then a line a day with the rain.</summary>
    private string Awk(string program)
    {
        _folder.Write("templates/model.awk", program);
        _folder.Write("templates/input.csv", "{{id}},{{k}},{{area_km2}}\n{{#steps}}\n{{time:yyyy-MM-dd}},{{rain}}\n{{/steps}}\n");
        return $$"""
            {
              "arguments": ["sh", "-c", "exec awk -f model.awk input.csv"], "templates": "{{_folder.At("templates")}}",
              "forcing": { "rain": { "variable": "precipitation" } }, "parameters": { "k": { "unit": "1", "bounds": [0.01, 1] } },
              "outputs": { "runoff": { "file": "out.csv", "column": "flow", "unit": "m3 s-1" } }{{Kept}}
            }
            """;
    }

    private ModelTrial Trial(string settings) => HostedTrial.Of(new ProcessPlugin(), settings, _weather.Time, ModelTrial.OneUnit(), _weather.Precipitation);
}
