using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The members taken together as draws from one distribution, before any is combined, at a gauge over a period.</summary>
/// <param name="Gauge">Index of the gauge.</param>
/// <param name="Period">Name of the period.</param>
/// <param name="PairCount">Number of time steps that have an observation and all members.</param>
/// <param name="RankedProbability">Continuous ranked probability score in m3 s-1.</param>
/// <param name="SpreadSkill">Spread over skill.</param>
/// <param name="Ranks">Share of the observations at each rank among the members.</param>
public sealed record EnsembleSpread(int Gauge, string Period, int PairCount, double RankedProbability, double SpreadSkill, double[] Ranks)
{
    /// <summary>That of the combined members at all gauges over the scored periods; none where nothing is combined.</summary>
    internal static IReadOnlyList<EnsembleSpread> Of(WorkflowPlan plan, WorkflowInputs inputs, IReadOnlyList<Hydrograph> members)
    {
        var spreads = new List<EnsembleSpread>();
        Hydrograph[] combined = [.. members.Where(member => plan.Ensemble?.Members.Contains(member.Name) == true)];
        if (combined.Length < 2)
        {
            return spreads;
        }

        for (int gauge = 0; gauge < inputs.Observed.Length; gauge++)
        {
            foreach ((string name, Period period) in ScoreTable.PeriodsOf(plan))
            {
                Range range = inputs.Forcing.Time.IndicesWithin(period);
                double[] all = inputs.Observed[gauge];
                int[] steps = [.. Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value).Where(step => !double.IsNaN(all[step]) && combined.All(member => !double.IsNaN(member.Discharge(gauge)[step])))];
                if (steps.Length == 0)
                {
                    continue;
                }

                double[] observed = [.. steps.Select(step => all[step])];
                double[][] simulated = [.. combined.Select(member => At(member.Discharge(gauge), steps))];
                spreads.Add(new EnsembleSpread(
                    gauge, name, steps.Length, EnsembleScores.RankedProbability(simulated, observed), EnsembleScores.SpreadSkill(simulated, observed), EnsembleScores.RankHistogram(simulated, observed)));
            }
        }

        return spreads;
    }

    private static double[] At(ReadOnlySpan<double> series, int[] steps)
    {
        double[] values = new double[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            values[i] = series[steps[i]];
        }

        return values;
    }
}
