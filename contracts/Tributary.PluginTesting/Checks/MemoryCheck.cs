using System.Globalization;

namespace Tributary.PluginTesting;

/// <summary>Runs that are over leave nothing behind.</summary>
internal sealed class MemoryCheck() : Check("memory", "runs that are over leave no memory behind")
{
    private const int Rounds = 12;
    private const long AllowedPerRound = 4096;

    public override Finding OfModel(ModelSubject subject) => Growth(() =>
    {
        using ModelTrial trial = subject.Trial();
        trial.Run(subject.DefaultSet, [subject.StepCount / 3], []);
    });

    public override Finding OfRouting(RoutingSubject subject)
    {
        double[] inflow = RoutingSubject.Inflow();
        return Growth(() =>
        {
            using RoutingTrial trial = subject.Trial(TimeSpan.FromHours(1));
            trial.Run(inflow);
        });
    }

    public override Finding OfForcing(ForcingSubject subject) => Growth(() => subject.Read());

    public override Finding OfCombiners(CombinerSubject subject) => Growth(() =>
    {
        foreach (Contracts.ICombiner combiner in subject.Plugin.Combiners)
        {
            subject.Combine(combiner);
        }
    });

    public override Finding OfMetrics(MetricSubject subject) => Growth(() =>
    {
        foreach (Contracts.IMetric metric in subject.Plugin.Metrics)
        {
            MetricSubject.ValuesOf(metric);
        }
    });

    public override Finding OfOptimisers(OptimiserSubject subject) => Growth(() =>
    {
        foreach (Contracts.IOptimiser optimiser in subject.Plugin.Optimisers)
        {
            OptimiserSubject.Search(optimiser, 1, 200, OptimiserSubject.Dimension, OptimiserSubject.Bowl);
        }
    });

    /// <summary>Bytes of managed memory that stay, the least of some attempts: others in the process allocate too.</summary>
    private static Finding Growth(Action round)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least > Rounds * AllowedPerRound; attempt++)
        {
            round();
            round();
            long before = GC.GetTotalMemory(forceFullCollection: true);
            for (int i = 0; i < Rounds; i++)
            {
                round();
            }

            least = Math.Min(least, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        string figures = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, least) / Rounds} bytes a run stay");
        return least > Rounds * AllowedPerRound ? Finding.Failed(figures) : Finding.Passed(figures);
    }
}
