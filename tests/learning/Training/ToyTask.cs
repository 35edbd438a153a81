using TorchSharp.Modules;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>A small network that learns a target made from its inputs: a leaky store filled by one input and emptied faster when the other is high.</summary>
internal sealed class ToyTask : IDisposable
{
    public const int BatchSize = 16;
    private readonly TensorBatches _batches;

    public ToyTask(int seed = 1, double dropout = 0.1, Func<int, double>? spoil = null, bool validated = true, int hidden = 6)
    {
        Seeds = new RunSeed(seed);
        Store = Basins();
        SplitRanges split = SplitRanges.ByFractions(Store.Time, 0.6, 0.2);
        Scaler = ScalerFit.On(Store, [split.Train], [new("rain"), new("heat")], [new("size")], [new("flow")]);
        Scaler.Apply(Store);
        var window = new SampleWindow(20, 5, stride: 5);
        Validation = SampleIndex.ToPredict(Store, window, split.Validation);
        manual_seed(Seeds.ForTorch(RunSeed.Initialisation));
        Network = new ToyNetwork(hidden, dropout);
        _batches = new TensorBatches(Store, window, MissingInputs.Refuse, CPU);
        LossFunction loss = spoil is null
            ? LossFunctions.MeanSquaredError
            : (said, batch) => LossFunctions.MeanSquaredError(said, batch) * spoil(++LossCalls);
        var validation = new WindowValidation(Network.Answer, LossFunctions.MeanSquaredError, _batches, 64, Store, Validation, Scaler);
        Windows = new WindowTask(
            Network, Network.Answer, loss, _batches, new ShuffledSampler(SampleIndex.ToLearn(Store, window, split.Train), Seeds), BatchSize, validated ? validation.Run : null);
        Optimiser = optim.Adam(Network.parameters(), 0.02);
    }

    public int LossCalls { get; private set; }

    public RunSeed Seeds { get; }

    public SeriesStore Store { get; }

    public Scaler Scaler { get; }

    public SampleIndex Validation { get; }

    public ToyNetwork Network { get; }

    public WindowTask Windows { get; }

    public optim.Optimizer Optimiser { get; }

    public TrainingPlan Plan(int epochs, string? state = null) => new()
    {
        Epochs = epochs,
        LearningRate = new GeometricRate(0.02, 3, 0.7),
        Seeds = Seeds,
        GradientNorm = 1,
        StateFile = state,
        Fingerprint = "toy",
    };

    public void Dispose()
    {
        _batches.Dispose();
        Optimiser.Dispose();
        Network.Dispose();
    }

    private static SeriesStore Basins()
    {
        var store = new SeriesStore(["a", "b"], new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 400), ["rain", "heat"], ["size"], ["flow"]);
        var random = new Xoshiro256(9);
        for (int basin = 0; basin < 2; basin++)
        {
            double[] rain = [.. Enumerable.Range(0, 400).Select(_ => random.Uniform() < 0.4 ? 10 * random.Uniform() : 0)];
            double[] heat = [.. Enumerable.Range(0, 400).Select(day => Math.Sin(day / 58.1) + (0.3 * random.Uniform()))];
            double[] flow = new double[400];
            double level = 5;
            for (int day = 0; day < 400; day++)
            {
                flow[day] = level * (0.25 + (0.05 * heat[day]));
                level += rain[day] - flow[day];
            }

            flow[50] = double.NaN;
            store.SetInput(basin, 0, rain);
            store.SetInput(basin, 1, heat);
            store.SetTarget(basin, 0, flow);
            store.Statics(basin)[0] = basin;
        }

        return store;
    }
}

/// <summary>LSTM, dropout, line.</summary>
internal sealed class ToyNetwork : nn.Module
{
    private readonly LSTM _lstm;
    private readonly Dropout _dropout;
    private readonly Linear _line;

    public ToyNetwork(int hidden, double dropout)
        : base(nameof(ToyNetwork))
    {
        _lstm = nn.LSTM(2, hidden);
        _dropout = nn.Dropout(dropout);
        _line = nn.Linear(hidden, 1);
        register_module("lstm", _lstm);
        register_module("dropout", _dropout);
        register_module("line", _line);
    }

    public Tensor Answer(TensorBatch batch)
    {
        (Tensor states, Tensor hidden, Tensor cell) = _lstm.call(batch.Inputs);
        hidden.Dispose();
        cell.Dispose();
        long steps = batch.Targets.Values.shape[0];
        return _line.call(_dropout.call(states.narrow(0, states.shape[0] - steps, steps)));
    }

    public byte[] Weights() => StoredBytes.Of(this);
}
