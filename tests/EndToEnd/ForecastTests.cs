using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>
/// googlehydrology runs made by tests/learning/fixtures/foreign_peer.py, forecasting through the program from a table of the past and a file of forecasts, as
/// PyTorch says by their definition.
/// </summary>
public sealed class ForecastTests
{
    private const int Past = 9, Lead = 4, Basins = 3, Components = 3;
    private const double Center = 1.5, Scale = 2.5;

    private static readonly double[] AreasKm2 = [86.4, 172.8, 43.2];
    private static readonly double[] Probabilities = [0.1, 0.5, 0.9];

    [Theory]
    [InlineData("mean")]
    [InlineData("mean-cmal")]
    [InlineData("handoff")]
    [InlineData("handoff-embedded")]
    public void A_loaded_network_forecasts_every_gauge_from_every_issue_that_the_past_covers(string name)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, name);
        // Paths are relative to the file, not to where the program runs.
        Outcome outcome = Cli.Run(folder.At(name), "forecast", Path.Combine("..", "workflow.yaml"), "--json").Done();
        Assert.Contains("1 of 2 forecasts were left out", outcome.Error, StringComparison.Ordinal);
        JsonElement member = JsonElement.Parse(outcome.Output).GetProperty("members")[0];
        Assert.Equal(("2020-01-09T00:00:00", Lead), (member.GetProperty("issues")[0].GetString(), member.GetProperty("lead_steps").GetInt32()));

        using IArrayFile file = new NetCdfFiles().Open(folder.At(name, "runs", "ahead", "forecast.nc"));
        Assert.Equal(["b0", "b1", "b2"], file.ReadText("gauge_id"));
        Assert.Equal([new DateTime(2020, 1, 9)], file.ReadTimes("issue_time"));
        double[] leads = new double[Lead];
        file.Read("lead", [0], [Lead], leads);
        Assert.Equal([86400, 172800, 259200, 345600], leads);
        Assert.Equal("m3 s-1", file.Variables.Single(variable => variable.Name == "discharge_google").Text("units"));

        double[] answers = Numbers(folder.At(name, "answers.f64"));
        int width = answers.Length / ((Lead + 1) * Basins);
        double[] discharge = Read(file, "discharge_google");
        for (int basin = 0; basin < Basins; basin++)
        {
            for (int lead = 0; lead < Lead; lead++)
            {
                double[] latent = answers[((((lead + 1) * Basins) + basin) * width)..][..width];
                double expected = InDischarge(width == 1 ? latent[0] : Mean(latent), basin);
                Assert.True(Math.Abs(discharge[(basin * Lead) + lead] - expected) < 1e-5 * (1 + Math.Abs(expected)), $"{basin} {lead}: {discharge[(basin * Lead) + lead]}, not {expected}");
            }
        }

        foreach (double probability in width == 1 ? [] : Probabilities)
        {
            double[] quantiles = Read(file, string.Create(CultureInfo.InvariantCulture, $"discharge_q{100 * probability:00}_google"));
            for (int at = 0; at < quantiles.Length; at++)
            {
                double scaled = ((quantiles[at] / AreasKm2[at / Lead] * 86.4) - Center) / Scale;
                Assert.Equal(probability, Cumulative(answers[(((((at % Lead) + 1) * Basins) + (at / Lead)) * width)..][..width], scaled), 1e-4);
            }
        }
    }

    [Fact]
    public void Every_mistake_is_told()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, "handoff");
        string workflow = File.ReadAllText(folder.At("workflow.yaml"));
        Told("quantiles: [0.1, 0.5, 0.9]", "epochs: 3", "epochs", "no meaning");
        Told("forecasts.nc", "nowhere.nc", "nowhere.nc");
        Told("variables: { graphcast_0: g }", "variables: { graphcast_0: h }", "no variable 'h'", "forecast.variables.graphcast_0");
        Told("forecasts.nc", "short.nc", "no forecast 4 time steps ahead");
        Told("issues: [2020-01-01, 2020-01-31]", "issues: [2020-01-01, 2020-01-05]", "none of the forecasts was issued where the forcing covers the 9 steps up to it");
        Told("forecast:\n  files: forecasts.nc\n  issues: [2020-01-01, 2020-01-31]\n  variables: { graphcast_0: g }", string.Empty, "where the weather's forecasts are", "forecast.files");
        Told(", a: ", ", z: ", "needs the attribute a");
        Cli.Run(folder.Path, "run", "workflow.yaml").Fails(2, "neither trains nor simulates", "tributary forecast");

        void Told(string part, string other, params string[] parts)
        {
            Assert.Contains(part, workflow, StringComparison.Ordinal);
            File.WriteAllText(folder.At("wrong.yaml"), workflow.Replace(part, other, StringComparison.Ordinal));
            Outcome outcome = Cli.Run(folder.Path, "forecast", "wrong.yaml");
            Assert.Equal(2, outcome.Status);
            Assert.All(parts, text => Assert.Contains(text, outcome.Error.Replace("wrong.yaml", "workflow.yaml", StringComparison.Ordinal), StringComparison.Ordinal));
            Assert.False(File.Exists(folder.At("runs", "ahead", "forecast.nc")));
        }
    }

    /// <summary>A run's folder, a table of the past for each basin, forecasts, and a workflow.</summary>
    private static void Prepare(TemporaryFolder folder, string name)
    {
        MakeRuns(folder.Path);
        (string[] hindcast, string[] forecast) = name.StartsWith("mean", StringComparison.Ordinal)
            ? (new[] { "hres_0", "hres_1", "imerg_0", "cpc_0", "cpc_1" }, new[] { "hres_0", "hres_1", "graphcast_0", "graphcast_1", "graphcast_2" })
            : (["imerg_0", "cpc_0", "hres_0"], ["hres_0", "graphcast_0"]);
        string[] inputs = [.. hindcast.Union(forecast)];
        WriteScaler(folder, inputs);
        double[] past = InUnits(folder.At(name, "past.f64"));
        double[] ahead = InUnits(folder.At(name, "ahead.f64"));
        double[] attributes = InUnits(folder.At(name, "attributes.f64"));
        int overlap = (ahead.Length / (Basins * forecast.Length)) - Lead;
        for (int basin = 0; basin < Basins; basin++)
        {
            var table = new StringBuilder("date," + string.Join(',', inputs) + "\n");
            for (int day = 0; day < Past; day++)
            {
                table.Append(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddDays(day):yyyy-MM-dd}");
                foreach (string input in inputs)
                {
                    int before = day - (Past - overlap);
                    double value = Array.IndexOf(hindcast, input) is >= 0 and int column ? past[(((day * Basins) + basin) * hindcast.Length) + column]
                        : before < 0 ? 0
                        : ahead[(((before * Basins) + basin) * forecast.Length) + Array.IndexOf(forecast, input)];
                    table.Append(',').Append(double.IsNaN(value) ? string.Empty : value.ToString("R", CultureInfo.InvariantCulture));
                }

                table.Append('\n');
            }

            folder.Write($"b{basin}.csv", table.ToString());
        }

        WriteForecasts(folder, "forecasts.nc", Lead, forecast, ahead, overlap);
        WriteForecasts(folder, "short.nc", Lead - 1, forecast, ahead, overlap);
        string basins = string.Join(", ", Enumerable.Range(0, Basins).Select(basin => string.Create(
            CultureInfo.InvariantCulture, $"{{ id: b{basin}, area: {AreasKm2[basin]}, attributes: {{ d: {Attribute(basin, 0)}, c: {Attribute(basin, 1)}, b: {Attribute(basin, 2)}, a: {Attribute(basin, 3)} }} }}")));
        folder.Write("workflow.yaml", $$"""
            name: ahead
            period: { start: 2020-01-01, end: 2020-01-09 }
            domain:
              basins: [{{basins}}]
            forcing:
              source: csv
              files: "{basin}.csv"
              variables: { {{string.Join(", ", inputs.Select(input => $"{input}: {{ name: {input}, unit: \"1\" }}"))}} }
            forecast:
              files: forecasts.nc
              issues: [2020-01-01, 2020-01-31]
              variables: { graphcast_0: g }
            models:
              - { name: google, plugin: lstm, settings: { load: {{name}}, quantiles: [0.1, 0.5, 0.9] } }
            """);

        double Attribute(int basin, int at) => attributes[(basin * 4) + at];
    }

    private static void MakeRuns(string folder)
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Repository.At("tests", "learning", "fixtures", "foreign_peer.py"), "forecasts", folder]) { RedirectStandardError = true })!;
            string errors = python.StandardError.ReadToEnd();
            python.WaitForExit();
            Assert.SkipWhen(errors.Contains("No module named 'torch'", StringComparison.Ordinal), "/usr/bin/python3 has no torch; 'apt install python3-torch' brings it.");
            Assert.True(python.ExitCode == 0, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no /usr/bin/python3 on this machine.");
        }
    }

    private static void WriteScaler(TemporaryFolder folder, string[] inputs)
    {
        string[] names = ["a", "b", "c", "d", "flow", .. inputs];
        Cdl.Generate(folder, "scaler.nc", $$"""
            netcdf scaler {
            dimensions: parameter = 2; string6 = 6;
            variables: char parameter(parameter, string6); {{string.Concat(names.Select(variable => $"float {variable}(parameter); "))}}
            data: parameter = "center", "scale"; {{string.Concat(names.Select(variable => $"{variable} = 1.5, 2.5; "))}}
            }
            """);
    }

    /// <summary>Forecasts of two issues, of which only the second has its past, in an order of dimensions of their own.</summary>
    private static void WriteForecasts(TemporaryFolder folder, string name, int leads, string[] forecast, double[] ahead, int overlap)
    {
        var variables = new StringBuilder();
        var data = new StringBuilder();
        for (int input = 0; input < forecast.Length; input++)
        {
            string own = forecast[input] == "graphcast_0" ? "g" : forecast[input];
            variables.Append(CultureInfo.InvariantCulture, $"double {own}(date, lead_time, basin); {own}:units = \"1\"; {own}:_FillValue = -9999.; ");
            IEnumerable<double> values = Enumerable.Range(0, leads * Basins).Select(at => ahead[(((overlap + (at / Basins)) * Basins) + (at % Basins)) * forecast.Length + input]);
            data.Append(CultureInfo.InvariantCulture, $"{own} = {Cdl.Numbers([.. Enumerable.Repeat(7.0, leads * Basins), .. values])};\n");
        }

        Cdl.Generate(folder, name, $$"""
            netcdf forecasts {
            dimensions: basin = {{Basins}}; date = 2; lead_time = {{leads}}; letters = 2;
            variables: char gauge_id(basin, letters); int date(date); date:units = "days since 2020-01-01"; int lead_time(lead_time); lead_time:units = "days"; {{variables}}
            data: gauge_id = "b0", "b1", "b2"; date = 4, 8; lead_time = {{string.Join(", ", Enumerable.Range(1, leads))}};
            {{data}}
            }
            """);
    }

    private static double[] Read(IArrayFile file, string name)
    {
        double[] values = new double[Basins * Lead];
        file.Read(name, [0, 0, 0], [Basins, 1, Lead], values);
        return values;
    }

    private static double InDischarge(double scaled, int basin) => ((scaled * Scale) + Center) * AreasKm2[basin] / 86.4;

    private static double[] InUnits(string path) => [.. Numbers(path).Select(value => (value * Scale) + Center)];

    private static double[] Numbers(string path) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();

    private static (double Mu, double B, double Tau, double Weight)[] Laplace(double[] latent)
    {
        double[] shares = [.. latent[(3 * Components)..].Select(Math.Exp)];
        return [.. Enumerable.Range(0, Components).Select(i => (
            latent[i],
            (Math.Log(1 + Math.Exp(2 * latent[Components + i])) / 2) + 1e-5,
            ((1 - 1e-5) / (1 + Math.Exp(-latent[(2 * Components) + i]))) + 1e-5,
            ((1 - 1e-5) * shares[i] / shares.Sum()) + 1e-5))];
    }

    private static double Mean(double[] latent) =>
        Laplace(latent).Sum(own => own.Weight * (own.Mu + (own.B * (1 - (2 * own.Tau)) / (own.Tau * (1 - own.Tau))))) / Laplace(latent).Sum(own => own.Weight);

    private static double Cumulative(double[] latent, double value) => Laplace(latent).Sum(own =>
    {
        double error = (value - own.Mu) / own.B;
        return own.Weight * (error < 0 ? own.Tau * Math.Exp((1 - own.Tau) * error) : 1 - ((1 - own.Tau) * Math.Exp(-own.Tau * error)));
    }) / Laplace(latent).Sum(own => own.Weight);
}
