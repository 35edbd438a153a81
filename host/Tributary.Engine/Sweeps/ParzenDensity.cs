namespace Tributary.Engine;

/// <summary>
/// A density over the shares of a sweep's axes, from points in it: the mean over the points of a product of kernels, and one flat kernel as if for a point more.
/// <code>
/// p(x) = 1/(n + 1) (1 + sum over points i of the product over axes j of k_ij(x_j))
/// range: k = logistic density about x_ij, cut off at 0 and 1, of standard deviation b n^(-1/(4 + axes))
/// list of c values: k = c (1 - e) + e where x_j is in the share of the point's value, else e;  e = 1/(n + 1)
/// </code>
/// Products hold together what is good together (Falkner et al., 2018); the integral of the logistic density, unlike that of a Gaussian, is of closed form.
/// </summary>
internal sealed class ParzenDensity
{
    /// <summary>Standard deviation of the kernel of a point alone, as a share of the range.</summary>
    public const double Width = 0.15;

    // A grid of candidates finer than this share of a range tells nothing more.
    private const double LeastWidth = 0.01;

    private readonly IReadOnlyList<double[]> _points;
    private readonly IReadOnlyList<int> _choices;
    private readonly double _scale;
    private readonly double _elsewhere;

    /// <param name="points">The shares of the points, <c>[point][axis]</c>, each from 0 to below 1.</param>
    /// <param name="choices">How many values each axis lists, 0 for a range, <c>[axis]</c>.</param>
    public ParzenDensity(IReadOnlyList<double[]> points, IReadOnlyList<int> choices)
    {
        (_points, _choices) = (points, choices);
        double deviation = Math.Max(Width * Math.Pow(Math.Max(points.Count, 1), -1.0 / (4 + choices.Count)), LeastWidth);
        _scale = deviation * Math.Sqrt(3) / Math.PI;
        _elsewhere = 1.0 / (points.Count + 1);
    }

    /// <summary>The density at a point, 1 being that of a flat one.</summary>
    public double At(double[] shares)
    {
        double sum = 1;
        foreach (double[] centre in _points)
        {
            double product = 1;
            for (int axis = 0; axis < shares.Length; axis++)
            {
                product *= _choices[axis] > 0 ? ChoiceKernel(axis, centre[axis], shares[axis]) : RangeKernel(centre[axis], shares[axis]);
            }

            sum += product;
        }

        return sum / (_points.Count + 1);
    }

    /// <summary>A point drawn from it.</summary>
    public double[] Draw(Random random)
    {
        int kernel = random.Next(_points.Count + 1);
        double[] shares = new double[_choices.Count];
        for (int axis = 0; axis < shares.Length; axis++)
        {
            double drawn = random.NextDouble();
            shares[axis] = kernel == _points.Count ? drawn
                : _choices[axis] == 0 ? InRange(_points[kernel][axis], drawn)
                : random.NextDouble() < _elsewhere ? drawn
                : Math.Min((ValueOf(axis, _points[kernel][axis]) + drawn) / _choices[axis], Math.BitDecrement(1));
        }

        return shares;
    }

    private int ValueOf(int axis, double share) => Math.Min((int)(share * _choices[axis]), _choices[axis] - 1);

    private double ChoiceKernel(int axis, double centre, double share) =>
        _elsewhere + (ValueOf(axis, centre) == ValueOf(axis, share) ? _choices[axis] * (1 - _elsewhere) : 0);

    private double RangeKernel(double centre, double share)
    {
        double below = Below(share, centre);
        return below * (1 - below) / _scale / (Below(1, centre) - Below(0, centre));
    }

    /// <summary>The share below which the cut-off kernel has a given part of its mass.</summary>
    private double InRange(double centre, double mass)
    {
        (double low, double high) = (Below(0, centre), Below(1, centre));
        double below = low + (mass * (high - low));
        return Math.Clamp(centre + (_scale * Math.Log(below / (1 - below))), 0, Math.BitDecrement(1));
    }

    /// <summary>Integral of the logistic density.</summary>
    private double Below(double share, double centre) => 1 / (1 + Math.Exp((centre - share) / _scale));
}
