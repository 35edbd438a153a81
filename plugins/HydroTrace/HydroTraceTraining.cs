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
    private const int FingerprintSteps = 64;

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
        GridCells cells = NetworkGrid.Of(setup.Units, grid, inside, scaler.Attributes, Devices.Of(settings.Device));
        var reader = new FieldReader(grid, scaler.Inputs);
        var fields = new FieldBlocks(
            (first, to) => reader.Read(setup.Grid!, first, to), (settings.Variables.Count, grid.Height, grid.Width), setup.Time.Count, (long)settings.FieldMemory << 20, settings.Window);
        var lesson = new GridLesson(setup, cells, fields, scaler, splits, grid, Fingerprint());
        (GridNetwork network, HydroTraceArtefact artefact, TrainingSummary summary) = Learn(lesson, settings, setup.ArtefactFolder, inside, progress, cancellation);
        TrainedChecks? checks = new GridChecking(lesson, settings).Run(network, summary, progress, cancellation);
        artefact = artefact with { Checks = checks };
        artefact.Write(setup.ArtefactFolder, network, scaler);
        File.WriteAllText(Path.Combine(setup.ArtefactFolder, "scaler.txt"), ScalerFile.Describe(scaler));
        File.Delete(Path.Combine(setup.ArtefactFolder, StateName));
        return checks is null ? summary : summary with { Notes = [.. summary.Notes, .. checks.InWords(settings.Variables)] };
    }

    private (GridNetwork Network, HydroTraceArtefact Artefact, TrainingSummary Summary) Learn(
        GridLesson lesson, HydroTraceSettings settings, string folder, int[] inside, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        GridNetwork network = lesson.NewNetwork(settings, setup.Seed);
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
        TrainingSummary summary = lesson.Learn(
            network,
            settings,
            setup.Seed,
            "NSE",
            plan => plan with
            {
                StateFile = Path.Combine(folder, StateName),
                Fingerprint = lesson.Fingerprint,
                OpenLog = from => CompositeTrainingLog.Open(folder, from),
                BestFound = _ => artefact.Write(folder, network, lesson.Scaler),
            },
            progress,
            cancellation);
        return (network, artefact, summary);
    }

    private static int[] Inside(GridCellsOfUnits grid, int[] without)
    {
        int[] inside = [.. grid.CellOf.Except(without.Select(unit => grid.CellOf[unit])).Distinct().Order()];
        return inside.Length > 0 ? inside : throw new InputException(
            "every cell of the basin lacks one of the variables over the training period, so that all are masked", "forcing", "Give grids that cover the basin.");
    }

    /// <summary>Settings and data of the training, so that a state of another one is not gone on with. Of the fields some steps stand for all.</summary>
    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(settings, HydroTraceJson.Default.HydroTraceSettings));
        hash.AppendData(Encoding.UTF8.GetBytes($"{setup.Splits} {setup.Seed} {setup.Time.Start:O} {setup.Time.Step}"));
        IGridForcing grid = setup.Grid!;
        float[] field = new float[grid.VariableCount * grid.Height * grid.Width];
        for (int place = 0; place < Math.Min(FingerprintSteps, setup.Time.Count); place++)
        {
            grid.Read((int)((long)place * setup.Time.Count / Math.Min(FingerprintSteps, setup.Time.Count)), 1, field);
            hash.AppendData(MemoryMarshal.AsBytes(field.AsSpan()));
        }

        hash.AppendData(MemoryMarshal.AsBytes(setup.Targets.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
