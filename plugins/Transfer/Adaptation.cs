using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>Adapts one network to the basins of a setup and writes its artefact.</summary>
internal sealed class Adaptation
{
    private const string PretrainingFolder = "pretraining";

    private readonly TransferPlan _plan;
    private readonly TrainingSetup _setup;
    private readonly SourceNetwork? _source;
    private readonly IProgress<TrainingProgress> _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _notes = [];

    public Adaptation(TransferPlan plan, TrainingSetup setup, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        (_plan, _progress, _cancellation) = (plan, progress, cancellation);
        _source = plan.Source?.On(setup.Time.Step, setup.Services.ArrayFiles);
        _setup = setup with { Units = SourceMatch.Complete(setup.Units, plan.Attributes, plan.KeepsInputs ? _source!.Scaler : null, _notes.Add) };
    }

    /// <summary>Adapts, from where an interrupted training of the same folder stopped.</summary>
    /// <exception cref="InputException">There is nothing to learn from and no source to take as it is.</exception>
    public TrainingSummary Run()
    {
        RunoffRecipe recipe = TransferRecipe.Of(_plan, TransferRecipe.Begin(_plan, _source));
        if (_plan.Trains && WithoutFlow() is { Length: > 0 } silent)
        {
            bool none = silent.Length == _setup.Gauges.Count;
            _notes.AddRange(silent.Select(id => $"basin {id}: there is no observed discharge to learn from: zero-shot only{(none ? string.Empty : ", by the network that is adapted to the others")}"));
            recipe = !none ? recipe : _plan.CanKeepSource ? TransferRecipe.AsItIs(recipe) : throw new InputException(
                $"there is no observed discharge in the calibration period; {TransferPlan.Word(_plan.Strategy)} needs some",
                silent[0],
                _plan.Source is null ? "Name a source: zero-shot is all that can be done without observations." : "Only zero-shot is possible, with a source that reads the target's variables.");
        }

        if (_plan.Strategy == Strategy.PretrainOnModel)
        {
            recipe = recipe with { Source = Pretrain(recipe) };
        }

        if (_plan.Settings.Guard && recipe.Epochs > 0)
        {
            recipe = GuardedRecipe(recipe);
        }

        using var training = new RunoffTraining(_setup, recipe);
        return training.Run(_progress, _cancellation) with { Notes = _notes };
    }

    /// <summary>Basins without observations in the calibration period.</summary>
    private string[] WithoutFlow()
    {
        if (_setup.Splits.Calibration is not { } period)
        {
            return [];
        }

        (int first, int count) = _setup.Time.IndicesWithin(period).GetOffsetAndLength(_setup.Time.Count);
        return [.. _setup.Gauges.Select((gauge, i) => (gauge.Id, Row: _setup.Targets.Slice((i * _setup.Time.Count) + first, count)))
            .Where(pair => !pair.Row.ToArray().Any(double.IsFinite)).Select(pair => pair.Id)];
    }

    private RunoffRecipe GuardedRecipe(RunoffRecipe recipe)
    {
        GuardDecision[] decisions = new Guard(_plan.Settings, _setup, recipe, _progress, _cancellation).Decide();
        _notes.AddRange(decisions.Select(decision => decision.Told));
        RunoffRecipe asItIs = TransferRecipe.AsItIs(recipe);
        if (decisions.All(decision => decision.KeepsSource))
        {
            return asItIs;
        }

        if (decisions.Any(decision => decision.KeepsSource))
        {
            string folder = Guard.SourceFolder(_setup.ArtefactFolder);
            Directory.CreateDirectory(folder);
            using var source = new RunoffTraining(_setup with { ArtefactFolder = folder }, asItIs);
            source.Run(_progress, _cancellation);
        }

        return recipe;
    }

    /// <summary>Learns the simulated discharge of all of the record but the test, so that nothing of it is known beforehand.</summary>
    private RunoffSource Pretrain(RunoffRecipe recipe)
    {
        if (_setup.Pretraining.IsEmpty)
        {
            throw new InputException("there is no simulated discharge to learn from first", "pretrain_on", "Name a member with a process-based model under the member's pretrain_on.");
        }

        string folder = Path.Combine(_setup.ArtefactFolder, PretrainingFolder);
        string done = Path.Combine(folder, "done");
        if (!File.Exists(done))
        {
            Directory.CreateDirectory(folder);
            TrainingSetup setup = _setup with
            {
                Targets = _setup.Pretraining,
                TargetVariables = [Variables.Discharge],
                Splits = new SplitPeriods(null, PretrainingPeriod(), null, null),
                ArtefactFolder = folder,
            };
            using var training = new RunoffTraining(setup, TransferRecipe.OnSimulated(_plan, recipe));
            training.Run(_progress, _cancellation);
            File.WriteAllText(done, string.Empty);
        }

        string weights = Path.Combine(folder, RunoffArtefact.WeightsName);
        return new RunoffSource(PyTorchFile.ReadTensors(weights), ScalerFile.Read(Path.Combine(folder, ScalerFile.Name)), weights);
    }

    private Period PretrainingPeriod()
    {
        Period whole = _setup.Time.Period;
        DateTime start = _setup.Splits.WarmUp is { } warmUp && warmUp.End < whole.End ? warmUp.End : whole.Start;
        return _setup.Splits.Test is not { } test ? new Period(start, whole.End)
            : test.Start > start ? new Period(start, test.Start)
            : new Period(test.End, whole.End);
    }
}
