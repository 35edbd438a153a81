using System.Globalization;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.HydroTrace;
using Tributary.Tests;

namespace Tributary.Learning.Tests.HydroTrace;

/// <summary>
/// An invented gridded catchment whose truth is known, and the plugin trained on it as a host does it: glaciers in the north melt with the temperature there,
/// rain counts in the south alone, and a third variable is noise. One gauge sees the sum, another the rain alone.
/// </summary>
internal sealed class GriddedTruth : IDisposable
{
    public const int Height = 8;
    public const int Width = 7;
    public const int Days = 1100;

    private readonly TemporaryFolder _folder = new();

    public GriddedTruth(bool isNoise = false, bool isOneWarmth = false)
    {
        var random = new Random(11);
        int cells = Height * Width;
        Forcing = new double[3 * cells * Days];
        Truth = new double[2 * Days];
        double[] latitude = [.. Enumerable.Range(0, cells).Select(cell => 30 - (0.1 * (cell / Width)))];
        double[] longitude = [.. Enumerable.Range(0, cells).Select(cell => 80 + (0.1 * (cell % Width)))];
        double[] elevation = [.. Enumerable.Range(0, cells).Select(cell => 5000.0 - (500 * (cell / Width)))];
        var attributes = new AttributeTable(cells);
        attributes.Set("glacier", "1", [.. Enumerable.Range(0, cells).Select(cell => IsGlacier(cell) ? 1.0 : 0)]);
        Units = new CatchmentUnits(
            [.. Enumerable.Range(0, cells).Select(cell => string.Create(CultureInfo.InvariantCulture, $"r{cell / Width}c{cell % Width}"))],
            [.. Enumerable.Repeat(100.0, cells)],
            latitude,
            longitude,
            elevation,
            attributes: attributes,
            places: new CellPlaces([.. Enumerable.Range(0, cells).Select(cell => 3 + (cell / Width))], [.. Enumerable.Range(0, cells).Select(cell => 5 + (cell % Width))]));
        (double north, double south) = (0, 0);
        for (int day = 0; day < Days; day++)
        {
            (north, south) = ((0.8 * north) + Gauss(random), (0.8 * south) + Gauss(random));
            double season = 8 * Math.Sin(2 * Math.PI * (day - 100) / 365);
            double storm = random.NextDouble() < 0.4 ? -6 * Math.Log(1 - random.NextDouble()) : 0;
            double elsewhere = random.NextDouble() < 0.4 ? -6 * Math.Log(1 - random.NextDouble()) : 0;
            (double melt, double rain) = (0, 0);
            for (int cell = 0; cell < cells; cell++)
            {
                Set(0, cell, day, season + (3 * (IsGlacier(cell) || isOneWarmth ? north : south)) + 10 - (elevation[cell] * 0.002) + ((isOneWarmth ? 0 : 0.3) * Gauss(random)));
                Set(1, cell, day, (IsSouth(cell) ? storm : elsewhere) * (0.7 + (0.6 * random.NextDouble())));
                Set(2, cell, day, Gauss(random));
                melt += IsGlacier(cell) ? Math.Max(0, Get(0, cell, day)) : 0;
                rain += IsSouth(cell) ? Get(1, cell, day) : 0;
            }

            (Melt[day], Rain[day]) = (melt, rain);
        }

        for (int day = 0; day < Days; day++)
        {
            Truth[day] = isNoise ? 50 + (10 * Gauss(random)) : 5 + (1.2 * Recent(Melt, day)) + Recent(Rain, day);
            Truth[Days + day] = isNoise ? 5 + Gauss(random) : 1 + (0.1 * Recent(Rain, day));
        }
    }

    public double[] Forcing { get; }

    /// <summary>Discharge in m3 s-1, <c>[gauge, time]</c>.</summary>
    public double[] Truth { get; }

    public CatchmentUnits Units { get; }

    public static TimeAxis Time { get; } = new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), Days);

    public HydroTracePlugin Plugin { get; } = new();

    private double[] Melt { get; } = new double[Days];

    private double[] Rain { get; } = new double[Days];

    public static bool IsGlacier(int cell) => cell / Width < 2;

    public static bool IsSouth(int cell) => cell / Width >= 5;

    public static JsonElement Settings(string more = "") => JsonElement.Parse(
        $$"""{ "variables": ["air_temperature", "precipitation", "noise"], "static_grids": ["glacier", "elevation"], "epochs": 60, "learning_rate": 0.01, "learning_patience": 15{{(more.Length > 0 ? ", " : "")}}{{more}} }""");

    public TrainingSetup Setup(string name, int gauges = 1, int seed = 1)
    {
        string folder = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(folder);
        return new TrainingSetup
        {
            Units = Units,
            Gauges = Gauges(gauges),
            Time = Time,
            Forcing = default,
            ForcingRows = default,
            Grid = Fields(Forcing),
            Targets = Truth.AsMemory(0, gauges * Days),
            TargetVariables = [Variables.Discharge],
            Splits = new SplitPeriods(null, Part(0, 700), Part(700, 900), Part(900, Days)),
            Seed = seed,
            ArtefactFolder = folder,
            ThreadCount = 2,
            Services = new Services(),
        };
    }

    public TrainingSummary Train(JsonElement settings, TrainingSetup setup, CancellationToken cancellation = default) =>
        Plugin.Train(settings, setup, new Progress<TrainingProgress>(), cancellation);

    public IModel Prepare(JsonElement settings, TrainingSetup setup) =>
        Plugin.Prepare(settings, new ModelSetup { Units = Units, Step = Time.Step, Services = new Services(), Gauges = setup.Gauges, ArtefactFolder = setup.ArtefactFolder });

    /// <summary>Simulates in blocks, restarting from saved states before one of them.</summary>
    /// <returns>Discharge, <c>[gauge][time]</c>.</returns>
    public double[] Simulate(IModel model, int gauges, int[] blocks, int restart = -1)
    {
        double[] results = new double[gauges * Days];
        int field = 3 * Height * Width;
        float[] fields = new float[Days * field];
        Fields(Forcing).Read(0, Days, fields);
        SeriesRows to = SeriesRows.Dense(1, gauges, Days);
        ISimulation simulation = model.Start(new ParameterSets(0, 1, Units.Count));
        int first = 0;
        for (int block = 0; first < Days; block++)
        {
            if (block == restart)
            {
                double[] states = new double[simulation.States.Length];
                simulation.SaveStates(states);
                simulation.Dispose();
                simulation = model.Start(new ParameterSets(0, 1, Units.Count));
                simulation.RestoreStates(states);
            }

            int length = Math.Min(block < blocks.Length ? blocks[block] : Days, Days - first);
            simulation.Advance(new SimulationBlock(Time.Slice(first, length), default, default, results, to.From(first), fields.AsSpan(first * field, length * field)));
            first += length;
        }

        simulation.Dispose();
        return results;
    }

    /// <summary>Explains the test period.</summary>
    public IReadOnlyList<Attribution> Explain(IModel model) => ((IExplainable)model).Explain(
        new ExplanationRequest { Method = "attention", Steps = 900..Days, Parameters = new ParameterSets(0, 1, Units.Count), Grid = Fields(Forcing) },
        new SimulationBlock(Time, default, default, default, default),
        CancellationToken.None);

    /// <summary>Series of the cells as a host gives them to a grid model.</summary>
    public static IGridForcing Fields(double[] forcing) => new Cells(forcing);

    /// <summary>NSE over the test period.</summary>
    public double TestScore(double[] results, int gauge) => Scores.Nse(results.AsSpan((gauge * Days) + 900, Days - 900), Truth.AsSpan((gauge * Days) + 900, Days - 900));

    public void Dispose() => _folder.Dispose();

    private static Gauge[] Gauges(int count) => [.. new[] { new Gauge("mouth", 0, 5600), new Gauge("south", 1, 2100) }.Take(count)];

    private static Period Part(int first, int end) => new(Time[first], Time.Start.AddDays(end));

    // What comes down over the three days before.
    private static double Recent(double[] values, int day) => Enumerable.Range(1, 3).Sum(back => (0.5 / back) * values[Math.Max(0, day - back)]);

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private double Get(int variable, int cell, int day) => Forcing[(((variable * Height * Width) + cell) * Days) + day];

    private void Set(int variable, int cell, int day, double value) => Forcing[(((variable * Height * Width) + cell) * Days) + day] = value;

    private sealed class Cells(double[] forcing) : IGridForcing
    {
        public int VariableCount => 3;

        public int Height => GriddedTruth.Height;

        public int Width => GriddedTruth.Width;

        public void Read(int first, int count, Span<float> fields)
        {
            int series = VariableCount * Height * Width;
            for (int step = 0; step < count; step++)
            {
                for (int place = 0; place < series; place++)
                {
                    fields[(step * series) + place] = (float)forcing[(place * Days) + first + step];
                }
            }
        }
    }

    private sealed class Services : IHostServices
    {
        public IUnits Units => throw new NotSupportedException();

        public IArrayFiles ArrayFiles => throw new NotSupportedException();

        public void Warn(string message)
        {
        }
    }
}
