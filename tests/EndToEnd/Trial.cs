using System.Globalization;
using System.Text;

namespace Tributary.Tests.EndToEnd;

/// <summary>A small workflow on made-up data in a folder of its own, to be changed and broken.</summary>
internal sealed class Trial : IDisposable
{
    private static readonly string[] Logs = ["training.log", "training.jsonl", "events.out.tfevents.training"];

    private readonly TemporaryFolder _folder = new();

    public Trial()
    {
        var text = new StringBuilder("date,precipitation [mm],air_temperature [degC],potential_evapotranspiration [mm],discharge [m3 s-1]\n");
        var random = new Random(5);
        for (var day = new DateTime(2000, 1, 1); day < new DateTime(2004, 1, 1); day = day.AddDays(1))
        {
            double season = Math.Cos(2 * Math.PI * day.DayOfYear / 365.25);
            double rain = random.NextDouble() < 0.4 ? 10 * random.NextDouble() : 0;
            text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{rain:0.0},{8 - (9 * season):0.0},{1.5 - (1.4 * season):0.00},{3 + (2 * season) + random.NextDouble():0.000}\n");
        }

        Data = text.ToString();
        Yaml = """
            name: trial
            period: { start: 2000-01-01, end: 2003-12-31 }
            splits:
              warmup: [2000-01-01, 2000-12-31]
              calibration: [2001-01-01, 2002-06-30]
              validation: [2002-07-01, 2003-12-31]
            domain:
              basins: [{ id: brook, area: 100 }]
            forcing:
              source: csv
              files: data.csv
            models:
              - { name: one, plugin: gr, calibrate: { budget: 200 } }
            """;
    }

    /// <summary>The workflow.</summary>
    public string Yaml { get; set; }

    /// <summary>The data.</summary>
    public string Data { get; set; }

    public string Folder => _folder.Path;

    /// <summary>The run's folder.</summary>
    public string RunFolder => _folder.At("runs", "trial");

    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>Replaces a part of the workflow that must be there.</summary>
    public Trial With(string part, string other)
    {
        Assert.Contains(part, Yaml, StringComparison.Ordinal);
        Yaml = Yaml.Replace(part, other, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Two basins instead of one, one flowing into the other.</summary>
    public Trial AsChain() => With(
        "basins: [{ id: brook, area: 100 }]",
        """
        mode: semi-distributed
          nested: true
          basins:
            - { id: mouth, area: 150 }
            - { id: top, area: 100, downstream: mouth, reach: { length: 20 } }
        """);

    /// <summary>Replaces a part of the data that must be there.</summary>
    public Trial WithData(string part, string other)
    {
        Assert.Contains(part, Data, StringComparison.Ordinal);
        Data = Data.Replace(part, other, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Writes the files.</summary>
    public Trial Write()
    {
        _folder.Write("workflow.yaml", Yaml);
        if (Data.Length > 0)
        {
            _folder.Write("data.csv", Data);
        }

        return this;
    }

    /// <summary>Writes the files and runs a command on the workflow.</summary>
    public Outcome Run(string command = "run")
    {
        Write();
        return Cli.Run(Folder, Environment, command, "workflow.yaml");
    }

    /// <summary>Contents of all results under their final names; the manifest and the logs, which tell the time, aside.</summary>
    public SortedDictionary<string, byte[]> Results() => ResultsOf(RunFolder);

    /// <summary>The same of any run's folder.</summary>
    public static SortedDictionary<string, byte[]> ResultsOf(string run)
    {
        var results = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string file in Directory.Exists(run) ? Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories) : [])
        {
            string name = Path.GetRelativePath(run, file);
            if (!name.StartsWith("steps/", StringComparison.Ordinal) && name is not ("manifest.json" or "run.log" or ".lock") && !Logs.Contains(Path.GetFileName(file)))
            {
                results[name] = File.ReadAllBytes(file);
            }
        }

        return results;
    }

    /// <summary>Nothing lies under a final name.</summary>
    public void LeftNoResult()
    {
        Assert.Empty(Results());
        Assert.False(File.Exists(Path.Combine(RunFolder, "manifest.json")), "there is a manifest");
    }

    public void Dispose() => _folder.Dispose();
}
