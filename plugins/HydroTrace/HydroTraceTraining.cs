using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Trains a network and writes its artefact.</summary>
/// <param name="settings">The settings.</param>
/// <param name="setup">What is learned from.</param>
internal sealed class HydroTraceTraining(HydroTraceSettings settings, TrainingSetup setup)
{
    private const string StateName = "training.state";

    /// <summary>Trains, from where an interrupted training of the same folder stopped.</summary>
    /// <exception cref="InputException">There is nothing to learn from, or the data do not fit the settings.</exception>
    /// <exception cref="WorkException">It diverged, or ran out of memory.</exception>
    public TrainingSummary Run(IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        set_num_threads(setup.ThreadCount);
        using DisposeScope scope = NewDisposeScope();
        SplitRanges splits = SplitRanges.ByDates(setup.Time, setup.Splits);
        var grid = new GridCellsOfUnits(setup.Units, settings.Coarsen);
        var fit = new FieldScaling(setup, settings, splits.Train);
        Scaler scaler = fit.Fit();
        int[] inside = Inside(grid, fit.UnitsWithoutData());
        Device device = Devices.Of(settings.Device);
        GridCells cells = NetworkGrid.Of(setup.Units, grid, inside, scaler.Attributes, device);
        var seeds = new RunSeed(setup.Seed);
        manual_seed(seeds.ForTorch(RunSeed.Initialisation));
        var network = new GridNetwork(settings.Shape(grid, setup.Gauges.Count));
        network.to(device);
        Tensor fields = new FieldReader(grid, scaler.Inputs).Read((variable, unit) => setup.Forcing.Span.Slice(setup.ForcingRows.StartOf(variable, unit), setup.Time.Count), setup.Time.Count);
        var artefact = new HydroTraceArtefact
        {
            Network = network.Shape,
            Variables = settings.Variables,
            StaticGrids = settings.StaticGrids,
            Gauges = [.. setup.Gauges.Select(gauge => gauge.Id)],
            Inside = inside,
            Lead = settings.Lead,
            Coarsen = settings.Coarsen,
            StepSeconds = setup.Time.Step.TotalSeconds,
            Seed = setup.Seed,
        };
        using optim.Optimizer optimiser = optim.Adam(network.parameters(), settings.LearningRate, weight_decay: settings.L2Regularization);
        string folder = setup.ArtefactFolder;
        var plan = new TrainingPlan
        {
            Epochs = settings.Epochs,
            LearningRate = new SteppedRate(settings.LearningRate),
            Seeds = seeds,
            GradientNorm = settings.ClipGradientNorm,
            Patience = settings.LearningPatience == 0 ? null : settings.LearningPatience,
            StateFile = Path.Combine(folder, StateName),
            Fingerprint = Fingerprint(),
            OpenLog = from => CompositeTrainingLog.Open(folder, from),
            BestFound = _ => artefact.Write(folder, network, scaler),
        };
        TrainingSummary summary = new Trainer(new GridTask(network, cells, fields, setup, settings, scaler.Targets, splits), optimiser, plan).Run(progress, cancellation);
        artefact.Write(folder, network, scaler);
        File.WriteAllText(Path.Combine(folder, "scaler.txt"), ScalerFile.Describe(scaler));
        File.Delete(Path.Combine(folder, StateName));
        return summary;
    }

    private static int[] Inside(GridCellsOfUnits grid, int[] without)
    {
        int[] inside = [.. grid.CellOf.Except(without.Select(unit => grid.CellOf[unit])).Distinct().Order()];
        return inside.Length > 0 ? inside : throw new InputException(
            "every cell of the basin lacks one of the variables over the training period, so that all are masked", "forcing", "Give grids that cover the basin.");
    }

    /// <summary>Settings and data of the training, so that a state of another one is not gone on with.</summary>
    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(settings, HydroTraceJson.Default.HydroTraceSettings));
        hash.AppendData(Encoding.UTF8.GetBytes($"{setup.Splits} {setup.Seed} {setup.Time.Start:O} {setup.Time.Step}"));
        hash.AppendData(MemoryMarshal.AsBytes(setup.Forcing.Span));
        hash.AppendData(MemoryMarshal.AsBytes(setup.Targets.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
