using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Conformance;

/// <summary>Deliberately broken metrics, optimisers and combinations: each fails the check that is meant for its fault, and no other.</summary>
[Collection(nameof(Alone))]
public sealed class ScoringFaultTests
{
    private static readonly JsonElement NoSettings = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    private static string s_fault = string.Empty;

    [Theory]
    [InlineData("none", "")]
    [InlineData("descriptor", "descriptor")]
    [InlineData("worse than it says", "best-value")]
    [InlineData("better than it says", "best-value")]
    [InlineData("otherwise when readied", "best-value")]
    [InlineData("wrong unit", "units")]
    [InlineData("throws on few", "gaps")]
    [InlineData("keeps all", "memory")]
    [InlineData("chance", "determinism threads instances")]
    [InlineData("remembers", "instances")]
    public void A_fault_of_a_metric_fails_its_own_check(string fault, string check) => Assert.Equal(check, FailedOf(new FaultyMetrics(), fault));

    [Theory]
    [InlineData("none", "")]
    [InlineData("draws at random", "search")]
    [InlineData("leaves the cube", "bounds")]
    [InlineData("overspends", "bounds")]
    [InlineData("own seed", "determinism")]
    [InlineData("never ends where all break", "gaps")]
    [InlineData("keeps all", "memory")]
    public void A_fault_of_an_optimiser_fails_its_own_check(string fault, string check) => Assert.Equal(check, FailedOf(new FaultyOptimisers(), fault));

    [Fact]
    public void Searches_that_share_their_best_point_fail_by_turns() =>
        Assert.Contains("instances", FailedOf(new FaultyOptimisers(), "one search at a time"), StringComparison.Ordinal);

    [Theory]
    [InlineData("none", "")]
    [InlineData("peeks", "fitting")]
    [InlineData("weights", "fitting")]
    public void A_fault_of_a_combination_fails_its_own_check(string fault, string check) => Assert.Equal(check, FailedOf(new FaultyCombiners(), fault));

    private static string FailedOf(IPlugin plugin, string fault)
    {
        s_fault = fault;
        IReadOnlyList<Verdict> verdicts = ConformanceSuite.Examine(plugin, new CheckCase { Name = "fault" }, new HostServices(_ => { }));
        foreach (Verdict verdict in verdicts.Where(verdict => verdict.Finding.Outcome == Outcome.Failed))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{verdict.Check}: {verdict.Finding}");
        }

        return string.Join(' ', verdicts.Where(verdict => verdict.Finding.Outcome == Outcome.Failed).Select(verdict => verdict.Check));
    }

    private sealed class FaultyMetrics : IMetricPlugin
    {
        public JsonElement SettingsSchema => NoSettings;

        public IReadOnlyList<IMetric> Metrics { get; } = [new FaultyMetric()];
    }

    private sealed class FaultyMetric(bool isReady = false) : IMetric
    {
        private static readonly List<double[]> s_kept = [];

        private int _last = 30;

        public string Name => "faulty";

        public string Label => s_fault == "descriptor" ? string.Empty : "faulty";

        public string Unit => "1";

        public double Best => s_fault == "wrong unit" ? 0 : 1;

        public string Definition => "NSE with a fault";

        public bool LargerIsBetter => s_fault != "wrong unit";

        public IMetric Against(ReadOnlySpan<double> observed) => s_fault == "otherwise when readied" ? new FaultyMetric(isReady: true) : this;

        public double Of(ScoredSeries pairs)
        {
            double efficiency = pairs.Moments.NashSutcliffe;
            switch (s_fault)
            {
                case "worse than it says":
                    return 0.9 * efficiency;
                case "better than it says":
                    return 2 - efficiency;
                case "otherwise when readied":
                    return isReady ? efficiency - 1 : efficiency;
                case "wrong unit":
                    return Math.Sqrt(pairs.Moments.SquaredError / pairs.Count);
                case "throws on few":
                    return pairs.Count < 30 ? throw new InvalidOperationException("too few") : efficiency;
                case "keeps all":
                    lock (s_kept)
                    {
                        s_kept.Add([.. pairs.Simulated]);
                    }

                    return efficiency;
                case "chance":
                    return efficiency - (1e-12 * Random.Shared.NextDouble());
                case "remembers":
                    // Something of a short series stays for the next.
                    bool follows = _last < 30;
                    _last = pairs.Count;
                    return follows ? efficiency - 1e-9 : efficiency;
                default:
                    return efficiency;
            }
        }
    }

    private sealed class FaultyOptimisers : IOptimiserPlugin
    {
        public JsonElement SettingsSchema => NoSettings;

        public IReadOnlyList<IOptimiser> Optimisers { get; } = [new FaultyOptimiser()];
    }

    /// <summary>A strategy of one parent and eight children.</summary>
    private sealed class FaultyOptimiser : IOptimiser
    {
        private static readonly List<double[]> s_kept = [];

        private static double[] s_shared = [];

        public string Name => "faulty";

        public string Description => "a search with a fault";

        public IEnumerable<Trials> Search(int dimension, int budget, Random random)
        {
            Random source = s_fault == "own seed" ? new Random(1) : random;
            double[] best = UnitCube.RandomPoint(dimension, source);
            double bestScore = double.NegativeInfinity, spread = 0.3;
            int most = s_fault == "overspends" && dimension == 7 ? budget + 8 : budget;
            for (int spent = 0; spent < most || (s_fault == "never ends where all break" && double.IsNegativeInfinity(bestScore) && budget == 200 && spent < 1000);)
            {
                if (s_fault == "one search at a time")
                {
                    (best, s_shared) = (s_shared.Length == dimension && spent > 0 ? s_shared : best, best);
                    s_shared = best;
                }

                int count = Math.Min(8, Math.Max(1, most - spent));
                double[][] points = [.. Enumerable.Range(0, count).Select(_ => s_fault == "draws at random" ? UnitCube.RandomPoint(dimension, source) : [.. best.Select(x => UnitCube.Reflect(x + (spread * Normal(source))))])];
                if (s_fault == "leaves the cube" && dimension == 7)
                {
                    points[0][0] = 1.01;
                }

                if (s_fault == "keeps all")
                {
                    lock (s_kept)
                    {
                        s_kept.AddRange(points);
                    }
                }

                var trials = new Trials(points);
                yield return trials;

                spent += count;
                int fittest = Array.IndexOf(trials.Scores, trials.Scores.Max());
                spread = Math.Clamp(spread * (trials.Scores[fittest] > bestScore ? 1.5 : 0.6), 1e-9, 0.3);
                if (trials.Scores[fittest] > bestScore)
                {
                    (best, bestScore) = (trials.Points[fittest], trials.Scores[fittest]);
                    s_shared = best;
                }
            }
        }

        private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private sealed class FaultyCombiners : ICombinerPlugin
    {
        public JsonElement SettingsSchema => NoSettings;

        public IReadOnlyList<ICombiner> Combiners { get; } = [new FaultyCombiner()];
    }

    private sealed class FaultyCombiner : ICombiner, ICombination
    {
        public string Name => "faulty";

        public JsonElement SettingsSchema => NoSettings;

        public IReadOnlyList<CombinationWeights> Weights => [new(string.Empty, s_fault == "weights" ? [1, double.NaN, 0] : [1, 0, 0])];

        public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("faulty", 10, []);

        public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members) => this;

        public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
        {
            members.Simulated(0).CopyTo(discharge);
            if (s_fault == "peeks" && members.IsObserved)
            {
                for (int step = 0; step < discharge.Length; step++)
                {
                    discharge[step] = (0.9 * discharge[step]) + (0.1 * members.Observed[step]);
                }
            }
        }
    }
}
