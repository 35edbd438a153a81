using Tributary.Contracts;
using Tributary.Plugins.Bmi;

namespace Tributary.Tests.Bmi;

/// <summary>Linear reservoirs in Fortran and Python, against the closed form of a linear reservoir.</summary>
public sealed class LanguageTests(ForeignReservoirs reservoirs) : IClassFixture<ForeignReservoirs>
{
    private const string Mapping = """
        "forcing": { "rain_rate": { "variable": "precipitation" } },
        "outputs": { "runoff": { "variable": "outflow" }, "fallen": { "variable": "storage", "unit": "mm", "element": 1 } }
        """;

    private static readonly SyntheticWeather Hourly = new(300, seed: 7, stepsPerDay: 24);

    public static TheoryData<string> Languages => ["fortran", "python", "numpy"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_units_reservoir_is_the_closed_form(string language)
    {
        double[] k = [0.01, 0.05, 0.2];
        for (int unit = 0; unit < 3; unit++)
        {
            Configure(language, $"{language}-unit{unit}.txt", k[unit], 5);
        }

        using ModelTrial trial = Trial(Hourly, 3, Settings(language, reservoirs.At(language + "-{id}.txt")));
        TrialResults results = trial.Run(new ParameterSets(0, 1, 3));
        for (int unit = 0; unit < 3; unit++)
        {
            Close.All(ClosedForm(Hourly.Precipitation, k[unit], 5), results.Of("runoff", unit), 1e-12);
        }

        Close.All([.. Hourly.Precipitation.Select((_, hour) => Hourly.Precipitation.Take(hour + 1).Sum(rain => (double)(float)rain))], results.Of("fallen"), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_day_is_24_steps_of_the_model(string language)
    {
        var daily = new SyntheticWeather(20, seed: 7);
        using ModelTrial trial = Trial(daily, 1, Settings(language, Configure(language, $"{language}-daily.txt", 0.02, 5)));
        double[] hourly = ClosedForm([.. daily.Precipitation.SelectMany(rain => Enumerable.Repeat(rain / 24, 24))], 0.02, 5);
        Close.All([.. hourly.Chunk(24).Select(day => day.Sum())], trial.Run(new ParameterSets(0, 1, 1)).Of("runoff"), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Parameters_are_set_and_simulations_one_after_another_do_not_see_each_other(string language)
    {
        using ModelTrial trial = Trial(Hourly, 1, Settings(language, Configure(language, $"{language}-parameter.txt", 0.5, 5), """, "parameters": { "k": { "bounds": [0.001, 0.5] } }"""));
        foreach (double k in (double[])[0.03, 0.3, 0.03])
        {
            Close.All(ClosedForm(Hourly.Precipitation, k, 5), trial.Run(k).Of("runoff"), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void With_its_states_declared_blocks_and_restarts_change_no_bit(string language)
    {
        using ModelTrial trial = Trial(Hourly, 1, Settings(language, Configure(language, $"{language}-states.txt", 0.02, 5), """, "states": ["storage", "steps"]"""));
        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, new ParameterSets(0, 1, 1), cases: 5));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, new ParameterSets(0, 1, 1), cases: 5));
    }

    [Fact]
    public void A_model_with_global_state_is_right_where_each_instance_has_its_process()
    {
        reservoirs.ConfigureFortran("global-unit0.txt", 0.02, 5, "global 1\n");
        reservoirs.ConfigureFortran("global-unit1.txt", 0.1, 9, "global 1\n");
        string settings = Settings("fortran", reservoirs.At("global-{id}.txt"));
        using ModelTrial shared = Trial(Hourly, 2, settings);
        double[] wrong = shared.Run(new ParameterSets(0, 1, 2)).Of("runoff");
        using ModelTrial each = Trial(Hourly, 2, settings.Replace("\"config\"", "\"processes\": \"each\", \"config\"", StringComparison.Ordinal));
        TrialResults right = each.Run(new ParameterSets(0, 1, 2));
        Close.All(ClosedForm(Hourly.Precipitation, 0.02, 5), right.Of("runoff", 0), 1e-12);
        Close.All(ClosedForm(Hourly.Precipitation, 0.1, 9), right.Of("runoff", 1), 1e-12);
        Assert.NotEqual(wrong[0], right.Of("runoff", 0)[0]);
    }

    private string Configure(string language, string name, double k, double storage) =>
        language == "fortran" ? reservoirs.ConfigureFortran(name, k, storage) : reservoirs.Configure(name, k, storage);

    private string Settings(string language, string config, string more = "") => $$"""{ {{reservoirs.Model(language)}}, "config": "{{config}}", {{Mapping}}{{more}} }""";

    private static ModelTrial Trial(SyntheticWeather weather, int units, string settings) => HostedTrial.Of(
        new BmiPlugin(),
        settings,
        weather.Time,
        new CatchmentUnits([.. Enumerable.Range(0, units).Select(unit => $"unit{unit}")], [.. Enumerable.Repeat(1.0, units)]),
        [.. Enumerable.Repeat(weather.Precipitation, units)]);

    /// <summary>S + P, then Q = k S: each rain leaves as a geometric series. The models take rain as a float.</summary>
    private static double[] ClosedForm(double[] rain, double k, double storage) =>
        [.. rain.Select((_, step) => k * ((storage * Math.Pow(1 - k, step)) + Enumerable.Range(0, step + 1).Sum(fallen => (float)rain[fallen] * Math.Pow(1 - k, step - fallen))))];
}
