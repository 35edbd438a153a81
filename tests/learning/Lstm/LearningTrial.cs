using System.Text.Json;
using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Plugins.Lstm;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

/// <summary>Basins with an invented truth, a linear reservoir fed by rain, and the plugin trained on them as a host does it.</summary>
internal sealed class LearningTrial : IDisposable
{
    public const int Days = 900;
    private const string Quick = "\"preset\": \"regional\", \"hidden_size\": 12, \"lookback\": 30, \"predict_last_n\": 15, \"epochs\": 15, \"batch_size\": 8, \"learning_rate\": 0.02, \"dropout\": 0, \"dynamic_inputs\": [\"precipitation\"]";

    private readonly TemporaryFolder _folder = new();
    private readonly double[] _forcing;
    private readonly double[] _truth;

    public LearningTrial(int basins = 2, double residence = 6, bool attributesMatter = false, ITrainablePlugin? plugin = null)
    {
        Plugin = plugin ?? new LstmPlugin();
        Basins = basins;
        var random = new Random(7);
        _forcing = new double[basins * Days];
        _truth = new double[basins * Days];
        var attributes = new AttributeTable(basins);
        double[] slope = [.. Enumerable.Range(0, basins).Select(basin => (double)basin / basins)];
        attributes.Set("slope", "1", slope);
        Units = new CatchmentUnits([.. Enumerable.Range(0, basins).Select(basin => $"b{basin}")], [.. Enumerable.Range(0, basins).Select(basin => 100.0 + basin)], attributes: attributes);
        for (int basin = 0; basin < basins; basin++)
        {
            double store = 5;
            double slow = attributesMatter ? 2 + (12 * slope[basin]) : residence;
            for (int day = 0; day < Days; day++)
            {
                double rain = random.NextDouble() < 0.3 ? -8 * Math.Log(1 - random.NextDouble()) : 0;
                _forcing[(basin * Days) + day] = rain;
                store += rain;
                double flow = store / slow;
                store -= flow;
                _truth[(basin * Days) + day] = flow * Units.AreaKm2[basin] / 86.4;
            }
        }
    }

    public int Basins { get; }

    public CatchmentUnits Units { get; }

    public static TimeAxis Time { get; } = new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), Days);

    public double[] Forcing => _forcing;

    /// <summary>Discharge in m3 s-1, <c>[basin, time]</c>.</summary>
    public double[] Truth => _truth;

    public ITrainablePlugin Plugin { get; }

    public string Folder => _folder.Path;

    public static JsonElement Settings(string more = "") => JsonElement.Parse($"{{ {Quick}{(more.Length > 0 ? ", " : "")}{more} }}");

    public TrainingSetup Setup(string folder, int seed = 1) => new()
    {
        Units = Units,
        Gauges = [.. Enumerable.Range(0, Basins).Select(basin => new Gauge($"b{basin}", basin, Units.AreaKm2[basin]))],
        Time = Time,
        Forcing = _forcing,
        ForcingRows = SeriesRows.Dense(1, Basins, Days),
        ForcingProvided = [true],
        Targets = _truth,
        TargetVariables = [Variables.Discharge],
        Splits = new SplitPeriods(null, Days0(60, 600), Days0(600, 750), Days0(750, 900)),
        Seed = seed,
        ArtefactFolder = folder,
        ThreadCount = 2,
        Services = new Services(),
    };

    public string FolderOf(string name)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(path);
        return path;
    }

    public (string Folder, TrainingSummary Summary) Train(JsonElement settings, string name = "trained", TrainingSetup? setup = null)
    {
        string folder = FolderOf(name);
        return (folder, Plugin.Train(settings, setup is null ? Setup(folder) : setup with { ArtefactFolder = folder }, new Progress<TrainingProgress>(), CancellationToken.None));
    }

    public IModel Prepare(JsonElement settings, string folder) =>
        Plugin.Prepare(settings, new ModelSetup { Units = Units, Step = Time.Step, Services = new Services(), ArtefactFolder = folder });

    /// <summary>Simulates in blocks, restarting from saved states before one of them.</summary>
    /// <returns>All outputs, <c>[output][unit][time]</c>.</returns>
    public double[] Simulate(JsonElement settings, string folder, int[] blocks, int restart = -1)
    {
        using IModel model = Prepare(settings, folder);
        int outputs = Plugin.Describe(settings).Outputs.Count;
        double[] results = new double[outputs * Basins * Days];
        SeriesRows rows = SeriesRows.Dense(1, Basins, Days);
        SeriesRows to = SeriesRows.Dense(outputs, Basins, Days);
        ISimulation simulation = model.Start(new ParameterSets(0, 1, Basins));
        int first = 0;
        for (int block = 0; first < Days; block++)
        {
            if (block == restart)
            {
                double[] states = new double[simulation.States.Length];
                simulation.SaveStates(states);
                simulation.Dispose();
                simulation = model.Start(new ParameterSets(0, 1, Basins));
                simulation.RestoreStates(states);
            }

            int length = Math.Min(block < blocks.Length ? blocks[block] : Days, Days - first);
            simulation.Advance(new SimulationBlock(Time.Slice(first, length), _forcing, rows.From(first), results, to.From(first)));
            first += length;
        }

        simulation.Dispose();
        return results;
    }

    /// <summary>NSE of simulated runoff over the test period, all basins together.</summary>
    public double TestScore(double[] results, int basin)
    {
        double scale = Units.AreaKm2[basin] / 86.4;
        double[] simulated = [.. results.AsSpan((basin * Days) + 750, 150).ToArray().Select(runoff => runoff * scale)];
        return Scores.Nse(simulated, _truth.AsSpan((basin * Days) + 750, 150));
    }

    public void Dispose() => _folder.Dispose();

    private static Period Days0(int first, int end) => new(Time[first], Time.Start.AddDays(end));

    private sealed class Services : IHostServices
    {
        public IUnits Units => throw new NotSupportedException();

        public IArrayFiles ArrayFiles { get; } = new NetCdfFiles();

        public void Warn(string message)
        {
        }
    }
}
