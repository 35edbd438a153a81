namespace Tributary.Plugins.Combiners;

/// <summary>Least squares by weights that are not negative and sum to one.</summary>
internal static class SimplexLeastSquares
{
    private const int MostSteps = 200_000;
    private const double Tolerance = 1e-13;

    /// <summary>
    /// The weights that minimise <c>w'a w - 2 b'w</c>, by exact steps that move weight from the member of steepest ascent to that of steepest descent, from equal
    /// weights on.
    /// </summary>
    /// <param name="a">Mean products of the members.</param>
    /// <param name="b">Mean products of the members and what was observed.</param>
    public static double[] Solve(double[][] a, double[] b)
    {
        int n = b.Length;
        double[] w = new double[n];
        double[] slope = new double[n];
        Array.Fill(w, 1.0 / n);
        double scale = 0;
        for (int i = 0; i < n; i++)
        {
            slope[i] = (a[i].Sum() / n) - b[i];
            scale = Math.Max(scale, Math.Abs(a[i][i]));
        }

        for (int step = 0; step < MostSteps; step++)
        {
            int down = 0, up = -1;
            for (int i = 0; i < n; i++)
            {
                down = slope[i] < slope[down] ? i : down;
                up = w[i] > 0 && (up < 0 || slope[i] > slope[up]) ? i : up;
            }

            double gap = slope[up] - slope[down];
            if (gap <= Tolerance * scale)
            {
                break;
            }

            double curvature = a[up][up] + a[down][down] - (2 * a[up][down]);
            double move = curvature > 0 ? Math.Min(gap / curvature, w[up]) : w[up];
            w[down] += move;
            w[up] = move == w[up] ? 0 : w[up] - move;
            for (int i = 0; i < n; i++)
            {
                slope[i] += move * (a[i][down] - a[i][up]);
            }
        }

        double sum = w.Sum();
        return [.. w.Select(weight => weight / sum)];
    }
}
