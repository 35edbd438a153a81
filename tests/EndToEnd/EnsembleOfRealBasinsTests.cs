using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.EndToEnd;

/// <summary>
/// The members of the ensemble example over all real daily basins at hand in one run: their forcing and discharge, read by each basin's own workflow, side by side as
/// tables over the years that they have in common, of which the last is 2007 (Salmon River). The Lièvre is not among them, of which there is no precipitation, nor the
/// Severn, without temperature, nor the four of CAMELS-US, whose files end in 2003.
/// </summary>
public sealed partial class EnsembleOfRealBasinsTests
{
    private const string Period = "{ start: 2000-01-01, end: 2007-12-31 }";
    private static readonly string[] Workflows = ["L0123001", "L0123002", "vils", "X0310010", "01031500", "salmon", "matapedia", "lamah_1145", "hysets_01075000", "camelsaus_102101A"];
    private static readonly string[] Combinations = ["mean", "granger_ramanathan", "bma", "stacking", "regime_weights"];

    /// <summary>Run with -diagnostics to see the table.</summary>
    [Fact]
    public void All_real_daily_basins_run_at_once_and_the_mean_and_stacking_are_better_than_any_member_by_the_median()
    {
        Assert.SkipUnless(Directory.Exists(RealData.Folder), $"There is no {RealData.Folder}; name the folder of real data in TRIBUTARY_DATA.");
        using var study = new LstmStudy();
        var basins = new List<string>();
        foreach (string name in Workflows)
        {
            basins.AddRange(Extract(study.Folder, name, Workflow(study.Folder, name)));
        }

        Assert.SkipUnless(basins.Count >= 6, $"Only {basins.Count} of the real basins are in {RealData.Folder}.");
        study.Run("real", $$"""
            period: {{Period}}
            splits:
              warmup:      [2000-01-01, 2000-12-31]
              calibration: [2001-01-01, 2003-12-31]
              validation:  [2004-01-01, 2005-12-31]
              test:        [2006-01-01, 2007-12-31]
            domain:
              basins:
            {{string.Join('\n', basins.Select(basin => $"    - {basin}"))}}
            forcing: { source: csv, files: "{basin}.csv" }
            models:
              - { name: gr4j, plugin: gr, settings: { variant: GR4J, snow: cemaneige }, calibrate: { algorithm: cma-es, objective: kge, budget: 2000 } }
              - { name: gr6j, plugin: gr, settings: { variant: GR6J, snow: cemaneige }, calibrate: { algorithm: cma-es, objective: kge, budget: 3000 } }
              - { name: hbv, plugin: hbv, calibrate: { algorithm: cma-es, objective: kge, budget: 6000 } }
              - name: lstm
                plugin: lstm
                settings:
                  preset: regional
                  dynamic_inputs: [precipitation, air_temperature, potential_evapotranspiration]
                  static_attributes: [p_mean, t_mean, snow_fraction, log_area]
                  hidden_size: 64
                  lookback: 270
                  predict_last_n: 45
                  batch_size: 16
                  epochs: 40
                  loss: mse
                  learning_rate: { 0: 0.005, 20: 0.002, 32: 0.0005 }
                  simulate: carried
              - name: transfer
                plugin: transfer
                pretrain_on: hbv
                settings:
                  strategy: pretrain-on-model
                  dynamic_inputs: [precipitation, air_temperature, potential_evapotranspiration]
                  static_attributes: [p_mean, t_mean, snow_fraction, log_area]
                  hidden_size: 64
                  lookback: 270
                  predict_last_n: 45
                  batch_size: 16
                  pretrain_epochs: 10
                  pretrain_learning_rate: { 0: 0.005 }
                  epochs: 15
                  learning_rate: { 0: 0.002, 10: 0.0005 }
                  simulate: carried
            ensemble:
              combine: [mean, { method: granger_ramanathan, settings: { variant: constrained } }, { method: bma, settings: { density: gamma } }, stacking, regime_weights]
            """);

        string[] members = ["gr4j", "gr6j", "hbv", "lstm", "transfer"];
        foreach (string name in (IEnumerable<string>)[.. members, .. Combinations])
        {
            LstmStudy.Tell($"{name}: NSE by basin {string.Join(' ', study.Scores("real", name).Select(value => value.ToString("0.00", CultureInfo.InvariantCulture)))}, median {LstmStudy.Median(study.Scores("real", name)):0.000}");
        }

        double best = members.Max(member => LstmStudy.Median(study.Scores("real", member)));
        Assert.All((string[])["mean", "stacking"], combination => Assert.True(LstmStudy.Median(study.Scores("real", combination)) > best));
        JsonElement decision = JsonElement.Parse(File.ReadAllText(study.Result("real", "decision.json")));
        Assert.StartsWith("Wilcoxon", decision.GetProperty("scores").GetProperty("nse").GetProperty("test").GetString(), StringComparison.Ordinal);
        string report = File.ReadAllText(study.Result("real", "report.html"));
        Assert.All(study.Scores("real", "mean"), value => Assert.True(double.IsFinite(value)));
        Assert.Contains("\"salmon\"", report, StringComparison.Ordinal);
    }

    private static string Workflow(TemporaryFolder folder, string name) => name switch
    {
        "L0123002" => Known("L0123001").Replace("L0123001", name, StringComparison.Ordinal).Replace("area: 360", "area: 3060", StringComparison.Ordinal),
        "vils" => Vils(folder),
        _ => Known(name),
    };

    private static string Known(string name) => File.ReadAllText(Repository.At("tests", "EndToEnd", "workflows", $"{name}.yaml"));

    /// <summary>The river Vils: its six elevation zones as one catchment, by area.</summary>
    private static string Vils(TemporaryFolder folder)
    {
        var days = Table.Read(RealData.At("tuw_vils", "vils.csv.gz"));
        double[] weights = Table.Read(RealData.At("tuw_vils", "zones.csv")).Numbers("weight");
        double[][] means = [.. new[] { "P", "T", "PET" }.Select(name => Mean(name))];
        double[] discharge = days.Numbers("Qobs");
        var table = new StringBuilder("date,P,T,E,Q\n");
        for (int day = 0; day < days.RowCount; day++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{days.Date("date", day):yyyy-MM-dd},{means[0][day]:R},{means[1][day]:R},{means[2][day]:R},{discharge[day]:R}\n");
        }

        string path = folder.Write("vils.zones.csv", table.ToString());
        return $$"""
            name: vils
            period: { start: 1976-01-01, end: 2007-12-31 }
            domain:
              basins: [{ id: vils, area: 198.1 }]
            forcing:
              source: csv
              files: {{path}}
              variables:
                precipitation: { name: P, unit: mm }
                air_temperature: { name: T, unit: degC }
                potential_evapotranspiration: { name: E, unit: mm }
                discharge: { name: Q, unit: m3 s-1 }
            models: []
            """;
        double[] Mean(string name)
        {
            double[][] zones = [.. Enumerable.Range(1, weights.Length).Select(zone => days.Numbers($"{name}{zone}"))];
            return [.. Enumerable.Range(0, days.RowCount).Select(day => zones.Select((zone, i) => zone[day] * weights[i]).Sum())];
        }
    }

    /// <summary>Reads what a workflow reads over the common years, and writes each of its basins as a table; returns their lines for a domain.</summary>
    private static IEnumerable<string> Extract(TemporaryFolder folder, string name, string yaml)
    {
        string text = yaml[..yaml.IndexOf("models:", StringComparison.Ordinal)] + "models: [{ name: gr4j, plugin: gr, settings: { variant: GR4J, snow: cemaneige } }]\n";
        text = Data().Replace(text, RealData.Folder).Replace("${MODE:-semi-distributed}", "lumped", StringComparison.Ordinal);
        text = Splits().Replace(PeriodLine().Replace(text, $"period: {Period}"), string.Empty);
        string plugins = Path.Combine(Path.GetDirectoryName(Cli.Program)!, "plugins");
        WorkflowPlan plan = WorkflowPlan.Read(folder.Write($"{name}.read.yaml", $"{text}plugins: [{plugins}]\n"));
        WorkflowInputs inputs = WorkflowRun.Check(plan, null, CancellationToken.None);
        Assert.Equal(inputs.Domain.Gauges.Count, inputs.Domain.Units.Count);
        for (int basin = 0; basin < inputs.Domain.Units.Count; basin++)
        {
            string id = inputs.Domain.Gauges[basin].Id;
            string attributes = Attributes(inputs, basin);
            var table = new StringBuilder("date,precipitation [mm],air_temperature [degC],potential_evapotranspiration [mm],discharge [m3 s-1]\n");
            for (int day = 0; day < inputs.Forcing.Time.Count; day++)
            {
                double observed = inputs.Observed[basin][day];
                string discharge = double.IsNaN(observed) ? string.Empty : observed.ToString("R", CultureInfo.InvariantCulture);
                table.Append(
                    CultureInfo.InvariantCulture,
                    $"{inputs.Forcing.Time[day]:yyyy-MM-dd},{At(Variables.Precipitation):R},{At(Variables.AirTemperature):R},{At(Variables.PotentialEvapotranspiration):R},{discharge}\n");
                double At(Variable variable) => inputs.Forcing.Series(variable, basin)[day];
            }

            folder.Write($"{id}.csv", table.ToString());
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{{ id: \"{id}\", area: {{ value: {inputs.Domain.Units.AreaKm2[basin]:R}, unit: km2 }}{Latitude(inputs.Domain.Units.Latitude[basin])}, attributes: {{ {attributes} }} }}");
        }
    }

    /// <summary>What tells a network the basins apart, of the years until the end of calibration.</summary>
    private static string Attributes(WorkflowInputs inputs, int basin)
    {
        Range learned = inputs.Forcing.Time.IndicesWithin(new Period(inputs.Forcing.Time.Start, new DateTime(2004, 1, 1)));
        ReadOnlySpan<double> precipitation = inputs.Forcing.Series(Variables.Precipitation, basin)[learned];
        ReadOnlySpan<double> temperature = inputs.Forcing.Series(Variables.AirTemperature, basin)[learned];
        (double rain, double warmth, double snow) = (0, 0, 0);
        for (int day = 0; day < precipitation.Length; day++)
        {
            rain += precipitation[day];
            warmth += temperature[day];
            snow += temperature[day] < 0 ? precipitation[day] : 0;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"p_mean: {rain / precipitation.Length:0.000}, t_mean: {warmth / temperature.Length:0.00}, snow_fraction: {snow / rain:0.000}, log_area: {Math.Log10(inputs.Domain.Units.AreaKm2[basin]):0.000}");
    }

    private static string Latitude(double degrees) => double.IsNaN(degrees) ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", latitude: {degrees:R}");

    [GeneratedRegex(@"\$\{TRIBUTARY_DATA:-[^}]*\}")]
    private static partial Regex Data();

    [GeneratedRegex("(?m)^period:.*$")]
    private static partial Regex PeriodLine();

    [GeneratedRegex("(?m)^splits:\n(?:  .*\n)*")]
    private static partial Regex Splits();
}
