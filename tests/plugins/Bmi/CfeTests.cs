using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;
using Tributary.Plugins.Bmi;

namespace Tributary.Tests.Bmi;

/// <summary>NOAA-OWP's cfe, built by its reader outside of this repository in a folder that TRIBUTARY_CFE names; README.md here says what it needs.</summary>
public sealed class CfeTests
{
    [Fact]
    public void Its_discharge_is_that_of_its_own_driver()
    {
        string folder = Environment.GetEnvironmentVariable("TRIBUTARY_CFE") ?? "";
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "libcfe.so")) && File.Exists(Path.Combine(folder, "cfe_base")), "There is no build of NOAA-OWP's cfe; name its folder in TRIBUTARY_CFE (tests/plugins/Bmi/README.md says what it needs).");
        using var own = new TemporaryFolder();
        string configuration = File.ReadAllText(Path.Combine(folder, "configs", "cfe_config_cat_87.txt"));
        string verbose = own.Write("driver.txt", $"{configuration}\nverbosity=1\n");
        string passive = own.Write("cat-87.txt", configuration.Replace("./forcings/cat87_01Dec2015.csv", "BMI", StringComparison.Ordinal));

        using Process driver = Process.Start(new ProcessStartInfo(Path.Combine(folder, "cfe_base"), [verbose]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        string[][] lines = [.. driver.StandardOutput.ReadToEnd().Split('\n').Select(line => line.Split(", ")).Where(fields => fields.Length == 10 && char.IsAsciiDigit(fields[0][0]))];
        double[] expected = [.. lines.Take(45).Select(fields => double.Parse(fields[6], CultureInfo.InvariantCulture))];
        double[] rain = [.. File.ReadLines(Path.Combine(folder, "forcings", "cat87_01Dec2015.csv")).Skip(1).Take(45).Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];

        string settings = $$"""
            {
              "library": "{{folder}}/libcfe.so", "register": "register_bmi_cfe", "config": "{{passive}}",
              "forcing": { "atmosphere_water__liquid_equivalent_precipitation_rate": { "variable": "precipitation" } }, "outputs": { "runoff": { "variable": "Q_OUT" } }
            }
            """;
        var time = new TimeAxis(new DateTime(2015, 12, 1), TimeSpan.FromHours(1), 45);
        using ModelTrial trial = HostedTrial.Of(new BmiPlugin(), settings, time, ModelTrial.OneUnit(), rain);

        // The driver prints mm with six digits behind the point.
        double[] runoff = trial.Run(new ParameterSets(0, 1, 1)).Of("runoff");
        Assert.Equal(45, expected.Length);
        for (int hour = 0; hour < 45; hour++)
        {
            Assert.Equal(expected[hour], runoff[hour], 5.0001e-7);
        }
    }
}
