using Tributary.Contracts;
using Tributary.Plugins.Hbv;

namespace Tributary.Tests.Hbv;

/// <summary>HBV on the six elevation zones of the river Vils against TUWmodel's Fortran, run with its default parameters.</summary>
public sealed class HbvAgainstTuwTests
{
    /// <summary>Mean runoff of each zone over all 12053 days from TUWmodel, mm d-1.</summary>
    private static readonly double[] MeanRunoffOfTuw = [2.86343982354, 3.45677506087, 3.73724086275, 4.0178676933, 4.25261307659, 4.43142326004];

    [Fact]
    public void Mean_runoff_of_each_zone_is_that_of_TUWmodel()
    {
        var vils = Table.Read(RealData.At("tuw_vils", "vils.csv.gz"));
        Assert.Equal(12053, vils.RowCount);
        double[][] forcing = [.. new[] { "P", "T", "PET" }.SelectMany(name => Enumerable.Range(1, 6).Select(zone => vils.Numbers($"{name}{zone}")))];
        var time = new TimeAxis(vils.Date("date", 0), TimeSpan.FromDays(1), vils.RowCount);
        var zones = new CatchmentUnits(["1", "2", "3", "4", "5", "6"], [42, 50, 45, 30, 25, 6]);

        using var trial = new ModelTrial(new HbvPlugin(), "{}", time, zones, forcing);
        double[] defaults = [1.2, 1.2, 2, -2, 0, 0.9, 100, 3.3, 0.5, 9, 105, 50, 2, 10, 26.5];
        TrialResults results = trial.Run(ParameterSets.Uniform(defaults, 6));

        Close.All(MeanRunoffOfTuw, [.. Enumerable.Range(0, 6).Select(zone => results.Of("runoff", zone).Average())], 1e-9);
    }
}
