namespace Tributary.PluginTesting;

/// <summary>The same input gives the same bits, again and in another instance.</summary>
internal sealed class DeterminismCheck() : Check("determinism", "the same input gives the same bits")
{
    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial trial = subject.Trial();
        TrialResults first = trial.Run(subject.DefaultSet);
        using ModelTrial anew = subject.Trial();
        return Finding.Of(first.Differs(trial.Run(subject.DefaultSet)) ?? first.Differs(anew.Run(subject.DefaultSet)), "3 runs");
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        double[] inflow = RoutingSubject.Inflow();
        using RoutingTrial trial = subject.Trial(TimeSpan.FromHours(1));
        using RoutingTrial anew = subject.Trial(TimeSpan.FromHours(1));
        double[] first = trial.Run(inflow);
        return Finding.Of(Bits.Differ(first, trial.Run(inflow), RoutingPlace.Of) ?? Bits.Differ(first, anew.Run(inflow), RoutingPlace.Of), "3 runs");
    }

    public override Finding OfForcing(ForcingSubject subject) => Finding.Of(ForcingSubject.Differ(subject.Read(), subject.Read()), "2 readings");

    public override Finding OfCombiners(CombinerSubject subject) => subject.Each(combiner => RowsDiffer(subject.Combine(combiner), subject.Combine(combiner)));

    public override Finding OfMetrics(MetricSubject subject) => subject.Each(metric => ValuesDiffer(MetricSubject.ValuesOf(metric), MetricSubject.ValuesOf(metric)));

    public override Finding OfOptimisers(OptimiserSubject subject) => subject.Each(optimiser =>
    {
        double[] Asked(int seed) => OptimiserSubject.Search(optimiser, seed, 400, OptimiserSubject.Dimension, OptimiserSubject.Bowl).Asked;
        return Bits.Differ(Asked(5), Asked(5), OptimiserSubject.PlaceOf) is { } difference ? $"from the same seed {difference}"
            : Bits.Differ(Asked(5), Asked(6), OptimiserSubject.PlaceOf) is null ? "it asks the same points whatever the seed: it does not use the source of randomness that it is given"
            : null;
    });

    internal static string? ValuesDiffer(double[] expected, double[] actual) => Bits.Differ(expected, actual, member => $"the value of the simulation '{MetricSubject.Series.Members[member]}'");

    internal static string? RowsDiffer(double[][] expected, double[][] actual) => expected
        .Zip(actual, (one, other) => Bits.Differ(one, other, step => $"combined discharge or a quantile on step {step}"))
        .FirstOrDefault(difference => difference is not null);
}

/// <summary>Where a value of a routing's discharge stands.</summary>
internal static class RoutingPlace
{
    public static string Of(int index) => $"discharge of reach {index / RoutingSubject.StepCount} on step {index % RoutingSubject.StepCount}";
}
