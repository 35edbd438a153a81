using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>What a gap in a forcing or an attribute does to a sample.</summary>
public enum MissingInputs
{
    /// <summary>The window is not used; an attribute missing for a basin is an error.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,

    /// <summary>The window is used; the gap becomes 0, the mean of a standardised variable, and its mask 0.</summary>
    [JsonStringEnumMemberName("mask")]
    Mask,
}
