using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Trains a network: epochs of batches, clipped steps at the planned rates, a validation after each, the best weights kept. After a kill it goes on from
/// the last finished epoch and ends with the same bytes as if it had never stopped, on the same machine and number of threads. Torch's random numbers are
/// one source for the whole process: train one network at a time in it.
/// </summary>
public sealed class Trainer
{
    private readonly ILearningTask _task;
    private readonly OptimizerHelper _optimiser;
    private readonly TrainingPlan _plan;
    private readonly EarlyStopping _stopping;
    private readonly List<EpochOutcome> _epochs = [];
    private readonly (optim.ILearningRateController Group, double Factor)[] _groups;
    private byte[] _bestWeights = [];
    private long _stored = Stopwatch.GetTimestamp();
    private bool _isStored = true;
    private EpochOutcome? _untold;

    /// <summary>Prepares a training.</summary>
    /// <param name="task">What is learned.</param>
    /// <param name="optimiser">Steps the weights that are to change; the ratios of its groups' rates stay as they are now.</param>
    /// <param name="plan">How.</param>
    public Trainer(ILearningTask task, optim.Optimizer optimiser, TrainingPlan plan)
    {
        _task = task;
        _optimiser = (OptimizerHelper)optimiser;
        _plan = plan;
        _stopping = new EarlyStopping(plan.Patience, plan.LeastGain);
        optim.ILearningRateController[] groups = [.. optimiser.ParamGroups];
        _groups = [.. groups.Select(group => (group, group.LearningRate / groups[0].LearningRate))];
    }

    /// <summary>The epochs done, in order.</summary>
    public IReadOnlyList<EpochOutcome> Epochs => _epochs;

    /// <summary>The best epoch so far, whose weights are kept; 0 before there is one.</summary>
    public int BestEpoch => _stopping.BestEpoch;

    /// <summary>
    /// Trains to the end, or goes on with the state in <see cref="TrainingPlan.StateFile"/>. The network is left with the best weights, also when the
    /// training diverges or is stopped.
    /// </summary>
    /// <param name="progress">Is told of each epoch; null for nobody.</param>
    /// <param name="cancellation">Stops between two batches; the state written last stays, and between two epochs it is that of the last finished one.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="WorkException">A loss is not finite (names the epoch), or memory ran out (says which settings to lower).</exception>
    /// <exception cref="InputException">The state file is damaged or of another training.</exception>
    public TrainingSummary Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        Resume();
        using ITrainingLog? log = _plan.OpenLog?.Invoke(_epochs.Count);
        try
        {
            while (_epochs.Count < _plan.Epochs && !_stopping.ShouldStop)
            {
                if (cancellation.IsCancellationRequested && !_isStored)
                {
                    WriteState(StoredBytes.Of(_task.Network));
                }

                cancellation.ThrowIfCancellationRequested();
                Step(log, progress, cancellation);
            }
        }
        catch (Exception failure) when (MemoryShortage.Is(failure) && failure is not WorkException)
        {
            throw MemoryShortage.Explain(failure, $"epoch {_epochs.Count + 1}", _task.MemorySettings);
        }
        finally
        {
            KeepBest();
            if (_untold is { } found)
            {
                _plan.BestFound?.Invoke(found);
            }
        }

        return new TrainingSummary(BestEpoch, _stopping.BestScore, _task.Network.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()));
    }

    private void Resume()
    {
        if (_plan.StateFile is null || TrainingState.Read(_plan.StateFile, _plan.Fingerprint) is not { } state)
        {
            return;
        }

        try
        {
            StoredBytes.Restore(_task.Network, state.Weights);
            StoredBytes.Restore(_optimiser, state.Optimiser);
        }
        catch (Exception unfit) when (unfit is ArgumentException or InvalidOperationException or InvalidDataException or EndOfStreamException)
        {
            throw new InputException(
                $"The folder holds the state of another network or optimiser ({unfit.Message})", _plan.StateFile, "Train to another folder, or delete the file to begin anew.", unfit);
        }

        _bestWeights = state.BestWeights;
        _epochs.AddRange(state.Epochs);
        foreach (EpochOutcome epoch in _epochs)
        {
            _stopping.Observe(epoch.Criterion);
        }
    }

    private void Step(ITrainingLog? log, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        int epoch = _epochs.Count + 1;
        double rate = _plan.LearningRate.At(epoch, [.. _epochs.Select(done => done.Criterion)]);
        foreach ((optim.ILearningRateController group, double factor) in _groups)
        {
            group.LearningRate = rate * factor;
        }

        manual_seed(_plan.Seeds.ForTorch(RunSeed.Dropout, epoch));
        (double loss, double norm, int batches) = Learn(epoch, rate, cancellation);
        ValidationResult? validation = Validate();
        double score = validation?.Score ?? double.NaN;
        double criterion = validation?.Score ?? -loss;
        bool best = _stopping.Observe(criterion);
        double validationLoss = validation?.Loss ?? double.NaN;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var outcome = new EpochOutcome(epoch, loss, validationLoss, score, criterion, _task.ScoreName, rate, norm, batches, best, seconds);
        _epochs.Add(outcome);
        log?.Write(outcome.ForLog(_plan.Epochs));
        bool due = Stopwatch.GetElapsedTime(_stored) >= _plan.BetweenStates;
        Store(best, due);
        _untold = best ? outcome : _untold;
        if (best && due)
        {
            _plan.BestFound?.Invoke(outcome);
            _untold = null;
        }

        progress?.Report(new TrainingProgress(epoch, _plan.Epochs, loss, validationLoss, score, _task.ScoreName));
    }

    private (double Loss, double Norm, int Batches) Learn(int epoch, double rate, CancellationToken cancellation)
    {
        _task.Network.train();
        int batches = _task.BeginEpoch(epoch);
        double sum = 0;
        double weight = 0;
        double largestNorm = double.NaN;
        for (int batch = 0; batch < batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            _optimiser.zero_grad();
            BatchLoss loss = _task.Loss(batch);
            double value = loss.Value.ToDouble();
            RequireFinite(value, "loss", epoch, batch, rate);
            loss.Value.backward();
            if (_plan.GradientNorm is { } most)
            {
                double norm = nn.utils.clip_grad_norm_(_task.Network.parameters().Where(parameter => parameter.requires_grad), most);
                RequireFinite(norm, "gradient", epoch, batch, rate);
                largestNorm = double.IsNaN(largestNorm) ? norm : Math.Max(largestNorm, norm);
            }

            _optimiser.step();
            sum += value * loss.Weight;
            weight += loss.Weight;
        }

        return (sum / weight, largestNorm, batches);
    }

    private ValidationResult? Validate()
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _task.Network.eval();
        return _task.Validate();
    }

    private void Store(bool best, bool due)
    {
        _isStored = false;
        if (!best && !due)
        {
            return;
        }

        byte[] weights = StoredBytes.Of(_task.Network);
        _bestWeights = best ? weights : _bestWeights;
        if (due)
        {
            WriteState(weights);
        }
    }

    private void WriteState(byte[] weights)
    {
        (_stored, _isStored) = (Stopwatch.GetTimestamp(), true);
        if (_plan.StateFile is { } file)
        {
            var state = new TrainingState
            {
                Epochs = _epochs,
                Fingerprint = _plan.Fingerprint,
                Weights = weights,
                Optimiser = StoredBytes.Of(_optimiser),
                BestWeights = _bestWeights,
            };
            state.Write(file);
        }
    }

    private void KeepBest()
    {
        if (_bestWeights.Length > 0)
        {
            StoredBytes.Restore(_task.Network, _bestWeights);
        }

        _task.Network.eval();
    }

    private void RequireFinite(double value, string what, int epoch, int batch, double rate)
    {
        if (!double.IsFinite(value))
        {
            string kept = BestEpoch > 0 ? $"The weights of epoch {BestEpoch}, the best so far, are kept." : "No epoch was finished.";
            throw new WorkException(
                string.Create(CultureInfo.InvariantCulture, $"The training diverged: the {what} of batch {batch + 1} is {value} at a learning rate of {rate}. {kept}"),
                $"epoch {epoch}",
                "Lower learning_rate, or the norm to which gradients are clipped.");
        }
    }
}
