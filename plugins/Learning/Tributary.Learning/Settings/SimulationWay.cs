using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>How a trained network simulates.</summary>
public enum SimulationWay
{
    /// <summary>Each prediction reads its own look-back.</summary>
    [JsonStringEnumMemberName("windows")]
    Windows,

    /// <summary>States go from step to step.</summary>
    [JsonStringEnumMemberName("carried")]
    Carried,
}
