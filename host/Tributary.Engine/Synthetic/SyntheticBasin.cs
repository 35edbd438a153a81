using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Invented basins whose truth is known: generated weather, a model's discharge (routed down the river where there are several) with parameters that are written
/// beside it, and an observer who errs by a few per cent and sometimes records nothing.
/// </summary>
public sealed record SyntheticBasin
{
    /// <summary>The model and the routing.</summary>
    public required SyntheticTruth Truth { get; init; }

    /// <summary>Number of basins; more than one drain into each other.</summary>
    public int BasinCount { get; init; } = 1;

    /// <summary>Length in years.</summary>
    public int Years { get; init; } = 15;

    /// <summary>Seed of the weather, the river network and the observer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Area of the first basin in km2.</summary>
    public double AreaKm2 { get; init; } = 412;

    /// <summary>Latitude in degrees north.</summary>
    public double Latitude { get; init; } = 46.8;

    /// <summary>Writes a CSV file a basin (<c>catchment.csv</c> where there is one alone) and <c>truth.json</c>.</summary>
    /// <exception cref="InputException">There is no such plugin or parameter, or the model needs more than weather.</exception>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public void Write(PluginCatalogue plugins, string folder, CancellationToken cancellation)
    {
        TimeAxis time = SyntheticWeather.Days(Years);
        MemberPlan member = Truth.Plan(plugins);
        BasinDomain domain = SyntheticNetwork.Make(BasinCount, AreaKm2, Latitude, Seed);
        ForcingTable forcing = MakeWeather(time, domain.Units);
        MemberSimulation truth = Truth.Simulate(member, plugins, domain, forcing, cancellation);
        try
        {
            Directory.CreateDirectory(folder);
            for (int unit = 0; unit < BasinCount; unit++)
            {
                string name = BasinCount == 1 ? "catchment" : domain.Units.Ids[unit];
                File.WriteAllText(Path.Combine(folder, $"{name}.csv"), Csv(forcing, unit, SyntheticObserver.Observe(truth.Discharge(unit), Seed + 1000 + unit)));
            }

            SyntheticTruth.Write(folder, Describe(member, domain));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder, error);
        }
    }

    /// <summary>One weather over all basins, wetter and colder with height, recorded to one decimal.</summary>
    private ForcingTable MakeWeather(TimeAxis time, CatchmentUnits units)
    {
        (double[] precipitation, double[] temperature) = new SyntheticWeather(Seed).Generate(time);
        var table = new ForcingTable(time, units.Count, SyntheticWeather.Made);
        for (int unit = 0; unit < units.Count; unit++)
        {
            Span<double> wet = table.Series(Variables.Precipitation, unit);
            Span<double> warm = table.Series(Variables.AirTemperature, unit);
            double height = units.Elevation[unit] - units.Elevation[0];
            for (int day = 0; day < time.Count; day++)
            {
                wet[day] = Math.Round(precipitation[day] * (1 + (SyntheticNetwork.PrecipitationGradient * height)), 1);
                warm[day] = Math.Round(temperature[day] - (SyntheticNetwork.LapseRate * height), 1);
            }

            PotentialEvapotranspiration.Series(time, Latitude, warm, [], [], table.Series(Variables.PotentialEvapotranspiration, unit));
        }

        return table;
    }

    private static string Csv(ForcingTable forcing, int unit, double[] observed)
    {
        var text = new StringBuilder("date,precipitation [mm],air_temperature [degC],discharge [m3 s-1]\n");
        ReadOnlySpan<double> precipitation = forcing.Series(Variables.Precipitation, unit);
        ReadOnlySpan<double> temperature = forcing.Series(Variables.AirTemperature, unit);
        for (int day = 0; day < observed.Length; day++)
        {
            string discharge = double.IsNaN(observed[day]) ? string.Empty : observed[day].ToString("0.000", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{forcing.Time[day]:yyyy-MM-dd},{precipitation[day]:0.0},{temperature[day]:0.0},{discharge}\n");
        }

        return text.ToString();
    }

    private JsonObject Describe(MemberPlan member, BasinDomain domain)
    {
        JsonObject description = Truth.Describe(member, BasinCount == 1 ? "a synthetic catchment" : "a synthetic river basin");
        description["seed"] = Seed;
        description["years"] = Years;
        description["area_km2"] = AreaKm2;
        description["latitude"] = Latitude;
        description["observation_error"] = SyntheticObserver.Error;
        if (BasinCount > 1)
        {
            description["routing"] = Truth.DescribeRouting();
            description["basins"] = SyntheticNetwork.Describe(domain);
        }

        return description;
    }
}
