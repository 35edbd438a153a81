using Tributary.Contracts;
using Tributary.Plugins.Bmi;

namespace Tributary.Tests.Bmi;

/// <summary>Models that are not there, refuse, raise, crash or hang: what the reader is told.</summary>
public sealed class FailingModelTests(ForeignReservoirs reservoirs, ReservoirLibrary library) : IClassFixture<ForeignReservoirs>, IClassFixture<ReservoirLibrary>
{
    private const string Mapping = """ "forcing": { "rain_rate": { "variable": "precipitation" } }, "outputs": { "runoff": { "variable": "outflow" } } """;

    [Fact]
    public void What_python_raises_is_told_with_its_time_and_traceback()
    {
        WorkException error = Fails("python", rain: -1);
        Assert.Equal($"Reservoir, unit unit, {reservoirs.At("p.txt")}: update raised ValueError: rain of -1.0 mm h-1 at 1999-10-01 04:00", error.Message.Split(". Its traceback:")[0]);
        Assert.Contains("reservoir_bmi.py\", line ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<string>", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fortran", -1, "f.txt: update gave 1 at 1999-10-01 04:00", "It printed nothing.")]
    [InlineData("fortran", 600, "the model ended its process between 1999-10-01 00:00 and 1999-10-01 09:00: exit status 7", "the reservoir bursts\nSTOP 7")]
    [InlineData("python", 600, "the model ended its process between 1999-10-01 00:00 and 1999-10-01 09:00: exit status 5", "It printed nothing.")]
    [InlineData("python", 900, "a segmentation fault (SIGSEGV)", "It printed nothing.")]
    public void A_model_that_breaks_down_is_told_with_what_it_printed(string language, double rain, string problem, string printed)
    {
        WorkException error = Fails(language, rain);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(printed, error.Message.Split("\nIf it only fails beside other units, it keeps state in global variables: set 'processes: each'.")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_breakdown_another_simulation_runs()
    {
        using ModelTrial trial = Trial(Settings("python").Replace("\"config\"", "\"parameters\": { \"k\": { \"bounds\": [0.01, 3] } }, \"config\"", StringComparison.Ordinal), new double[10]);
        Assert.Throws<WorkException>(() => trial.Run(2));
        Assert.Equal(0.1, trial.Run(0.02).Of("runoff")[0], 1e-12);
    }

    [Fact]
    public void A_model_that_hangs_is_ended_after_its_time_limit()
    {
        string settings = Settings("python", config: reservoirs.Configure("hang.txt", 0.02, 5, "hang=1\n")).Replace("\"config\"", "\"time_limit\": 0.5, \"config\"", StringComparison.Ordinal);
        using ModelTrial trial = Trial(settings, new double[10]);
        WorkException error = Assert.Throws<WorkException>(() => trial.Start(new ParameterSets(0, 1, 1)));
        Assert.Contains("took longer than its time limit of 0.5 s and was ended. Raise 'time_limit'", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Reservoir, unit unit, ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_it_refuses_is_named_with_what_it_printed()
    {
        string file = reservoirs.ConfigureFortran("refused.txt", -1, 0);
        using ModelTrial trial = Trial(Settings("fortran", file), new double[10]);
        WorkException error = Assert.Throws<WorkException>(() => trial.Start(new ParameterSets(0, 1, 1)));
        Assert.Equal($"libreservoir, unit unit, {file}: the model refuses its configuration (initialize gave 1). The last that it printed:\nk is missing", error.Message);
    }

    [Theory]
    [InlineData("reservoir_bmi:Reservoir", "rivers:Reservoir", "finds no module 'rivers'", "'search_path'")]
    [InlineData("reservoir_bmi:Reservoir", "reservoir_bmi:Lake", "has no class 'Lake'", "Classes with an initialize there: Reservoir.")]
    [InlineData("reservoir_bmi:Reservoir", "reservoir_bmi", "not written as package.module:Class", "heat.bmi_heat:BmiHeat")]
    [InlineData("\"language\"", "\"python\": \"/no/such/python\", \"language\"", "Python cannot be started", "'python'")]
    [InlineData("\"language\"", "\"python\": \"/bin/echo\", \"language\"", "does not answer as a worker does", "'python'")]
    [InlineData("\"language\"", "\"python\": \"/bin/false\", \"language\"", "does not start a worker: exit status 1", "'python'")]
    [InlineData("\"rain_rate\"", "\"rain\"", "the model has no variable 'rain'", "Its inputs: rain_rate; its outputs: outflow, storage")]
    [InlineData("\"language\": \"python\"", "\"language\": \"c\"", "'library' is missing", "'language: python'")]
    [InlineData("\"language\"", "\"folder\": \"/no/such/folder\", \"language\"", "there is no such folder", "'folder'")]
    public void What_does_not_fit_is_said(string right, string wrong, string problem, string remedy)
    {
        string settings = Settings("python");
        Assert.Contains(right, settings, StringComparison.Ordinal);
        InputException error = Assert.Throws<InputException>(() =>
        {
            using ModelTrial trial = Trial(settings.Replace(right, wrong, StringComparison.Ordinal), new double[10]);
            trial.Run(new ParameterSets(0, 1, 1));
        });
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_raises_when_it_is_imported_is_wrong_input_with_its_traceback()
    {
        string file = reservoirs.Write("modules/broken.py", "import math\nmath.sqrt(-1)\n");
        string settings = $$"""{ "language": "python", "class": "broken:Model", "search_path": "{{Path.GetDirectoryName(file)}}", "config": "{{file}}", {{Mapping}} }""";
        InputException error = Assert.Throws<InputException>(() => Trial(settings, new double[10]));
        Assert.StartsWith("broken:Model: importing 'broken' raised ValueError", error.Message, StringComparison.Ordinal);
        Assert.Contains("broken.py\", line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_nextgens_functions_is_no_fortran_model()
    {
        string settings = $$"""{ "language": "fortran", "library": "{{library.Path}}", "register": "register_bmi_reservoir", "config": "{{library.Configure("c.txt", 0.1, 0, 1)}}", {{Mapping}} }""";
        InputException error = Assert.Throws<InputException>(() => Trial(settings, new double[10]));
        Assert.Contains("Link NextGen's iso_c_bmi into it", error.Message, StringComparison.Ordinal);
    }

    private WorkException Fails(string language, double rain)
    {
        double[] hours = new double[10];
        hours[4] = rain;
        using ModelTrial trial = Trial(Settings(language), hours);
        return Assert.Throws<WorkException>(() => trial.Run(new ParameterSets(0, 1, 1)));
    }

    private string Settings(string language, string? config = null)
    {
        config ??= language == "fortran" ? reservoirs.ConfigureFortran("f.txt", 0.02, 5) : reservoirs.Configure("p.txt", 0.02, 5);
        return $$"""{ {{reservoirs.Model(language)}}, "config": "{{config}}", {{Mapping}} }""";
    }

    private static ModelTrial Trial(string settings, double[] rain) =>
        HostedTrial.Of(new BmiPlugin(), settings, new TimeAxis(new DateTime(1999, 10, 1), TimeSpan.FromHours(1), rain.Length), ModelTrial.OneUnit(), rain);
}
