using Tributary.Contracts;
using Tributary.Plugins.Gr;

namespace Tributary.Tests.Gr;

/// <summary>GR4J on the catchment L0123001 against the results of airGR, its authors' own program.</summary>
public sealed class GrAgainstAirGrTests
{
    private const double Tolerance = 1e-6;

    [Fact]
    public void GR4J_gives_the_discharge_stores_and_fluxes_of_airGR()
    {
        var observed = Table.Read(RealData.At("airgr", "L0123001_obs.csv"));
        var reference = Table.Read(RealData.Reference("airgr", "GR4J_L0123001_1990_1999.csv"));
        int first = Enumerable.Range(0, observed.RowCount).First(row => observed.Date("DatesR", row) == new DateTime(1989, 1, 1));
        const int WarmUp = 365;
        int count = WarmUp + reference.RowCount;
        double[] precipitation = observed.Numbers("P").AsSpan(first, count).ToArray();
        double[] potential = observed.Numbers("E").AsSpan(first, count).ToArray();
        var time = new TimeAxis(new DateTime(1989, 1, 1), TimeSpan.FromDays(1), count);
        Assert.Equal(reference.Date("date", 0), time[WarmUp]);

        using var trial = new ModelTrial(new GrPlugin(), """{ "variant": "GR4J" }""", time, ModelTrial.OneUnit(), precipitation, potential);
        TrialResults results = trial.Run(257.238, 1.012, 88.235, 2.208);

        Close.All(reference.Numbers("Qsim"), results.Of("runoff").AsSpan(WarmUp), Tolerance, 0, "Qsim");
        Close.All(reference.Numbers("AE"), results.Of("evapotranspiration").AsSpan(WarmUp), Tolerance, 1e-6, "AE");
        Close.All(reference.Numbers("Prod"), results.Of("production_store").AsSpan(WarmUp), Tolerance, 0, "Prod");
        Close.All(reference.Numbers("Rout"), results.Of("routing_store").AsSpan(WarmUp), Tolerance, 0, "Rout");

        // airGR's Exch is what each of the two branches gains; this wet catchment never lacks water to lose.
        double[] gained = [.. reference.Numbers("Exch").Select(exchange => 2 * exchange)];
        Close.All(gained, results.Of("groundwater_exchange").AsSpan(WarmUp), Tolerance, 1e-6, "Exch");
    }
}
