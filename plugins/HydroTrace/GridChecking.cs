using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Further trainings that a network is held against: other seeds, which should look at the same places; without either attention; and on noise.</summary>
/// <param name="lesson">What all learn from.</param>
/// <param name="settings">The settings.</param>
internal sealed class GridChecking(GridLesson lesson, HydroTraceSettings settings)
{
    private const int SeedStep = 1000;
    private const int Windows = 48;

    /// <summary>Trains as many as the settings ask for.</summary>
    /// <returns>What they came to; null where none is asked for.</returns>
    public TrainedChecks? Run(GridNetwork network, TrainingSummary summary, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        if (settings.CheckSeeds == 0 && !settings.CheckAblations)
        {
            return null;
        }

        int seed = lesson.Setup.Seed;
        var maps = new List<(double[] Cells, double[] Weights)> { Look(network) };
        var scores = new List<double>();
        for (int other = 1; other <= settings.CheckSeeds; other++)
        {
            int own = seed + (SeedStep * other);
            using GridNetwork again = lesson.NewNetwork(settings, own);
            scores.Add(lesson.Learn(again, settings, own, $"NSE with seed {own}", plan => plan, progress, cancellation).BestScore);
            maps.Add(Look(again));
        }

        var ablations = new List<Ablation>();
        if (settings.CheckAblations)
        {
            Ablate("without attention over cells", lesson, settings with { SpatialAttention = false });
            Ablate("without attention over variables", lesson, settings with { FeatureAttention = false });
            Ablate("on noise for weather", lesson with { Fields = Noise() }, settings);
        }

        return new TrainedChecks
        {
            Score = double.IsFinite(summary.BestScore) ? summary.BestScore : null,
            SeedScores = scores,
            MapAgreement = scores.Count == 0 ? [] : [.. Enumerable.Range(0, settings.Variables.Count).Select(variable => Agreement(maps, of => CellsOf(of.Cells, variable)))],
            WeightAgreement = scores.Count == 0 ? double.NaN : Agreement(maps, of => of.Weights),
            Ablations = ablations,
        };

        void Ablate(string what, GridLesson from, HydroTraceSettings with)
        {
            using GridNetwork other = from.NewNetwork(with, seed);
            ablations.Add(new Ablation(what, from.Learn(other, with, seed, $"NSE {what}", plan => plan, progress, cancellation).BestScore));
        }
    }

    /// <summary>Mean correlation of all pairs.</summary>
    private static double Agreement(List<(double[] Cells, double[] Weights)> maps, Func<(double[] Cells, double[] Weights), double[]> part)
    {
        double[] found =
        [
            .. Enumerable.Range(0, maps.Count).SelectMany(one => Enumerable.Range(0, one).Select(other => AttentionChecks.Correlation(part(maps[one]), part(maps[other])))).Where(double.IsFinite),
        ];
        return found.Length == 0 ? double.NaN : found.Average();
    }

    private double[] CellsOf(double[] maps, int variable)
    {
        float[] mask = HydroTraceExplanation.Numbers(lesson.Cells.Mask);
        return [.. Enumerable.Range(0, lesson.Grid.Count).Where(cell => mask[cell] > 0).Select(cell => maps[(variable * lesson.Grid.Count) + cell])];
    }

    /// <summary>Where and at what a network looks on average over windows of the validation period, or of the training period where there is none.</summary>
    private (double[] Cells, double[] Weights) Look(GridNetwork network)
    {
        network.eval();
        Range range = lesson.Splits.Validation.GetOffsetAndLength(lesson.Setup.Time.Count).Length > 0 ? lesson.Splits.Validation : lesson.Splits.Train;
        (int start, int length) = range.GetOffsetAndLength(lesson.Setup.Time.Count);
        int first = Math.Max(start, settings.History);
        int count = start + length - first;
        double[] cells = new double[settings.Variables.Count * lesson.Grid.Count];
        double[] weights = new double[settings.Variables.Count];
        using IDisposable still = no_grad();
        int taken = Math.Min(Windows, count);
        for (int place = 0; place < taken; place++)
        {
            using DisposeScope scope = NewDisposeScope();
            int step = first + (int)((long)place * count / taken);
            Tensor window = lesson.Fields.Windows([step - settings.History], settings.Window).to(lesson.Cells.Mask.device);
            GridAnswer answer = network.Explain(window, lesson.Cells);
            Add(cells, HydroTraceExplanation.Numbers(answer.Cells.mean([0, 1])));
            Add(weights, HydroTraceExplanation.Numbers(answer.Features));
        }

        return (cells, weights);

        static void Add(double[] sum, float[] more)
        {
            for (int place = 0; place < sum.Length; place++)
            {
                sum[place] += more[place];
            }
        }
    }

    /// <summary>Fields of chance of the same size: each step's follow from its number.</summary>
    private FieldBlocks Noise()
    {
        int field = settings.Variables.Count * lesson.Grid.Count;
        return new FieldBlocks(
            (first, to) =>
            {
                for (int step = 0; step < to.Length / field; step++)
                {
                    Xoshiro256 random = new RunSeed(lesson.Setup.Seed).Generator(RunSeed.Explanation, first + step);
                    foreach (ref float value in to.Slice(step * field, field))
                    {
                        value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.Uniform())) * Math.Cos(2 * Math.PI * random.Uniform()));
                    }
                }
            },
            (settings.Variables.Count, lesson.Grid.Height, lesson.Grid.Width), lesson.Setup.Time.Count, (long)settings.FieldMemory << 20, settings.Window);
    }
}
