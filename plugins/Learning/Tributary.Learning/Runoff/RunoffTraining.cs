using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Trains a network on the basins of a workflow and writes its artefact.</summary>
public sealed class RunoffTraining : IDisposable
{
    private const string StateName = "training.state";

    // What a kill may cost; writing to the disk takes longer than an epoch of a small network.
    private static readonly TimeSpan BetweenStates = TimeSpan.FromSeconds(1);

    // Multiplications of one time step.
    private const long WorthSharing = 1 << 20;

    private readonly TrainingSetup _setup;
    private readonly RunoffRecipe _recipe;
    private readonly SplitRanges _splits;
    private readonly FeatureSet _features;
    private readonly Device _device;
    private readonly RunSeed _seeds;
    private readonly RunoffNetwork _network;
    private readonly SeriesStore _store;
    private readonly Scaler _scaler;
    private readonly int[] _learning;
    private readonly float[] _deviations;
    private readonly List<IDisposable> _owned = [];

    /// <summary>Lays out the series and makes the network.</summary>
    /// <param name="setup">What the host gives.</param>
    /// <param name="recipe">How to learn.</param>
    /// <exception cref="InputException">There is nothing to learn from, or the settings do not fit the data.</exception>
    public RunoffTraining(TrainingSetup setup, RunoffRecipe recipe)
    {
        (_setup, _recipe) = (setup, recipe);
        set_num_threads(ThreadsOf(recipe.Network, recipe.BatchSize, setup.ThreadCount));
        _splits = recipe.Epochs > 0 ? SplitRanges.ByDates(setup.Time, setup.Splits) : default;
        _features = new FeatureSet(recipe.DynamicInputs, recipe.DerivedInputs);
        _device = Devices.Of(recipe.Device);
        _seeds = new RunSeed(setup.Seed);
        DemandChange();
        _store = recipe.ThroughRiver
            ? TrainingSeries.OfUnits(setup, _features, recipe.StaticAttributes)
            : TrainingSeries.Gauged(setup, _features, recipe.StaticAttributes);
        _learning = [.. Enumerable.Range(0, _store.Basins.Count).Where(basin => !recipe.Ungauged.Contains(_store.Basins[basin]))];
        _deviations = recipe.Epochs > 0 && !recipe.ThroughRiver ? BasinDeviations.Of(_store, [_splits.Train]) : [];
        _scaler = recipe.Source?.Scaler ?? Fit();
        if (recipe.ThroughRiver)
        {
            (_scaler with { Targets = [] }).Apply(_store);
            _scaler = _scaler with { Targets = [RiverTask.RunoffScaling(setup, _splits.Train)] };
        }
        else
        {
            _scaler.Apply(_store);
        }

        manual_seed(_seeds.ForTorch(RunSeed.Initialisation));
        _network = recipe.NetworkPerUnit ? new NetworkPerUnit(recipe.Network, setup.Units.Count) : Networks.Make(recipe.Network);
        if (recipe.Source is { } source)
        {
            ModuleState.Load(_network, source.Anew is { } anew ? WithOwn(anew, source.Weights) : source.Weights, source.Name);
        }

        _network.to(_device);
        _owned.Add(_network);
    }

    /// <summary>Threads for a network: where one time step is few multiplications, a second thread waits longer than it works.</summary>
    internal static int ThreadsOf(NetworkShape network, int sequences, int threads) =>
        4L * network.HiddenSize * (network.HiddenSize + network.Inputs + network.Statics) * sequences < WorthSharing ? 1 : threads;

    /// <summary>The network, with the best weights once trained.</summary>
    public RunoffNetwork Network => _network;

    /// <summary>Trains, from where an interrupted training of the same folder stopped, and writes the artefact.</summary>
    /// <exception cref="InputException">There is nothing to learn from.</exception>
    /// <exception cref="WorkException">It diverged, or ran out of memory; the best weights so far are in the folder.</exception>
    public TrainingSummary Run(IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var artefact = new RunoffArtefact
        {
            Network = _recipe.Network,
            DynamicInputs = _recipe.DynamicInputs,
            DerivedInputs = _recipe.DerivedInputs,
            StaticAttributes = _recipe.StaticAttributes,
            Targets = [.. _setup.TargetVariables.Take(_recipe.Network.Targets).Select(target => target.Name)],
            Lookback = _recipe.Window.LookBack,

            // Each simulated step is said a whole lead time ahead.
            PredictLast = _recipe.Network.Forecast is null ? _recipe.Window.PredictLast : 1,
            StepSeconds = _setup.Time.Step.TotalSeconds,
            Seed = _setup.Seed,
        };
        string folder = _setup.ArtefactFolder;
        TrainingSummary summary = _recipe.Epochs == 0
            ? new TrainingSummary(0, double.NaN, _network.parameters().Sum(parameter => parameter.numel()))
            : Learn(folder, artefact, progress, cancellation);
        artefact = artefact with { Conformal = new ConformalFit(_network, _recipe, _store, _scaler, _device, _seeds).On(_splits.Validation, _learning, cancellation) };
        Write(artefact, folder);
        File.WriteAllText(Path.Combine(folder, "scaler.txt"), ScalerFile.Describe(_scaler));
        File.Delete(Path.Combine(folder, StateName));
        return summary;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }

    /// <summary>Writes the artefact, or that of each unit into a folder of its own.</summary>
    private void Write(RunoffArtefact artefact, string folder)
    {
        if (_network is not NetworkPerUnit each)
        {
            artefact.Write(folder, _network, _scaler);
            return;
        }

        string[] folders = NetworkOfEach.Folders(folder, _setup.Units);
        for (int unit = 0; unit < folders.Length; unit++)
        {
            Directory.CreateDirectory(folders[unit]);
            artefact.Write(folders[unit], each.Units[unit], _scaler);
        }
    }

    /// <summary>Refuses a gauge whose discharge never changes: its scores and its share of the NSE loss have no meaning.</summary>
    private void DemandChange()
    {
        int steps = _setup.Time.Count;
        for (int gauge = 0; gauge < _setup.Gauges.Count && _recipe.Epochs > 0; gauge++)
        {
            ReadOnlySpan<double> discharge = _setup.Targets.Span.Slice(gauge * steps, steps)[_splits.Train];
            double first = double.NaN;
            int known = 0;
            bool changes = false;
            foreach (double value in discharge)
            {
                if (!double.IsNaN(value))
                {
                    first = known++ == 0 ? value : first;
                    changes |= value != first;
                }
            }

            if (known > 1 && !changes && !_recipe.Ungauged.Contains(_setup.Gauges[gauge].Id))
            {
                throw new InputException(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the observed discharge is {first} m3 s-1 at all {known} time steps of the training period"),
                    $"basin {_setup.Gauges[gauge].Id}",
                    "Look at the gauge's record, or leave the basin out.");
            }
        }
    }

    private TrainingSummary Learn(string folder, RunoffArtefact artefact, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var groups = new TrainedParameters(_network, _recipe.Trains);
        using optim.Optimizer optimiser = groups.Optimiser(_recipe.Optimiser, _recipe.WeightDecay);
        ILearningTask task = _recipe.ThroughRiver ? RiverTaskOf() : WindowTaskOf();
        var plan = new TrainingPlan
        {
            Epochs = _recipe.Epochs,
            LearningRate = groups.Rate(_recipe.LearningRate),
            Seeds = _seeds,
            GradientNorm = _recipe.GradientNorm,
            Patience = _recipe.Patience,
            StateFile = Path.Combine(folder, StateName),
            BetweenStates = BetweenStates,
            Fingerprint = Fingerprint(),
            OpenLog = from => CompositeTrainingLog.Open(folder, from),
            BestFound = _ => Write(artefact, folder),
        };
        return new Trainer(groups.Unfreezing(task), optimiser, plan).Run(progress, cancellation);
    }

    /// <summary>What the network says of runoff, <c>[basin][time]</c> in mm d-1; NaN outside the range and where its look-back is not whole.</summary>
    /// <param name="range">The steps wanted.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="InputException">No step of it can be predicted.</exception>
    public double[][] Predict(Range range, CancellationToken cancellation)
    {
        int steps = range.GetOffsetAndLength(_setup.Time.Count).Length;
        int last = Math.Min(_recipe.Window.PredictLast, steps);
        SampleIndex index = SampleIndex.ToPredict(_store, new SampleWindow(_recipe.Window.LookBack, last, _recipe.Window.Lead, last), range, _recipe.Missing);
        using var batches = new TensorBatches(_store, index.Window, _recipe.Missing, _device);
        _network.eval();
        var predictor = new WindowPredictor(batch => Head.Expected(_recipe.Network, _network.Answer(batch.Told(), batch.Statics, last)), batches, _recipe.BatchSize);
        float[][] said = predictor.Predict(_store, index, cancellation);
        int width = said[0].Length / _setup.Time.Count;
        return [.. said.Select((rows, basin) => Enumerable.Range(0, _setup.Time.Count).Select(step => _scaler.Targets[0].Invert(rows[step * width], _store.Basins[basin])).ToArray())];
    }

    private Dictionary<string, StoredTensor> WithOwn(Func<string, bool> anew, IReadOnlyDictionary<string, StoredTensor> weights)
    {
        var merged = new Dictionary<string, StoredTensor>(weights);
        foreach ((string name, StoredTensor own) in ModuleState.Of(_network))
        {
            if (anew(name))
            {
                merged[name] = own;
            }
        }

        return merged;
    }

    private WindowTask WindowTaskOf()
    {
        SampleIndex index = SampleIndex.ToLearn(_store, _recipe.Window, _splits.Train, _recipe.Missing, _learning);
        var batches = new TensorBatches(_store, _recipe.Window, _recipe.Missing, _device);
        _owned.Add(batches);
        LossFunction loss = LossOf();
        string settings = $"batch_size ({_recipe.BatchSize}), hidden_size ({_recipe.Network.HiddenSize}) or lookback ({_recipe.Window.LookBack})";
        if (_device.type == DeviceType.CPU)
        {
            long needed = MemoryShortage.LeastBytes(_recipe.Network, Math.Min(_recipe.BatchSize, index.Count), _recipe.Window.LookBack + _recipe.Window.PredictLast - 1);
            MemoryShortage.DemandRoom(needed, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, settings);
        }

        return new WindowTask(_network, Answer, loss, batches, new ShuffledSampler(index, _seeds), _recipe.BatchSize, ValidationOf(batches, loss))
        {
            ScoreName = _recipe.Score == ScoreKind.Nse ? "NSE" : "KGE",
            MemorySettings = settings,
        };
    }

    private Func<ValidationResult>? ValidationOf(TensorBatches batches, LossFunction loss)
    {
        if (_splits.Validation.Equals(0..0))
        {
            return null;
        }

        SampleWindow window = new(_recipe.Window.LookBack, _recipe.Window.PredictLast, _recipe.Window.Lead, _recipe.Window.PredictLast);
        SampleIndex index = SampleIndex.ToPredict(_store, window, _splits.Validation, _recipe.Missing, _learning);
        return new WindowValidation(Answer, loss, batches, _recipe.BatchSize, _store, index, _scaler)
        {
            Score = _recipe.Score,
            Expected = answer => Head.Expected(_recipe.Network, answer),
        }.Run;
    }

    private RiverTask RiverTaskOf()
    {
        IRunoffRouting river = _setup.River ?? throw new InputException(
            "there is no river network to learn through", "settings.train_through_routing", "Set domain.mode to semi-distributed or distributed, or leave it out.");
        return new RiverTask(_network, _setup, _store, _scaler, river, _splits, _recipe, _seeds, _device);
    }

    private Tensor Answer(TensorBatch batch) => _network.Answer(batch.Told(), batch.Statics, _recipe.Window.PredictLast);

    private LossFunction LossOf()
    {
        LossFunction loss = _recipe.Network.Head switch
        {
            HeadKind.Laplace => LossFunctions.LaplaceMixture,
            HeadKind.Gaussian => LossFunctions.GaussianMixture,
            HeadKind.Quantiles => LossFunctions.Quantile(Kept(tensor([.. _recipe.Network.Quantiles.Select(probability => (float)probability)]))),
            _ => _recipe.Loss switch
            {
                RunoffLoss.MeanSquared => LossFunctions.MeanSquaredError,
                RunoffLoss.RootMeanSquared => LossFunctions.RootMeanSquaredError,
                RunoffLoss.KlingGupta => LossFunctions.KlingGupta(_scaler.Targets[0]),
                RunoffLoss.Huber => LossFunctions.Huber(1),
                _ => LossFunctions.NashSutcliffe(Kept(tensor([.. _deviations.Select(deviation => float.IsNaN(deviation) ? 1 : deviation)]))),
            },
        };
        return _recipe.Network.Targets == 1 ? loss : Weighed(loss);
    }

    // Each target has its own loss over its own observations, so that where one is missing the other still teaches.
    private LossFunction Weighed(LossFunction loss) => (answer, batch) =>
    {
        int perTarget = (int)answer.shape[^1] / _recipe.Network.Targets;
        Tensor Part(int target) => loss(
            answer.narrow(-1, target * perTarget, perTarget),
            batch with { Targets = new Observed(batch.Targets.Values.narrow(-1, target, 1), batch.Targets.Mask.narrow(-1, target, 1)) });
        return Part(0) + (_recipe.SecondTargetWeight * Part(1));
    };

    private Tensor Kept(Tensor tensor)
    {
        Tensor placed = tensor.to(_device).DetachFromDisposeScope();
        _owned.Add(placed);
        return placed;
    }

    private Scaler Fit()
    {
        if (_recipe.Epochs == 0)
        {
            throw new InputException("weights that are not trained on need the scaler that they were trained with", "settings.load", "Give a folder that holds it.");
        }

        ScalingRule Input(string name, int index) => new(
            name,
            _recipe.Units.GetValueOrDefault(name, string.Empty),
            _features.IsPeriodic(index) || IsMass(index) ? ScalingMethod.None : ScalingMethod.Standard,
            _recipe.Transforms.GetValueOrDefault(name));
        return ScalerFit.On(
            _store,
            [_splits.Train],
            [.. _features.Names.Select(Input)],
            [.. _recipe.StaticAttributes.Select(name => new ScalingRule(name))],
            [.. _store.TargetNames.Select(name => new ScalingRule(name, "mm d-1", _recipe.Network.Kind == NetworkKind.McLstm ? ScalingMethod.None : ScalingMethod.Standard, _recipe.Transforms.GetValueOrDefault(name)))],
            _learning);
    }

    private bool IsMass(int input) => _recipe.Network.Kind == NetworkKind.McLstm && input == _recipe.Network.MassInput;

    /// <summary>Settings and data of the training, so that a state of another one is not gone on with.</summary>
    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_recipe with { Source = null, Trains = null }} {_recipe.Network} {_splits} {_setup.Seed} {string.Join(',', _features.Names)} {string.Join(',', _recipe.StaticAttributes)}"));
        for (int basin = 0; basin < _store.Basins.Count; basin++)
        {
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_store.Inputs(basin)));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_store.Targets(basin)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
