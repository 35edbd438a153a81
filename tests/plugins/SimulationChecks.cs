using FsCheck.Fluent;
using Tributary.Contracts;

namespace Tributary.Tests;

/// <summary>What every simulation promises, whatever its equations.</summary>
internal static class SimulationChecks
{
    /// <summary>Blocks of any length, and a restart from saved states at any of their edges, give the bits of one unbroken run.</summary>
    public static void BlocksAndRestartsChangeNoBit(ModelTrial trial, ParameterSets parameters, int cases = 40)
    {
        TrialResults unbroken = trial.Run(parameters);
        var plans = Gen.Choose(1, 200).ArrayOf().SelectMany(lengths => Gen.Choose(0, lengths.Length), (lengths, restart) => (lengths, restart));
        Property.Holds(plans, plan => Check(plan.lengths, plan.restart), cases);

        void Check(int[] lengths, int restart)
        {
            double[] results = trial.Room(parameters.Count);
            ISimulation simulation = trial.Start(parameters);
            int first = 0;
            for (int block = 0; first < trial.StepCount; block++)
            {
                if (block == restart)
                {
                    simulation = RestartedFrom(simulation);
                }

                int length = Math.Min(block < lengths.Length ? lengths[block] : trial.StepCount, trial.StepCount - first);
                trial.Advance(simulation, first, length, results);
                first += length;
            }

            double[] after = new double[simulation.States.Length];
            simulation.SaveStates(after);
            simulation.Dispose();
            Close.SameBits(unbroken.Values, results, "output");
            Close.SameBits(unbroken.After, after, "state");
        }

        ISimulation RestartedFrom(ISimulation simulation)
        {
            double[] states = new double[simulation.States.Length];
            simulation.SaveStates(states);
            simulation.Dispose();
            ISimulation restarted = trial.Start(parameters);
            restarted.RestoreStates(states);
            return restarted;
        }
    }

    /// <summary>Random parameter sets within the declared bounds.</summary>
    public static double[][] RandomSets(ModelDescriptor model, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => model.Parameters
            .Select(parameter => parameter.Scale == ParameterScale.Logarithmic
                ? parameter.Lower * Math.Pow(parameter.Upper / parameter.Lower, random.NextDouble())
                : parameter.Lower + (random.NextDouble() * (parameter.Upper - parameter.Lower)))
            .ToArray())];
    }

    /// <summary>Every unit and set of a batch gives the bits that it gives alone; 13 or 21 of them fill groups of 8, of 4 and of 1.</summary>
    public static void BatchGivesTheBitsOfEachAlone(ModelTrial batch, Func<int, ModelTrial> alone, int unitCount, int setCount)
    {
        double[][] sets = RandomSets(batch.Descriptor, setCount, seed: 7);
        var parameters = new ParameterSets(batch.Descriptor.Parameters.Count, setCount, unitCount);
        for (int set = 0; set < setCount; set++)
        {
            parameters.Fill(set, sets[set]);
        }

        TrialResults together = batch.Run(parameters);
        for (int unit = 0; unit < unitCount; unit++)
        {
            using ModelTrial single = alone(unit);
            for (int set = 0; set < setCount; set++)
            {
                TrialResults one = single.Run(sets[set]);
                foreach (OutputDeclaration output in batch.Descriptor.Outputs)
                {
                    string name = output.Variable.Name;
                    Close.SameBits(one.Of(name), together.Of(name, (set * unitCount) + unit), $"set {set}, unit {unit}, {name}");
                }
            }
        }
    }

    /// <summary>Once warm, a block of any length allocates nothing.</summary>
    public static void AdvancingAllocatesNothing(ModelTrial trial, ParameterSets parameters)
    {
        double[] results = trial.Room(parameters.Count);
        using ISimulation simulation = trial.Start(parameters);
        trial.Advance(simulation, 0, 100, results);
        long few = Allocated(100, 10);
        long many = Allocated(200, trial.StepCount - 200);

        // The trial's own row tables are the same for both; the simulation adds nothing to them.
        Assert.Equal(few, many);
        Assert.InRange(many, 0, 400);

        // The runtime itself now and then allocates in a thread, as when it loads a type; a step that does, does so every time.
        long Allocated(int first, int count) => Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            trial.Advance(simulation, first, count, results);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
