using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Observed and simulated discharge of the time steps that have both.</summary>
public sealed class ScoredSeries
{
    /// <summary>Pairs two series, leaving out every step where the observation is a gap or nothing is simulated.</summary>
    /// <param name="time">Time steps of both.</param>
    /// <param name="observed">Observed discharge, a gap being NaN.</param>
    /// <param name="simulated">Simulated discharge; NaN where a combination is not defined.</param>
    /// <param name="keep">Further condition on a step; null keeps all.</param>
    /// <param name="quantiles">Quantiles of simulated discharge on the same steps; null where there are none.</param>
    public ScoredSeries(TimeAxis time, ReadOnlySpan<double> observed, ReadOnlySpan<double> simulated, Func<DateTime, bool>? keep = null, DischargeQuantiles? quantiles = null)
    {
        var steps = new List<int>(observed.Length);
        for (int i = 0; i < observed.Length; i++)
        {
            if (!double.IsNaN(observed[i]) && !double.IsNaN(simulated[i]) && (keep is null || keep(time[i])))
            {
                steps.Add(i);
            }
        }

        Step = [.. steps];
        Observed = new double[Step.Length];
        Simulated = new double[Step.Length];
        TimeStep = time.Step;
        for (int i = 0; i < Step.Length; i++)
        {
            Observed[i] = observed[Step[i]];
            Simulated[i] = simulated[Step[i]];
        }

        Quantiles = quantiles?.At(Step);
    }

    /// <summary>Number of pairs.</summary>
    public int Count => Observed.Length;

    /// <summary>Observed values.</summary>
    public double[] Observed { get; }

    /// <summary>Simulated values.</summary>
    public double[] Simulated { get; }

    /// <summary>Quantiles of simulated discharge at the pairs; null where there are none.</summary>
    public DischargeQuantiles? Quantiles { get; }

    /// <summary>Discharge that is taken for a flood, and for a great one, in m3 s-1; NaN where it is not known.</summary>
    public (double Common, double Great) Floods { get; init; } = (double.NaN, double.NaN);

    /// <summary>Index on the time axis of each pair; a jump shows where a gap was left out.</summary>
    public int[] Step { get; }

    /// <summary>Length of a time step.</summary>
    public TimeSpan TimeStep { get; }
}
