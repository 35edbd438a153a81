using System.Globalization;
using System.Text.Json;
using Tributary.Geodata;
using static Tributary.Tests.EndToEnd.ForeignBasins;

namespace Tributary.Tests.EndToEnd;

/// <summary>
/// Models that are no plugins of their own, by the program: linear reservoirs in C, Fortran and Python with the Basic Model Interface, and in awk as a program, on two
/// basins with a configuration of their own, against the closed form of a linear reservoir.
/// </summary>
public sealed class ForeignModelTests : IDisposable
{
    private readonly ForeignBasins _basins = new();

    public void Dispose() => _basins.Dispose();

    [Fact]
    public void Reservoirs_in_c_fortran_python_and_a_program_run_by_the_workflow_are_the_closed_form()
    {
        string fortran = _basins.Fortran();
        _basins.Run(Workflow("all", C(), fortran, fortran.Replace("name: fortran", "name: apart", StringComparison.Ordinal) + "      processes: each\n", Python(), Awk())).Done();
        foreach (string member in (string[])["c", "fortran", "apart", "python"])
        {
            for (int basin = 0; basin < Basins.Length; basin++)
            {
                // Fortran and Python take the hourly rain as a float.
                (string id, double areaKm2, double k, double storage) = Basins[basin];
                double[] hourly = Reservoir([.. _basins.Rain[id].SelectMany(rain => Enumerable.Repeat(member == "c" ? rain / 24 : (float)(rain / 24), 24))], k, storage);
                Close.All([.. hourly.Chunk(24).Select(day => day.Sum() * areaKm2 / 86.4)], _basins.Discharge("all", member, basin), 1e-6);
            }
        }

        for (int basin = 0; basin < Basins.Length; basin++)
        {
            Close.All([.. Reservoir(_basins.Rain[Basins[basin].Id], 0.1, 0).Select(depth => depth * Basins[basin].AreaKm2 / 86.4)], _basins.Discharge("all", "awk", basin), 1e-9);
        }
    }

    [Fact]
    public void A_model_of_tributarys_own_offered_as_a_library_and_hosted_again_gives_the_same_bits()
    {
        Compile("gcc", "-O2", "-shared", "-fPIC", "-o", _basins.Folder.At("libtributary_bmi.so"), Repository.At("host", "Tributary.Bmi", "native", "tributary_bmi.c"), "-ldl");
        string plugins = Path.Combine(Path.GetDirectoryName(Cli.Program)!, "plugins", "Gr");
        foreach ((string id, double areaKm2, _, _) in Basins)
        {
            _basins.Folder.Write($"gr/{id}.json", FormattableString.Invariant($$"""{ "plugin": "gr", "settings": { }, "plugin_folders": ["{{plugins}}"], "id": "{{id}}", "area_km2": {{areaKm2}}, "parameters": { "X1": 300 } }"""));
        }

        _basins.Folder.Write("workflow.yaml", Workflow("served", "  - { name: own, plugin: gr, parameters: { X1: 300 } }\n", """
              - name: hosted
                plugin: bmi
                settings:
                  library: libtributary_bmi.so
                  register: register_bmi_tributary
                  config: gr/{id}.json
                  forcing: { precipitation: { variable: precipitation }, potential_evapotranspiration: { variable: potential_evapotranspiration } }
                  outputs: { runoff: { variable: runoff } }

            """));
        Outcome run = Cli.Run(_basins.Folder.Path, new Dictionary<string, string> { ["TRIBUTARY_HOME"] = BuiltPlugins.Folder("Tributary.Bmi") }, "run", "workflow.yaml").Done();
        Assert.DoesNotContain("is left out", run.Error, StringComparison.Ordinal);
        for (int basin = 0; basin < Basins.Length; basin++)
        {
            Close.SameBits(_basins.Discharge("served", "own", basin), _basins.Discharge("served", "hosted", basin));
        }
    }

    [Fact]
    public void Engine_processes_gives_the_same_bytes()
    {
        _basins.Run(Workflow("local", C(), Python(), Awk())).Done();
        _basins.Run(Workflow("processes", C(), Python(), Awk()) + "run: { engine: processes, workers: 2 }\n").Done();
        foreach (string basin in (string[])["north", "south"])
        {
            Assert.Equal(File.ReadAllBytes(_basins.Folder.At("runs", "local", $"hydrograph_{basin}.csv")), File.ReadAllBytes(_basins.Folder.At("runs", "processes", $"hydrograph_{basin}.csv")));
        }

        for (int basin = 0; basin < Basins.Length; basin++)
        {
            foreach (string member in (string[])["c", "python", "awk"])
            {
                Close.SameBits(_basins.Discharge("local", member, basin), _basins.Discharge("processes", member, basin));
            }
        }
    }

    [Fact]
    public void A_calibration_finds_the_reservoir_that_made_the_observations()
    {
        // Observed is what a reservoir of k = 0.1 a day gives, and one whose k is calibrated must be it.
        foreach ((string id, double areaKm2, _, _) in Basins)
        {
            double[] observed = [.. Reservoir(_basins.Rain[id], 0.1, 0).Select(depth => depth * areaKm2 / 86.4)];
            string[] lines = File.ReadAllLines(_basins.Folder.At($"{id}.csv"));
            File.WriteAllLines(_basins.Folder.At($"{id}.csv"), lines.Select((line, at) => at == 0 ? line : line[..(line.LastIndexOf(',') + 1)] + observed[at - 1].ToString("R", CultureInfo.InvariantCulture)));
        }

        string calibrated = Awk().Replace("name: awk", "name: awk\n    calibrate: { budget: 150 }", StringComparison.Ordinal);
        _basins.Run(Workflow("calibrated", calibrated)).Done();
        using JsonDocument parameters = JsonDocument.Parse(File.ReadAllText(_basins.Folder.At("runs", "calibrated", "models", "awk", "parameters.json")));
        foreach (JsonProperty basin in parameters.RootElement.GetProperty("basins").EnumerateObject())
        {
            Assert.Equal(0.1, basin.Value.GetProperty("values").GetProperty("k").GetDouble(), 1e-3);
        }
    }

    [Fact]
    public void The_readmes_summa_runs_with_a_program_that_reads_and_writes_summas_files()
    {
        foreach (string table in (string[])["TBL_VEGPARM.TBL", "TBL_SOILPARM.TBL", "localParamInfo.txt", "basinParamInfo.txt"])
        {
            _basins.Folder.Write($"tables/{table}", "of SUMMA itself\n");
        }

        double[] rain = [.. Enumerable.Range(0, 48).Select(hour => hour % 5 / 1000.0)];
        string[] weather = [.. rain.Select((mm, hour) => string.Create(CultureInfo.InvariantCulture, $"{mm},{(hour < 24 ? -3 : 3)},95000,0.004,2,100,300,0.5"))];
        string workflow = OfReadme("summa", "summa/bin/summa.exe", "summa-stand-in.sh", "precipitation [mm],air_temperature [degC],surface_pressure [Pa],specific_humidity [kg kg-1],wind_speed [m s-1],shortwave_radiation [W m-2],longwave_radiation [W m-2],discharge [m3 s-1]", weather);
        _basins.Run(workflow.Replace("plugin: process", "outputs: [runoff, snow_water_equivalent]\n    plugin: process", StringComparison.Ordinal)).Done();
        using Contracts.IArrayFile file = new NetCdfFiles().Open(_basins.Folder.At("runs", "summa", "results.nc"));

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
        _basins.Run(OfReadme("mizuroute", "mizuRoute/route/bin/mizuroute.exe", "mizuroute-stand-in.sh", "runoff [mm],discharge [m3 s-1]", [.. depth.Select(mm => string.Create(CultureInfo.InvariantCulture, $"{mm},1"))])).Done();
        using Contracts.IArrayFile file = new NetCdfFiles().Open(_basins.Folder.At("runs", "mizuroute", "results.nc"));
        double[] discharge = new double[48];
        file.Read("discharge_mizuroute", [0, 0], [1, 48], discharge);
        Close.All([.. depth.Select(mm => mm * 412 / 3.6)], discharge, 1e-9);
    }

    /// <summary>The workflow of the plugin's README with a preset, on 48 hours of a basin; in place of the model a program of the tests.</summary>
    private string OfReadme(string preset, string program, string standIn, string headings, string[] hours)
    {
        string block = File.ReadAllText(Repository.At("plugins", "Process", "README.md")).Split("```").Single(part => part.StartsWith("yaml\n", StringComparison.Ordinal) && part.Contains($"preset: {preset}", StringComparison.Ordinal));
        Assert.Contains(program, block, StringComparison.Ordinal);
        _basins.Folder.Write("basin.csv", $"date,{headings}\n" + string.Concat(hours.Select((values, hour) => $"{new DateTime(2001, 5, 1).AddHours(hour):yyyy-MM-dd HH:mm},{values}\n")));
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
}
