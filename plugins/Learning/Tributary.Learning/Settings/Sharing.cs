using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>How many networks.</summary>
public enum Sharing
{
    /// <summary>One for all units.</summary>
    [JsonStringEnumMemberName("shared")]
    Shared,

    /// <summary>One for each unit.</summary>
    [JsonStringEnumMemberName("each")]
    Each,
}
