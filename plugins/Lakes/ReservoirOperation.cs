namespace Tributary.Plugins.Lakes;

/// <summary>The operation of a reservoir by Hanasaki et al. (2006).</summary>
public static class ReservoirOperation
{
    /// <summary>A reservoir of less capacity than this share of its mean annual inflow passes part of the inflow on as it comes.</summary>
    public const double WithinYearRatio = 0.5;

    private const double SecondsPerYear = 365.25 * 86400;

    /// <summary>k_rls = S / (alpha C), the release coefficient of an operational year.</summary>
    /// <param name="storage">S when the operational year begins, m3.</param>
    /// <param name="targetFilling">alpha, 0.85 in the paper.</param>
    /// <param name="capacity">C, m3.</param>
    public static double Coefficient(double storage, double targetFilling, double capacity) => storage / (targetFilling * capacity);

    /// <summary>
    /// r', the provisional release of a month: the mean inflow without demand; with it i/2 (1 + d/d_mean) where d_mean is half of i or more, else i + d - d_mean.
    /// </summary>
    /// <param name="meanInflow">i, long-term mean inflow, m3 s-1.</param>
    /// <param name="demand">d, demand of the month, m3 s-1.</param>
    /// <param name="meanDemand">d_mean, mean demand of the year, m3 s-1; 0 where the reservoir does not serve irrigation.</param>
    public static double Provisional(double meanInflow, double demand, double meanDemand) =>
        meanDemand <= 0 ? meanInflow
        : meanDemand >= 0.5 * meanInflow ? 0.5 * meanInflow * (1 + (demand / meanDemand))
        : meanInflow + demand - meanDemand;

    /// <summary>
    /// The release: k_rls r' where c, capacity by mean annual inflow, is 0.5 or more, else (c/0.5)² k_rls r' + (1 - (c/0.5)²) I.
    /// </summary>
    /// <param name="coefficient">k_rls.</param>
    /// <param name="provisional">r', m3 s-1.</param>
    /// <param name="capacity">C, m3.</param>
    /// <param name="meanInflow">i, long-term mean inflow, m3 s-1.</param>
    /// <param name="inflow">I, inflow of the step, m3 s-1.</param>
    public static double Release(double coefficient, double provisional, double capacity, double meanInflow, double inflow)
    {
        double ratio = capacity / (meanInflow * SecondsPerYear);
        if (!(ratio < WithinYearRatio))
        {
            return coefficient * provisional;
        }

        double share = ratio / WithinYearRatio * (ratio / WithinYearRatio);
        return (share * coefficient * provisional) + ((1 - share) * inflow);
    }

    /// <summary>One step: no more is released than there is, and what does not fit in is spilled.</summary>
    /// <param name="inflow">Inflow of the step, m3 s-1.</param>
    /// <param name="release">Release that the rule asks for, m3 s-1.</param>
    /// <param name="capacity">C, m3.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="storage">S, m3; updated.</param>
    /// <returns>Outflow, m3 s-1.</returns>
    public static double Step(double inflow, double release, double capacity, double step, ref double storage)
    {
        double wanted = storage + (step * (inflow - release));
        double kept = Math.Clamp(wanted, 0, capacity);
        double outflow = kept == wanted ? release : Math.Max(0, inflow + ((storage - kept) / step));
        storage = kept;
        return outflow;
    }
}
