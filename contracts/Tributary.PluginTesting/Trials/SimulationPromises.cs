using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>What every simulation promises, whatever its equations. Each gives what breaks the promise, or null.</summary>
public static class SimulationPromises
{
    /// <summary>Blocks of any length give the bits of one unbroken run.</summary>
    public static string? BlocksChangeNoBit(ModelTrial trial, ParameterSets parameters, int cases = 40, int seed = 1)
    {
        TrialResults unbroken = trial.Run(parameters);
        var random = new Random(seed);
        for (int plan = 0; plan < cases; plan++)
        {
            int[] blocks = plan == 0 ? [.. Enumerable.Repeat(1, trial.StepCount)] : BlocksOf(trial, random);
            if (unbroken.Differs(trial.Run(parameters, blocks, [])) is { } difference)
            {
                return $"{InWords(blocks)}: {difference}";
            }
        }

        return null;
    }

    /// <summary>Restarts from states saved at any block edges give the bits of the same blocks without.</summary>
    public static string? RestartsChangeNoBit(ModelTrial trial, ParameterSets parameters, int cases = 40, int seed = 2)
    {
        var random = new Random(seed);
        for (int plan = 0; plan < cases; plan++)
        {
            int[] blocks = BlocksOf(trial, random);
            int[] at = [random.Next(blocks.Length + 1), random.Next(Math.Min(blocks.Length, 4))];
            if (trial.Run(parameters, blocks, []).Differs(trial.Run(parameters, blocks, at)) is { } difference)
            {
                return $"{InWords(blocks)}, restarted before block {string.Join(" and ", at.Distinct())}: {difference}";
            }
        }

        return null;
    }

    /// <summary>Random parameter sets within the declared bounds.</summary>
    public static double[][] RandomSets(IReadOnlyList<ParameterDeclaration> parameters, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => parameters
            .Select(parameter => parameter.Scale == ParameterScale.Logarithmic
                ? parameter.Lower * Math.Pow(parameter.Upper / parameter.Lower, random.NextDouble())
                : parameter.Lower + (random.NextDouble() * (parameter.Upper - parameter.Lower)))
            .ToArray())];
    }

    /// <inheritdoc cref="RandomSets(IReadOnlyList{ParameterDeclaration}, int, int)"/>
    public static double[][] RandomSets(ModelDescriptor model, int count, int seed) => RandomSets(model.Parameters, count, seed);

    /// <summary>Parameter sets side by side, each the same on all units.</summary>
    public static ParameterSets SideBySide(IReadOnlyList<double[]> sets, int unitCount)
    {
        var parameters = new ParameterSets(sets[0].Length, sets.Count, unitCount);
        for (int set = 0; set < sets.Count; set++)
        {
            parameters.Fill(set, sets[set]);
        }

        return parameters;
    }

    /// <summary>Every unit and set of a batch gives the bits that it gives alone; 13 or 21 of them fill groups of 8, of 4 and of 1.</summary>
    public static string? BatchGivesTheBitsOfEachAlone(ModelTrial batch, Func<int, ModelTrial> alone, int setCount)
    {
        double[][] sets = RandomSets(batch.Descriptor, setCount, seed: 7);
        TrialResults together = batch.Run(SideBySide(sets, batch.UnitCount));
        for (int unit = 0; unit < batch.UnitCount; unit++)
        {
            using ModelTrial single = alone(unit);
            for (int set = 0; set < setCount; set++)
            {
                TrialResults one = single.Run(sets[set]);
                int row = (set * batch.UnitCount) + unit;
                for (int output = 0; output < batch.Descriptor.Outputs.Count; output++)
                {
                    string name = batch.Descriptor.Outputs[output].Variable.Name;
                    if (Bits.Differ(one.Of(output, 0), together.Of(output, row), step => $"set {set}, unit {unit}, {name} on step {step}") is { } difference)
                    {
                        return difference;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Bytes that a time step allocates once the simulation is warm, all simulated units together.</summary>
    public static double AllocatedPerStep(ModelTrial trial, ParameterSets parameters)
    {
        double[] results = trial.Room(parameters.Count);
        using ISimulation simulation = trial.Start(parameters);
        int warm = trial.StepCount / 5;
        trial.Advance(simulation, 0, warm, results);

        // The trial's own row tables are the same for a short and a long block.
        int many = trial.StepCount - warm;
        return (Allocated(many) - Allocated(many / 10)) / (many - (many / 10.0));

        // The runtime itself now and then allocates in a thread, as when it loads a type; a step that does, does so every time.
        double Allocated(int count) => Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            trial.Advance(simulation, warm, count, results);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    private static int[] BlocksOf(ModelTrial trial, Random random) => [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(1, Math.Max(2, trial.StepCount / 2)))];

    private static string InWords(int[] blocks) => $"in blocks of {string.Join(", ", blocks.Take(5))}{(blocks.Length > 5 ? ", …" : string.Empty)} steps";
}
