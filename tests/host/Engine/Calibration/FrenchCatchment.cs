using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>The catchment L0123001 (360 km2), 1989 to 1999, as a workflow would have read it.</summary>
internal static class FrenchCatchment
{
    private const double AreaKm2 = 360;

    /// <summary>1990 to 1999.</summary>
    public static Period Calibration { get; } = new(new DateTime(1990, 1, 1), new DateTime(2000, 1, 1));

    public static WorkflowInputs Read()
    {
        var table = Table.Read(RealData.At("airgr", "L0123001_obs.csv"));
        int first = Enumerable.Range(0, table.RowCount).First(row => table.Date("DatesR", row) == new DateTime(1989, 1, 1));
        var time = new TimeAxis(new DateTime(1989, 1, 1), TimeSpan.FromDays(1), (int)(Calibration.End - new DateTime(1989, 1, 1)).TotalDays);
        var forcing = new ForcingTable(time, 1, [Variables.Precipitation, Variables.PotentialEvapotranspiration, Variables.AirTemperature]);
        Copy("P", Variables.Precipitation);
        Copy("E", Variables.PotentialEvapotranspiration);
        Copy("T", Variables.AirTemperature);
        double[] observed = [.. table.Numbers("Qls").AsSpan(first, time.Count).ToArray().Select(litres => litres / 1000)];
        var units = new CatchmentUnits(["L0123001"], [AreaKm2], [45], [3], [600]);
        return new WorkflowInputs(new BasinDomain(SpatialModes.Lumped, units, null, [new Gauge("L0123001", 0, AreaKm2)]), null, forcing, [observed], [], []);

        void Copy(string column, Variable variable) => table.Numbers(column).AsSpan(first, time.Count).CopyTo(forcing.Series(variable, 0));
    }

    /// <summary>What a calibration seeks, and how.</summary>
    public static PluginCatalogue Plugins { get; } = PluginLoadingTests.CatalogueOf("Optimisers", "Scores");

    /// <summary>The catchment alone.</summary>
    public static CalibrationGroup Group { get; } = new("L0123001", 0, [0]);

    public static MemberPlan Member(string settings, CalibrationSection calibrate, Dictionary<string, double>? fixedParameters = null)
    {
        var plugin = PluginLoadingTests.CatalogueOf("Gr").Get<IModelPlugin>("gr", out LoadedPlugin loaded);
        using var document = JsonDocument.Parse(settings);
        var section = new MemberSection
        {
            Name = "member",
            Plugin = "gr",
            Settings = document.RootElement.Clone(),
            Calibrate = calibrate,
            Parameters = fixedParameters ?? [],
        };
        return new MemberPlan(section, plugin, loaded, plugin.Describe(section.Settings));
    }

    public static CalibrationResult Calibrate(MemberPlan member, int seed, int workers = 2)
    {
        using var calibrator = new Calibrator(member, Read(), Group, null, Calibration, workers, Plugins, new HostServices(_ => { }));
        return calibrator.Run(seed, null, TestContext.Current.CancellationToken);
    }
}
