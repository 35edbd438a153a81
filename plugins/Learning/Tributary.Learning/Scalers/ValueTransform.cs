using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>What is done to values before they are scaled, so that skewed ones spread more evenly.</summary>
public enum ValueTransform
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary><c>log10(sqrt(x) + 0.1)</c>, for precipitation and flow (Feng, Fang and Shen, 2020); its inverse is <c>max(10^z - 0.1, 0)^2</c>.</summary>
    [JsonStringEnumMemberName("log-sqrt")]
    LogSqrt,

    /// <summary><c>ln(1 + x)</c>; its inverse is <c>exp(z) - 1</c>.</summary>
    [JsonStringEnumMemberName("log1p")]
    Log1P,
}

/// <summary>The transforms as functions.</summary>
public static class ValueTransforms
{
    /// <summary>The transformed value; a negative one counts as 0 where the transform takes none.</summary>
    public static double Apply(this ValueTransform transform, double value) => transform switch
    {
        ValueTransform.LogSqrt => Math.Log10(Math.Sqrt(Math.Max(value, 0)) + 0.1),
        ValueTransform.Log1P => double.LogP1(Math.Max(value, 0)),
        _ => value,
    };

    /// <summary>The value behind a transformed one; never negative where the transform takes no negative one.</summary>
    public static double Invert(this ValueTransform transform, double transformed)
    {
        switch (transform)
        {
            case ValueTransform.LogSqrt:
                double root = Math.Max(Math.Pow(10, transformed) - 0.1, 0);
                return root * root;
            case ValueTransform.Log1P:
                return Math.Max(double.ExpM1(transformed), 0);
            default:
                return transformed;
        }
    }
}
