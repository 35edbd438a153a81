using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Contracts;

/// <summary>Reads a plugin's settings into its own record.</summary>
public static class SettingsReading
{
    /// <summary>Reads settings that the host has validated; absent settings give the record's defaults.</summary>
    /// <exception cref="InputException">The settings do not fit the record.</exception>
    public static T Read<T>(this JsonElement settings, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return settings.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
                ? JsonSerializer.Deserialize("{}", type)!
                : settings.Deserialize(type)!;
        }
        catch (JsonException error)
        {
            throw new InputException(error.Message, $"settings{error.Path?.TrimStart('$')}", cause: error);
        }
    }
}
