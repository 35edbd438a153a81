using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Why a member that learned may do worse at a basin than the baseline: what the data say at once.</summary>
public static class DegradedBasins
{
    private const int FewDays = 730;
    private const double WetnessShift = 0.15;
    private const double WarmthShift = 1;
    private const int StuckSteps = 30;
    private const double BreakFactor = 8;

    /// <summary>A note for each basin at which a member that learned scores below the baseline.</summary>
    internal static IEnumerable<string> Notes(RunSummary run)
    {
        if (run.Comparison is not { } comparison || run.Plan.Splits.Calibration is not { } calibration)
        {
            yield break;
        }

        WorkflowInputs inputs = run.Inputs;
        int baseline = MemberComparison.BaselineOf(run);
        Range learned = inputs.Forcing.Time.IndicesWithin(calibration);
        Range tested = run.Plan.Splits.Test is { } test ? inputs.Forcing.Time.IndicesWithin(test) : learned;
        for (int member = 0; member < run.Members.Count; member++)
        {
            for (int gauge = 0; gauge < inputs.Observed.Length && run.Members[member].Artefacts.Count > 0; gauge++)
            {
                double gain = comparison.Gauges[member][gauge] - comparison.Gauges[baseline][gauge];
                if (gain < 0)
                {
                    string causes = string.Join("; ", Causes(
                        inputs.Observed[gauge].AsSpan(learned),
                        (Mean(inputs, Variables.Precipitation, gauge, learned), Mean(inputs, Variables.Precipitation, gauge, tested)),
                        (Mean(inputs, Variables.AirTemperature, gauge, learned), Mean(inputs, Variables.AirTemperature, gauge, tested)),
                        inputs.Forcing.Time.Step).DefaultIfEmpty("the data show no cause"));
                    yield return FormattableString.Invariant(
                        $"member {run.Members[member].Member.Name}: basin {inputs.Domain.Gauges[gauge].Id} is worse off by {-gain:0.000} of NSE than {run.Plan.Workflow.Evaluate.Baseline}: {causes}");
                }
            }
        }
    }

    /// <summary>The likeliest causes: a short record, a shifted climate, a stuck gauge, a break of the unit.</summary>
    /// <param name="observed">Discharge in the calibration period, a gap being NaN.</param>
    /// <param name="precipitation">Its mean in the calibration and the test period; NaN where there is none.</param>
    /// <param name="temperature">Its mean in both, in degC; NaN where there is none.</param>
    /// <param name="step">Time step.</param>
    public static IReadOnlyList<string> Causes(ReadOnlySpan<double> observed, (double Learned, double Tested) precipitation, (double Learned, double Tested) temperature, TimeSpan step)
    {
        var causes = new List<string>();
        (int known, int stuck, double jump) = Survey(observed, (int)Math.Max(1, TimeSpan.FromDays(90) / step));
        double days = known * step.TotalDays;
        if (days < FewDays)
        {
            causes.Add(FormattableString.Invariant($"only {days:0} days of discharge to learn from"));
        }

        double wetter = (precipitation.Tested / precipitation.Learned) - 1;
        if (Math.Abs(wetter) > WetnessShift)
        {
            causes.Add(FormattableString.Invariant($"the test period is {100 * Math.Abs(wetter):0} % {(wetter > 0 ? "wetter" : "drier")} than the calibration period"));
        }

        double warmer = temperature.Tested - temperature.Learned;
        if (Math.Abs(warmer) > WarmthShift)
        {
            causes.Add(FormattableString.Invariant($"the test period is {Math.Abs(warmer):0.0} degC {(warmer > 0 ? "warmer" : "colder")} than the calibration period"));
        }

        if (stuck >= StuckSteps)
        {
            causes.Add($"discharge stays the same for {stuck} time steps, as of a stuck gauge");
        }

        if (jump > BreakFactor)
        {
            causes.Add(FormattableString.Invariant($"discharge changes {jump:0}-fold from one half of the calibration period to the other, as by a break of its unit"));
        }

        return causes;
    }

    private static (int Known, int Stuck, double Jump) Survey(ReadOnlySpan<double> observed, int leastPerHalf)
    {
        int known = 0;
        int stuck = 0;
        int same = 0;
        double before = double.NaN;
        Span<double> sums = [0, 0];
        Span<int> counts = [0, 0];
        for (int step = 0; step < observed.Length; step++)
        {
            double value = observed[step];
            if (double.IsNaN(value))
            {
                continue;
            }

            known++;
            same = value == before && value > 0 ? same + 1 : 1;
            stuck = Math.Max(stuck, same);
            before = value;
            int half = 2 * step < observed.Length ? 0 : 1;
            sums[half] += value;
            counts[half]++;
        }

        double ratio = counts[0] < leastPerHalf || counts[1] < leastPerHalf ? 1 : sums[0] / counts[0] / (sums[1] / counts[1]);
        return (known, stuck, Math.Max(ratio, 1 / ratio));
    }

    private static double Mean(WorkflowInputs inputs, Variable variable, int gauge, Range range)
    {
        if (!inputs.Forcing.Contains(variable) || inputs.Domain.Network is not null)
        {
            return double.NaN;
        }

        return System.Numerics.Tensors.TensorPrimitives.Average<double>(inputs.Forcing.Series(variable, gauge)[range]);
    }
}
