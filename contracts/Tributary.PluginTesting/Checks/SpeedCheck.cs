using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>How fast it runs and what a step allocates; there is no wrong answer.</summary>
internal sealed class SpeedCheck() : Check("speed", "speed, and allocation per step (shown, not judged)")
{
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(150);

    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial trial = subject.Trial();
        double seconds = SecondsOf(() => trial.Run(subject.DefaultSet));
        double allocated = SimulationPromises.AllocatedPerStep(trial, subject.DefaultSet);
        return Figures(seconds / (subject.StepCount * subject.UnitCount), "unit", allocated);
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        double[] inflow = RoutingSubject.Inflow();
        using RoutingTrial trial = subject.Trial(TimeSpan.FromHours(1));
        double[] discharge = new double[inflow.Length];
        using IRoutingSimulation simulation = trial.Start();
        double seconds = SecondsOf(Advance);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Advance();
        return Figures(seconds / inflow.Length, "reach", (GC.GetAllocatedBytesForCurrentThread() - before) / (double)RoutingSubject.StepCount);

        void Advance() => simulation.Advance(trial.Axis(RoutingSubject.StepCount), inflow, discharge);
    }

    public override Finding OfForcing(ForcingSubject subject)
    {
        int values = subject.Read().Sum(record => record.Series.Sum(series => series.Values.Length));
        double seconds = SecondsOf(() => subject.Read());
        return Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"{values / seconds / 1e6:G3} million values a second"));
    }

    public override Finding OfCombiners(CombinerSubject subject)
    {
        (string Name, double Seconds)[] times = [.. subject.Plugin.Combiners.Select(combiner => (combiner.Name, SecondsOf(() => subject.Combine(combiner))))];
        (string name, double slowest) = times.MaxBy(time => time.Seconds);
        return Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"slowest {name}: {1000 * slowest:G3} ms to fit and combine {CombinerSubject.Members.Time.Count} steps"));
    }

    public override Finding OfMetrics(MetricSubject subject)
    {
        ScoredSeries pairs = MetricSubject.Pairs(0);
        (string Name, double Seconds, double Allocated)[] figures =
        [
            .. subject.Plugin.Metrics.Select(metric =>
            {
                IMetric readied = metric.Against(pairs.Observed);
                double[] simulated = [.. pairs.Simulated];
                double seconds = SecondsOf(Once);
                long before = GC.GetAllocatedBytesForCurrentThread();
                Once();
                return (metric.Name, seconds, (double)(GC.GetAllocatedBytesForCurrentThread() - before));

                void Once()
                {
                    pairs.Simulate(simulated);
                    _ = readied.Of(pairs);
                }
            }),
        ];
        (string name, double slowest, double allocated) = figures.MaxBy(one => one.Seconds);
        return Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"slowest {name}: {1e9 * slowest / pairs.Count:G3} ns a step, {allocated:G3} bytes an evaluation"));
    }

    public override Finding OfOptimisers(OptimiserSubject subject)
    {
        const int Budget = 500;
        (string Name, double Seconds)[] times =
            [.. subject.Plugin.Optimisers.Select(optimiser => (optimiser.Name, SecondsOf(() => OptimiserSubject.Search(optimiser, 1, Budget, OptimiserSubject.Dimension, OptimiserSubject.Bowl))))];
        (string name, double slowest) = times.MaxBy(time => time.Seconds);
        return Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"slowest {name}: {1e6 * slowest / Budget:G3} us a point"));
    }

    private static Finding Figures(double seconds, string place, double allocated) => Finding.Passed(string.Create(
        CultureInfo.InvariantCulture, $"{1e9 * seconds:G3} ns a {place} and step, {Math.Max(0, allocated):G3} bytes a step"));

    /// <summary>The shortest of some runs.</summary>
    private static double SecondsOf(Action run)
    {
        run();
        double shortest = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        do
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(start) < Enough);
        return shortest;
    }
}
