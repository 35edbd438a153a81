using System.Globalization;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Tests;

namespace Tributary.Benchmarks;

/// <summary>An invented basin with generated weather, on which a member is prepared as a run prepares it, its plugin loaded from the program's own folder.</summary>
internal sealed class BenchmarkBasin
{
    public BenchmarkBasin(string plugin, string settings, int years, IsolationSection? isolation = null)
    {
        var time = new TimeAxis(new DateTime(1981, 1, 1), TimeSpan.FromDays(1), (int)(new DateTime(1981 + years, 1, 1) - new DateTime(1981, 1, 1)).TotalDays);
        (double[] precipitation, double[] temperature) = new SyntheticWeather(1).Generate(time);
        var forcing = new ForcingTable(time, 1, [Variables.Precipitation, Variables.AirTemperature, Variables.PotentialEvapotranspiration]);
        precipitation.CopyTo(forcing.Series(Variables.Precipitation, 0));
        temperature.CopyTo(forcing.Series(Variables.AirTemperature, 0));
        PotentialEvapotranspiration.Series(time, 46.8, temperature, [], [], forcing.Series(Variables.PotentialEvapotranspiration, 0));
        var domain = new BasinDomain(SpatialModes.Lumped, new CatchmentUnits(["basin"], [412]), null, [new Gauge("basin", 0, 412)]);
        var section = new MemberSection
        {
            Name = "member",
            Plugin = plugin,
            Settings = System.Text.Json.JsonElement.Parse(settings),
            Calibrate = new CalibrationSection { Budget = 1000 },
        };
        var model = Plugins.Get<IModelPlugin>(plugin, out LoadedPlugin loaded, isolation);
        Member = new MemberPlan(section, model, loaded, model.Describe(section.Settings));
        Inputs = new WorkflowInputs(domain, null, forcing, [new double[time.Count]], [], []);
        Inputs = Inputs with { Observed = [MemberSimulation.Run(Prepare(), Inputs, [Member.GivenParameters()], PrepareRiver(), null, CancellationToken.None).Discharge(0).ToArray()] };
    }

    /// <summary>Folder of the program as users run it, made by ./tributary or ./test.</summary>
    public static string Program { get; } = Repository.At("artifacts", "tributary");

    private static PluginCatalogue Plugins { get; } = new([Path.Combine(Program, "plugins")]);

    public MemberPlan Member { get; }

    public WorkflowInputs Inputs { get; }

    public TimeAxis Time => Inputs.Forcing.Time;

    public HostServices Services { get; } = new(static _ => { });

    /// <summary>Writes forcing and observations as a table that the plugin 'csv' reads.</summary>
    public void WriteData(string path)
    {
        string[] names = ["precipitation [mm]", "air_temperature [degC]", "potential_evapotranspiration [mm]", "discharge [m3 s-1]"];
        double[][] columns =
        [
            .. Inputs.Forcing.Variables.Select(variable => Inputs.Forcing.Series(variable, 0).ToArray()), Inputs.Observed[0],
        ];
        File.WriteAllLines(path, Enumerable.Range(0, Time.Count)
            .Select(step => string.Create(CultureInfo.InvariantCulture, $"{Time[step]:yyyy-MM-dd},{string.Join(',', columns.Select(column => column[step].ToString("0.###", CultureInfo.InvariantCulture)))}"))
            .Prepend($"date,{string.Join(',', names)}"));
    }

    /// <summary>The member's model, prepared by the host.</summary>
    public PreparedModel Prepare() => new(Member, Inputs, null, Services);

    /// <summary>What becomes of the water below the basin.</summary>
    public RiverDischarge PrepareRiver() => new(Inputs.Domain, null, Member.Descriptor, Time.Step, 1, Services);

    /// <summary>The plugin's model alone, without the host around it.</summary>
    public IModel PrepareAlone() => Member.Plugin.Prepare(
        Member.Section.Settings,
        new ModelSetup { Units = Inputs.Domain.Units, Step = Time.Step, Services = Services, ForcingProvided = Inputs.Forcing.ProvidedTo(Member.Descriptor) });
}
