namespace Tributary.Plugins.Combiners;

/// <summary>Solves symmetric systems that may be singular, as those of members that are the same: the solution of smallest norm.</summary>
internal static class SymmetricSystem
{
    private const int MostSweeps = 60;
    private const double Negligible = 1e-12;

    /// <summary>The x of smallest norm that minimises <c>|a x - b|</c>.</summary>
    /// <param name="a">A symmetric positive semi-definite matrix.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="ridge">What is added to the diagonal.</param>
    public static double[] Solve(double[][] a, double[] b, double ridge = 0)
    {
        int n = b.Length;
        (double[] values, double[][] vectors) = Eigen(a);
        double greatest = values.Length == 0 ? 0 : Math.Max(values.Max(), 0);
        double[] x = new double[n];
        for (int k = 0; k < n; k++)
        {
            double value = Math.Max(values[k], 0);
            if (value + ridge <= Negligible * greatest || value + ridge == 0)
            {
                continue;
            }

            double share = 0;
            for (int i = 0; i < n; i++)
            {
                share += vectors[i][k] * b[i];
            }

            share /= value + ridge;
            for (int i = 0; i < n; i++)
            {
                x[i] += share * vectors[i][k];
            }
        }

        return x;
    }

    /// <summary>Eigenvalues, and eigenvectors in columns, by cyclic Jacobi rotations (Golub and Van Loan, 2013, section 8.5).</summary>
    public static (double[] Values, double[][] Vectors) Eigen(double[][] matrix)
    {
        int n = matrix.Length;
        double[][] a = [.. matrix.Select(row => (double[])row.Clone())];
        double[][] v = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1.0 : 0.0).ToArray())];
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    rotated |= Rotate(a, v, p, q);
                }
            }

            if (!rotated)
            {
                break;
            }
        }

        return ([.. Enumerable.Range(0, n).Select(i => a[i][i])], v);
    }

    private static bool Rotate(double[][] a, double[][] v, int p, int q)
    {
        double off = a[p][q];
        if (Math.Abs(off) <= 1e-17 * Math.Sqrt(Math.Abs(a[p][p] * a[q][q])) || off == 0)
        {
            return false;
        }

        double tau = (a[q][q] - a[p][p]) / (2 * off);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        double c = 1 / Math.Sqrt(1 + (t * t));
        double s = t * c;
        for (int k = 0; k < a.Length; k++)
        {
            (a[k][p], a[k][q]) = ((c * a[k][p]) - (s * a[k][q]), (s * a[k][p]) + (c * a[k][q]));
        }

        for (int k = 0; k < a.Length; k++)
        {
            (a[p][k], a[q][k]) = ((c * a[p][k]) - (s * a[q][k]), (s * a[p][k]) + (c * a[q][k]));
            (v[k][p], v[k][q]) = ((c * v[k][p]) - (s * v[k][q]), (s * v[k][p]) + (c * v[k][q]));
        }

        a[p][q] = a[q][p] = 0;
        return true;
    }
}
