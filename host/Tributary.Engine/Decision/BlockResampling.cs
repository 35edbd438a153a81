using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Scores of several hydrographs at a gauge over time steps drawn anew in blocks with replacement, all hydrographs on the same ones, so that what one year made easy for all counts
/// for all (Clark et al., 2021, doi:10.1029/2020WR029001).
/// </summary>
internal sealed class BlockResampling
{
    private readonly MomentSums[][] _blocks;
    private readonly double _centre;

    private BlockResampling(MomentSums[][] blocks, double centre) => (_blocks, _centre) = (blocks, centre);

    /// <summary>Number of blocks with observations.</summary>
    public int Count => _blocks[0].Length;

    /// <summary>Number of pairs in all blocks.</summary>
    public int PairCount => _blocks[0].Sum(block => block.Count);

    /// <summary>Length of a block: a year where there are ten of them, a quarter of a year otherwise.</summary>
    public static TimeSpan BlockLength(TimeAxis time) => time.End - time.Start >= TimeSpan.FromDays(3652) ? TimeSpan.FromDays(365.25) : TimeSpan.FromDays(91.3125);

    /// <summary>Divides series into blocks.</summary>
    /// <param name="time">Their time steps.</param>
    /// <param name="observed">What was observed; NaN for a gap.</param>
    /// <param name="simulated">The hydrographs; a step is left out where any is NaN.</param>
    public static BlockResampling Of(TimeAxis time, ReadOnlySpan<double> observed, IReadOnlyList<double[]> simulated)
    {
        TimeSpan length = BlockLength(time);
        double centre = 0;
        var steps = new List<int>();
        for (int step = 0; step < observed.Length; step++)
        {
            bool isThere = !double.IsNaN(observed[step]);
            for (int i = 0; i < simulated.Count && isThere; i++)
            {
                isThere = !double.IsNaN(simulated[i][step]);
            }

            if (isThere)
            {
                steps.Add(step);
                centre += observed[step];
            }
        }

        centre /= Math.Max(steps.Count, 1);
        var blocks = new SortedDictionary<int, MomentSums[]>();
        foreach (int step in steps)
        {
            int block = (int)((time[step] - time.Start) / length);
            if (!blocks.TryGetValue(block, out MomentSums[]? sums))
            {
                blocks[block] = sums = new MomentSums[simulated.Count];
            }

            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += MomentSums.Of(observed[step], simulated[i][step], centre);
            }
        }

        return new BlockResampling([.. simulated.Select((_, i) => blocks.Values.Select(sums => sums[i]).ToArray())], centre);
    }

    /// <summary>The moments of a hydrograph over all blocks.</summary>
    public Moments Moments(int hydrograph) => Sum(hydrograph, null);

    /// <summary>Blocks drawn with replacement, as many as there are.</summary>
    public int[] Draw(Random random)
    {
        int[] drawn = new int[Count];
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = random.Next(drawn.Length);
        }

        return drawn;
    }

    /// <summary>The moments of a hydrograph over drawn blocks.</summary>
    public Moments Moments(int hydrograph, int[] drawn) => Sum(hydrograph, drawn);

    private Moments Sum(int hydrograph, int[]? drawn)
    {
        MomentSums sum = default;
        for (int i = 0; i < Count; i++)
        {
            sum += _blocks[hydrograph][drawn is null ? i : drawn[i]];
        }

        return sum.Moments(_centre);
    }
}
