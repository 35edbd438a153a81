using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The parameters that a calibration may change, mapped to the unit cube in which searches work.</summary>
public sealed class SearchSpace
{
    private readonly int[] _free;
    private readonly double[] _given;
    private readonly (double Lower, double Upper, bool Logarithmic)[] _ranges;

    /// <summary>Makes the space.</summary>
    /// <param name="model">The model.</param>
    /// <param name="given">A value for each parameter; those that are free are replaced.</param>
    /// <param name="free">Indices of the free parameters.</param>
    /// <param name="bounds">Narrower bounds by name.</param>
    public SearchSpace(ModelDescriptor model, double[] given, IReadOnlyList<int> free, IReadOnlyDictionary<string, IReadOnlyList<double>> bounds)
    {
        _given = given;
        _free = [.. free];
        _ranges = [.. free.Select(index =>
        {
            ParameterDeclaration parameter = model.Parameters[index];
            (double lower, double upper) = bounds.TryGetValue(parameter.Name, out IReadOnlyList<double>? narrower)
                ? (narrower[0], narrower[1])
                : (parameter.Lower, parameter.Upper);
            return (lower, upper, parameter.Scale == ParameterScale.Logarithmic);
        })];
    }

    /// <summary>Number of free parameters.</summary>
    public int Dimension => _free.Length;

    /// <summary>Number of parameters of the model.</summary>
    public int ParameterCount => _given.Length;

    /// <summary>The point of the unit cube at which a parameter set lies.</summary>
    /// <param name="parameters">One value a parameter of the model.</param>
    public double[] PointOf(ReadOnlySpan<double> parameters)
    {
        double[] point = new double[_free.Length];
        for (int i = 0; i < point.Length; i++)
        {
            (double lower, double upper, bool logarithmic) = _ranges[i];
            double value = parameters[_free[i]];
            point[i] = Math.Clamp(logarithmic ? Math.Log(value / lower) / Math.Log(upper / lower) : (value - lower) / (upper - lower), 0, 1);
        }

        return point;
    }

    /// <summary>The parameter set at a point of the unit cube.</summary>
    /// <param name="point">One coordinate a free parameter, 0 to 1.</param>
    /// <param name="parameters">Receives one value a parameter of the model.</param>
    public void ParametersAt(ReadOnlySpan<double> point, Span<double> parameters)
    {
        _given.CopyTo(parameters);
        for (int i = 0; i < _free.Length; i++)
        {
            (double lower, double upper, bool logarithmic) = _ranges[i];
            double value = logarithmic
                ? lower * Math.Pow(upper / lower, point[i])
                : lower + (point[i] * (upper - lower));
            parameters[_free[i]] = Math.Clamp(value, lower, upper);
        }
    }
}
