using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>
/// What a model that learns is trained on: discharge of a linear store of each unit, S' = P - S/K with K of 4 days, whose water is the first forcing that is precipitation.
/// Trained on 500 steps, validated on 120, tested on the last 180.
/// </summary>
internal sealed class KnownProblem
{
    private const int StepCount = 860;
    private const int FirstTrained = 60;
    private const int FirstValidated = 560;
    private const int FirstTested = 680;
    private const double Residence = 4;
    private const double SecondsPerDay = 86400;

    private readonly ModelSubject _subject;
    private readonly ITrainablePlugin _plugin;
    private readonly double[][] _forcing;
    private readonly double[] _truth;
    private readonly Lazy<(string Folder, IReadOnlyList<TrainingProgress> Progress, TrainingSummary Summary)> _training;

    public KnownProblem(ModelSubject subject, ITrainablePlugin plugin)
    {
        _subject = subject;
        _plugin = plugin;
        _forcing = subject.Forcing(StepCount);
        _truth = TruthOf();
        _training = new(() => Train("trained"));
    }

    /// <summary>The artefact of the training that every other check uses.</summary>
    public string Trained => _training.Value.Folder;

    /// <summary>What it reported.</summary>
    public IReadOnlyList<TrainingProgress> Progress => _training.Value.Progress;

    /// <summary>How it ended.</summary>
    public TrainingSummary Summary => _training.Value.Summary;

    /// <summary>Trains into a folder.</summary>
    /// <param name="name">Name of the folder; one that holds an interrupted training goes on.</param>
    /// <param name="told">Receives each report as soon as it is made.</param>
    /// <param name="settings">Other settings than the case's.</param>
    /// <param name="cancellation">Asks to stop.</param>
    public (string Folder, IReadOnlyList<TrainingProgress> Progress, TrainingSummary Summary) Train(
        string name, Action<TrainingProgress>? told = null, JsonElement? settings = null, CancellationToken cancellation = default)
    {
        string folder = _subject.FolderOf(name);
        var reports = new Reports(told);
        TrainingSummary summary = _plugin.Train(settings ?? _subject.Settings, Setup(folder), reports, cancellation);
        return (folder, reports.Made, summary);
    }

    /// <summary>Simulates the test period's water with a trained model, from the beginning of the problem.</summary>
    public TrialResults Simulate(string folder, IModelPlugin? plugin = null)
    {
        using var trial = new ModelTrial(plugin ?? _plugin, _subject.Settings, _subject.Time(StepCount), _subject.Setup(_subject.Units()) with { ArtefactFolder = folder }, _forcing);
        return trial.Run(_subject.DefaultSet);
    }

    /// <summary>Nash-Sutcliffe efficiency over the test period, the mean of all gauges: 0 for a model that knows only the mean, 1 for the truth.</summary>
    public double Score(TrialResults results)
    {
        IReadOnlyList<Gauge> gauges = _subject.Gauges();
        OutputDeclaration main = _subject.Descriptor.Outputs[0];
        double sum = 0;
        for (int gauge = 0; gauge < gauges.Count; gauge++)
        {
            // A model that writes at units writes a depth a step.
            double scale = main.Location == OutputLocation.Gauge ? 1 : gauges[gauge].AreaKm2 * 1000 / _subject.Step.TotalSeconds;
            double[] simulated = [.. results.Of(0, gauge)[FirstTested..].ToArray().Select(value => value * scale)];
            double[] observed = _truth[((gauge * StepCount) + FirstTested)..((gauge + 1) * StepCount)];
            double mean = observed.Average();
            sum += 1 - (simulated.Zip(observed, (flow, truth) => (flow - truth) * (flow - truth)).Sum() / observed.Sum(truth => (truth - mean) * (truth - mean)));
        }

        return sum / gauges.Count;
    }

    private TrainingSetup Setup(string folder)
    {
        TimeAxis time = _subject.Time(StepCount);
        IReadOnlyList<Gauge> gauges = _subject.Gauges();
        IReadOnlyList<Variable> targets = [Variables.Discharge, .. _subject.Descriptor.Targets];
        double[] observed = new double[targets.Count * gauges.Count * StepCount];
        Array.Fill(observed, double.NaN);
        _truth.CopyTo(observed, 0);
        double[] forcing = [.. _forcing.SelectMany(series => series)];
        SeriesRows rows = SeriesRows.Dense(_subject.Descriptor.Forcing.Count, _subject.UnitCount, StepCount);
        CatchmentUnits units = _subject.Units();
        bool reads = _subject.Descriptor.InputKind == InputKind.Units;
        return new TrainingSetup
        {
            Units = units,
            Gauges = gauges,
            Time = time,
            Forcing = reads ? forcing : default(ReadOnlyMemory<double>),
            ForcingRows = reads ? rows : default,
            Grid = reads ? null : new SeriesFields(forcing, rows, _subject.Descriptor.Forcing.Count, units.Places!),
            Targets = observed,
            TargetVariables = targets,
            Splits = new SplitPeriods(null, Steps(FirstTrained, FirstValidated), Steps(FirstValidated, FirstTested), Steps(FirstTested, StepCount)),
            Seed = 1,
            ArtefactFolder = folder,
            Services = _subject.Services,
        };

        Period Steps(int first, int end) => new(time[first], time[end]);
    }

    private double[] TruthOf()
    {
        int units = _subject.UnitCount;
        IReadOnlyList<Gauge> gauges = _subject.Gauges();
        double[] area = _subject.Units().AreaKm2.ToArray();
        int water = Math.Max(0, _subject.Descriptor.Forcing.ToList().FindIndex(forcing => forcing.Variable.Name == Variables.Precipitation.Name));
        double leaving = 1 - Math.Exp(-_subject.Step.TotalDays / Residence);
        double[] truth = new double[gauges.Count * StepCount];
        for (int unit = 0; unit < units; unit++)
        {
            int gauge = gauges.Count == units ? unit : 0;
            double store = 10;
            for (int step = 0; step < StepCount; step++)
            {
                store += Math.Max(0, _forcing[(water * units) + unit][step]);
                double flow = leaving * store;
                store -= flow;
                truth[(gauge * StepCount) + step] += flow * area[unit] * 1000 / (SecondsPerDay * _subject.Step.TotalDays);
            }
        }

        return truth;
    }

    /// <summary>Takes reports as they come, on the thread that makes them.</summary>
    private sealed class Reports(Action<TrainingProgress>? told) : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Made { get; } = [];

        public void Report(TrainingProgress value)
        {
            Made.Add(value);
            told?.Invoke(value);
        }
    }
}
