using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Attention over the cells of a grid, one map for each feature f and step. With the states h of the feature's channels m in cell p:
/// <code>
/// s[p] = sum over m of (w[m] * h[m])[p] + u[p]
/// a[p] = exp(s[p]) / sum over unmasked q of exp(s[q]), and 0 where masked
/// z[m] = sum over p of a[p] h[m, p]
/// </code>
/// with <c>*</c> a cross-correlation with zeros around the grid, by a kernel of one cell a product.
/// </summary>
/// <param name="Weight">w, <c>[feature, channel of it, k, k]</c>, k odd.</param>
/// <param name="Offset">u, <c>[feature, y, x]</c>; null for none.</param>
/// <param name="Mask">1 for cells that take part and 0 for others, <c>[y, x]</c>; null where all do.</param>
public sealed record CellAttention(Tensor Weight, Tensor? Offset, Tensor? Mask)
{
    private const double Never = -1e30;

    /// <summary>The means z, <c>[batch, time, feature, channel of it]</c>.</summary>
    /// <param name="states">States, <c>[batch, time, channel, y, x]</c>, a feature's channels side by side.</param>
    public Tensor Contexts(Tensor states)
    {
        if (Weight.shape[2] != 1)
        {
            return ContextsByOperators(states);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor fields = states.reshape(states.shape[0] * states.shape[1], Weight.shape[0], Weight.shape[1], states.shape[3] * states.shape[4]);
        Tensor? contexts = Recurrence.Attend(fields, Weight.flatten(1), Offset?.flatten(1), Mask?.flatten());
        return contexts is null
            ? scope.MoveToOuter(ContextsByOperators(states))
            : scope.MoveToOuter(contexts.reshape(states.shape[0], states.shape[1], Weight.shape[0], Weight.shape[1]));
    }

    /// <summary>The means by operators of TorchSharp alone, on any device.</summary>
    /// <inheritdoc cref="Contexts"/>
    public Tensor ContextsByOperators(Tensor states)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = Weights(states).unsqueeze(3);
        Tensor ofFeatures = states.reshape(states.shape[0], states.shape[1], Weight.shape[0], Weight.shape[1], states.shape[3], states.shape[4]);
        return scope.MoveToOuter((weights * ofFeatures).sum([4, 5]));
    }

    /// <summary>The weights a, <c>[batch, time, feature, y, x]</c>, which sum to 1 over each map.</summary>
    /// <inheritdoc cref="Contexts"/>
    public Tensor Weights(Tensor states)
    {
        using DisposeScope scope = NewDisposeScope();
        (long features, long size) = (Weight.shape[0], Weight.shape[2]);
        Tensor fields = states.reshape(states.shape[0] * states.shape[1], states.shape[2], states.shape[3], states.shape[4]);
        Tensor scores = nn.functional.conv2d(fields, Weight, padding: [size / 2, size / 2], groups: features);
        scores = Offset is null ? scores : scores + Offset;
        scores = Mask is null ? scores : scores.masked_fill(Mask.eq(0), Never);
        Tensor weights = scores.flatten(2).softmax(-1);
        return scope.MoveToOuter(weights.reshape(states.shape[0], states.shape[1], features, states.shape[3], states.shape[4]));
    }
}
