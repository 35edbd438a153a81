using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Simulations side by side on several threads, and a routing on any number of them, give the bits of one.</summary>
internal sealed class ThreadsCheck() : Check("threads", "the number of threads changes no bit")
{
    private const int Simultaneous = 4;

    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial trial = subject.Trial();
        double[][] sets = [subject.Defaults, .. SimulationPromises.RandomSets(subject.Descriptor, Simultaneous - 1, seed: 13)];
        ParameterSets[] parameters = [.. sets.Select(set => ParameterSets.Uniform(set, subject.UnitCount))];
        int[] blocks = [7, 50];
        TrialResults[] alone = [.. parameters.Select(set => trial.Run(set, blocks, []))];
        var together = new TrialResults[Simultaneous];
        SideBySide(place => together[place] = trial.Run(parameters[place], blocks, []));
        return Finding.Of(alone.Zip(together, (one, other) => one.Differs(other)).FirstOrDefault(difference => difference is not null), $"{Simultaneous} simulations of one model at once");
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        const int Reaches = 3000;
        const int Steps = 24;
        double[] inflow = RoutingSubject.Inflow(Reaches, Steps);
        using RoutingTrial one = subject.Trial(TimeSpan.FromHours(1), reaches: Reaches);
        double[] expected = one.Run(inflow);
        foreach (int threads in (ReadOnlySpan<int>)[2, 3, 7])
        {
            using RoutingTrial several = subject.Trial(TimeSpan.FromHours(1), threads: threads, reaches: Reaches);
            if (Bits.Differ(expected, several.Run(inflow), index => $"discharge of reach {index / Steps} on step {index % Steps}") is { } difference)
            {
                return Finding.Failed($"{threads} threads: {difference}");
            }
        }

        return Finding.Passed($"{Reaches} reaches on 1, 2, 3 and 7 threads");
    }

    public override Finding OfCombiners(CombinerSubject subject) => subject.Each(combiner =>
    {
        double[][] alone = subject.Combine(combiner);
        double[]?[][] together = new double[]?[Simultaneous][];
        SideBySide(place => together[place] = subject.Combine(combiner));
        return together.Select(rows => DeterminismCheck.RowsDiffer(alone, rows!)).FirstOrDefault(difference => difference is not null);
    });

    public override Finding OfMetrics(MetricSubject subject) => subject.Each(metric =>
    {
        double[] alone = MetricSubject.ValuesOf(metric);
        double[]?[] together = new double[]?[Simultaneous];
        SideBySide(place => together[place] = MetricSubject.ValuesOf(metric));
        return together.Select(values => DeterminismCheck.ValuesDiffer(alone, values!)).FirstOrDefault(difference => difference is not null);
    });

    public override Finding OfOptimisers(OptimiserSubject subject) => subject.Each(optimiser =>
    {
        double[] Asked(int place) => OptimiserSubject.Search(optimiser, place, 4000, OptimiserSubject.Dimension, OptimiserSubject.Bowl).Asked;
        double[][] alone = [.. Enumerable.Range(0, Simultaneous).Select(Asked)];
        double[]?[] together = new double[]?[Simultaneous];
        SideBySide(place => together[place] = Asked(place));
        return alone.Select((asked, place) => Bits.Differ(asked, together[place]!, OptimiserSubject.PlaceOf)).FirstOrDefault(difference => difference is not null);
    });

    /// <summary>Does work on as many threads of its own, all of which begin before any ends.</summary>
    private static void SideBySide(Action<int> work)
    {
        using var all = new Barrier(Simultaneous);
        var failures = new Exception?[Simultaneous];
        Thread[] threads = [.. Enumerable.Range(0, Simultaneous).Select(place => new Thread(() => Run(place)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            throw new WorkException($"{first.GetType().Name} on a thread of its own: {first.Message}", cause: first);
        }

        void Run(int place)
        {
            all.SignalAndWait();
            try
            {
                work(place);
            }
#pragma warning disable CA1031 // What a plugin throws on a thread of its own would end the process.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failures[place] = error;
            }
        }
    }
}
