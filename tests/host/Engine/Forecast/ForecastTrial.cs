using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Two basins that drain into a third, with four years of invented weather, of which a run sees only some.</summary>
internal sealed class ForecastTrial : IDisposable
{
    public static readonly TimeAxis Time = new(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 1461);
    public static readonly string[] Basins = ["one", "two", "mouth"];

    private readonly WorkflowFile _file = new();

    public ForecastTrial()
    {
        foreach ((int at, string basin) in Basins.Index())
        {
            (double[] rain, double[] temperature) = new SyntheticWeather(at + 1).Generate(Time);
            Write($"{basin}.csv", 0, rain, temperature);
        }
    }

    public TemporaryFolder Files => _file.Files;

    public static double[] Rain(string basin) => new SyntheticWeather(Array.IndexOf(Basins, basin) + 1).Generate(Time).Precipitation;

    /// <summary>Observed discharge: that of a linear store of 10 d and 100 km2 on the basin's own rain, worked out apart from any plugin.</summary>
    public static double[] Store(double[] rain)
    {
        double water = 0;
        return [.. rain.Select(amount =>
        {
            water += amount;
            double runoff = water / 10;
            water -= runoff;
            return runoff * 100 / 86.4;
        })];
    }

    /// <summary>Writes a table of weather from a day on.</summary>
    public void Write(string name, int first, double[] rain, double[] temperature)
    {
        double[] discharge = Store(rain);
        var text = new StringBuilder("date,precipitation [mm],air_temperature [degC],discharge [m3 s-1]\n");
        for (int day = 0; day < rain.Length; day++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Time[first + day]:yyyy-MM-dd},{rain[day]:R},{temperature[day]:R},{discharge[day]:R}\n");
        }

        _file.Files.Write(name, text.ToString());
    }

    /// <summary>A workflow of GR4J on the network.</summary>
    public static string River(string name, string end, string snow = "none", string forecast = "forecast: { lead: 20 }", string routing = "{ plugin: muskingum, parameters: { celerity: 0.3 } }") => $$"""
        name: {{name}}
        period: { start: 2000-01-01, end: {{end}} }
        plugins: PLUGINS
        domain:
          mode: semi-distributed
          basins:
            - { id: one, area: 800, latitude: 46, downstream: mouth, reach: { length: 90 } }
            - { id: two, area: 1200, latitude: 46, downstream: mouth, reach: { length: 120 } }
            - { id: mouth, area: 500, latitude: 46, reach: { length: 150 } }
        forcing:
          source: csv
          files: "{basin}.csv"
        routing: {{routing}}
        models:
          - { name: gr4j, plugin: gr, settings: { variant: GR4J, snow: {{snow}} } }
        {{forecast}}
        run: { folder: runs, workers: 1 }
        """;

    /// <summary>A workflow of a linear store on one basin.</summary>
    public static string Bucket(string end, string forecast) => $$"""
        name: bucket
        period: { start: 2000-01-01, end: {{end}} }
        plugins: PLUGINS
        domain:
          basins: [{ id: one, area: 100 }]
        forcing:
          source: csv
          files: "{basin}.csv"
        models:
          - { name: store, plugin: bucket, parameters: { K: 10, share: 1 } }
        {{forecast}}
        run: { folder: runs, workers: 1 }
        """;

    public RunSummary Run(string yaml) => WorkflowRun.Execute(_file.Plan(yaml), null, CancellationToken.None);

    public ForecastSummary Forecast(string yaml, DateTime? issue = null, bool isHindcast = false) =>
        ForecastRun.Execute(_file.Plan(yaml), new ForecastRequest { Issue = issue, IsHindcast = isHindcast }, null, CancellationToken.None);

    public void Dispose() => _file.Dispose();
}
