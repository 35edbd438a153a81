namespace Tributary.Contracts;

/// <summary>A model that can say which of its inputs an output came from, by the methods that its descriptor lists (<see cref="ModelDescriptor.Explanations"/>).</summary>
public interface IExplainable
{
    /// <summary>Explains what the model computes over a block.</summary>
    /// <param name="request">By which method, and which outputs.</param>
    /// <param name="block">The forcing from the first time step of the run on; no output is asked for.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>One attribution or several; their names differ over all methods of the model. The same request always gives the same numbers.</returns>
    /// <exception cref="InputException">The domain or the period does not allow it, as a comparison of units where there is one; the run goes on without it.</exception>
    IReadOnlyList<Attribution> Explain(ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation);
}

/// <summary>What a model is asked to explain.</summary>
public sealed record ExplanationRequest
{
    /// <summary>One of <see cref="ModelDescriptor.Explanations"/>.</summary>
    public required string Method { get; init; }

    /// <summary>The time steps of the block whose outputs are explained. A model may take an evenly spread part of them where all would be too many.</summary>
    public required Range Steps { get; init; }

    /// <summary>The parameters that the model runs with.</summary>
    public required ParameterSets Parameters { get; init; }

    /// <summary>The forcing of a grid model from the first time step of the run on, in the place of the block's; null for a model that reads series.</summary>
    public IGridForcing? Grid { get; init; }

    /// <summary>Observed main output of each unit in its own unit, <c>[unit, time]</c> over the block, NaN where nothing is observed; empty where no unit has a gauge of its own.</summary>
    public ReadOnlyMemory<double> Observed { get; init; }
}
