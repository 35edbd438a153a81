using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Looks for gaps and impossible values in forcing, and fills gaps where the workflow says so.</summary>
public static class ForcingCheck
{
    /// <summary>Refuses values outside the variable's physical range.</summary>
    /// <exception cref="InputException">There is one; the message tells the first, its date, and how many there are.</exception>
    public static void DemandPossible(Variable variable, ReadOnlySpan<double> values, TimeAxis time, string where)
    {
        int first = -1;
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < variable.Lowest || values[i] > variable.Highest)
            {
                first = first < 0 ? i : first;
                count++;
            }
        }

        if (first >= 0)
        {
            string bound = values[first] < variable.Lowest ? $"below the lowest possible, {variable.Lowest}" : $"above the highest plausible, {variable.Highest}";
            throw new InputException(
                $"{variable.Name} is {values[first]:G6} {variable.Unit} on {time[first]:yyyy-MM-dd HH:mm}, {bound}{Others(count - 1)}",
                where,
                "Correct the data, or the unit that the workflow gives it.");
        }
    }

    /// <summary>Refuses gaps, or fills those that are short enough.</summary>
    /// <returns>How many steps were filled.</returns>
    /// <exception cref="InputException">A gap may not, or cannot, be filled.</exception>
    public static int CloseGaps(Variable variable, Span<double> values, TimeAxis time, GapSection policy, string where)
    {
        int filled = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                continue;
            }

            int end = i;
            while (end < values.Length && double.IsNaN(values[end]))
            {
                end++;
            }

            if (policy.Policy != "fill" || end - i > policy.Longest || (i == 0 && end == values.Length))
            {
                int gaps = CountGaps(values);
                string remedy = policy.Policy == "fill"
                    ? $"The gap has {end - i} steps, but forcing.gaps.longest is {policy.Longest}."
                    : "Complete the data, or let short gaps be filled with 'forcing: { gaps: { policy: fill, longest: 5 } }'.";
                throw new InputException($"{variable.Name} is missing (NaN) on {time[i]:yyyy-MM-dd HH:mm}{Others(gaps - 1)}", where, remedy);
            }

            Fill(variable, values, i, end);
            filled += end - i;
            i = end;
        }

        return filled;
    }

    /// <summary>Number of gaps in a series.</summary>
    public static int CountGaps(ReadOnlySpan<double> values)
    {
        int gaps = 0;
        foreach (double value in values)
        {
            gaps += double.IsNaN(value) ? 1 : 0;
        }

        return gaps;
    }

    private static void Fill(Variable variable, Span<double> values, int start, int end)
    {
        double before = start > 0 ? values[start - 1] : values[end];
        double after = end < values.Length ? values[end] : before;
        bool isPrecipitation = variable.Name is "precipitation" or "rainfall" or "snowfall";
        for (int i = start; i < end; i++)
        {
            double share = (double)(i - start + 1) / (end - start + 1);
            values[i] = isPrecipitation ? 0 : before + (share * (after - before));
        }
    }

    private static string Others(int count) => count > 0 ? $" (and on {count} other time steps)" : string.Empty;
}
