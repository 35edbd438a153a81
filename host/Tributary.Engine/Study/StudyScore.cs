using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>How well a member does at one basin of a study.</summary>
/// <param name="Point">The source and the length of record.</param>
/// <param name="Member">The member.</param>
/// <param name="Seed">Its training, from 1; 0 for the mean simulation of all of them.</param>
/// <param name="Gauge">Index of the basin.</param>
/// <param name="Nse">NSE of the test.</param>
/// <param name="Kge">KGE of the test.</param>
/// <param name="Before">NSE of the calibration.</param>
public sealed record StudyScore(StudyPoint Point, string Member, int Seed, int Gauge, double Nse, double Kge, double Before)
{
    /// <summary>The scores of a member at a point: of each training, and where there are several of their mean.</summary>
    internal static IEnumerable<StudyScore> Of(StudyPoint point, WorkflowPlan plan, WorkflowInputs inputs, MemberResult member)
    {
        for (int seed = 0; seed <= member.DischargeBySeed.Count; seed++)
        {
            double[] discharge = seed == 0 ? member.Simulation.AllDischarge : member.DischargeBySeed[seed - 1];
            for (int gauge = 0; gauge < inputs.Observed.Length; gauge++)
            {
                Moments test = MomentsOf(plan.Splits.Test!.Value, inputs, discharge, gauge);
                Moments calibration = MomentsOf(plan.Splits.Calibration!.Value, inputs, discharge, gauge);
                yield return new StudyScore(point, member.Member.Name, seed, gauge, test.NashSutcliffe, test.KlingGupta, calibration.NashSutcliffe);
            }
        }
    }

    private static Moments MomentsOf(Period period, WorkflowInputs inputs, double[] discharge, int gauge)
    {
        TimeAxis time = inputs.Forcing.Time;
        Range steps = time.IndicesWithin(period);
        var pairs = new ScoredSeries(time.Slice(steps.Start.Value, steps.End.Value - steps.Start.Value), inputs.ObservedIn(gauge, steps), discharge.AsSpan(gauge * time.Count, time.Count)[steps]);
        return pairs.Moments;
    }
}
