using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Learning from gauges through the river: over a stretch of time the network gives every unit's runoff, the river takes it to the gauges, and the error
/// there is taken back up the river by its adjoint and on into the network.
/// </summary>
internal sealed class RiverTask : ILearningTask
{
    private const double SecondsPerDay = 86400;
    private const double Stability = 0.1;

    private readonly TrainingSetup _setup;
    private readonly SeriesStore _store;
    private readonly VariableScaling _scaling;
    private readonly IRunoffRouting _river;
    private readonly SplitRanges _splits;
    private readonly RunoffRecipe _recipe;
    private readonly RunSeed _seeds;
    private readonly Device _device;
    private readonly double[] _deviation;
    private readonly int _stretch;
    private readonly int _batches;
    private int[] _starts = [];

    public RiverTask(
        RunoffNetwork network, TrainingSetup setup, SeriesStore store, Scaler scaler, IRunoffRouting river, SplitRanges splits, RunoffRecipe recipe, RunSeed seeds, Device device)
    {
        (Network, _setup, _store, _river, _splits, _recipe, _seeds, _device) = (network, setup, store, river, splits, recipe, seeds, device);
        _scaling = scaler.Targets[0];
        _deviation = [.. Enumerable.Range(0, setup.Gauges.Count).Select(gauge => DeviationOf(gauge, splits.Train))];
        if (_deviation.All(double.IsNaN))
        {
            throw new InputException("no gauge has observations to train on", "splits.calibration", "Give observed discharge, or another period.");
        }

        int trained = splits.Train.GetOffsetAndLength(setup.Time.Count).Length;
        _stretch = Math.Min(recipe.Window.LookBack, trained);
        _batches = Math.Max(1, trained / _stretch);
    }

    public nn.Module Network { get; }

    public string ScoreName => _recipe.Score == ScoreKind.Nse ? "NSE" : "KGE";

    public string MemorySettings => $"hidden_size ({_recipe.Network.HiddenSize}) or lookback ({_recipe.Window.LookBack})";

    public int BeginEpoch(int epoch)
    {
        Xoshiro256 random = _seeds.Generator(RunSeed.Shuffling, epoch);
        (int first, int count) = _splits.Train.GetOffsetAndLength(_setup.Time.Count);
        _starts = [.. Enumerable.Range(0, _batches).Select(_ => first + random.Below(count - _stretch + 1))];
        return _batches;
    }

    public BatchLoss Loss(int batch)
    {
        int start = _starts[batch];
        int warm = Math.Min(start, _recipe.Window.LookBack);
        TimeAxis time = _setup.Time.Slice(start - warm, warm + _stretch);
        Tensor runoff = Runoff(start - warm, time.Count);
        double[] given = Values(runoff);
        double[] discharge = new double[_setup.Gauges.Count * time.Count];
        _river.Route(time, given, discharge);
        (double loss, double weight, double[] slope) = Compare(time, start - warm, warm, discharge);
        double[] back = new double[given.Length];
        _river.PullBack(time, slope, back);

        // A scalar with the loss's value and, by the chain rule, its gradient.
        Tensor gradient = tensor(back, [_store.Basins.Count, time.Count], float32, _device);
        Tensor product = (runoff * gradient).sum();
        return new BatchLoss(product - product.detach() + loss, weight);
    }

    public ValidationResult? Validate()
    {
        (int first, int count) = _splits.Validation.GetOffsetAndLength(_setup.Time.Count);
        if (count == 0)
        {
            return null;
        }

        int warm = Math.Min(first, _recipe.Window.LookBack);
        TimeAxis time = _setup.Time.Slice(first - warm, warm + count);
        double[] discharge = new double[_setup.Gauges.Count * time.Count];
        _river.Route(time, Values(Runoff(first - warm, time.Count)), discharge);
        (double loss, _, _) = Compare(time, first - warm, warm, discharge);
        double[] scores =
        [
            .. Enumerable.Range(0, _setup.Gauges.Count)
                .Select(gauge => Scores.Of(_recipe.Score, discharge.AsSpan((gauge * time.Count) + warm, count), Observed(gauge, first, count)))
                .Where(double.IsFinite).Order(),
        ];
        return new ValidationResult(loss, scores.Length == 0 ? double.NaN : scores[scores.Length / 2]);
    }

    /// <summary>Runoff of the units in mm a step, <c>[unit, time]</c>, from zero states on.</summary>
    private Tensor Runoff(int first, int count)
    {
        int variables = _store.Variables.Count;
        bool masked = _recipe.Missing == MissingInputs.Mask;
        int width = masked ? 2 * variables : variables;
        float[] rows = new float[count * _store.Basins.Count * width];
        float[] statics = new float[_store.Basins.Count * _store.Attributes.Count];
        for (int unit = 0; unit < _store.Basins.Count; unit++)
        {
            ReadOnlySpan<float> inputs = _store.Inputs(unit).Slice(first * variables, count * variables);
            for (int step = 0; step < count; step++)
            {
                ReadOnlySpan<float> row = inputs.Slice(step * variables, variables);
                Span<float> told = rows.AsSpan(((step * _store.Basins.Count) + unit) * width, width);
                Gaps.Fill(row, told);
                if (masked)
                {
                    Gaps.Mask(row, told[variables..]);
                }
            }

            _store.Statics(unit).CopyTo(statics.AsSpan(unit * _store.Attributes.Count));
        }

        Tensor input = tensor(rows, [count, _store.Basins.Count, width], device: _device);
        Tensor? attributes = _store.Attributes.Count == 0 ? null : tensor(statics, [_store.Basins.Count, _store.Attributes.Count], device: _device);
        Tensor answer = ((RunoffNetwork)Network).Answer(input, attributes, count).squeeze(-1).t();
        return ((answer * _scaling.Scale) + _scaling.Center) * (_setup.Time.Step.TotalSeconds / SecondsPerDay);
    }

    private static double[] Values(Tensor runoff)
    {
        using Tensor wide = runoff.detach().to(float64, CPU).contiguous();
        return wide.data<double>().ToArray();
    }

    /// <summary>The mean of squared errors by the spread of each gauge, and its slope, behind a warm-up.</summary>
    private (double Loss, double Weight, double[] Slope) Compare(TimeAxis time, int first, int warm, double[] discharge)
    {
        double[] slope = new double[discharge.Length];
        double sum = 0;
        int count = 0;
        for (int gauge = 0; gauge < _setup.Gauges.Count; gauge++)
        {
            double spread = _deviation[gauge] * (1 + Stability);
            ReadOnlySpan<double> observed = Observed(gauge, first, time.Count);
            for (int step = warm; step < time.Count && !double.IsNaN(spread); step++)
            {
                if (!double.IsNaN(observed[step]))
                {
                    double error = (discharge[(gauge * time.Count) + step] - observed[step]) / spread;
                    sum += error * error;
                    slope[(gauge * time.Count) + step] = 2 * error / spread;
                    count++;
                }
            }
        }

        for (int i = 0; i < slope.Length && count > 0; i++)
        {
            slope[i] /= count;
        }

        return (count == 0 ? 0 : sum / count, Math.Max(count, 1e-9), slope);
    }

    private ReadOnlySpan<double> Observed(int gauge, int first, int count) => _setup.Targets.Span.Slice((gauge * _setup.Time.Count) + first, count);

    private double DeviationOf(int gauge, Range steps)
    {
        (int first, int count) = steps.GetOffsetAndLength(_setup.Time.Count);
        double[] values = [.. Observed(gauge, first, count).ToArray().Where(double.IsFinite)];
        double mean = values.Length < 2 ? double.NaN : values.Average();
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length));
        return deviation > 0 ? deviation : double.NaN;
    }

    /// <summary>Mean and spread of the runoff depth above the gauges, in mm d-1, for a network whose targets are no units'.</summary>
    public static VariableScaling RunoffScaling(TrainingSetup setup, Range train)
    {
        (int first, int count) = train.GetOffsetAndLength(setup.Time.Count);
        var depths = new List<double>();
        for (int gauge = 0; gauge < setup.Gauges.Count; gauge++)
        {
            foreach (double flow in setup.Targets.Span.Slice((gauge * setup.Time.Count) + first, count))
            {
                if (!double.IsNaN(flow))
                {
                    depths.Add(flow * SecondsPerDay / (1000 * setup.Gauges[gauge].AreaKm2));
                }
            }
        }

        double mean = depths.Count == 0 ? 0 : depths.Average();
        double spread = depths.Count < 2 ? 1 : Math.Sqrt(depths.Sum(depth => (depth - mean) * (depth - mean)) / depths.Count);
        return new VariableScaling { Name = "discharge", Unit = "mm d-1", Center = mean, Scale = spread > 0 ? spread : 1 };
    }
}
