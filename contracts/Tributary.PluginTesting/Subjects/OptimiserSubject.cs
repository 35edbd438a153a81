using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Optimisers, with functions whose best point is known.</summary>
internal sealed class OptimiserSubject(IOptimiserPlugin plugin, CheckCase given, IHostServices services) : Subject(given, services)
{
    private static readonly double[] Optimum = [0.31, 0.77, 0.62];

    public IOptimiserPlugin Plugin { get; } = plugin;

    /// <summary>Number of coordinates of <see cref="Bowl"/>.</summary>
    public static int Dimension => Optimum.Length;

    public override Finding Examine(Check check) => check.OfOptimisers(this);

    /// <summary>Examines each optimiser; the first fault is the finding.</summary>
    public Finding Each(Func<IOptimiser, string?> faultOf) =>
        Plugin.Optimisers.Select(optimiser => faultOf(optimiser) is { } fault ? $"{optimiser.Name}: {fault}" : null).FirstOrDefault(fault => fault is not null) is { } first
            ? Finding.Failed(first) : Finding.Passed($"{Plugin.Optimisers.Count} optimisers");

    /// <summary>A bowl whose best value is 0.</summary>
    public static double Bowl(double[] point) => -point.Zip(Optimum, (x, best) => (x - best) * (x - best)).Sum();

    /// <summary>A whole search.</summary>
    /// <returns>All coordinates that were asked, one point after another, and the best score.</returns>
    public static (double[] Asked, double Best) Search(IOptimiser optimiser, int seed, int budget, int dimension, Func<double[], double> score)
    {
        var asked = new List<double>();
        double best = double.NegativeInfinity;
        foreach (Trials trials in optimiser.Search(dimension, budget, new Random(seed)))
        {
            best = Math.Max(best, Answer(trials, score, asked));
        }

        return ([.. asked], best);
    }

    /// <summary>Answers one question.</summary>
    /// <returns>The best of its scores.</returns>
    public static double Answer(Trials trials, Func<double[], double> score, List<double> asked)
    {
        for (int i = 0; i < trials.Count; i++)
        {
            asked.AddRange(trials.Points[i]);
            trials.Scores[i] = score(trials.Points[i]);
            trials.Objectives[i] = [trials.Scores[i]];
        }

        return trials.Count == 0 ? double.NegativeInfinity : trials.Scores.Max();
    }

    /// <summary>Where a coordinate was asked.</summary>
    public static string PlaceOf(int index) => $"coordinate {index % Dimension} of point {index / Dimension}";
}
