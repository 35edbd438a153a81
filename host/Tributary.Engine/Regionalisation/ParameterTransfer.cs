using MathNet.Numerics.LinearAlgebra;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Gives every basin the parameters that the other basins' calibrations suggest for its attributes, as if it were ungauged (Parajka et al., 2005, doi:10.5194/hess-9-157-2005): from the most
/// similar ones, or by regression. A basin's own observations take no part.
/// </summary>
/// <param name="section">How.</param>
/// <param name="space">The free parameters, in whose unit cube means are taken.</param>
public sealed class ParameterTransfer(RegionalisationSection section, SearchSpace space)
{
    /// <summary>The parameters of a basin.</summary>
    /// <param name="target">The basin.</param>
    /// <param name="attributes">Attributes of all basins, <c>[basin][attribute]</c>.</param>
    /// <param name="calibrated">Calibrated parameters, <c>[basin][parameter]</c>; null for a basin that was not calibrated.</param>
    /// <exception cref="InputException">Too few others are calibrated.</exception>
    public double[] To(int target, double[][] attributes, IReadOnlyList<double[]?> calibrated)
    {
        int[] others = [.. Enumerable.Range(0, calibrated.Count).Where(basin => basin != target && calibrated[basin] is not null)];
        int needed = section.Method == "donors" ? 1 : section.Attributes.Count + 1;
        if (others.Length < needed)
        {
            throw new InputException(
                $"{others.Length} other basins are calibrated, and {needed} are needed for {section.Method} on {section.Attributes.Count} attributes", "regionalise", "Give more basins, or fewer attributes.");
        }

        double[][] scaled = Scaled(attributes, others);
        double[][] points = [.. others.Select(basin => space.PointOf(calibrated[basin]!))];
        double[] point = section.Method == "donors"
            ? OfNearest(scaled[target], [.. others.Select(basin => scaled[basin])], points)
            : ByRegression(scaled[target], [.. others.Select(basin => scaled[basin])], points);
        double[] parameters = new double[space.ParameterCount];
        space.ParametersAt(point, parameters);
        return parameters;
    }

    private double[] OfNearest(double[] target, double[][] others, double[][] points)
    {
        double[] distances = [.. others.Select(other => Math.Sqrt(other.Zip(target, (one, own) => (one - own) * (one - own)).Sum()))];
        int[] nearest = [.. Enumerable.Range(0, others.Length).OrderBy(at => distances[at]).Take(section.Neighbours)];

        // One of the very same attributes is not infinitely better than all others.
        double[] weights = [.. nearest.Select(at => 1 / Math.Max(distances[at], 1e-6))];
        return [.. Enumerable.Range(0, space.Dimension).Select(axis => nearest.Zip(weights, (at, weight) => weight * points[at][axis]).Sum() / weights.Sum())];
    }

    private double[] ByRegression(double[] target, double[][] others, double[][] points)
    {
        var known = Matrix<double>.Build.Dense(others.Length, target.Length + 1, (row, column) => column == 0 ? 1 : others[row][column - 1]);

        // The least ridge that keeps an attribute that does not differ, or two that are the same, from having no solution.
        var normal = (known.TransposeThisAndMultiply(known) + (1e-9 * Matrix<double>.Build.DenseIdentity(target.Length + 1))).Cholesky();
        return
        [
            .. Enumerable.Range(0, space.Dimension).Select(axis =>
            {
                Vector<double> weights = normal.Solve(known.TransposeThisAndMultiply(Vector<double>.Build.Dense([.. points.Select(point => point[axis])])));
                return Math.Clamp(weights[0] + target.Select((value, attribute) => value * weights[attribute + 1]).Sum(), 0, 1);
            }),
        ];
    }

    /// <summary>Attributes less their mean over the others, in their standard deviations; one that does not differ counts nothing.</summary>
    private static double[][] Scaled(double[][] attributes, int[] others)
    {
        int count = attributes[0].Length;
        double[] mean = [.. Enumerable.Range(0, count).Select(attribute => others.Average(basin => attributes[basin][attribute]))];
        double[] deviation = [.. Enumerable.Range(0, count).Select(attribute => Math.Sqrt(others.Average(basin => Math.Pow(attributes[basin][attribute] - mean[attribute], 2))))];
        return [.. attributes.Select(own => own.Select((value, attribute) => deviation[attribute] > 0 ? (value - mean[attribute]) / deviation[attribute] : 0).ToArray())];
    }
}
