using System.Globalization;
using System.Text;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>A workflow of two linear stores on invented rain at two gauges, whose observed discharge is made of the stores' own.</summary>
internal sealed class EnsembleTrial : IDisposable
{
    public const int Days = 1461;
    private static readonly DateTime Start = new(2000, 1, 1);
    private static readonly double[] Residence = [3, 30];

    private readonly WorkflowFile _file = new();

    public EnsembleTrial()
    {
        foreach (string basin in Basins)
        {
            Observe(basin, _ => Mixed(basin));
        }
    }

    public static IReadOnlyList<string> Basins { get; } = ["east", "west"];

    /// <summary>The file and its folder.</summary>
    public WorkflowFile File => _file;

    /// <summary>Weights that make the observed discharge out of the two stores', and what is added in m3 s-1.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0.3, 0.7];

    /// <summary>Writes a basin's rain and the discharge that is observed there.</summary>
    /// <param name="basin">The basin.</param>
    /// <param name="observed">Discharge by day, NaN for a gap.</param>
    public void Observe(string basin, Func<int, double[]> observed)
    {
        double[] rain = Rain(basin), values = observed(Days);
        var text = new StringBuilder("date,precipitation [mm],discharge [m3 s-1]\n");
        for (int day = 0; day < Days; day++)
        {
            string value = double.IsNaN(values[day]) ? string.Empty : values[day].ToString("R", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{Start.AddDays(day):yyyy-MM-dd},{rain[day]:R},{value}\n");
        }

        _file.Files.Write($"{basin}.csv", text.ToString());
    }

    /// <summary>The mixture of the two stores.</summary>
    public static double[] Mixed(string basin)
    {
        double[] quick = Store(basin, Residence[0]), slow = Store(basin, Residence[1]);
        return [.. quick.Select((value, day) => (Weights[0] * value) + (Weights[1] * slow[day]))];
    }

    /// <summary>Discharge of a linear store of 100 km2 in m3 s-1, worked out apart from any plugin: what falls in a day is in the store, of which 1/K runs off.</summary>
    public static double[] Store(string basin, double residence)
    {
        double[] rain = Rain(basin), discharge = new double[Days];
        double water = 0;
        for (int day = 0; day < Days; day++)
        {
            water += rain[day];
            double runoff = water / residence;
            water -= runoff;
            discharge[day] = runoff * 100 / 86.4;
        }

        return discharge;
    }

    /// <summary>A workflow with a section for the ensemble and others.</summary>
    public static string Yaml(string ensemble, string quick = "", string further = "") => $$"""
        name: ensemble
        period: { start: 2000-01-01, end: 2003-12-31 }
        splits:
          warmup: [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2001-12-31]
          validation: [2002-01-01, 2002-12-31]
          test: [2003-01-01, 2003-12-31]
        plugins: PLUGINS
        domain:
          basins: [{ id: east, area: 100 }, { id: west, area: 100 }]
        forcing:
          source: csv
          files: "{basin}.csv"
        models:
          - { name: quick, plugin: bucket, parameters: { K: 3, share: 1 }{{quick}} }
          - { name: slow, plugin: bucket, parameters: { K: 30, share: 1 } }
        {{ensemble}}
        run: { folder: runs{{further}} }
        """;

    public RunSummary Run(string yaml, List<RunEvent>? events = null) =>
        WorkflowRun.Execute(_file.Plan(yaml), new Relay<RunEvent>(happened => events?.Add(happened)), CancellationToken.None);

    public string[] ProblemsOf(string yaml) => _file.ProblemsOf(yaml);

    public void Dispose() => _file.Dispose();

    private static double[] Rain(string basin)
    {
        var random = new Random(basin.Length + basin[0]);
        return [.. Enumerable.Range(0, Days).Select(_ => random.NextDouble() < 0.35 ? Math.Round(25 * Math.Pow(random.NextDouble(), 3), 2) : 0)];
    }
}
