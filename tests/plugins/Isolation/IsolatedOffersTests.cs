using System.Text.Json;
using MathNet.Numerics.Random;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Tests.Combiners;

namespace Tributary.Tests.Isolation;

/// <summary>Metrics, optimisers, combinations and sources of forcing give the bits in a process of their own that they give in this one.</summary>
[Collection(nameof(Conformance.Alone))]
public sealed class IsolatedOffersTests
{
    private static readonly TimeAxis Time = new(new DateTime(2001, 3, 1), TimeSpan.FromDays(1), 1200);

    [Fact]
    public void Every_metric_gives_the_same_bits_isolated_readied_or_not_on_many_threads()
    {
        (IMetricPlugin here, IMetricPlugin apart) = (PluginsApart.Load<IMetricPlugin>("Scores", "scores", false), PluginsApart.Load<IMetricPlugin>("Scores", "scores", true));
        Assert.Equal(here.Metrics.Select(Words), apart.Metrics.Select(Words));
        Assert.True(here.Metrics.Count > 10, "there are few metrics");
        ScoredSeries[] pairs = [.. Enumerable.Range(0, 4).Select(Pairs)];
        foreach ((IMetric metric, IMetric isolated) in here.Metrics.Zip(apart.Metrics))
        {
            Assert.All(pairs, series => Assert.Equal(Bits(metric.Of(series)), Bits(isolated.Of(series))));
            if (metric.NeedsQuantiles)
            {
                continue;
            }

            (IMetric ready, IMetric readyApart) = (metric.Against(pairs[0].Observed), isolated.Against(pairs[0].Observed));
            double[] expected = [.. Enumerable.Range(0, 20).Select(seed => ready.Of(Simulated(pairs[0], seed)))];
            double[] told = new double[expected.Length];
            Parallel.For(0, told.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, seed => told[seed] = readyApart.Of(Simulated(pairs[0], seed)));
            Assert.Equal(expected.Select(Bits), told.Select(Bits));
        }
    }

    [Theory]
    [InlineData("Optimisers", "optimisers")]
    [InlineData("OtherScoring", "other-scoring")]
    public void Every_search_asks_the_same_points_isolated(string project, string id)
    {
        (IOptimiserPlugin here, IOptimiserPlugin apart) = (PluginsApart.Load<IOptimiserPlugin>(project, id, false), PluginsApart.Load<IOptimiserPlugin>(project, id, true));
        Assert.Equal(here.Optimisers.Select(optimiser => (optimiser.Name, optimiser.Description, optimiser.SeeksFront)), apart.Optimisers.Select(optimiser => (optimiser.Name, optimiser.Description, optimiser.SeeksFront)));
        foreach ((IOptimiser optimiser, IOptimiser isolated) in here.Optimisers.Zip(apart.Optimisers).Where(pair => pair.First.Name is not ("breaks" or "leaves" or "overspends" or "says-nothing" or "asks-nothing" or "exits")))
        {
            Assert.Equal(Asked(optimiser, new MersenneTwister(7)), Asked(isolated, new MersenneTwister(7)));
            Assert.Equal(Asked(optimiser, new Random(7)), Asked(isolated, new Random(7)));
        }
    }

    [Fact]
    public void Every_combination_gives_the_same_bits_isolated()
    {
        (ICombinerPlugin here, ICombinerPlugin apart) = (PluginsApart.Load<ICombinerPlugin>("Combiners", "combiners", false), PluginsApart.Load<ICombinerPlugin>("Combiners", "combiners", true));
        EnsembleSeries fitted = Ensembles.Random(3, 900, 1, 3, 6);
        EnsembleSeries others = Ensembles.Random(4, 500, 1, 3, 6);
        foreach ((ICombiner combiner, ICombiner isolated) in here.Combiners.Zip(apart.Combiners))
        {
            Assert.Equal((combiner.Name, combiner.SettingsSchema.GetRawText()), (isolated.Name, isolated.SettingsSchema.GetRawText()));
            CombinerDescriptor descriptor = combiner.Describe(default, 3);
            Assert.Equivalent(descriptor, isolated.Describe(default, 3), strict: true);
            ICombination combination = combiner.Fit(default, descriptor.IsFitted ? fitted : null, 3);
            ICombination combined = isolated.Fit(default, descriptor.IsFitted ? fitted : null, 3);
            Assert.Equal(combination.Weights.Select(Weighed), combined.Weights.Select(Weighed));
            Assert.Equal(Combined(combination, others, descriptor).SelectMany(row => row).Select(Bits), Combined(combined, others, descriptor).SelectMany(row => row).Select(Bits));
        }
    }

    [Fact]
    public void A_source_gives_the_same_records_isolated_and_says_the_same_of_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "date,precipitation [mm],air_temperature [degC],odd\n2001-01-01,1.5,-3,7\n2001-01-02,,2,8\n2001-01-04,0.25,4,9\n");
        var setup = new ForcingSetup(folder.Path, "{basin}.csv", new HostServices(_ => { }));
        BasinRecord[] records = new BasinRecord[2];
        string[] missing = new string[2];
        for (int i = 0; i < 2; i++)
        {
            using IBasinSource source = PluginsApart.Load<IForcingPlugin>("Csv", "csv", i == 1).Open(JsonElement.Parse("{}"), setup);
            records[i] = source.Read("a", CancellationToken.None);
            missing[i] = Assert.Throws<InputException>(() => source.Read("b", CancellationToken.None)).Message;
        }

        Assert.Equivalent(records[0], records[1], strict: true);
        Assert.Equal(records[0].Series.SelectMany(series => series.Values).Select(Bits), records[1].Series.SelectMany(series => series.Values).Select(Bits));
        Assert.Equal(missing[0], missing[1]);
    }

    private static (string, string, string, double, string, bool, bool) Words(IMetric metric) =>
        (metric.Name, metric.Label, metric.Unit, metric.Best, metric.Definition, metric.LargerIsBetter, metric.NeedsQuantiles);

    private static string Weighed(CombinationWeights weights) => $"{weights.Part} {string.Join(' ', weights.Values.Select(Bits))} {Bits(weights.Constant)}";

    /// <summary>The points that a search asks about two crossing hills.</summary>
    private static long[] Asked(IOptimiser optimiser, Random random)
    {
        var points = new List<long>();
        foreach (Trials trials in optimiser.Search(3, 120, random))
        {
            for (int i = 0; i < trials.Count; i++)
            {
                double[] point = trials.Points[i];
                points.AddRange(point.Select(Bits));
                trials.Objectives[i] = [-point.Sum(x => (x - 0.2) * (x - 0.2)), -point.Sum(x => (x - 0.7) * (x - 0.7))];
                trials.Scores[i] = trials.Objectives[i]!.Sum();
            }
        }

        return [.. points];
    }

    /// <summary>Observations with gaps, of which other seeds have others, and quantiles.</summary>
    private static ScoredSeries Pairs(int seed)
    {
        var random = new Random(seed);
        double[] observed = [.. Enumerable.Range(0, Time.Count).Select(step => random.NextDouble() < 0.1 ? double.NaN : 5 + (4 * Math.Sin(step / 20.0)) + random.NextDouble())];
        double[] simulated = [.. observed.Select(value => value + (0.5 * random.NextDouble()))];
        double[][] quantiles = [.. new[] { 0.8, 1.0, 1.3 }.Select(share => simulated.Select(value => value * share).ToArray())];
        return new ScoredSeries(Time, observed, simulated, null, new DischargeQuantiles([0.1, 0.5, 0.9], quantiles)) { Floods = (7.5, 9) };
    }

    private static ScoredSeries Simulated(ScoredSeries pairs, int seed)
    {
        var random = new Random(100 + seed);
        ScoredSeries other = pairs.Another();
        other.Simulate([.. pairs.Observed.Select(value => value * (0.7 + (0.6 * random.NextDouble())))]);
        return other;
    }

    private static double[][] Combined(ICombination combination, EnsembleSeries series, CombinerDescriptor descriptor)
    {
        double[] discharge = new double[series.Time.Count];
        double[][] quantiles = [.. descriptor.Probabilities.Select(_ => new double[series.Time.Count])];
        combination.Combine(series, discharge, quantiles);
        return [discharge, .. quantiles];
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
