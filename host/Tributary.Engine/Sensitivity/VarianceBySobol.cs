namespace Tributary.Engine;

/// <summary>
/// Shares of the variance, Sobol' (1993): first-order effects by Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018, table 2 b, total effects by Jansen (1999), table 2 f there, from two Latin
/// hypercubes A and B and those that have one column of B in A.
/// </summary>
public sealed class VarianceBySobol : ISensitivityMethod
{
    /// <inheritdoc/>
    public double[][] Design(int dimension, int samples, Random random)
    {
        double[][] both = SweepSampling.LatinHypercubeShares(2 * dimension, samples, random.Next());
        var points = new List<double[]>(samples * (dimension + 2));
        foreach (double[] row in both)
        {
            double[] a = row[..dimension], b = row[dimension..];
            points.Add(a);
            points.Add(b);
            for (int axis = 0; axis < dimension; axis++)
            {
                double[] mixed = [.. a];
                mixed[axis] = b[axis];
                points.Add(mixed);
            }
        }

        return [.. points];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SensitivityMeasure> Measure(double[][] points, double[] values, int resamples, Random random)
    {
        int dimension = points[0].Length, stride = dimension + 2;
        double[][] rows = [.. Enumerable.Range(0, values.Length / stride).Select(at => values[(at * stride)..((at + 1) * stride)]).Where(row => row.All(double.IsFinite))];
        return
        [
            .. Bootstrap.Of("first_order", rows.Length, dimension, resamples, random, (sample, axis) => First(rows, sample, axis)),
            .. Bootstrap.Of("total", rows.Length, dimension, resamples, random, (sample, axis) => Total(rows, sample, axis)),
        ];
    }

    /// <inheritdoc/>
    public int RunsOf(int dimension, int samples) => samples * (dimension + 2);

    private static double First(double[][] rows, int[] sample, int axis)
    {
        // Saltelli's estimator is of least variance where the values lie about 0.
        (double mean, double variance) = Spread(rows, sample);
        return sample.Average(row => (rows[row][1] - mean) * (rows[row][axis + 2] - rows[row][0])) / variance;
    }

    private static double Total(double[][] rows, int[] sample, int axis) =>
        sample.Average(row => Math.Pow(rows[row][0] - rows[row][axis + 2], 2)) / (2 * Spread(rows, sample).Variance);

    private static (double Mean, double Variance) Spread(double[][] rows, int[] sample)
    {
        double mean = sample.Average(row => (rows[row][0] + rows[row][1]) / 2);
        return (mean, sample.Average(row => (Math.Pow(rows[row][0] - mean, 2) + Math.Pow(rows[row][1] - mean, 2)) / 2));
    }
}
