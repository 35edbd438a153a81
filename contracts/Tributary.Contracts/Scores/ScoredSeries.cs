namespace Tributary.Contracts;

/// <summary>Observed and simulated discharge of the time steps that are scored. It serves one thread.</summary>
public sealed class ScoredSeries
{
    private readonly TimeAxis _time;
    private Moments? _moments;

    /// <summary>Pairs two series, leaving out every step where the observation is a gap or nothing is simulated.</summary>
    /// <param name="time">Time steps of both.</param>
    /// <param name="observed">Observed discharge in m3 s-1, a gap being NaN.</param>
    /// <param name="simulated">Simulated discharge in m3 s-1; NaN where a combination is not defined.</param>
    /// <param name="keep">Further condition on a step; null keeps all.</param>
    /// <param name="quantiles">Quantiles of simulated discharge on the same steps; null where there are none.</param>
    public ScoredSeries(TimeAxis time, ReadOnlySpan<double> observed, ReadOnlySpan<double> simulated, Func<DateTime, bool>? keep = null, DischargeQuantiles? quantiles = null)
    {
        _time = time;
        var steps = new List<int>(observed.Length);
        for (int i = 0; i < observed.Length; i++)
        {
            if (!double.IsNaN(observed[i]) && !double.IsNaN(simulated[i]) && (keep is null || keep(time[i])))
            {
                steps.Add(i);
            }
        }

        Step = [.. steps];
        Observed = Picked(observed);
        Simulated = Picked(simulated);
        Quantiles = quantiles?.At(Step);
    }

    /// <summary>Every observed step, for simulations that <see cref="Simulate"/> gives one after another.</summary>
    /// <param name="time">Time steps.</param>
    /// <param name="observed">Observed discharge in m3 s-1, a gap being NaN.</param>
    public ScoredSeries(TimeAxis time, ReadOnlySpan<double> observed)
        : this(time, observed, observed)
    {
    }

    private ScoredSeries(ScoredSeries other)
    {
        (_time, Step, Observed, Floods) = (other._time, other.Step, other.Observed, other.Floods);
        Simulated = [.. other.Observed];
    }

    /// <summary>Number of pairs.</summary>
    public int Count => Observed.Length;

    /// <summary>Observed values in m3 s-1.</summary>
    public double[] Observed { get; }

    /// <summary>Simulated values in m3 s-1.</summary>
    public double[] Simulated { get; }

    /// <summary>Means, deviations and the like of both, which many metrics follow from; computed once for all of them.</summary>
    public Moments Moments => _moments ??= Moments.Of(Observed, Simulated);

    /// <summary>Quantiles of simulated discharge at the pairs; null where there are none.</summary>
    public DischargeQuantiles? Quantiles { get; }

    /// <summary>Discharge that is taken for a flood, and for a great one, in m3 s-1; NaN where it is not known.</summary>
    public (double Common, double Great) Floods { get; init; } = (double.NaN, double.NaN);

    /// <summary>Index on the time axis of each pair; a jump shows where a gap was left out.</summary>
    public int[] Step { get; }

    /// <summary>Length of a time step.</summary>
    public TimeSpan TimeStep => _time.Step;

    /// <summary>Start of the time step of a pair.</summary>
    public DateTime DateOf(int pair) => _time[Step[pair]];

    /// <summary>The same observations for another thread.</summary>
    public ScoredSeries Another() => new(this);

    /// <summary>Puts another simulation beside the same observations.</summary>
    /// <param name="simulated">Simulated discharge in m3 s-1 on the whole time axis; what is not finite stays so.</param>
    public void Simulate(ReadOnlySpan<double> simulated)
    {
        _moments = null;
        if (simulated.Length == Step.Length)
        {
            simulated.CopyTo(Simulated);
            return;
        }

        for (int i = 0; i < Step.Length; i++)
        {
            Simulated[i] = simulated[Step[i]];
        }
    }

    private double[] Picked(ReadOnlySpan<double> values)
    {
        double[] picked = new double[Step.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = values[Step[i]];
        }

        return picked;
    }
}
