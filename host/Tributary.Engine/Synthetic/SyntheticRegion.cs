using System.Text.Json.Nodes;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Many invented basins side by side, in Caravan's layout: each has weather of its own and static attributes that drive the parameters of the model that is the
/// truth, and an observer who errs by a few per cent.
/// </summary>
public sealed record SyntheticRegion
{
    private const string Distractor = "distractor";

    /// <summary>The model that is the truth; its given parameters hold for all basins.</summary>
    public required SyntheticTruth Truth { get; init; }

    /// <summary>Parameters that attributes drive.</summary>
    public IReadOnlyList<DrivenParameter> Driven { get; init; } = [];

    /// <summary>The data set's name, with which the ids begin.</summary>
    public string Name { get; init; } = "region";

    /// <summary>Number of basins.</summary>
    public int BasinCount { get; init; } = 20;

    /// <summary>Length in years.</summary>
    public int Years { get; init; } = 15;

    /// <summary>Seed of the weather, the attributes and the observer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What precipitation is multiplied by.</summary>
    public double Wetness { get; init; } = 1;

    /// <summary>Degrees that it is warmer.</summary>
    public double Warmth { get; init; }

    /// <summary>Latitude in degrees north.</summary>
    public double Latitude { get; init; } = 46.8;

    /// <summary>The ids of a region's basins.</summary>
    internal static IEnumerable<string> Ids(string name, int count) => Enumerable.Range(1, count).Select(number => $"{name}_{number}");

    /// <summary>
    /// Writes <c>timeseries/csv/NAME/NAME_n.csv</c>, <c>attributes/NAME/attributes_other_NAME.csv</c>, <c>NAME.txt</c> with the ids and <c>truth_NAME.json</c>.
    /// </summary>
    /// <exception cref="InputException">There is no such plugin or parameter, or the model needs more than weather.</exception>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public void Write(PluginCatalogue plugins, string folder, CancellationToken cancellation)
    {
        TimeAxis time = SyntheticWeather.Days(Years);
        MemberPlan member = Truth.Plan(plugins);
        foreach (DrivenParameter driven in Driven.Where(driven => member.Descriptor.ParameterIndex(driven.Parameter) < 0))
        {
            throw new InputException($"{member.Descriptor.Name} has no parameter '{driven.Parameter}'{Nearest.Suggest(driven.Parameter, member.Descriptor.Parameters.Select(parameter => parameter.Name))}");
        }

        string[] ids = [.. Ids(Name, BasinCount)];
        string[] attributes = [.. Driven.Select(driven => driven.Attribute).Append(Distractor).Distinct()];
        double[][] values = Attributes(attributes.Length);
        var units = new CatchmentUnits(ids, [.. values.Select(own => own[^1])], [.. ids.Select(_ => Latitude)], null, [.. ids.Select(_ => 500.0)]);
        var domain = new BasinDomain(SpatialModes.Lumped, units, null, [.. ids.Select((id, unit) => new Gauge(id, unit, units.AreaKm2[unit]))]);
        ForcingTable forcing = MakeWeather(time, units);
        double[][] parameters = [.. values.Select(own => ParametersOf(member, attributes, own))];
        MemberSimulation truth = Truth.Simulate(member, plugins, domain, forcing, cancellation, parameters);
        var caravan = new CaravanFolder(folder, Name);
        for (int unit = 0; unit < BasinCount; unit++)
        {
            double depth = 86.4 / units.AreaKm2[unit];
            double[] streamflow = [.. SyntheticObserver.Observe(truth.Discharge(unit), Seed + 1000 + unit).Select(discharge => Math.Round(discharge * depth, 4))];
            Dictionary<string, double> own = attributes.Zip(values[unit]).ToDictionary(pair => pair.First, pair => pair.Second);
            (own["gauge_lat"], own["gauge_lon"], own["area"]) = (Latitude, 0, units.AreaKm2[unit]);
            caravan.Add(ids[unit], time, [.. Weather(forcing, unit), ("streamflow", streamflow)], own);
        }

        caravan.Finish();
        try
        {
            SyntheticTruth.Write(folder, Describe(member, ids, parameters), $"truth_{Name}.json");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder, error);
        }
    }

    /// <summary>Attributes between 0 and 1 of each basin, and its area in km2 behind them.</summary>
    private double[][] Attributes(int count)
    {
        var random = new MersenneTwister(Seed + 2000);
        return [.. Enumerable.Range(0, BasinCount).Select(_ =>
            (double[])[.. Enumerable.Range(0, count).Select(_ => Math.Round(random.NextDouble(), 3)), Math.Round(50 * Math.Pow(40, random.NextDouble()), 1)])];
    }

    /// <summary>Between the bounds as the attribute says, a little off: evenly in the logarithm where both are positive.</summary>
    private double[] ParametersOf(MemberPlan member, string[] attributes, double[] values)
    {
        double[] parameters = member.GivenParameters();
        var random = new MersenneTwister(Seed + 3000 + (int)(1000 * values[0]));
        foreach (DrivenParameter driven in Driven)
        {
            double share = Math.Clamp(values[Array.IndexOf(attributes, driven.Attribute)] + Normal.Sample(random, 0, 0.05), 0, 1);
            parameters[member.Descriptor.ParameterIndex(driven.Parameter)] = driven.Low > 0 && driven.High > 0
                ? driven.Low * Math.Pow(driven.High / driven.Low, share)
                : driven.Low + ((driven.High - driven.Low) * share);
        }

        return parameters;
    }

    private ForcingTable MakeWeather(TimeAxis time, CatchmentUnits units)
    {
        var table = new ForcingTable(time, units.Count, SyntheticWeather.Made);
        var random = new MersenneTwister(Seed + 4000);
        for (int unit = 0; unit < units.Count; unit++)
        {
            (double[] precipitation, double[] temperature) = new SyntheticWeather((Seed * 10000) + unit).Generate(time);
            double wetter = Wetness * (0.7 + (0.6 * random.NextDouble()));
            double warmer = Warmth - 3 + (6 * random.NextDouble());
            Span<double> wet = table.Series(Variables.Precipitation, unit);
            Span<double> warm = table.Series(Variables.AirTemperature, unit);
            for (int day = 0; day < time.Count; day++)
            {
                wet[day] = Math.Round(precipitation[day] * wetter, 1);
                warm[day] = Math.Round(temperature[day] + warmer, 1);
            }

            PotentialEvapotranspiration.Series(time, Latitude, warm, [], [], table.Series(Variables.PotentialEvapotranspiration, unit));
        }

        return table;
    }

    /// <summary>The weather by Caravan's names; the day's range of temperature is narrower when it rains.</summary>
    private static (string Column, double[] Values)[] Weather(ForcingTable forcing, int unit)
    {
        double[] precipitation = forcing.Series(Variables.Precipitation, unit).ToArray();
        double[] temperature = forcing.Series(Variables.AirTemperature, unit).ToArray();
        double[] half = [.. precipitation.Select(amount => amount > 0 ? 3.0 : 5.5)];
        return
        [
            ("total_precipitation_sum", precipitation),
            ("temperature_2m_mean", temperature),
            ("temperature_2m_min", [.. temperature.Zip(half, (mean, range) => Math.Round(mean - range, 1))]),
            ("temperature_2m_max", [.. temperature.Zip(half, (mean, range) => Math.Round(mean + range, 1))]),
            ("potential_evaporation_sum", [.. forcing.Series(Variables.PotentialEvapotranspiration, unit).ToArray().Select(amount => Math.Round(amount, 2))]),
        ];
    }

    private JsonObject Describe(MemberPlan member, string[] ids, double[][] parameters)
    {
        JsonObject description = Truth.Describe(member, $"{BasinCount} synthetic catchments", "region");
        description["seed"] = Seed;
        description["years"] = Years;
        description["wetness"] = Wetness;
        description["warmth"] = Warmth;
        description["observation_error"] = SyntheticObserver.Error;
        description["driven"] = new JsonArray([.. Driven.Select(driven => new JsonObject { ["parameter"] = driven.Parameter, ["attribute"] = driven.Attribute, ["low"] = driven.Low, ["high"] = driven.High })]);
        description["basins"] = new JsonObject(ids.Select((id, unit) => KeyValuePair.Create(id, (JsonNode?)new JsonObject(
            member.Descriptor.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, (JsonNode?)Math.Round(parameters[unit][i], 4)))))));
        return description;
    }
}

/// <summary>A parameter of the truth that an attribute drives.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Attribute">The attribute, between 0 and 1.</param>
/// <param name="Low">Value where the attribute is 0.</param>
/// <param name="High">Value where it is 1.</param>
public sealed record DrivenParameter(string Parameter, string Attribute, double Low, double High);
