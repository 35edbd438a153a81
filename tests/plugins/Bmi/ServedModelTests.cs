using System.Diagnostics;
using System.Globalization;
using Tributary.Bmi;
using Tributary.Contracts;
using Tributary.Plugins.Gr;

namespace Tributary.Tests.Bmi;

/// <summary>A Tributary model as a BMI library: hosted by a program in C that knows nothing of .NET, against the same model run by the host.</summary>
public sealed class ServedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SyntheticWeather _weather = new(200, seed: 4);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_in_c_gets_the_numbers_that_the_host_gets()
    {
        // The library lies where its assembly does; here it is told.
        string library = Compile("libtributary_bmi.so", "-shared", "-fPIC", Repository.At("host", "Tributary.Bmi", "native", "tributary_bmi.c"));
        string driver = Compile("driver", Repository.At("tests", "fixtures", "BmiDriver", "driver.c"));
        var start = new ProcessStartInfo(driver, [library, "register_bmi_tributary", Configuration("X1")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TRIBUTARY_HOME"] = BuiltPlugins.Folder("Tributary.Bmi") },
        };
        using Process run = Process.Start(start)!;
        for (int day = 0; day < 200; day++)
        {
            run.StandardInput.WriteLine(FormattableString.Invariant($"{_weather.Precipitation[day]:R} {_weather.PotentialEvapotranspiration[day]:R}"));
        }

        run.StandardInput.Close();
        string[] lines = run.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string errors = run.StandardError.ReadToEnd();
        run.WaitForExit();
        Assert.True(run.ExitCode == 0, $"status {run.ExitCode}: {errors}");
        Assert.Equal("GR4J 86400", lines[0]);

        // The driver went ten steps astray before it gave the state back.
        Assert.Contains("time 1.8144e+07", errors, StringComparison.Ordinal);
        Assert.Contains("no variable 'no such variable'", errors, StringComparison.Ordinal);
        using var trial = new ModelTrial(new GrPlugin(), "{}", _weather.Time, ModelTrial.OneUnit(), _weather.Precipitation, _weather.PotentialEvapotranspiration);
        TrialResults expected = trial.Run(300, trial.Descriptor.Parameters[1].Default, trial.Descriptor.Parameters[2].Default, trial.Descriptor.Parameters[3].Default);

        // The results of the step of the detour are those of its last step.
        double[][] rows = [.. lines.Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        for (int output = 0; output < trial.Descriptor.Outputs.Count; output++)
        {
            double[] series = expected.Of(trial.Descriptor.Outputs[output].Variable.Name);
            Close.SameBits([.. series[..20], .. series[21..]], [.. rows[..20].Concat(rows[21..]).Select(row => row[output])]);
        }
    }

    [Theory]
    [InlineData("X9", "GR4J has no parameter 'X9'", "X1, X2, X3, X4")]
    [InlineData("X1\": 1, \"x", "no parameter 'x'", "X1")]
    public void A_configuration_that_is_not_right_is_refused(string parameter, string problem, string remedy)
    {
        InputException error = Assert.Throws<InputException>(() => new ServedModel(Configuration(parameter)));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_cannot_be_set()
    {
        using var model = new ServedModel(Configuration("X1"));
        Assert.Contains("'runoff' is no input", Assert.Throws<InputException>(() => model.Set("runoff", [1])).Message, StringComparison.Ordinal);
        Assert.Equal("mm", model.UnitOf("precipitation"));
        Assert.Equal(0, model.CountOf("snow"));
    }

    private string Configuration(string parameter) =>
        _folder.Write("model.json", $$"""{ "plugin": "gr", "settings": { }, "plugin_folders": ["{{BuiltPlugins.Folder("Gr")}}"], "id": "basin", "area_km2": 1, "parameters": { "{{parameter}}": 300 } }""");

    private string Compile(string name, params string[] arguments)
    {
        using Process compiler = Process.Start(new ProcessStartInfo("gcc", ["-O2", "-o", _folder.At(name), .. arguments, "-ldl"]) { RedirectStandardError = true })!;
        string errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, errors);
        return _folder.At(name);
    }
}
