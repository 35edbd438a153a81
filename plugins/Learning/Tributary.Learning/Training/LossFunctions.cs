using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>The loss of a network's answer to a batch, a scalar.</summary>
/// <param name="answer">What the network gives for the last steps, <c>[predictLast, batch, output]</c>.</param>
/// <param name="batch">The batch.</param>
public delegate Tensor LossFunction(Tensor answer, TensorBatch batch);

/// <summary>Losses of batches of windows, in scaled values.</summary>
public static class LossFunctions
{
    /// <summary>Mean squared error.</summary>
    public static LossFunction MeanSquaredError { get; } = (answer, batch) => PointLosses.MeanSquaredError(answer, batch.Targets);

    /// <summary>Root mean squared error.</summary>
    public static LossFunction RootMeanSquaredError { get; } = (answer, batch) => PointLosses.RootMeanSquaredError(answer, batch.Targets);

    /// <summary>Huber's loss.</summary>
    public static LossFunction Huber(double delta) => (answer, batch) => PointLosses.Huber(answer, batch.Targets, delta);

    /// <summary>NSE* with weights by basin.</summary>
    /// <param name="deviations">Deviation of each basin's target, <c>[basin]</c>, on the network's device (<see cref="BasinDeviations"/>).</param>
    public static LossFunction NashSutcliffe(Tensor deviations) => (answer, batch) =>
        PointLosses.NashSutcliffe(answer, batch.Targets, deviations.index_select(0, batch.Basins).reshape(1, -1, 1));

    /// <summary>
    /// 1 - KGE of each window along its targets, which are brought back to their unit first. It asks for windows of many targets; with one target a
    /// window the whole batch is one series.
    /// </summary>
    /// <param name="target">How the target was scaled: without a transform, in all basins alike.</param>
    public static LossFunction KlingGupta(VariableScaling target)
    {
        if (target.Transform != ValueTransform.None || target.PerBasin is not null)
        {
            throw new Contracts.InputException(
                $"The KGE loss cannot undo the scaling of {target.Name}", "loss", "Scale the target without a transform and for all basins alike, or take another loss.");
        }

        return (answer, batch) =>
        {
            var observed = new Observed((batch.Targets.Values * target.Scale) + target.Center, batch.Targets.Mask);
            long[] time = answer.shape[0] > 1 ? [0] : [0, 1];
            return PointLosses.KlingGupta((answer * target.Scale) + target.Center, observed, time);
        };
    }

    /// <summary>Quantile loss; the network gives for each target its quantiles one after the other.</summary>
    /// <param name="probabilities">The quantiles' probabilities, <c>[quantile]</c>, on the network's device.</param>
    public static LossFunction Quantile(Tensor probabilities) => (answer, batch) =>
        PointLosses.Quantile(answer.reshape([.. batch.Targets.Values.shape, probabilities.shape[0]]), batch.Targets, probabilities);

    /// <summary>Negative log likelihood of asymmetric Laplace mixtures.</summary>
    public static LossFunction LaplaceMixture { get; } =
        (answer, batch) => Learning.LaplaceMixture.FromLatent(answer, (int)batch.Targets.Values.shape[^1]).Loss(batch.Targets);

    /// <summary>Negative log likelihood of Gaussian mixtures.</summary>
    public static LossFunction GaussianMixture { get; } =
        (answer, batch) => Learning.GaussianMixture.FromLatent(answer, (int)batch.Targets.Values.shape[^1]).Loss(batch.Targets);
}
