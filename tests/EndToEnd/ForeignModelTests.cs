using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>
/// Models that are no plugins of their own, by the program: linear reservoirs in C, Fortran and Python with the Basic Model Interface, and in awk as a program, on two
/// basins with a configuration of their own, against the closed form of a linear reservoir.
/// </summary>
public sealed class ForeignModelTests : IDisposable
{
    private const int WorkFailed = 1;
    private const int InputWrong = 2;
    private const int DayCount = 120;

    private static readonly (string Id, double AreaKm2, double HourlyK, double Storage)[] Basins = [("north", 10, 0.004, 20), ("south", 250, 0.03, 3)];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, double[]> _rain = [];

    public ForeignModelTests()
    {
        var random = new Random(8);
        foreach ((string id, double areaKm2, double k, double storage) in Basins)
        {
            _rain[id] = [.. Enumerable.Range(0, DayCount).Select(_ => random.NextDouble() < 0.3 ? Math.Round(20 * random.NextDouble(), 1) : 0)];
            var table = new StringBuilder("date,precipitation [mm],air_temperature [degC],potential_evapotranspiration [mm],discharge [m3 s-1]\n");
            for (int day = 0; day < DayCount; day++)
            {
                table.Append(CultureInfo.InvariantCulture, $"{new DateTime(2001, 1, 1).AddDays(day):yyyy-MM-dd},{_rain[id][day]:R},5,{day % 4},{areaKm2 / 86.4 * (1 + (day % 7))}\n");
            }

            _folder.Write($"{id}.csv", table.ToString());
            _folder.Write($"config/{id}.txt", FormattableString.Invariant($"k={k:R}\nstorage={storage:R}\n"));
            _folder.Write($"fortran/{id}.txt", FormattableString.Invariant($"k {k:R}\nstorage {storage:R}\n"));
        }

        _folder.Write("templates/input.csv", "{{k}},{{storage}},{{area_km2}}\n{{#steps}}\n{{time:yyyy-MM-dd}},{{rain}}\n{{/steps}}\n");
        _folder.Write("templates/tank.awk", """
            BEGIN { FS = ","; print "day,flow" > "flow.csv" }
            NR == 1 { k = $1; storage = $2; area = $3 }
            NR > 1 { storage += $2; q = k * storage; storage -= q; printf "%s,%.17g\n", $1, q * area / 86.4 > "flow.csv" }

            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reservoirs_in_c_fortran_python_and_a_program_run_by_the_workflow_are_the_closed_form()
    {
        string fortran = Fortran();
        Run(Workflow("all", C(), fortran, fortran.Replace("name: fortran", "name: apart", StringComparison.Ordinal) + "      processes: each\n", Python(), Awk())).Done();
        foreach (string member in (string[])["c", "fortran", "apart", "python"])
        {
            for (int basin = 0; basin < Basins.Length; basin++)
            {
                // Fortran and Python take the hourly rain as a float.
                (string id, double areaKm2, double k, double storage) = Basins[basin];
                double[] hourly = Reservoir([.. _rain[id].SelectMany(rain => Enumerable.Repeat(member == "c" ? rain / 24 : (float)(rain / 24), 24))], k, storage);
                Close.All([.. hourly.Chunk(24).Select(day => day.Sum() * areaKm2 / 86.4)], Discharge("all", member, basin), 1e-6);
            }
        }

        for (int basin = 0; basin < Basins.Length; basin++)
        {
            Close.All([.. Reservoir(_rain[Basins[basin].Id], 0.1, 0).Select(depth => depth * Basins[basin].AreaKm2 / 86.4)], Discharge("all", "awk", basin), 1e-9);
        }
    }

    [Fact]
    public void A_model_of_tributarys_own_offered_as_a_library_and_hosted_again_gives_the_same_bits()
    {
        Compile("gcc", "-O2", "-shared", "-fPIC", "-o", _folder.At("libtributary_bmi.so"), Repository.At("host", "Tributary.Bmi", "native", "tributary_bmi.c"), "-ldl");
        string plugins = Path.Combine(Path.GetDirectoryName(Cli.Program)!, "plugins", "Gr");
        foreach ((string id, double areaKm2, _, _) in Basins)
        {
            _folder.Write($"gr/{id}.json", FormattableString.Invariant($$"""{ "plugin": "gr", "settings": { }, "plugin_folders": ["{{plugins}}"], "id": "{{id}}", "area_km2": {{areaKm2}}, "parameters": { "X1": 300 } }"""));
        }

        _folder.Write("workflow.yaml", Workflow("served", "  - { name: own, plugin: gr, parameters: { X1: 300 } }\n", """
              - name: hosted
                plugin: bmi
                settings:
                  library: libtributary_bmi.so
                  register: register_bmi_tributary
                  config: gr/{id}.json
                  forcing: { precipitation: { variable: precipitation }, potential_evapotranspiration: { variable: potential_evapotranspiration } }
                  outputs: { runoff: { variable: runoff } }

            """));
        Cli.Run(_folder.Path, new Dictionary<string, string> { ["TRIBUTARY_HOME"] = BuiltPlugins.Folder("Tributary.Bmi") }, "run", "workflow.yaml").Done();
        for (int basin = 0; basin < Basins.Length; basin++)
        {
            Close.SameBits(Discharge("served", "own", basin), Discharge("served", "hosted", basin));
        }
    }

    [Fact]
    public void Engine_processes_gives_the_same_bytes()
    {
        Run(Workflow("local", C(), Python(), Awk())).Done();
        Run(Workflow("processes", C(), Python(), Awk()) + "run: { engine: processes, workers: 2 }\n").Done();
        foreach (string basin in (string[])["north", "south"])
        {
            Assert.Equal(File.ReadAllBytes(_folder.At("runs", "local", $"hydrograph_{basin}.csv")), File.ReadAllBytes(_folder.At("runs", "processes", $"hydrograph_{basin}.csv")));
        }

        for (int basin = 0; basin < Basins.Length; basin++)
        {
            foreach (string member in (string[])["c", "python", "awk"])
            {
                Close.SameBits(Discharge("local", member, basin), Discharge("processes", member, basin));
            }
        }
    }

    [Fact]
    public void A_calibration_finds_the_reservoir_that_made_the_observations()
    {
        // Observed is what a reservoir of k = 0.1 a day gives, and one whose k is calibrated must be it.
        foreach ((string id, double areaKm2, _, _) in Basins)
        {
            double[] observed = [.. Reservoir(_rain[id], 0.1, 0).Select(depth => depth * areaKm2 / 86.4)];
            string[] lines = File.ReadAllLines(_folder.At($"{id}.csv"));
            File.WriteAllLines(_folder.At($"{id}.csv"), lines.Select((line, at) => at == 0 ? line : line[..(line.LastIndexOf(',') + 1)] + observed[at - 1].ToString("R", CultureInfo.InvariantCulture)));
        }

        string calibrated = Awk().Replace("name: awk", "name: awk\n    calibrate: { budget: 150 }", StringComparison.Ordinal);
        Run(Workflow("calibrated", calibrated)).Done();
        using JsonDocument parameters = JsonDocument.Parse(File.ReadAllText(_folder.At("runs", "calibrated", "models", "awk", "parameters.json")));
        foreach (JsonProperty basin in parameters.RootElement.GetProperty("basins").EnumerateObject())
        {
            Assert.Equal(0.1, basin.Value.GetProperty("values").GetProperty("k").GetDouble(), 1e-3);
        }
    }

    [Fact]
    public void A_model_whose_process_is_killed_is_named_with_its_unit_time_and_file_and_the_others_are_there()
    {
        _folder.Write("config/south.txt", "k=0.03\nstorage=3\nkilled_at=1000\n");
        Outcome outcome = Run(Workflow("killed", Python(), Awk())).Done();
        Assert.Contains("member python failed and is left out: Reservoir, unit south, ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("config/south.txt: the model ended its process between 2001-01-01 00:00 and 2001-04-30 00:00: a kill from outside (SIGKILL", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("set 'processes: each'", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(DayCount, Discharge("killed", "awk", 0).Length);
        Run(Workflow("killed", Python()) + "run: { strict: true }\n").Fails(WorkFailed, "config/south.txt", "SIGKILL");
    }

    [Fact]
    public void A_model_that_hangs_ends_when_the_program_is_killed()
    {
        _folder.Write("config/north.txt", "k=0.1\nstorage=3\nhang=1\n");
        _folder.Write("workflow.yaml", Workflow("hangs", Python()));
        Assert.NotEqual(0, Cli.KillAtFile(_folder.Path, _folder.At("config"), "worker.pid", "run", "workflow.yaml").Status);
        string pid = File.ReadAllText(_folder.At("config", "worker.pid"));
        while (pid.Length == 0)
        {
            pid = File.ReadAllText(_folder.At("config", "worker.pid"));
        }

        // A worker that stayed would make this wait for ever, and the test be ended.
        while (Runs(int.Parse(pid, CultureInfo.InvariantCulture)))
        {
            Thread.Yield();
        }
    }

    [Fact]
    public void An_exception_in_python_is_shown_with_its_traceback()
    {
        _folder.Write("config/south.txt", "k=1.5\nstorage=3\n");
        Run(Workflow("raises", Python()) + "run: { strict: true }\n").Fails(WorkFailed, "unit south", "update raised ValueError: k is above 1 at 2001-01-01 00:00", "reservoir_bmi.py\", line ");
    }

    [Fact]
    public void A_program_that_is_killed_is_named_with_its_unit_and_folder_and_how_to_run_it_again()
    {
        string killed = Awk().Replace("[awk, -f, tank.awk, input.csv]", """["sh", "-c", "kill -KILL $$", "{{id}}"]""", StringComparison.Ordinal).Replace("name: awk", "name: gone", StringComparison.Ordinal);
        Outcome outcome = Run(Workflow("gone", killed, Awk())).Done();
        Assert.Contains("member gone failed and is left out: sh, unit north: a kill from outside (SIGKILL", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("To see it fail alone: cd ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("&& sh -c 'kill -KILL $$' north", outcome.Error, StringComparison.Ordinal);
        Directory.Delete(outcome.Error.Split("alone: cd ")[1].Split(" &&")[0], recursive: true);
    }

    [Fact]
    public void The_readmes_summa_runs_with_a_program_that_reads_and_writes_summas_files()
    {
        foreach (string table in (string[])["TBL_VEGPARM.TBL", "TBL_SOILPARM.TBL", "localParamInfo.txt", "basinParamInfo.txt"])
        {
            _folder.Write($"tables/{table}", "of SUMMA itself\n");
        }

        double[] rain = [.. Enumerable.Range(0, 48).Select(hour => hour % 5 / 1000.0)];
        string[] weather = [.. rain.Select((mm, hour) => string.Create(CultureInfo.InvariantCulture, $"{mm},{(hour < 24 ? -3 : 3)},95000,0.004,2,100,300,0.5"))];
        string workflow = OfReadme("summa", "summa/bin/summa.exe", "summa-stand-in.sh", "precipitation [mm],air_temperature [degC],surface_pressure [Pa],specific_humidity [kg kg-1],wind_speed [m s-1],shortwave_radiation [W m-2],longwave_radiation [W m-2],discharge [m3 s-1]", weather);
        Run(workflow.Replace("plugin: process", "outputs: [runoff, snow_water_equivalent]\n    plugin: process", StringComparison.Ordinal)).Done();
        using Contracts.IArrayFile file = new NetCdfFiles().Open(_folder.At("runs", "summa", "results.nc"));

        // The stand-in: half of the rain above freezing, times routingGammaScale, the README's 20000 s.
        double[] runoff = new double[48];
        file.Read("discharge_summa", [0, 0], [1, 48], runoff);
        Close.All([.. rain.Select((mm, hour) => hour < 24 ? 0 : mm * 10000 * 412 / 3.6)], runoff, 1e-9);
        file.Read("snow_water_equivalent_summa", [0, 0], [1, 48], runoff);
        Assert.All(runoff, swe => Assert.Equal(7, swe, 1e-9));
    }

    [Fact]
    public void The_readmes_mizuroute_runs_with_a_program_that_reads_and_writes_mizuroutes_files()
    {
        double[] depth = [.. Enumerable.Range(0, 48).Select(hour => 0.1 + (hour % 7))];
        Run(OfReadme("mizuroute", "mizuRoute/route/bin/mizuroute.exe", "mizuroute-stand-in.sh", "runoff [mm],discharge [m3 s-1]", [.. depth.Select(mm => string.Create(CultureInfo.InvariantCulture, $"{mm},1"))])).Done();
        using Contracts.IArrayFile file = new NetCdfFiles().Open(_folder.At("runs", "mizuroute", "results.nc"));
        double[] discharge = new double[48];
        file.Read("discharge_mizuroute", [0, 0], [1, 48], discharge);
        Close.All([.. depth.Select(mm => mm * 412 / 3.6)], discharge, 1e-9);
    }

    [Theory]
    [InlineData("reservoir_bmi:Reservoir", "rivers:Reservoir", "finds no module 'rivers'", "'search_path'")]
    [InlineData("config/{id}.txt", "config/{id}.cfg", "unit north has no configuration file", "config/north.cfg")]
    [InlineData("language: python", "language: pyton", "workflow.yaml:", "python")]
    [InlineData("search_path", "serch_path", "workflow.yaml:", "there is no such key")]
    public void Wrong_settings_are_told_before_anything_is_written(string right, string wrong, string problem, string remedy)
    {
        string workflow = Workflow("wrong", Python());
        Assert.Contains(right, workflow, StringComparison.Ordinal);
        Run(workflow.Replace(right, wrong, StringComparison.Ordinal)).Fails(InputWrong, problem, remedy);
    }

    [Fact]
    public void The_doctor_tells_what_foreign_models_need()
    {
        Assert.Matches("ok +libraries +models in C and Fortran can be run", Cli.Run(_folder.Path, "doctor").Output);
        string without = Cli.Run(_folder.Path, new Dictionary<string, string> { ["PATH"] = "/nowhere" }, "doctor").Output;
        Assert.Matches("missing +Python", without);
        Assert.Matches("missing +ncgen", without);
        Assert.Contains("apt-get install netcdf-bin", without, StringComparison.Ordinal);
    }

    /// <summary>Whether a process is there and has not ended; one that nobody waited for still has its entry.</summary>
    private static bool Runs(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string C() => $$"""
          - name: c
            plugin: bmi
            settings:
              library: {{Path.Combine(Path.GetDirectoryName(Cli.Program)!, "plugins", "Bmi", "sample", "libreservoir.so")}}
              register: register_bmi_reservoir
              config: config/{id}.txt
              forcing: { rain_rate: { variable: precipitation }, temperature: { variable: air_temperature } }
              outputs: { runoff: { variable: outflow } }

        """;

    private static string Python() => $$"""
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

    private static string Awk() => """
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

    private string Fortran()
    {
        string library = _folder.At("libreservoir.so");
        try
        {
            Compile("gfortran", "-shared", "-fPIC", "-O1", "-J", _folder.Path, "-o", library, Repository.At("tests", "fixtures", "BmiFortran", "reservoir.f90"));
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

    private static void Compile(string compiler, params string[] arguments)
    {
        using Process run = Process.Start(compiler, arguments);
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }

    private static string Workflow(string name, params string[] members) => $$"""
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

    /// <summary>The workflow of the plugin's README with a preset, on 48 hours of a basin; in place of the model a program of the tests.</summary>
    private string OfReadme(string preset, string program, string standIn, string headings, string[] hours)
    {
        string block = File.ReadAllText(Repository.At("plugins", "Process", "README.md")).Split("```").Single(part => part.StartsWith("yaml\n", StringComparison.Ordinal) && part.Contains($"preset: {preset}", StringComparison.Ordinal));
        Assert.Contains(program, block, StringComparison.Ordinal);
        _folder.Write("basin.csv", $"date,{headings}\n" + string.Concat(hours.Select((values, hour) => $"{new DateTime(2001, 5, 1).AddHours(hour):yyyy-MM-dd HH:mm},{values}\n")));
        return $$"""
            name: {{preset}}
            period: { start: 2001-05-01, end: 2001-05-02, step: 1h }
            splits:
              calibration: [2001-05-01, 2001-05-01]
              validation: [2001-05-02, 2001-05-02]
            domain:
              basins: [{ id: basin, area: 412, latitude: 46.8, longitude: -71.2, elevation: 300 }]
            forcing: { source: csv, files: basin.csv }
            {{block["yaml\n".Length..].Replace(program, Repository.At("tests", "fixtures", "Programs", standIn), StringComparison.Ordinal)}}
            """;
    }

    private Outcome Run(string workflow)
    {
        _folder.Write("workflow.yaml", workflow);
        return Cli.Run(_folder.Path, "run", "workflow.yaml");
    }

    private double[] Discharge(string run, string member, int basin)
    {
        using Contracts.IArrayFile file = new NetCdfFiles().Open(_folder.At("runs", run, "results.nc"));
        double[] values = new double[DayCount];
        file.Read($"discharge_{member}", [basin, 0], [1, DayCount], values);
        return values;
    }

    /// <summary>S + P, then Q = k S: each rain leaves as a geometric series.</summary>
    private static double[] Reservoir(double[] rain, double k, double storage) =>
        [.. rain.Select((_, step) => k * ((storage * Math.Pow(1 - k, step)) + Enumerable.Range(0, step + 1).Sum(fallen => rain[fallen] * Math.Pow(1 - k, step - fallen))))];
}
