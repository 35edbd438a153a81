using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Invented basins whose truth is known: generated weather, a model's discharge (routed down the river where there are several) with parameters that are written
/// beside it, and an observer who errs by a few per cent and sometimes records nothing.
/// </summary>
public sealed record SyntheticBasin
{
    private const double ObservationError = 0.06;
    private const double GapStart = 0.0006;
    private const int LongestGap = 20;

    private static readonly Variable[] Weather = [Variables.Precipitation, Variables.AirTemperature, Variables.PotentialEvapotranspiration];

    /// <summary>The model plugin that is the truth.</summary>
    public required string Plugin { get; init; }

    /// <summary>The plugin's settings.</summary>
    public JsonElement Settings { get; init; }

    /// <summary>True parameters; those left out take their defaults.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>The routing that is the truth; null for water that reaches the gauges within its time step.</summary>
    public RoutingSection? Routing { get; init; }

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
        var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), (int)(new DateTime(2001 + Years, 1, 1) - new DateTime(2001, 1, 1)).TotalDays);
        MemberPlan member = Truth(plugins);
        BasinDomain domain = SyntheticNetwork.Make(BasinCount, AreaKm2, Latitude, Seed);
        ForcingTable forcing = MakeWeather(time, domain.Units);
        MemberSimulation truth = Simulate(member, plugins, domain, forcing, cancellation);
        try
        {
            Directory.CreateDirectory(folder);
            for (int unit = 0; unit < BasinCount; unit++)
            {
                string name = BasinCount == 1 ? "catchment" : domain.Units.Ids[unit];
                File.WriteAllText(Path.Combine(folder, $"{name}.csv"), Csv(forcing, unit, Observe(truth.Discharge(unit), Seed + 1000 + unit)));
            }

            File.WriteAllText(Path.Combine(folder, "truth.json"), TruthJson(member, domain) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder, error);
        }
    }

    private MemberPlan Truth(PluginCatalogue plugins)
    {
        var plugin = plugins.Get<IModelPlugin>(Plugin, out LoadedPlugin loaded);
        ModelDescriptor descriptor = plugin.Describe(Settings);
        foreach (string name in Parameters.Keys)
        {
            if (descriptor.ParameterIndex(name) < 0)
            {
                throw new InputException($"{descriptor.Name} has no parameter '{name}'{Nearest.Suggest(name, descriptor.Parameters.Select(parameter => parameter.Name))}");
            }
        }

        if (descriptor.Forcing.FirstOrDefault(forcing => forcing.Required && !Weather.Contains(forcing.Variable)) is { } missing)
        {
            throw new InputException($"{descriptor.Name} needs {missing.Variable.Name}, which the generated weather does not have");
        }

        return new MemberPlan(new MemberSection { Name = "truth", Plugin = Plugin, Settings = Settings, Parameters = Parameters }, plugin, loaded, descriptor);
    }

    /// <summary>One weather over all basins, wetter and colder with height, recorded to one decimal.</summary>
    private ForcingTable MakeWeather(TimeAxis time, CatchmentUnits units)
    {
        (double[] precipitation, double[] temperature) = new SyntheticWeather(Seed).Generate(time);
        var table = new ForcingTable(time, units.Count, Weather);
        for (int unit = 0; unit < units.Count; unit++)
        {
            Span<double> wet = table.Series(Weather[0], unit);
            Span<double> warm = table.Series(Weather[1], unit);
            double height = units.Elevation[unit] - units.Elevation[0];
            for (int day = 0; day < time.Count; day++)
            {
                wet[day] = Math.Round(precipitation[day] * (1 + (SyntheticNetwork.PrecipitationGradient * height)), 1);
                warm[day] = Math.Round(temperature[day] - (SyntheticNetwork.LapseRate * height), 1);
            }

            PotentialEvapotranspiration.Series(time, Latitude, warm, [], [], table.Series(Weather[2], unit));
        }

        return table;
    }

    private MemberSimulation Simulate(MemberPlan member, PluginCatalogue plugins, BasinDomain domain, ForcingTable forcing, CancellationToken cancellation)
    {
        var services = new HostServices(static _ => { });
        RoutingPlan? routing = null;
        if (Routing is not null)
        {
            var plugin = plugins.Get<IRoutingPlugin>(Routing.Plugin, out LoadedPlugin loaded);
            routing = new RoutingPlan(Routing, plugin, loaded, plugin.Describe(Routing.Settings));
        }

        var inputs = new WorkflowInputs(domain, null, forcing, [.. domain.Gauges.Select(_ => new double[forcing.Time.Count])], [], []);
        using var model = new PreparedModel(member, inputs, null, services);
        using var river = new RiverDischarge(domain, routing, member.Descriptor, forcing.Time.Step, 1, services);
        return MemberSimulation.Run(model, inputs, [.. Enumerable.Repeat(member.GivenParameters(), domain.Units.Count)], river, null, cancellation);
    }

    /// <summary>Discharge as an observer records it; the weather stays when the observer changes.</summary>
    private static double[] Observe(ReadOnlySpan<double> discharge, int seed)
    {
        var random = new MersenneTwister(seed);
        double[] observed = new double[discharge.Length];
        int gap = 0;
        for (int day = 0; day < observed.Length; day++)
        {
            double error = Normal.Sample(random, 0, ObservationError);
            gap = gap > 0 ? gap - 1 : random.NextDouble() < GapStart ? random.Next(1, LongestGap) : 0;
            observed[day] = gap > 0 ? double.NaN : discharge[day] * Math.Exp(error - (ObservationError * ObservationError / 2));
        }

        return observed;
    }

    private static string Csv(ForcingTable forcing, int unit, double[] observed)
    {
        var text = new StringBuilder("date,precipitation [mm],air_temperature [degC],discharge [m3 s-1]\n");
        ReadOnlySpan<double> precipitation = forcing.Series(Weather[0], unit);
        ReadOnlySpan<double> temperature = forcing.Series(Weather[1], unit);
        for (int day = 0; day < observed.Length; day++)
        {
            string discharge = double.IsNaN(observed[day]) ? string.Empty : observed[day].ToString("0.000", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{forcing.Time[day]:yyyy-MM-dd},{precipitation[day]:0.0},{temperature[day]:0.0},{discharge}\n");
        }

        return text.ToString();
    }

    private string TruthJson(MemberPlan member, BasinDomain domain)
    {
        var parameters = new JsonObject();
        double[] values = member.GivenParameters();
        for (int i = 0; i < values.Length; i++)
        {
            parameters[member.Descriptor.Parameters[i].Name] = values[i];
        }

        var truth = new JsonObject
        {
            ["what"] = BasinCount == 1
                ? "a synthetic catchment, made by 'tributary data synthetic'; it stands for no real place"
                : "a synthetic river basin, made by 'tributary data synthetic'; it stands for no real place",
            ["model"] = member.Descriptor.Name,
            ["plugin"] = Plugin,
            ["settings"] = Settings.ValueKind == JsonValueKind.Undefined ? new JsonObject() : JsonNode.Parse(Settings.GetRawText()),
            ["parameters"] = parameters,
            ["seed"] = Seed,
            ["years"] = Years,
            ["area_km2"] = AreaKm2,
            ["latitude"] = Latitude,
            ["observation_error"] = $"lognormal, standard deviation {ObservationError.ToString(CultureInfo.InvariantCulture)} of the logarithm, independent from day to day",
        };
        if (BasinCount > 1)
        {
            truth["routing"] = Routing is null ? null : new JsonObject { ["plugin"] = Routing.Plugin, ["parameters"] = new JsonObject(Routing.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value))) };
            truth["basins"] = SyntheticNetwork.Describe(domain);
        }

        return truth.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
