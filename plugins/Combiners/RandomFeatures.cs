using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>
/// Hidden units of a network whose weights are drawn at random: each a tanh of the members' standardised logarithms and of the season. They are bounded, so that a
/// flood beyond the fitted ones changes the correction little.
/// </summary>
internal sealed class RandomFeatures
{
    private readonly double _offset;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[][] _weights;

    private RandomFeatures(double offset, double[] means, double[] deviations, double[][] weights)
    {
        (_offset, _means, _deviations, _weights) = (offset, means, deviations, weights);
    }

    /// <summary>Draws the weights, and takes the scales from some time steps.</summary>
    public static RandomFeatures Draw(EnsembleSeries series, int[] steps, int hidden, int seed)
    {
        int members = series.Members.Count;
        double total = 0;
        foreach (int step in steps)
        {
            total += series.Observed[step];
        }

        double offset = Math.Max(total / steps.Length / 100, 1e-9);
        double[] means = new double[members], deviations = new double[members];
        for (int member = 0; member < members; member++)
        {
            double[] logs = [.. steps.Select(step => Math.Log(Math.Max(series[member, step], 0) + offset))];
            double mean = logs.Average();
            means[member] = mean;
            deviations[member] = Math.Max(Math.Sqrt(logs.Average(value => (value - mean) * (value - mean))), 1e-9);
        }

        // splitmix64 (Steele et al., 2014), so that the numbers do not depend on the version of .NET.
        ulong state = (ulong)seed;
        double Uniform()
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (((z ^ (z >> 31)) >> 11) * (2.0 / (1UL << 53))) - 1;
        }

        double[][] weights = [.. Enumerable.Range(0, hidden).Select(_ => Enumerable.Range(0, members + 3).Select(_ => Uniform()).ToArray())];
        return new RandomFeatures(offset, means, deviations, weights);
    }

    /// <summary>The hidden units on a time step.</summary>
    public void At(EnsembleSeries series, int step, Span<double> units)
    {
        int members = _means.Length;
        double angle = 2 * Math.PI * series.Time[step].DayOfYear / 365.25;
        for (int unit = 0; unit < units.Length; unit++)
        {
            double[] weights = _weights[unit];
            double sum = weights[members] + (weights[members + 1] * Math.Sin(angle)) + (weights[members + 2] * Math.Cos(angle));
            for (int member = 0; member < members; member++)
            {
                sum += weights[member] * (Math.Log(Math.Max(series[member, step], 0) + _offset) - _means[member]) / _deviations[member];
            }

            units[unit] = Math.Tanh(sum);
        }
    }
}
