using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A network that reads the weather of a look-back and says something of its last steps.</summary>
/// <param name="shape">Its sizes.</param>
public abstract class RunoffNetwork(NetworkShape shape) : nn.Module(nameof(RunoffNetwork))
{
    /// <summary>Its sizes.</summary>
    public NetworkShape Shape { get; } = shape;

    /// <summary>Whether it can go on from carried states instead of reading a whole look-back for each step; one with attention cannot.</summary>
    public abstract bool CarriesStates { get; }

    /// <summary>Runs over windows.</summary>
    /// <param name="inputs">Dynamic inputs, <c>[time, batch, input]</c>.</param>
    /// <param name="statics">Static attributes, <c>[batch, attribute]</c>; null where there are none.</param>
    /// <param name="predictLast">How many of the last steps are wanted.</param>
    /// <returns>What the head gives, <c>[predictLast, batch, output]</c>.</returns>
    public abstract Tensor Answer(Tensor inputs, Tensor? statics, int predictLast);

    /// <summary>Goes on from states.</summary>
    /// <param name="inputs">Dynamic inputs, <c>[time, batch, input]</c>.</param>
    /// <param name="statics">Static attributes, <c>[batch, attribute]</c>; null where there are none.</param>
    /// <param name="states">The states; null to start from zeros.</param>
    /// <returns>What the head gives at every step, <c>[time, batch, output]</c>, and the states after the last.</returns>
    /// <exception cref="InvalidOperationException">It cannot carry states.</exception>
    public abstract (Tensor Answer, NetworkStates States) Continue(Tensor inputs, Tensor? statics, NetworkStates? states);

    /// <summary>The weights of its attention over the look-back, <c>[time, batch]</c>, which sum to 1 along time; null where it has none.</summary>
    public virtual Tensor? AttentionOf(Tensor inputs, Tensor? statics) => null;

    /// <summary>Throws where inputs are not of its sizes.</summary>
    private protected void Demand(Tensor inputs, Tensor? statics)
    {
        if (inputs.Dimensions != 3 || inputs.shape[2] != Shape.Inputs || inputs.shape[0] == 0)
        {
            throw new ArgumentException($"Inputs are [{string.Join(", ", inputs.shape)}], not [time, batch, {Shape.Inputs}].", nameof(inputs));
        }

        if ((statics is null) != (Shape.Statics == 0) || (statics is not null && !statics.shape.SequenceEqual([inputs.shape[1], Shape.Statics])))
        {
            string given = statics is null ? "missing" : $"[{string.Join(", ", statics.shape)}]";
            throw new ArgumentException($"Static attributes are {given}, not [{inputs.shape[1]}, {Shape.Statics}].", nameof(statics));
        }
    }
}

/// <summary>States that a network carries from step to step.</summary>
/// <param name="Hidden">Hidden states, <c>[layer, batch, hidden]</c>; of the mass-conserving network none.</param>
/// <param name="Cell">Cell states, <c>[layer, batch, hidden]</c>.</param>
public sealed record NetworkStates(Tensor Hidden, Tensor Cell) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Hidden.Dispose();
        Cell.Dispose();
    }
}
