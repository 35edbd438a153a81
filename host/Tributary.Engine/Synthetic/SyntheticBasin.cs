using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// An invented catchment whose truth is known: generated weather, a model's discharge with parameters that are written beside it, and an observer who errs by a few
/// per cent and sometimes records nothing.
/// </summary>
public sealed record SyntheticBasin
{
    private const double ObservationError = 0.06;
    private const double GapStart = 0.0006;
    private const int LongestGap = 20;

    /// <summary>The model plugin that is the truth.</summary>
    public required string Plugin { get; init; }

    /// <summary>The plugin's settings.</summary>
    public JsonElement Settings { get; init; }

    /// <summary>True parameters; those left out take their defaults.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>Length in years.</summary>
    public int Years { get; init; } = 15;

    /// <summary>Seed of the weather and of the observer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Area in km2.</summary>
    public double AreaKm2 { get; init; } = 412;

    /// <summary>Latitude in degrees north.</summary>
    public double Latitude { get; init; } = 46.8;

    /// <summary>Writes <c>catchment.csv</c> and <c>truth.json</c>.</summary>
    /// <exception cref="InputException">There is no such plugin or parameter, or the model needs more than weather.</exception>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public void Write(PluginCatalogue plugins, string folder, CancellationToken cancellation)
    {
        var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), (int)(new DateTime(2001 + Years, 1, 1) - new DateTime(2001, 1, 1)).TotalDays);
        (double[] precipitation, double[] temperature) = new SyntheticWeather(Seed).Generate(time);
        MemberPlan member = Truth(plugins);
        double[] discharge = Simulate(member, time, precipitation, temperature, cancellation);
        double[] observed = Observe(discharge);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "catchment.csv"), Csv(time, precipitation, temperature, observed));
            File.WriteAllText(Path.Combine(folder, "truth.json"), TruthJson(member) + "\n");
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

        return new MemberPlan(new MemberSection { Name = "truth", Plugin = Plugin, Settings = Settings, Parameters = Parameters }, plugin, loaded, descriptor);
    }

    private double[] Simulate(MemberPlan member, TimeAxis time, double[] precipitation, double[] temperature, CancellationToken cancellation)
    {
        Variable[] known = [Variables.Precipitation, Variables.AirTemperature, Variables.PotentialEvapotranspiration];
        if (member.Descriptor.Forcing.FirstOrDefault(forcing => forcing.Required && !known.Contains(forcing.Variable)) is { } missing)
        {
            throw new InputException($"{member.Descriptor.Name} needs {missing.Variable.Name}, which the generated weather does not have");
        }

        var table = new ForcingTable(time, 1, known);
        precipitation.CopyTo(table.Series(known[0], 0));
        temperature.CopyTo(table.Series(known[1], 0));
        PotentialEvapotranspiration.Series(time, Latitude, temperature, [], [], table.Series(known[2], 0));
        var units = new CatchmentUnits(["synthetic"], [AreaKm2], [Latitude]);
        var domain = new BasinDomain(SpatialModes.Lumped, units, null, [new Gauge("synthetic", 0, AreaKm2)]);
        var inputs = new WorkflowInputs(domain, table, [new double[time.Count]], [], []);
        using var model = new PreparedModel(member, inputs, null, new HostServices(static _ => { }));
        using var river = new RiverDischarge(domain, null, member.Descriptor, time.Step, 1, new HostServices(static _ => { }));
        return MemberSimulation.Run(model, inputs, [member.GivenParameters()], river, null, cancellation).Discharge(0).ToArray();
    }

    private double[] Observe(double[] discharge)
    {
        // A seed of its own, so that the weather stays when the observer changes.
        var random = new MersenneTwister(Seed + 1000);
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

    private static string Csv(TimeAxis time, double[] precipitation, double[] temperature, double[] observed)
    {
        var text = new StringBuilder("date,precipitation [mm],air_temperature [degC],discharge [m3 s-1]\n");
        for (int day = 0; day < time.Count; day++)
        {
            string discharge = double.IsNaN(observed[day]) ? string.Empty : observed[day].ToString("0.000", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{time[day]:yyyy-MM-dd},{precipitation[day]:0.0},{temperature[day]:0.0},{discharge}\n");
        }

        return text.ToString();
    }

    private string TruthJson(MemberPlan member)
    {
        var parameters = new JsonObject();
        double[] values = member.GivenParameters();
        for (int i = 0; i < values.Length; i++)
        {
            parameters[member.Descriptor.Parameters[i].Name] = values[i];
        }

        return new JsonObject
        {
            ["what"] = "a synthetic catchment, made by 'tributary data synthetic'; it stands for no real place",
            ["model"] = member.Descriptor.Name,
            ["plugin"] = Plugin,
            ["settings"] = Settings.ValueKind == JsonValueKind.Undefined ? new JsonObject() : JsonNode.Parse(Settings.GetRawText()),
            ["parameters"] = parameters,
            ["seed"] = Seed,
            ["years"] = Years,
            ["area_km2"] = AreaKm2,
            ["latitude"] = Latitude,
            ["observation_error"] = $"lognormal, standard deviation {ObservationError.ToString(CultureInfo.InvariantCulture)} of the logarithm, independent from day to day",
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
