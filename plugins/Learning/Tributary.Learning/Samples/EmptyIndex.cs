using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Why no window at all can be used.</summary>
internal static class EmptyIndex
{
    public static InputException Explain(SeriesStore store, SampleWindow window, IReadOnlyList<Range> periods, bool needsTarget)
    {
        int stepCount = store.Time.Count;
        string where = store.Basins.Count > 0 ? store.Basins[0] : "basins";
        if (window.LookBack + window.Lead > stepCount)
        {
            return new InputException(
                $"The look-back of {window.LookBack} steps is longer than the record of {stepCount}", where, "Lower lookback or give a longer record.");
        }

        int longest = periods.Count == 0 ? 0 : periods.Max(period => period.GetOffsetAndLength(stepCount).Length);
        if (longest < window.PredictLast)
        {
            return new InputException(
                $"The period of {longest} steps is shorter than the {window.PredictLast} target steps of one sample", where, "Give a longer period or lower predict_last_n.");
        }

        for (int variable = 0; variable < store.Variables.Count; variable++)
        {
            int column = variable;
            if (Enumerable.Range(0, store.Basins.Count).All(basin => AllMissing(store.Inputs(basin), store.Variables.Count, column)))
            {
                return new InputException($"The input {store.Variables[variable]} is missing throughout", where, "Give the series or leave the variable out.");
            }
        }

        bool anyTarget = Enumerable.Range(0, store.Basins.Count).Any(basin => periods.Any(period => HasTarget(store, basin, period)));
        return needsTarget && !anyTarget
            ? new InputException("There is no observation in the period", where, "Give observed series, or a period that they cover.")
            : new InputException(
                $"No window of {window.LookBack} steps without a gap in its inputs ends {(needsTarget ? "at an observation of" : "in")} the period",
                where,
                "Lower lookback, start the record earlier, fill the gaps, or let missing inputs be masked.");
    }

    private static bool AllMissing(ReadOnlySpan<float> rows, int width, int column)
    {
        for (int at = column; at < rows.Length; at += width)
        {
            if (float.IsFinite(rows[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasTarget(SeriesStore store, int basin, Range period)
    {
        int width = store.TargetNames.Count;
        (int first, int count) = period.GetOffsetAndLength(store.Time.Count);
        foreach (float value in store.Targets(basin).Slice(first * width, count * width))
        {
            if (float.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }
}
