using System.Globalization;

namespace Tributary.Contracts;

/// <summary>Weights over named axes.</summary>
/// <param name="Name">What it is, as <c>spatial_attention</c>: letters, digits and underscores.</param>
/// <param name="Description">How to read it, in one sentence.</param>
/// <param name="Axes">Its axes, slowest first.</param>
/// <param name="Values">The weights, as long as the product of the axes' lengths.</param>
public sealed record Attribution(string Name, string Description, IReadOnlyList<AttributionAxis> Axes, ReadOnlyMemory<float> Values)
{
    /// <summary>The unit of the weights, as UDUNITS-2 reads it; <c>1</c> for shares.</summary>
    public string Unit { get; init; } = "1";

    /// <summary>What the model's own checks say of how far these weights deserve belief, in words; null where there were none. It goes wherever the weights are shown.</summary>
    public string? Verdict { get; init; }
}

/// <summary>One axis of an attribution.</summary>
/// <param name="Kind">What runs along it.</param>
/// <param name="Labels">What each index stands for: stamps as <see cref="OfTime"/> writes them, numbers of steps, names, unit ids, coordinates of rows or columns.</param>
public sealed record AttributionAxis(AttributionAxisKind Kind, IReadOnlyList<string> Labels)
{
    /// <summary>How stamps are written.</summary>
    public const string StampFormat = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Time steps.</summary>
    /// <param name="time">The time axis.</param>
    /// <param name="steps">Those of its steps that are explained.</param>
    public static AttributionAxis OfTime(TimeAxis time, IEnumerable<int> steps) =>
        new(AttributionAxisKind.Time, [.. steps.Select(step => time[step].ToString(StampFormat, CultureInfo.InvariantCulture))]);

    /// <summary>Steps before the output, from 0 for the step of the output itself.</summary>
    /// <param name="count">How many.</param>
    public static AttributionAxis OfLags(int count) =>
        new(AttributionAxisKind.Lag, [.. Enumerable.Range(0, count).Select(lag => lag.ToString(CultureInfo.InvariantCulture))]);
}

/// <summary>What runs along an axis of an attribution.</summary>
public enum AttributionAxisKind
{
    /// <summary>Time of the output.</summary>
    Time,

    /// <summary>Steps before the output.</summary>
    Lag,

    /// <summary>Input variables.</summary>
    Variable,

    /// <summary>Static attributes.</summary>
    Attribute,

    /// <summary>Catchment units.</summary>
    Unit,

    /// <summary>Parts of the whole, as months, seasons, zones of the basin, or the rungs of a test.</summary>
    Part,

    /// <summary>Rows of a grid.</summary>
    Y,

    /// <summary>Columns of a grid.</summary>
    X,
}
