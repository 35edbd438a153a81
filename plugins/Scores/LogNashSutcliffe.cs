using System.Buffers;
using System.Numerics.Tensors;
using Tributary.Contracts;

namespace Tributary.Plugins.Scores;

/// <summary>The efficiency of Nash and Sutcliffe of ln(q + mean o / 100), Pushpalatha et al. (2012), doi:10.1016/j.jhydrol.2011.11.055.</summary>
/// <param name="ready">What is added and the logarithms of the observations that it is readied for; null for none.</param>
internal sealed class LogNashSutcliffe((double Offset, double[] Observed)? ready = null) : IMetric
{
    public string Name => "log_nse";

    public string Label => "log-NSE";

    public string Unit => "1";

    public double Best => 1;

    public string Definition => "NSE of ln(q + mean o / 100), Pushpalatha et al. (2012)";

    public bool LargerIsBetter => true;

    public IMetric Against(ReadOnlySpan<double> observed)
    {
        double offset = TensorPrimitives.Average(observed) / 100;
        double[] logarithms = new double[observed.Length];
        Logarithms(observed, offset, logarithms);
        return new LogNashSutcliffe((offset, logarithms));
    }

    public double Of(ScoredSeries pairs)
    {
        if (ready is not { } observed)
        {
            return Against(pairs.Observed).Of(pairs);
        }

        double[] room = ArrayPool<double>.Shared.Rent(pairs.Count);
        Span<double> simulated = room.AsSpan(0, pairs.Count);
        Logarithms(pairs.Simulated, observed.Offset, simulated);
        double efficiency = Moments.Of(observed.Observed, simulated).NashSutcliffe;
        ArrayPool<double>.Shared.Return(room);
        return efficiency;
    }

    private static void Logarithms(ReadOnlySpan<double> flows, double offset, Span<double> logarithms)
    {
        TensorPrimitives.Add(flows, offset, logarithms);
        TensorPrimitives.Log(logarithms, logarithms);
    }
}
