using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Bmi;

/// <summary>The configuration file of a model that is offered through the Basic Model Interface, in JSON.</summary>
public sealed record ServedSettings
{
    /// <summary>Id of the plugin.</summary>
    public string Plugin { get; set; } = "";

    /// <summary>The plugin's own settings; paths in them are absolute.</summary>
    public JsonElement Settings { get; set; }

    /// <summary>Folders with further plugins, beside those that lie by the library.</summary>
    public string[] PluginFolders { get; set; } = [];

    /// <summary>Start of the first step.</summary>
    public DateTime Start { get; set; } = new(2000, 1, 1);

    /// <summary>Length of a step, s.</summary>
    public double StepSeconds { get; set; } = 86400;

    /// <summary>Id of the catchment unit.</summary>
    public string Id { get; set; } = "unit";

    /// <summary>Its area, km2.</summary>
    public double AreaKm2 { get; set; } = 1;

    /// <summary>Latitude of its centroid, degrees north.</summary>
    public double Latitude { get; set; } = double.NaN;

    /// <summary>Elevation to which the forcing refers, m.</summary>
    public double Elevation { get; set; } = double.NaN;

    /// <summary>Values of parameters other than their defaults.</summary>
    public Dictionary<string, double> Parameters { get; set; } = [];
}

/// <summary>Reads the configuration.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ServedSettings))]
internal sealed partial class ServedJson : JsonSerializerContext;
