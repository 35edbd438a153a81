using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Sizes of a <see cref="GridNetwork"/>.</summary>
public sealed record GridShape
{
    /// <summary>Gridded variables.</summary>
    public required int Features { get; init; }

    /// <summary>Static grids, as elevation or the share of glaciers, which have a say in the scores of cells.</summary>
    public int Statics { get; init; }

    /// <summary>Steps that it looks back.</summary>
    public required int Window { get; init; }

    /// <summary>Rows of the grid.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of the grid.</summary>
    public required int Width { get; init; }

    /// <summary>Gauges that it tells the discharge of.</summary>
    public int Gauges { get; init; } = 1;

    /// <summary>Cells along a side of the ConvLSTM's kernels; odd.</summary>
    public int KernelSize { get; init; } = 3;

    /// <summary>Channels of states that each feature has.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>ConvLSTMs one over another.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Cells along a side of the kernel that scores cells; odd.</summary>
    public int ScoreKernel { get; init; } = 1;

    /// <summary>Whether cells have weights of their own; without, all count alike.</summary>
    public bool SpatialAttention { get; init; } = true;

    /// <summary>Whether features have weights of their own; without, all count alike.</summary>
    public bool FeatureAttention { get; init; } = true;

    /// <summary>Whether gates are clip(0.2 x + 0.5, 0, 1), as in Keras 2, instead of the logistic function.</summary>
    public bool HardGates { get; init; }

    /// <summary>Channels of states.</summary>
    internal int Channels => Features * DepthMultiplier;

    /// <summary>Throws where it makes no network.</summary>
    /// <exception cref="InputException">A size is not positive, or a kernel is even.</exception>
    internal void Demand()
    {
        foreach ((string name, int size) in (ReadOnlySpan<(string, int)>)
            [
                ("variables", Features), ("window", Window), ("height", Height), ("width", Width), ("gauges", Gauges), ("kernel_size", KernelSize),
                ("depth_multiplier", DepthMultiplier), ("layers", Layers), ("score_kernel", ScoreKernel),
            ])
        {
            if (size < 1)
            {
                throw new InputException($"{name} is {size}", name, "Give 1 or more.");
            }
        }

        foreach ((string name, int size) in (ReadOnlySpan<(string, int)>)[("kernel_size", KernelSize), ("score_kernel", ScoreKernel)])
        {
            if (size % 2 == 0)
            {
                throw new InputException($"{name} is {size}, so that no cell lies in its middle", name, "Give an odd number.");
            }
        }
    }
}
