namespace Tributary.Learning;

/// <summary>Which axis of a batch's series comes first.</summary>
public enum BatchLayout
{
    /// <summary>Inputs <c>[time, batch, variable]</c> and targets <c>[step, batch, target]</c>, as the fused LSTM wants them.</summary>
    TimeFirst,

    /// <summary>Inputs <c>[batch, time, variable]</c> and targets <c>[batch, step, target]</c>.</summary>
    BatchFirst,
}
