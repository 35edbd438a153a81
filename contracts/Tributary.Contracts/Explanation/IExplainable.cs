namespace Tributary.Contracts;

/// <summary>A model that can say which of its inputs an output came from.</summary>
public interface IExplainable
{
    /// <summary>What it can explain, as <c>attention</c> or <c>integrated_gradients</c>.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Explains what the model computes over a block.</summary>
    /// <param name="method">One of <see cref="Methods"/>.</param>
    /// <param name="block">The forcing.</param>
    /// <param name="parameters">The parameters that it runs with.</param>
    /// <param name="cancellation">Stops it.</param>
    IReadOnlyList<Attribution> Explain(string method, in SimulationBlock block, ParameterSets parameters, CancellationToken cancellation);
}

/// <summary>Weights over named axes.</summary>
/// <param name="Name">What it is, as <c>spatial_attention</c>.</param>
/// <param name="Description">How to read it, in one sentence.</param>
/// <param name="Axes">Its axes, slowest first.</param>
/// <param name="Values">The weights, as long as the product of the axes' lengths.</param>
public sealed record Attribution(string Name, string Description, IReadOnlyList<AttributionAxis> Axes, ReadOnlyMemory<float> Values);

/// <summary>One axis of an attribution.</summary>
/// <param name="Kind">What runs along it.</param>
/// <param name="Labels">What each index stands for: stamps, variable names, unit ids, rows or columns.</param>
public sealed record AttributionAxis(AttributionAxisKind Kind, IReadOnlyList<string> Labels);

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

    /// <summary>Rows of a grid.</summary>
    Y,

    /// <summary>Columns of a grid.</summary>
    X,
}
