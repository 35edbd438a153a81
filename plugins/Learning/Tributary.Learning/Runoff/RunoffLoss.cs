using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>Losses of a network that gives one number for each target.</summary>
public enum RunoffLoss
{
    /// <summary>Mean squared error.</summary>
    [JsonStringEnumMemberName("mse")]
    MeanSquared,

    /// <summary>Root mean squared error.</summary>
    [JsonStringEnumMemberName("rmse")]
    RootMeanSquared,

    /// <summary>Squared errors by the spread of each basin.</summary>
    [JsonStringEnumMemberName("nse")]
    NashSutcliffe,

    /// <summary>One less the Kling-Gupta efficiency.</summary>
    [JsonStringEnumMemberName("kge")]
    KlingGupta,

    /// <summary>Huber's loss.</summary>
    [JsonStringEnumMemberName("huber")]
    Huber,
}
