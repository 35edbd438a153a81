using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Learning discharge at gauges from windows of fields.</summary>
internal sealed class GridTask : ILearningTask
{
    private readonly GridNetwork _network;
    private readonly GridCells _cells;
    private readonly FieldBlocks _fields;
    private readonly double[] _observed;
    private readonly HydroTraceSettings _settings;
    private readonly IReadOnlyList<VariableScaling> _scalings;
    private readonly RunSeed _seeds;
    private readonly int[] _validated;
    private readonly int[] _learned;
    private readonly int _steps;
    private readonly int _gauges;
    private readonly float[] _sizes;

    /// <summary>Finds the windows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="cells">Its grid.</param>
    /// <param name="fields">Scaled fields.</param>
    /// <param name="setup">What is learned from.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="scalings">Scaling of each gauge's discharge.</param>
    /// <param name="splits">Periods to learn from and to validate on.</param>
    /// <exception cref="InputException">No window of the training period has an observed discharge behind it.</exception>
    public GridTask(
        GridNetwork network, GridCells cells, FieldBlocks fields, TrainingSetup setup, HydroTraceSettings settings, IReadOnlyList<VariableScaling> scalings, SplitRanges splits)
    {
        (_network, _cells, _fields, _settings, _scalings, _seeds) = (network, cells, fields, settings, scalings, new RunSeed(setup.Seed));
        (_steps, _gauges) = (setup.Time.Count, setup.Gauges.Count);
        _observed = setup.Targets.Span[..(_gauges * _steps)].ToArray();
        _learned = Windows(splits.Train);
        _validated = Windows(splits.Validation);
        double mean = scalings.Average(scaling => scaling.Scale);
        _sizes = [.. scalings.Select(scaling => (float)(scaling.Scale / mean))];
        if (_learned.Length == 0)
        {
            throw new InputException(
                $"no discharge observed in the training period has {settings.History} time steps of forcing before it",
                "settings.window",
                $"The record has {_steps} time steps; shorten the window or give a longer record.");
        }
    }

    /// <inheritdoc/>
    public nn.Module Network => _network;

    /// <inheritdoc/>
    public string ScoreName { get; init; } = "NSE";

    /// <inheritdoc/>
    public string MemorySettings => $"batch_size ({_settings.BatchSize}), window ({_settings.Window}), or give more cells to coarsen ({_settings.Coarsen})";

    /// <inheritdoc/>
    public int BeginEpoch(int epoch)
    {
        Array.Sort(_learned);
        _fields.Shuffle(_learned, _seeds.Generator(RunSeed.Shuffling, epoch));
        return (_learned.Length + _settings.BatchSize - 1) / _settings.BatchSize;
    }

    /// <inheritdoc/>
    public BatchLoss Loss(int batch)
    {
        int[] steps = Batch(_learned, batch * _settings.BatchSize);
        (Observed targets, int known) = Targets(steps);
        return new BatchLoss(Loss(_network.Answer(Inputs(steps), _cells), targets), known);
    }

    /// <inheritdoc/>
    public ValidationResult? Validate()
    {
        if (_validated.Length == 0)
        {
            return null;
        }

        double[][] said = [.. _scalings.Select(_ => new double[_validated.Length])];
        double sum = 0;
        double weight = 0;
        for (int first = 0; first < _validated.Length; first += _settings.BatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            int[] steps = Batch(_validated, first);
            Tensor answer = _network.Answer(Inputs(steps), _cells);
            (Observed targets, int known) = Targets(steps);
            sum += Loss(answer, targets).ToDouble() * known;
            weight += known;
            float[] values = answer.to(float32, CPU).contiguous().data<float>().ToArray();
            for (int place = 0; place < values.Length; place++)
            {
                int gauge = place % _gauges;
                said[gauge][first + (place / _gauges)] = Math.Max(0, _scalings[gauge].Invert(values[place]));
            }
        }

        double[] scores = [.. Enumerable.Range(0, _gauges).Select(gauge => Scores.Nse(said[gauge], [.. _validated.Select(step => Observed(gauge, step))])).Where(double.IsFinite)];
        return new ValidationResult(sum / weight, scores.Length == 0 ? double.NaN : scores.Average());
    }

    private double Observed(int gauge, int step) => _observed[(gauge * _steps) + step];

    private int[] Windows(Range range)
    {
        (int first, int count) = range.GetOffsetAndLength(_steps);
        return [.. Enumerable.Range(first, count).Where(step => step >= _settings.History && Enumerable.Range(0, _gauges).Any(gauge => double.IsFinite(Observed(gauge, step))))];
    }

    private int[] Batch(int[] windows, int first) => windows.AsSpan(first, Math.Min(_settings.BatchSize, windows.Length - first)).ToArray();

    private Tensor Inputs(int[] steps) =>
        _fields.Windows([.. steps.Select(step => step - _settings.History)], _settings.Window).to(_cells.Mask.device);

    private (Observed Targets, int Known) Targets(int[] steps)
    {
        float[] values = new float[steps.Length * _gauges];
        int known = 0;
        for (int place = 0; place < values.Length; place++)
        {
            double scaled = _scalings[place % _gauges].Apply(Observed(place % _gauges, steps[place / _gauges]));
            values[place] = (float)scaled;
            known += double.IsFinite(scaled) ? 1 : 0;
        }

        return (Learning.Observed.Of(tensor(values, [steps.Length, _gauges]).to(_cells.Mask.device)), known);
    }

    private Tensor Loss(Tensor answer, Observed targets)
    {
        if (_settings.Loss == GridLoss.Huber)
        {
            return PointLosses.Huber(answer, targets);
        }

        if (_settings.Loss == GridLoss.Nse)
        {
            return PointLosses.MeanSquaredError(answer, targets);
        }

        Tensor sizes = tensor(_sizes).to(answer.device);
        return PointLosses.MeanSquaredError(answer * sizes, targets with { Values = targets.Values * sizes });
    }
}
