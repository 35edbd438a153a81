using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Checks the period of a workflow and the parts that it is split into.</summary>
/// <param name="workflow">The workflow.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class PeriodCheck(Workflow workflow, ProblemList problems)
{
    private static readonly SplitPeriods None = new(null, null, null, null);

    private TimeAxis _time;

    /// <summary>The simulated time steps and their parts; none where they are wrong.</summary>
    public (TimeAxis Time, SplitPeriods Splits) Read()
    {
        TimeSpan step = Dates.Step(workflow.Period.Step);
        if (step <= TimeSpan.Zero || TimeSpan.FromDays(1).Ticks % step.Ticks != 0)
        {
            problems.Add("period.step", $"expected a step that divides a day, found {workflow.Period.Step}");
            return (default, None);
        }

        foreach ((string key, string date) in (ReadOnlySpan<(string, string)>)[("period.start", workflow.Period.Start), ("period.end", workflow.Period.End)])
        {
            if (Dates.Parse(date) is null)
            {
                problems.Add(key, $"there is no date {date}");
            }
        }

        if (Dates.Span(workflow.Period.Start, workflow.Period.End) is not { } span)
        {
            return (default, None);
        }

        int count = (int)Math.Max(span.Length / step, 0);
        if (count < 1)
        {
            problems.Add("period", $"the period is empty: it ends ({workflow.Period.End}) before it starts ({workflow.Period.Start})");
            return (default, None);
        }

        _time = new TimeAxis(span.Start, step, count);
        SplitSection given = workflow.Splits;
        SplitPeriods splits = new IReadOnlyList<string>?[] { given.Warmup, given.Calibration, given.Validation, given.Test }.Any(split => split is [_])
            ? SplitsByShare(given)
            : new SplitPeriods(
                Split("warmup", given.Warmup),
                Split("calibration", given.Calibration),
                Split("validation", given.Validation),
                Split("test", given.Test));
        CheckOverlaps(splits);
        return (_time, splits);
    }

    /// <summary>Shares of the period follow each other in time: warm-up, calibration, validation, test.</summary>
    private SplitPeriods SplitsByShare(SplitSection given)
    {
        (string Name, IReadOnlyList<string>? Share)[] splits = [("warmup", given.Warmup), ("calibration", given.Calibration), ("validation", given.Validation), ("test", given.Test)];
        var periods = new Period?[splits.Length];
        double done = 0;
        for (int i = 0; i < splits.Length; i++)
        {
            if (splits[i].Share is null)
            {
                continue;
            }

            string path = $"splits.{splits[i].Name}";
            if (splits[i].Share is not [string share])
            {
                problems.Add(path, "the others are shares of the period; give all splits as shares or all as dates");
                continue;
            }

            int first = (int)Math.Round(done * _time.Count, MidpointRounding.AwayFromZero);
            done += double.Parse(share, CultureInfo.InvariantCulture);
            int end = (int)Math.Round(Math.Min(done, 1) * _time.Count, MidpointRounding.AwayFromZero);
            if (done > 1 + 1e-9)
            {
                problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"the shares up to here are {done:0.###} of the period; together they may be 1"));
            }
            else if (end <= first)
            {
                problems.Add(path, $"a share of {share} of {_time.Count} time steps is none");
            }
            else
            {
                periods[i] = new Period(_time[first], _time[first] + ((end - first) * _time.Step));
            }
        }

        return new SplitPeriods(periods[0], periods[1], periods[2], periods[3]);
    }

    private Period? Split(string name, IReadOnlyList<string>? dates)
    {
        if (dates is null)
        {
            return null;
        }

        string path = $"splits.{name}";
        if (Dates.Span(dates[0], dates[1]) is not { } period)
        {
            problems.Add(path, "both must be dates that exist");
            return null;
        }

        if (period.Length < _time.Step)
        {
            problems.Add(path, $"the period is empty: it ends ({dates[1]}) before it starts ({dates[0]})");
            return null;
        }

        if (!_time.Period.Contains(period))
        {
            problems.Add(path, $"{period} reaches outside the simulated period {_time.Period}");
            return null;
        }

        return period;
    }

    private void CheckOverlaps(SplitPeriods found)
    {
        (string Name, Period? Period)[] splits =
            [("warmup", found.WarmUp), ("calibration", found.Calibration), ("validation", found.Validation), ("test", found.Test)];
        for (int i = 0; i < splits.Length; i++)
        {
            for (int j = i + 1; j < splits.Length; j++)
            {
                if (splits[i].Period is { } one && splits[j].Period is { } other && one.Overlaps(other))
                {
                    problems.Add($"splits.{splits[j].Name}", $"{other} overlaps {splits[i].Name} ({one}); what is fitted on one must not be scored on the other");
                }
            }
        }
    }
}
