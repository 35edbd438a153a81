using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>Two basins with 120 days of weather, and linear reservoirs that are no plugins of their own to run on them.</summary>
internal sealed class ForeignBasins : IDisposable
{
    /// <summary>Number of days.</summary>
    public const int DayCount = 120;

    /// <summary>The basins with the reservoirs of their configuration files.</summary>
    public static readonly (string Id, double AreaKm2, double HourlyK, double Storage)[] Basins = [("north", 10, 0.004, 20), ("south", 250, 0.03, 3)];

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Daily rain of each basin, mm.</summary>
    public Dictionary<string, double[]> Rain { get; } = [];

    public ForeignBasins()
    {
        var random = new Random(8);
        foreach ((string id, double areaKm2, double k, double storage) in Basins)
        {
            Rain[id] = [.. Enumerable.Range(0, DayCount).Select(_ => random.NextDouble() < 0.3 ? Math.Round(20 * random.NextDouble(), 1) : 0)];
            var table = new StringBuilder("date,precipitation [mm],air_temperature [degC],potential_evapotranspiration [mm],discharge [m3 s-1]\n");
            for (int day = 0; day < DayCount; day++)
            {
                table.Append(CultureInfo.InvariantCulture, $"{new DateTime(2001, 1, 1).AddDays(day):yyyy-MM-dd},{Rain[id][day]:R},5,{day % 4},{areaKm2 / 86.4 * (1 + (day % 7))}\n");
            }

            Folder.Write($"{id}.csv", table.ToString());
            Folder.Write($"config/{id}.txt", FormattableString.Invariant($"k={k:R}\nstorage={storage:R}\n"));
            Folder.Write($"fortran/{id}.txt", FormattableString.Invariant($"k {k:R}\nstorage {storage:R}\n"));
        }

        Folder.Write("templates/input.csv", "{{k}},{{storage}},{{area_km2}}\n{{#steps}}\n{{time:yyyy-MM-dd}},{{rain}}\n{{/steps}}\n");
        Folder.Write("templates/tank.awk", """
            BEGIN { FS = ","; print "day,flow" > "flow.csv" }
            NR == 1 { k = $1; storage = $2; area = $3 }
            NR > 1 { storage += $2; q = k * storage; storage -= q; printf "%s,%.17g\n", $1, q * area / 86.4 > "flow.csv" }

            """);
    }

    public void Dispose() => Folder.Dispose();

    /// <summary>The member in C, the plugin's sample.</summary>
    public static string C() => $$"""
          - name: c
            plugin: bmi
            settings:
              library: {{Path.Combine(Path.GetDirectoryName(Cli.Program)!, "plugins", "Bmi", "sample", "libreservoir.so")}}
              register: register_bmi_reservoir
              config: config/{id}.txt
              forcing: { rain_rate: { variable: precipitation }, temperature: { variable: air_temperature } }
              outputs: { runoff: { variable: outflow } }

        """;

    /// <summary>The member in Python.</summary>
    public static string Python() => $$"""
          - name: python
            plugin: bmi
            settings:
              language: python
              class: reservoir_bmi:Reservoir
              search_path: {{Repository.At("tests", "fixtures", "BmiPython")}}
              config: config/{id}.txt
              forcing: { rain_rate: { variable: precipitation } }
              outputs: { runoff: { variable: outflow } }

        """;

    /// <summary>The member that is a program.</summary>
    public static string Awk() => """
          - name: awk
            plugin: process
            settings:
              arguments: [awk, -f, tank.awk, input.csv]
              templates: templates
              forcing: { rain: { variable: precipitation } }
              parameters: { k: { bounds: [0.01, 0.99], default: 0.1 } }
              values: { storage: "0" }
              outputs: { runoff: { file: flow.csv, column: flow, unit: m3 s-1 } }

        """;

    /// <summary>The member in Fortran, compiled.</summary>
    public string Fortran()
    {
        string library = Folder.At("libreservoir.so");
        try
        {
            Compile("gfortran", "-shared", "-fPIC", "-O1", "-J", Folder.Path, "-o", library, Repository.At("tests", "fixtures", "BmiFortran", "reservoir.f90"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // CI has it; elsewhere only who works on this needs it.
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "There is no gfortran (Debian: gfortran).");
        }

        return $$"""
              - name: fortran
                plugin: bmi
                settings:
                  language: fortran
                  library: libreservoir.so
                  config: fortran/{id}.txt
                  forcing: { rain_rate: { variable: precipitation } }
                  outputs: { runoff: { variable: outflow } }

            """;
    }

    public static void Compile(string compiler, params string[] arguments)
    {
        using Process run = Process.Start(compiler, arguments);
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>A workflow of members.</summary>
    public static string Workflow(string name, params string[] members) => $$"""
        name: {{name}}
        period: { start: 2001-01-01, end: 2001-04-30 }
        splits:
          calibration: [2001-01-01, 2001-03-31]
          validation: [2001-04-01, 2001-04-30]
        domain:
          basins: [{ id: north, area: 10 }, { id: south, area: 250 }]
        forcing:
          source: csv
          files: "{basin}.csv"
        models:
        {{string.Concat(members).TrimEnd('\n')}}

        """;

    /// <summary>Writes a workflow and runs it.</summary>
    public Outcome Run(string workflow)
    {
        Folder.Write("workflow.yaml", workflow);
        return Cli.Run(Folder.Path, "run", "workflow.yaml");
    }

    /// <summary>What a member gave a basin.</summary>
    public double[] Discharge(string run, string member, int basin)
    {
        using Contracts.IArrayFile file = new NetCdfFiles().Open(Folder.At("runs", run, "results.nc"));
        double[] values = new double[DayCount];
        file.Read($"discharge_{member}", [basin, 0], [1, DayCount], values);
        return values;
    }

    /// <summary>S + P, then Q = k S: each rain leaves as a geometric series.</summary>
    public static double[] Reservoir(double[] rain, double k, double storage) =>
        [.. rain.Select((_, step) => k * ((storage * Math.Pow(1 - k, step)) + Enumerable.Range(0, step + 1).Sum(fallen => rain[fallen] * Math.Pow(1 - k, step - fallen))))];
}
