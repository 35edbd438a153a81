using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>The normal equations of a regression: means, and the mean products of the regressors' and the target's deviations from given centres.</summary>
internal sealed class NormalEquations
{
    private NormalEquations(int count, double[] means, double target, double[][] products, double[] right)
    {
        (Count, Means, TargetMean, Products, Right) = (count, means, target, products, right);
    }

    /// <summary>Number of time steps.</summary>
    public int Count { get; }

    /// <summary>Means of the regressors.</summary>
    public double[] Means { get; }

    /// <summary>Mean of the target.</summary>
    public double TargetMean { get; }

    /// <summary>Mean products of regressors.</summary>
    public double[][] Products { get; }

    /// <summary>Mean products of regressors and target.</summary>
    public double[] Right { get; }

    /// <summary>Those of observed discharge on the members.</summary>
    /// <param name="series">Members and observations.</param>
    /// <param name="steps">The time steps to take, all of them complete.</param>
    /// <param name="centred">Whether deviations from the means are taken, as a regression with a constant does.</param>
    public static NormalEquations Of(EnsembleSeries series, int[] steps, bool centred)
    {
        double[][] rows = [.. Enumerable.Range(0, series.Members.Count).Select(_ => new double[steps.Length])];
        double[] target = new double[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            for (int member = 0; member < rows.Length; member++)
            {
                rows[member][i] = series[member, steps[i]];
            }

            target[i] = series.Observed[steps[i]];
        }

        return Of(rows, target, centred);
    }

    /// <summary>Those of a target on regressors.</summary>
    /// <param name="regressors">The regressors, <c>[regressor][step]</c>.</param>
    /// <param name="target">The target, <c>[step]</c>.</param>
    /// <param name="centred">Whether deviations from the means are taken.</param>
    public static NormalEquations Of(IReadOnlyList<double[]> regressors, double[] target, bool centred)
    {
        int count = target.Length;
        double[] means = [.. regressors.Select(row => row.Average())];
        double targetMean = target.Average();
        double[][] products = [.. regressors.Select(_ => new double[regressors.Count])];
        double[] right = new double[regressors.Count];
        for (int i = 0; i < regressors.Count; i++)
        {
            double centre = centred ? means[i] : 0;
            for (int j = 0; j <= i; j++)
            {
                products[i][j] = products[j][i] = MeanProduct(regressors[i], centre, regressors[j], centred ? means[j] : 0);
            }

            right[i] = MeanProduct(regressors[i], centre, target, centred ? targetMean : 0);
        }

        return new NormalEquations(count, means, targetMean, products, right);
    }

    /// <summary>What a regression with a constant adds to the weighted members.</summary>
    public double ConstantOf(double[] weights)
    {
        double constant = TargetMean;
        for (int i = 0; i < weights.Length; i++)
        {
            constant -= weights[i] * Means[i];
        }

        return constant;
    }

    private static double MeanProduct(double[] one, double centreOne, double[] other, double centreOther)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            sum += (one[i] - centreOne) * (other[i] - centreOther);
        }

        return sum / one.Length;
    }
}
