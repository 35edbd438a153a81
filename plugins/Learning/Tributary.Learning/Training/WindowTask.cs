using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Learning from windows of basins' series: sampler, batches, network and loss put together.</summary>
/// <param name="network">The network.</param>
/// <param name="answer">Runs it on a batch and gives what it says of the last steps, <c>[predictLast, batch, output]</c>.</param>
/// <param name="loss">The loss.</param>
/// <param name="batches">Gathers batches.</param>
/// <param name="sampler">The order of the samples.</param>
/// <param name="batchSize">Samples of a batch; the last one of an epoch may be smaller.</param>
/// <param name="validate">Loss and score on the validation period; null where there is none (<see cref="WindowValidation"/>).</param>
public sealed class WindowTask(
    nn.Module network,
    Func<TensorBatch, Tensor> answer,
    LossFunction loss,
    TensorBatches batches,
    ISampler sampler,
    int batchSize,
    Func<ValidationResult>? validate = null) : ILearningTask
{
    private readonly Sample[] _samples = new Sample[sampler.CountPerEpoch];

    /// <inheritdoc/>
    public nn.Module Network => network;

    /// <inheritdoc/>
    public string ScoreName { get; init; } = "NSE";

    /// <inheritdoc/>
    public string MemorySettings { get; init; } = $"batch_size ({batchSize}), hidden_size or lookback";

    /// <inheritdoc/>
    public int BeginEpoch(int epoch)
    {
        sampler.Draw(epoch, _samples);
        return (_samples.Length + batchSize - 1) / batchSize;
    }

    /// <inheritdoc/>
    public BatchLoss Loss(int batch)
    {
        int first = batch * batchSize;
        TensorBatch gathered = batches.Gather(_samples.AsSpan(first, Math.Min(batchSize, _samples.Length - first)));
        return new BatchLoss(loss(answer(gathered), gathered), gathered.ObservedCount);
    }

    /// <inheritdoc/>
    public ValidationResult? Validate() => validate?.Invoke();
}
