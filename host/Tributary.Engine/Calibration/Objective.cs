using System.Numerics.Tensors;

namespace Tributary.Engine;

/// <summary>
/// What a calibration maximises: a weighted sum of scores over the observed steps of the calibration period. RMSE counts negative. Prepared once for
/// the observations, then evaluated for many simulations without allocating.
/// </summary>
public sealed class Objective
{
    private readonly (string Score, double Weight)[] _terms;
    private readonly double[] _observed;
    private readonly double[]? _logObserved;
    private readonly double _logOffset;
    private readonly int[]? _steps;

    /// <summary>Prepares the objective.</summary>
    /// <param name="weights">Weight of each score: nse, kge, kge_2012, log_nse, rmse.</param>
    /// <param name="observed">Observed discharge over the calibration period, a gap being NaN.</param>
    public Objective(IReadOnlyDictionary<string, double> weights, ReadOnlySpan<double> observed)
    {
        _terms = [.. weights.Select(weight => (weight.Key, weight.Value))];
        var steps = new List<int>(observed.Length);
        for (int i = 0; i < observed.Length; i++)
        {
            if (!double.IsNaN(observed[i]))
            {
                steps.Add(i);
            }
        }

        _steps = steps.Count == observed.Length ? null : [.. steps];
        _observed = new double[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            _observed[i] = observed[steps[i]];
        }

        if (weights.ContainsKey("log_nse"))
        {
            _logOffset = TensorPrimitives.Average<double>(_observed) / 100;
            _logObserved = new double[_observed.Length];
            Logarithms(_observed, _logObserved);
        }
    }

    /// <summary>Number of observed steps.</summary>
    public int ObservedCount => _observed.Length;

    /// <summary>Number of scores that it is made of.</summary>
    public int TermCount => _terms.Length;

    /// <summary>The objective of a simulation; negative infinity where the simulation broke down.</summary>
    /// <param name="simulated">Simulated discharge over the calibration period.</param>
    /// <param name="scratch">Working room of at least twice the period's length.</param>
    public double Evaluate(ReadOnlySpan<double> simulated, Span<double> scratch)
    {
        Span<double> terms = stackalloc double[_terms.Length];
        return Evaluate(simulated, scratch, terms);
    }

    /// <summary>The objective of a simulation, and each score of it, of which RMSE is negative; negative infinity where the simulation broke down.</summary>
    /// <param name="simulated">Simulated discharge over the calibration period.</param>
    /// <param name="scratch">Working room of at least twice the period's length.</param>
    /// <param name="terms">Receives the scores without their weights.</param>
    public double Evaluate(ReadOnlySpan<double> simulated, Span<double> scratch, Span<double> terms)
    {
        ReadOnlySpan<double> kept = simulated;
        if (_steps is not null)
        {
            for (int i = 0; i < _steps.Length; i++)
            {
                scratch[i] = simulated[_steps[i]];
            }

            kept = scratch[.._steps.Length];
        }

        var moments = Moments.Of(_observed, kept);
        double sum = 0;
        for (int i = 0; i < _terms.Length; i++)
        {
            terms[i] = _terms[i].Score switch
            {
                "nse" => moments.NashSutcliffe,
                "kge" => moments.KlingGupta,
                "kge_2012" => moments.KlingGupta2012,
                "rmse" => -Math.Sqrt(moments.SquaredError / moments.Count),
                _ => LogNashSutcliffe(kept, scratch.Slice(_observed.Length, _observed.Length)),
            };
            sum += _terms[i].Weight * terms[i];
        }

        if (double.IsFinite(sum))
        {
            return sum;
        }

        terms.Fill(double.NegativeInfinity);
        return double.NegativeInfinity;
    }

    private double LogNashSutcliffe(ReadOnlySpan<double> simulated, Span<double> logarithms)
    {
        Logarithms(simulated, logarithms);
        return Moments.Of(_logObserved, logarithms).NashSutcliffe;
    }

    private void Logarithms(ReadOnlySpan<double> flows, Span<double> logarithms)
    {
        TensorPrimitives.Add(flows, _logOffset, logarithms);
        TensorPrimitives.Log(logarithms, logarithms);
    }
}
