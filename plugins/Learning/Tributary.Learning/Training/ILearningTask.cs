using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>What is learned, and from what. The <see cref="Trainer"/> does the rest, for any network.</summary>
public interface ILearningTask
{
    /// <summary>The network whose weights are learned.</summary>
    nn.Module Network { get; }

    /// <summary>The name of the validation score, as NSE.</summary>
    string ScoreName { get; }

    /// <summary>The settings that take memory, for the message when there is too little: <c>batch_size (256), hidden_size (256)</c>.</summary>
    string MemorySettings { get; }

    /// <summary>Begins an epoch. What it does depends on the epoch's number alone.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    /// <returns>Number of batches.</returns>
    int BeginEpoch(int epoch);

    /// <summary>The loss of a batch, recorded for gradients. Tensors made here are disposed of after the step.</summary>
    /// <param name="batch">Which batch of the epoch, from 0.</param>
    BatchLoss Loss(int batch);

    /// <summary>Loss and score on the validation period, the network being in evaluation and nothing recorded; null where there is none.</summary>
    ValidationResult? Validate();
}

/// <summary>The loss of a batch.</summary>
/// <param name="Value">The loss, a scalar.</param>
/// <param name="Weight">What it counts in the epoch's mean, as the number of its targets.</param>
public readonly record struct BatchLoss(Tensor Value, double Weight);

/// <summary>How the network does on the validation period.</summary>
/// <param name="Loss">The loss; NaN where none is taken.</param>
/// <param name="Score">The score, higher being better.</param>
public readonly record struct ValidationResult(double Loss, double Score);
