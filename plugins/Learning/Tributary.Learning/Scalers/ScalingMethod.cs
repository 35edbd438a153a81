using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>How a transformed variable is brought to a common size.</summary>
public enum ScalingMethod
{
    /// <summary>Less its mean, by its standard deviation (that of the population).</summary>
    [JsonStringEnumMemberName("standard")]
    Standard,

    /// <summary>From 0 at its lowest value to 1 at its highest.</summary>
    [JsonStringEnumMemberName("min-max")]
    MinMax,

    /// <summary>As it is.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}

/// <summary>What to do with a variable that never changes, which no spread can scale.</summary>
public enum ConstantSeries
{
    /// <summary>It is an error: it teaches nothing and mostly is a fault of the file.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,

    /// <summary>It is scaled by 1 and so becomes 0, as an attribute of a single basin must.</summary>
    [JsonStringEnumMemberName("keep")]
    Keep,
}
