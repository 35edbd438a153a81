using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Blocks of any length give the bits of one.</summary>
internal sealed class BlocksCheck() : Check("blocks", "the length of blocks changes no bit")
{
    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial trial = subject.Trial();
        int plans = subject.Problem is null ? 20 : 4;
        return Finding.Of(SimulationPromises.BlocksChangeNoBit(trial, subject.DefaultSet, plans), $"{plans} ways to cut {subject.StepCount} steps");
    }

    public override Finding OfRouting(RoutingSubject subject) => OfRouting(subject, (trial, inflow, _) => trial.Run(inflow), restarts: false);

    /// <summary>Compares a run in blocks with what it should be.</summary>
    public static Finding OfRouting(RoutingSubject subject, Func<RoutingTrial, double[], int[], double[]> expected, bool restarts)
    {
        double[] inflow = RoutingSubject.Inflow();
        foreach (TimeSpan step in RoutingSubject.Steps)
        {
            using RoutingTrial trial = subject.Trial(step);
            foreach (int[] blocks in (ReadOnlySpan<int[]>)[[1, 2, 7, 30, 1, 50], [60], [.. Enumerable.Repeat(1, RoutingSubject.StepCount)]])
            {
                if (Bits.Differ(expected(trial, inflow, blocks), trial.Run(inflow, blocks, restarts), RoutingPlace.Of) is { } difference)
                {
                    return Finding.Failed($"{StepLength.InWords(step)}: in blocks of {string.Join(", ", blocks.Take(6))} steps{(restarts ? ", restarted at each edge" : string.Empty)}: {difference}");
                }
            }
        }

        return Finding.Passed($"3 ways to cut {RoutingSubject.StepCount} steps{(restarts ? ", a restart at each edge" : string.Empty)}");
    }
}
