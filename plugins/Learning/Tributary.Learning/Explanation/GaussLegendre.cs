namespace Tributary.Learning;

/// <summary>Gauss-Legendre quadrature on [0, 1]: n nodes integrate polynomials up to degree 2n - 1 exactly.</summary>
public static class GaussLegendre
{
    /// <summary>Nodes, ascending, and weights that sum to 1: the roots of the Legendre polynomial by Newton's method from <c>cos(pi (i - 1/4) / (n + 1/2))</c>.</summary>
    /// <param name="count">Number of nodes.</param>
    public static (double Node, double Weight)[] Nodes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var nodes = new (double Node, double Weight)[count];
        for (int i = 0; i < count; i++)
        {
            double root = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            for (int iteration = 0; iteration < 8; iteration++)
            {
                (double value, slope) = Legendre(count, root);
                root -= value / slope;
            }

            nodes[count - 1 - i] = ((1 + root) / 2, 1 / ((1 - (root * root)) * slope * slope));
        }

        return nodes;
    }

    /// <summary>The polynomial and its derivative, by the recurrence <c>k P[k] = (2k - 1) x P[k-1] - (k - 1) P[k-2]</c>.</summary>
    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        (double before, double value) = (0, 1);
        for (int k = 1; k <= degree; k++)
        {
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        }

        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
