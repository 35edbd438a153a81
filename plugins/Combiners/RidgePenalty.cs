namespace Tributary.Plugins.Combiners;

/// <summary>A regression with a constant and a penalty on its coefficients, which count by the deviation of what they stand before.</summary>
internal static class RidgePenalty
{
    private const int Folds = 5;

    /// <summary>The penalties that are tried, as shares of the target's variance explained by a coefficient.</summary>
    public static IReadOnlyList<double> Tried { get; } = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

    /// <summary>The coefficients that minimise <c>mean (y - constant - c'x)^2 + penalty * sum (s_k c_k)^2</c>, s_k being the deviation of x_k.</summary>
    public static (double[] Coefficients, double Constant) Fit(IReadOnlyList<double[]> regressors, double[] target, double penalty)
    {
        var equations = NormalEquations.Of(regressors, target, centred: true);
        double[] deviations = [.. equations.Products.Select((row, i) => Math.Sqrt(row[i]))];
        double Inverse(int i) => deviations[i] > 0 ? 1 / deviations[i] : 0;
        double[][] scaled = [.. equations.Products.Select((row, i) => row.Select((value, j) => value * Inverse(i) * Inverse(j)).ToArray())];
        double[] right = [.. equations.Right.Select((value, i) => value * Inverse(i))];
        double[] coefficients = [.. SymmetricSystem.Solve(scaled, right, penalty).Select((value, i) => value * Inverse(i))];
        return (coefficients, equations.ConstantOf(coefficients));
    }

    /// <summary>The penalty that predicts best what was left out, a fifth of the series at a time, each in one piece, so that neighbouring days do not tell.</summary>
    public static double Choose(IReadOnlyList<double[]> regressors, double[] target)
    {
        double[] errors = new double[Tried.Count];
        for (int fold = 0; fold < Folds; fold++)
        {
            int from = target.Length * fold / Folds, to = target.Length * (fold + 1) / Folds;
            double[][] rest = [.. regressors.Select(row => Without(row, from, to))];
            double[] restTarget = Without(target, from, to);
            for (int i = 0; i < errors.Length; i++)
            {
                (double[] coefficients, double constant) = Fit(rest, restTarget, Tried[i]);
                for (int step = from; step < to; step++)
                {
                    double error = target[step] - constant;
                    for (int k = 0; k < coefficients.Length; k++)
                    {
                        error -= coefficients[k] * regressors[k][step];
                    }

                    errors[i] += error * error;
                }
            }
        }

        return Tried[Array.IndexOf(errors, errors.Min())];
    }

    private static double[] Without(double[] row, int from, int to) => [.. row.AsSpan(0, from), .. row.AsSpan(to)];
}
