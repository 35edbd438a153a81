using Tributary.Contracts;
using Tributary.Plugins.Bmi;

namespace Tributary.Tests.Bmi;

/// <summary>The plugin with the project's own BMI model, against the same equations written here.</summary>
public sealed class BmiTests(ReservoirLibrary library) : IClassFixture<ReservoirLibrary>
{
    private const string Mapping = """
        "forcing": { "rain_rate": { "variable": "precipitation" }, "temperature": { "variable": "air_temperature" } },
        "outputs": { "runoff": { "variable": "outflow" }, "discharge": { "variable": "flow" }, "deep": { "variable": "storage", "unit": "mm", "element": 1 } }
        """;

    private static readonly SyntheticWeather Hourly = new(600, seed: 3, stepsPerDay: 24);
    private static readonly SyntheticWeather Daily = new(60, seed: 3);

    [Fact]
    public void Hourly_it_gives_the_models_own_numbers()
    {
        using ModelTrial trial = Trial(Hourly, Settings(library.Configure("one.txt", 0.02, 0.01, 5)));
        TrialResults results = trial.Run(new ParameterSets(0, 1, 1));
        (double[] runoff, double[] deep) = Plain(Hourly, 1, 0.02, 0.01, 5);
        Close.All(runoff, results.Of("runoff"), 1e-12);
        Close.All(deep, results.Of("deep"), 1e-12);

        // 1 mm in an hour over 1 km2 is 1000 m3 in 3600 s; the model keeps it as a float.
        Close.All([.. runoff.Select(depth => depth / 3.6)], results.Of("discharge"), 1e-6);
    }

    [Fact]
    public void A_day_is_24_steps_of_the_model_with_the_days_rain_spread_over_them()
    {
        using ModelTrial trial = Trial(Daily, Settings(library.Configure("daily.txt", 0.02, 0.01, 5)));
        TrialResults results = trial.Run(new ParameterSets(0, 1, 1));
        (double[] runoff, double[] deep) = Plain(Daily, 24, 0.02, 0.01, 5);
        Close.All(runoff, results.Of("runoff"), 1e-12);
        Close.All(deep, results.Of("deep"), 1e-12);
        Close.All([.. runoff.Select(depth => depth / 86.4)], results.Of("discharge"), 1e-6);
    }

    [Fact]
    public void Each_unit_has_its_own_file_and_instance()
    {
        double[] k = [0.01, 0.05, 0.2];
        for (int unit = 0; unit < 3; unit++)
        {
            library.Configure($"unit{unit}.txt", k[unit], 0.01, 5);
        }

        using ModelTrial trial = Trial([Hourly, Hourly, Hourly], Settings(library.At("{id}.txt")));
        TrialResults results = trial.Run(new ParameterSets(0, 1, 3));
        for (int unit = 0; unit < 3; unit++)
        {
            Close.All(Plain(Hourly, 1, k[unit], 0.01, 5).Runoff, results.Of("runoff", unit), 1e-12);
        }
    }

    [Fact]
    public void Its_files_are_the_library_and_the_configurations_of_all_units_and_no_others()
    {
        string first = library.Configure("units/a/config.txt", 0.02, 0.01, 5);
        string second = library.Configure("units/b/config.txt", 0.02, 0.01, 5);
        library.Configure("units/b/other.txt", 0.02, 0.01, 5);
        string[] FilesOf(string config) => [.. new BmiPlugin().Describe(System.Text.Json.JsonElement.Parse(Settings(config))).Files.Skip(1)];
        Assert.Equal([first, second], FilesOf(library.At("units/{id}/config.txt")));
        Assert.Equal([first], FilesOf(first));
        Assert.Empty(FilesOf(library.At("units/{id}/none.txt")));
    }

    [Fact]
    public void Parameters_are_set_before_the_first_step()
    {
        using ModelTrial trial = Trial(Hourly, Settings(library.Configure("parameter.txt", 0.5, 0.01, 5), """, "parameters": { "k": { "bounds": [0.001, 0.5], "default": 0.1 } }"""));
        Assert.Equal(0.1, Assert.Single(trial.Descriptor.Parameters).Default);
        Close.All(Plain(Hourly, 1, 0.03, 0.01, 5).Runoff, trial.Run(0.03).Of("runoff"), 1e-12);
    }

    [Fact]
    public void With_its_states_declared_blocks_and_restarts_change_no_bit()
    {
        using ModelTrial trial = Trial(Hourly, Settings(library.Configure("states.txt", 0.02, 0.01, 5), """, "states": ["storage", "steps"]"""));
        Assert.True(trial.Descriptor.Capabilities.HasFlag(Capabilities.Stateful));
        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, new ParameterSets(0, 1, 1), cases: 10));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, new ParameterSets(0, 1, 1), cases: 10));
    }

    [Fact]
    public void Without_them_its_state_is_refused()
    {
        using ModelTrial trial = Trial(Hourly, Settings(library.Configure("stateless.txt", 0.02, 0.01, 5)));
        Assert.False(trial.Descriptor.Capabilities.HasFlag(Capabilities.Stateful));
        using ISimulation simulation = trial.Start(new ParameterSets(0, 1, 1));
        InputException error = Assert.Throws<InputException>(() => simulation.SaveStates([]));
        Assert.Contains("List under 'states'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"rain_rate\"", "\"rainfall_rate\"", "settings.forcing.rainfall_rate", "no variable 'rainfall_rate'", "Its inputs: rain_rate, temperature; its outputs: outflow, flow")]
    [InlineData("\"variable\": \"outflow\"", "\"variable\": \"outflow\", \"unit\": \"K\"", "settings.outputs.runoff", "'mm' of runoff cannot be converted to 'K'", "'unit'")]
    [InlineData("\"variable\": \"outflow\"", "\"variable\": \"outflow\", \"unit\": \"bananas\"", "settings.outputs.runoff", "'bananas' is no unit", "'unit'")]
    [InlineData("\"element\": 1", "\"element\": 2", "settings.outputs.deep", "has 2 elements and no 2", "count from 0")]
    [InlineData("\"precipitation\"", "\"rain\"", "settings.forcing.rain_rate", "'rain' is no standard variable", "precipitation")]
    [InlineData("register_bmi_reservoir", "register_bmi_other", null, "no function 'register_bmi_other'", "nm -D")]
    [InlineData("libreservoir.so", "libnothing.so", null, "no such library", "shared library")]
    [InlineData("wrong.txt", "nothing.txt", null, "unit unit has no configuration file", "'config'")]
    public void What_does_not_fit_is_said(string right, string wrong, string? where, string problem, string remedy)
    {
        library.Configure("wrong.txt", 0.02, 0.01, 5);
        string settings = Settings(library.At("wrong.txt"));
        Assert.Contains(right, settings, StringComparison.Ordinal);
        InputException error = Assert.Throws<InputException>(() =>
        {
            using ModelTrial trial = Trial(Hourly, settings.Replace(right, wrong, StringComparison.Ordinal));
            trial.Run(new ParameterSets(0, 1, 1));
        });
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.Equal(where ?? error.Where, error.Where);
    }

    [Fact]
    public void A_file_that_is_no_library_is_said_to_be_none()
    {
        InputException error = Assert.Throws<InputException>(() => Trial(Hourly, Settings(library.Configure("text.txt", 1, 1, 1)).Replace("libreservoir.so", "text.txt", StringComparison.Ordinal)));
        Assert.Contains("the library cannot be loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_the_model_refuses_is_named()
    {
        string file = library.Configure("refused.txt", -1, 0, 0);
        using ModelTrial trial = Trial(Hourly, Settings(file));
        WorkException error = Assert.Throws<WorkException>(() => trial.Start(new ParameterSets(0, 1, 1)));
        Assert.Contains("refuses its configuration (initialize gave 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_the_model_refuses_names_function_and_unit()
    {
        var weather = new SyntheticWeather(10, stepsPerDay: 24);
        weather.Precipitation[4] = -1;
        using ModelTrial trial = Trial(weather, Settings(library.Configure("negative.txt", 0.02, 0.01, 5)));
        Assert.Contains("negative.txt: update gave 1 at 1999-10-01 04:00", Assert.Throws<WorkException>(() => trial.Run(new ParameterSets(0, 1, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_the_models_own_does_not_divide_is_refused()
    {
        using ModelTrial trial = Trial(new SyntheticWeather(10, stepsPerDay: 48), Settings(library.Configure("half.txt", 0.02, 0.01, 5)));
        Assert.Contains("its own step of 3600 s does not divide the run's of 1800 s", Assert.Throws<InputException>(() => trial.Start(new ParameterSets(0, 1, 1))).Message, StringComparison.Ordinal);
    }

    private string Settings(string config, string more = "") =>
        $$"""{ "library": "{{library.Path}}", "register": "register_bmi_reservoir", "config": "{{config}}", {{Mapping}}{{more}} }""";

    private static ModelTrial Trial(SyntheticWeather weather, string settings) =>
        HostedTrial.Of(new BmiPlugin(), settings, weather.Time, ModelTrial.OneUnit(), weather.Precipitation, weather.Temperature);

    private static ModelTrial Trial(SyntheticWeather[] weather, string settings) => HostedTrial.Of(
        new BmiPlugin(),
        settings,
        weather[0].Time,
        new CatchmentUnits([.. weather.Select((_, unit) => $"unit{unit}")], [.. weather.Select(_ => 1.0)]),
        [.. weather.Select(unit => unit.Precipitation), .. weather.Select(unit => unit.Temperature)]);

    private static (double[] Runoff, double[] Deep) Plain(SyntheticWeather weather, int substeps, double k, double leak, double storage)
    {
        double[] runoff = new double[weather.Time.Count];
        double[] deep = new double[weather.Time.Count];
        double second = 0;
        for (int step = 0; step < runoff.Length; step++)
        {
            for (int substep = 0; substep < substeps; substep++)
            {
                storage += (float)(weather.Temperature[step] + 273.15) > 273.15f ? weather.Precipitation[step] / substeps : 0;
                double fast = k * storage;
                double down = leak * storage;
                storage -= fast + down;
                second += down;
                double slow = k * second;
                second -= slow;
                runoff[step] += fast + slow;
            }

            deep[step] = second;
        }

        return (runoff, deep);
    }
}
