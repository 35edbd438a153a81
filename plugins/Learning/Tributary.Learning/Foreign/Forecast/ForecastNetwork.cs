using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A network that reads the past's weather and the forecast's, and says what the river does today and on the days to come.</summary>
/// <param name="shape">Its sizes.</param>
public abstract class ForecastNetwork(ForecastShape shape) : nn.Module(nameof(ForecastNetwork))
{
    /// <summary>Its sizes.</summary>
    public ForecastShape Shape { get; } = shape;

    /// <summary>Steps that the forecast's series must have: the overlap with the past and the lead time.</summary>
    public int ForecastSteps => Shape.Overlap + Shape.LeadTime;

    /// <summary>Makes a network with first weights.</summary>
    /// <exception cref="ArgumentException">The shape is none that it can have.</exception>
    public static ForecastNetwork Make(ForecastShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Kind == ForecastKind.MeanEmbedding ? new MeanEmbeddingForecastNetwork(shape) : new HandoffForecastNetwork(shape);
    }

    /// <summary>Runs over a batch of forecasts.</summary>
    /// <param name="hindcast">The past's series, <c>[time, batch, input]</c>, the last step today's, in the order of <see cref="ForecastShape.HindcastInputs"/>, scaled.</param>
    /// <param name="forecast">
    /// The forecast's series, <c>[overlap + lead time, batch, input]</c>, in the order of <see cref="ForecastShape.ForecastInputs"/>, scaled: what was
    /// forecast a day ahead for the steps of the overlap, then what was forecast today.
    /// </param>
    /// <param name="statics">Static attributes, <c>[batch, attribute]</c>, scaled.</param>
    /// <param name="predictLast">How many of the last steps are wanted: the lead time, one more for today too, at most the sequence's length.</param>
    /// <returns>What the head gives, <c>[predictLast, batch, output]</c>, scaled; of a mixture its latent parameters.</returns>
    public abstract Tensor Answer(Tensor hindcast, Tensor forecast, Tensor statics, int predictLast);

    /// <summary>Answers for the lead time alone.</summary>
    /// <inheritdoc cref="Answer(Tensor, Tensor, Tensor, int)"/>
    public Tensor Answer(Tensor hindcast, Tensor forecast, Tensor statics) => Answer(hindcast, forecast, statics, Shape.LeadTime);

    /// <summary>Refuses series of other lengths.</summary>
    private protected void Demand(Tensor hindcast, Tensor forecast, int predictLast)
    {
        ArgumentNullException.ThrowIfNull(hindcast);
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(predictLast);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(predictLast, Shape.SequenceLength);
        if (hindcast.shape[0] != Shape.SequenceLength || hindcast.shape[2] != Shape.HindcastInputs.Count())
        {
            throw new ArgumentException($"the past is [{string.Join(", ", hindcast.shape)}], not [{Shape.SequenceLength}, batch, {Shape.HindcastInputs.Count()}]", nameof(hindcast));
        }

        if (forecast.shape[0] != ForecastSteps || forecast.shape[2] != Shape.ForecastInputs.Count())
        {
            throw new ArgumentException($"the forecast is [{string.Join(", ", forecast.shape)}], not [{ForecastSteps}, batch, {Shape.ForecastInputs.Count()}]", nameof(forecast));
        }
    }

    /// <summary>Columns beside others, the same at each step.</summary>
    private protected static Tensor Beside(Tensor series, Tensor statics) => cat([series, statics.unsqueeze(0).expand(series.shape[0], -1, -1)], -1);

    /// <summary>Sets the bias of the forget gates.</summary>
    private protected void SetForgetBias(params ReadOnlySpan<TorchSharp.Modules.LSTM> layers)
    {
        if (Shape.ForgetBias is not { } bias)
        {
            return;
        }

        using IDisposable untracked = no_grad();
        foreach (TorchSharp.Modules.LSTM layer in layers)
        {
            TorchSharp.Modules.Parameter gates = layer.get_parameter("bias_hh_l0")!;
            long units = gates.shape[0] / 4;
            gates.narrow(0, units, units).fill_(bias);
        }
    }
}
