using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>
/// What the entry assembly of a plugin's folder offers: exactly one public class with a parameterless constructor that
/// implements one of the interfaces derived from this one. Its identity (id, version, licence, citation) stands in the
/// folder's <c>plugin.json</c>, which the host reads without running any code.
/// </summary>
public interface IPlugin
{
    /// <summary>
    /// JSON Schema (draft 7) of the plugin's own settings, as a workflow file gives them under <c>settings</c>. The host joins it
    /// into the workflow's schema and validates the settings against it before it hands them over. A model's setting that is a path says
    /// <c>"format": "path"</c>, and is handed over absolute: the file gives it relative to itself.
    /// </summary>
    JsonElement SettingsSchema { get; }
}

/// <summary>What the host offers to every plugin.</summary>
public interface IHostServices
{
    /// <summary>Units of measurement.</summary>
    IUnits Units { get; }

    /// <summary>NetCDF files.</summary>
    IArrayFiles ArrayFiles { get; }

    /// <summary>Tells the user something that does not stop the run; it goes to the log and the terminal.</summary>
    void Warn(string message);
}
