using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Scores a network on the windows of the validation period: loss over all of them, and the median over the basins of a target's score.</summary>
/// <param name="answer">Runs the network on a batch and gives what it says of the last steps, <c>[predictLast, batch, output]</c>.</param>
/// <param name="loss">The loss.</param>
/// <param name="batches">Gathers batches.</param>
/// <param name="batchSize">Samples of a batch.</param>
/// <param name="store">The series that the batches are gathered from, scaled.</param>
/// <param name="index">The windows of the validation period.</param>
/// <param name="scaler">How the targets were scaled.</param>
public sealed class WindowValidation(
    Func<TensorBatch, Tensor> answer, LossFunction loss, TensorBatches batches, int batchSize, SeriesStore store, SampleIndex index, Scaler scaler)
{
    /// <summary>Which score.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Index of the target that is scored.</summary>
    public int Target { get; init; }

    /// <summary>What the network says of its targets given its answer, <c>[..., target]</c>; the answer itself unless a head says otherwise, as a mixture's mean.</summary>
    public Func<Tensor, Tensor> Expected { get; init; } = answer => answer;

    /// <summary>Loss and median score.</summary>
    public ValidationResult Run()
    {
        double sum = 0;
        double weight = 0;
        var predictor = new WindowPredictor(
            batch =>
            {
                Tensor said = answer(batch);
                sum += loss(said, batch).ToDouble() * batch.ObservedCount;
                weight += batch.ObservedCount;
                return Expected(said);
            },
            batches,
            batchSize);
        float[][] predicted = predictor.Predict(store, index);
        return new ValidationResult(sum / weight, Scores.Median(ScoresOf(predicted)));
    }

    /// <summary>The score of each basin, <c>[basin]</c>; NaN where there is none.</summary>
    /// <param name="predicted">Scaled predictions, <c>[basin][time, target]</c>, as <see cref="WindowPredictor"/> gives them.</param>
    public double[] ScoresOf(float[][] predicted)
    {
        double[] scores = new double[predicted.Length];
        VariableScaling scaling = scaler.Targets[Target];
        int width = store.TargetNames.Count;
        double[] said = new double[store.Time.Count];
        double[] observed = new double[store.Time.Count];
        for (int basin = 0; basin < scores.Length; basin++)
        {
            ReadOnlySpan<float> targets = store.Targets(basin);
            for (int step = 0; step < said.Length; step++)
            {
                said[step] = scaling.Invert(predicted[basin][(step * width) + Target], store.Basins[basin]);
                observed[step] = scaling.Invert(targets[(step * width) + Target], store.Basins[basin]);
            }

            scores[basin] = Scores.Of(Score, said, observed);
        }

        return scores;
    }
}
