namespace Tributary.Engine;

/// <summary>
/// Elementary effects, Morris (1991), doi:10.1080/00401706.1991.10484804, with the mean of their sizes by Campolongo et al. (2007), doi:10.1016/j.envsoft.2006.10.004: trajectories on a
/// grid of four levels, each step of two thirds in one coordinate.
/// </summary>
public sealed class ScreeningByMorris : ISensitivityMethod
{
    private const int Levels = 4;
    private const double Delta = Levels / (2.0 * (Levels - 1));

    /// <inheritdoc/>
    public double[][] Design(int dimension, int samples, Random random)
    {
        var points = new List<double[]>(samples * (dimension + 1));
        for (int trajectory = 0; trajectory < samples; trajectory++)
        {
            double[] point = [.. Enumerable.Range(0, dimension).Select(_ => random.Next(Levels) / (Levels - 1.0))];
            points.Add([.. point]);
            int[] order = [.. Enumerable.Range(0, dimension)];
            random.Shuffle(order);
            foreach (int axis in order)
            {
                point[axis] += point[axis] + Delta <= 1 + 1e-12 ? Delta : -Delta;
                points.Add([.. point]);
            }
        }

        return [.. points];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SensitivityMeasure> Measure(double[][] points, double[] values, int resamples, Random random)
    {
        int dimension = points[0].Length;
        double[][] effects = [.. Enumerable.Range(0, values.Length / (dimension + 1)).Select(at => Effects(points, values, at * (dimension + 1), dimension)).Where(row => row.All(double.IsFinite))];
        var measures = new List<SensitivityMeasure>();
        foreach ((string name, Func<double[], double> of) in (ReadOnlySpan<(string, Func<double[], double>)>)[
            ("mu_star", sample => sample.Average(Math.Abs)), ("mu", sample => sample.Average()), ("sigma", Deviation)])
        {
            measures.AddRange(Bootstrap.Of(name, effects.Length, dimension, resamples, random, (rows, axis) => of([.. rows.Select(row => effects[row][axis])])));
        }

        return measures;
    }

    /// <inheritdoc/>
    public int RunsOf(int dimension, int samples) => samples * (dimension + 1);

    private static double[] Effects(double[][] points, double[] values, int first, int dimension)
    {
        double[] effects = new double[dimension];
        for (int step = first; step < first + dimension; step++)
        {
            int axis = Enumerable.Range(0, dimension).First(at => points[step + 1][at] != points[step][at]);
            effects[axis] = (values[step + 1] - values[step]) / (points[step + 1][axis] - points[step][axis]);
        }

        return effects;
    }

    private static double Deviation(double[] sample)
    {
        double mean = sample.Average();
        return Math.Sqrt(sample.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, sample.Length - 1));
    }
}
