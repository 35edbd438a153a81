using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Two instances of a plugin, at work by turns with different parameters or input, do not see each other.</summary>
internal sealed class InstancesCheck() : Check("instances", "two instances share no state")
{
    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial undisturbed = subject.Trial();
        int block = subject.StepCount / 8;
        TrialResults expected = undisturbed.Run(subject.DefaultSet, [.. Enumerable.Repeat(block, 8)], []);
        ParameterSets others = ParameterSets.Uniform(SimulationPromises.RandomSets(subject.Descriptor, 1, seed: 17)[0], subject.UnitCount);
        using ModelTrial one = subject.Trial();
        using ModelTrial other = subject.Trial(Subject.Another(subject.Plugin));
        double[] results = one.Room(subject.UnitCount);
        double[] disturbance = other.Room(subject.UnitCount);
        using ISimulation simulation = one.Start(subject.DefaultSet);
        using ISimulation disturbing = other.Start(others);
        for (int first = 0; first < subject.StepCount; first += block)
        {
            int length = Math.Min(block, subject.StepCount - first);
            one.Advance(simulation, first, length, results);
            other.Advance(disturbing, first, length, disturbance);
        }

        return Finding.Of(Bits.Differ(expected.Values, results, expected.PlaceOf), "two simulations by turns");
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        double[] inflow = RoutingSubject.Inflow();
        var step = TimeSpan.FromHours(1);
        using RoutingTrial one = subject.Trial(step);
        double[] expected = one.Run(inflow);
        using RoutingTrial other = subject.Trial(step, SimulationPromises.RandomSets(subject.Descriptor.Parameters, 1, seed: 17)[0], plugin: Subject.Another(subject.Plugin));
        using IRoutingSimulation disturbing = other.Start();
        double[] doubled = [.. inflow.Select(flow => 2 * flow)];
        using IRoutingSimulation simulation = one.Start();
        other.Advance(disturbing, doubled);
        double[] actual = one.Advance(simulation, inflow);
        return Finding.Of(Bits.Differ(expected, actual, RoutingPlace.Of), "two simulations by turns");
    }

    public override Finding OfForcing(ForcingSubject subject) =>
        Finding.Of(ForcingSubject.Differ(subject.Read(), subject.Read(Subject.Another(subject.Plugin))), "two instances read the same");

    public override Finding OfMetrics(MetricSubject subject)
    {
        IMetricPlugin another = Subject.Another(subject.Plugin);
        return subject.Each(metric =>
        {
            double first = metric.Of(MetricSubject.Pairs(0));
            IMetric other = another.Metrics.First(offered => offered.Name == metric.Name);
            _ = other.Of(MetricSubject.Pairs(1));
            _ = metric.Of(MetricSubject.Pairs(2));
            return Bits.Differ([first, first], [metric.Of(MetricSubject.Pairs(0)), other.Of(MetricSubject.Pairs(0))], place => place == 0 ? "after another simulation its value" : "the value of another instance");
        });
    }

    public override Finding OfOptimisers(OptimiserSubject subject)
    {
        IOptimiserPlugin another = Subject.Another(subject.Plugin);
        return subject.Each(optimiser =>
        {
            double[] expected = OptimiserSubject.Search(optimiser, 7, 300, OptimiserSubject.Dimension, OptimiserSubject.Bowl).Asked;
            List<double> asked = [], disturbance = [];
            using IEnumerator<Trials> one = another.Optimisers.First(offered => offered.Name == optimiser.Name).Search(OptimiserSubject.Dimension, 300, new Random(7)).GetEnumerator();
            using IEnumerator<Trials> other = optimiser.Search(OptimiserSubject.Dimension, 300, new Random(8)).GetEnumerator();
            while (one.MoveNext())
            {
                OptimiserSubject.Answer(one.Current, OptimiserSubject.Bowl, asked);
                if (other.MoveNext())
                {
                    OptimiserSubject.Answer(other.Current, OptimiserSubject.Bowl, disturbance);
                }
            }

            return Bits.Differ(expected, [.. asked], OptimiserSubject.PlaceOf) is { } difference ? $"with another search by turns {difference}" : null;
        });
    }

    public override Finding OfCombiners(CombinerSubject subject)
    {
        ICombinerPlugin another = Subject.Another(subject.Plugin);
        return subject.Each(combiner =>
        {
            double[][] expected = subject.Combine(combiner);
            return DeterminismCheck.RowsDiffer(expected, subject.Combine(another.Combiners.First(other => other.Name == combiner.Name)));
        });
    }
}
