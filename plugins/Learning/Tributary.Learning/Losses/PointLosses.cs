using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Losses of single predicted values: scalars to minimise, taken over what is observed only.</summary>
public static class PointLosses
{
    /// <summary>Mean squared error.</summary>
    /// <param name="prediction">Predicted values.</param>
    /// <param name="observed">Observed values, in the same shape.</param>
    public static Tensor MeanSquaredError(Tensor prediction, Observed observed) => observed.Mean((prediction - observed.Values).square());

    /// <summary>Root mean squared error. Its slope is finite at a perfect fit, where 1e-12 stands under the root.</summary>
    /// <inheritdoc cref="MeanSquaredError"/>
    public static Tensor RootMeanSquaredError(Tensor prediction, Observed observed) => (MeanSquaredError(prediction, observed) + 1e-12).sqrt();

    /// <summary>
    /// NSE*, <c>mean((y' - y)^2 / (s_b + eps)^2)</c> (Kratzert et al., 2019, eq. 9): the squared error of each basin relative to the spread of its
    /// flow, so that its mean over a basin is nearly 1 - NSE.
    /// </summary>
    /// <param name="prediction">Predicted values.</param>
    /// <param name="observed">Observed values, in the same shape.</param>
    /// <param name="deviation">The standard deviation of each value's basin, in a shape that spreads to that of the values, as <c>[1, batch, 1]</c>.</param>
    /// <param name="stability">The eps, which keeps dry basins from outweighing all others.</param>
    public static Tensor NashSutcliffe(Tensor prediction, Observed observed, Tensor deviation, double stability = 0.1) =>
        observed.Mean((prediction - observed.Values).square() / (deviation + stability).square());

    /// <summary>Huber's loss: half the squared error up to <paramref name="delta"/>, linear beyond.</summary>
    /// <param name="prediction">Predicted values.</param>
    /// <param name="observed">Observed values, in the same shape.</param>
    /// <param name="delta">Where it turns linear.</param>
    public static Tensor Huber(Tensor prediction, Observed observed, double delta = 1)
    {
        Tensor size = (prediction - observed.Values).abs();
        Tensor inner = size.clamp_max(delta);
        return observed.Mean((inner * (size - (0.5 * inner))));
    }

    /// <summary>Quantile or pinball loss, <c>max(q e, (q - 1) e)</c> of <c>e = y - y'</c>, averaged over the quantiles (Koenker and Bassett, 1978).</summary>
    /// <param name="prediction">Predicted quantiles, <c>[..., quantile]</c>.</param>
    /// <param name="observed">Observed values, <c>[...]</c>.</param>
    /// <param name="quantiles">The probabilities, <c>[quantile]</c>, each between 0 and 1.</param>
    public static Tensor Quantile(Tensor prediction, Observed observed, Tensor quantiles)
    {
        Tensor error = observed.Values.unsqueeze(-1) - prediction;
        return observed.Mean(maximum(quantiles * error, (quantiles - 1) * error).mean([-1]));
    }

    /// <summary>
    /// The distance of the Kling-Gupta efficiency from its ideal, <c>sqrt((r - 1)^2 + (alpha - 1)^2 + (beta - 1)^2)</c> (Gupta et al., 2009), averaged
    /// over the series. Its bias ratio asks for values in physical units: flow scaled to a mean of 0 has none.
    /// </summary>
    /// <param name="prediction">Predicted values, in their unit.</param>
    /// <param name="observed">Observed values, in the same unit and shape.</param>
    /// <param name="time">The axes along which a series runs; the others tell series apart. One with fewer than 2 observations does not count.</param>
    public static Tensor KlingGupta(Tensor prediction, Observed observed, params long[] time)
    {
        (Tensor values, Tensor mask) = observed;
        Tensor count = mask.sum(time, keepdim: true);
        Tensor share = mask / count.clamp_min(1);
        Tensor predictedMean = (prediction * share).sum(time, keepdim: true);
        Tensor observedMean = (values * share).sum(time, keepdim: true);
        Tensor predictedOff = (prediction - predictedMean) * mask;
        Tensor observedOff = (values - observedMean) * mask;
        const double Tiny = 1e-12;
        Tensor predictedDeviation = ((predictedOff.square() * share).sum(time, keepdim: true) + Tiny).sqrt();
        Tensor observedDeviation = ((observedOff.square() * share).sum(time, keepdim: true) + Tiny).sqrt();
        Tensor correlation = (predictedOff * observedOff * share).sum(time, keepdim: true) / (predictedDeviation * observedDeviation);
        Tensor spread = predictedDeviation / observedDeviation;
        Tensor bias = predictedMean / observedMean.masked_fill(observedMean.abs() < Tiny, Tiny);
        Tensor distance = ((correlation - 1).square() + (spread - 1).square() + (bias - 1).square() + Tiny).sqrt();
        Tensor counts = (count >= 2).to_type(values.dtype);
        return (distance * counts).sum() / counts.sum().clamp_min(1);
    }
}
