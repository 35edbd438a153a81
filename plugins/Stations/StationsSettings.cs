using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Stations;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record StationsSettings
{
    /// <summary>Name of the variable that holds the stations' ids.</summary>
    [Description("variable that holds the stations' ids; left out, it is the one with the attribute cf_role = timeseries_id, or one named as such")]
    public string? StationVariable { get; set; }

    /// <summary>Station of each basin.</summary>
    [Description("id of the station of each basin; a basin left out has the station of its own id")]
    public IReadOnlyDictionary<string, string>? Stations { get; set; }

    /// <summary>Values that stand for a gap, besides those that the file declares.</summary>
    [Description("values that stand for a gap besides those that the file declares; left out, they are -9999 and Raven's blank value -1.2345")]
    public IReadOnlyList<double>? Missing { get; set; }
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StationsSettings))]
internal sealed partial class StationsJson : JsonSerializerContext;
