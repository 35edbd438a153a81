using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Blocks of whole years, each left out once. Flow remembers months, so that days left out one by one would be known from their neighbours.</summary>
public static class YearFolds
{
    /// <summary>The whole years of a part of the record, in order.</summary>
    /// <param name="time">Time steps of the series.</param>
    /// <param name="part">Which steps to divide.</param>
    /// <param name="firstMonth">First month of a year: 1 for the calendar's, 10 for a water year.</param>
    /// <returns>The steps of each year that lies wholly in the part.</returns>
    public static Range[] WholeYears(TimeAxis time, Range part, int firstMonth = 1)
    {
        (int first, int count) = part.GetOffsetAndLength(time.Count);
        TimeAxis axis = time.Slice(first, count);
        var years = new List<Range>();
        for (int year = axis.Start.Year - 1; year <= axis.End.Year; year++)
        {
            var period = new Period(new DateTime(year, firstMonth, 1), new DateTime(year + 1, firstMonth, 1));
            if (axis.Period.Contains(period))
            {
                (int start, int length) = axis.IndicesWithin(period).GetOffsetAndLength(axis.Count);
                years.Add((first + start)..(first + start + length));
            }
        }

        return [.. years];
    }

    /// <summary>Divides the whole years into successive blocks that differ by one year at most.</summary>
    /// <param name="time">Time steps of the series.</param>
    /// <param name="part">Which steps to divide.</param>
    /// <param name="folds">Number of blocks.</param>
    /// <param name="firstMonth">First month of a year.</param>
    /// <returns>For each fold the steps left out, and those before and behind them to train on; an empty one is left out.</returns>
    /// <exception cref="InputException">There are fewer whole years than folds, or fewer than two folds.</exception>
    public static (Range LeftOut, Range[] Train)[] Blocks(TimeAxis time, Range part, int folds, int firstMonth = 1)
    {
        Range[] years = WholeYears(time, part, firstMonth);
        if (folds < 2 || years.Length < folds)
        {
            throw new InputException($"{years.Length} whole years cannot be divided into {folds} blocks", "folds", "Ask for 2 folds at least and as many as there are years at most.");
        }

        Range all = years[0].Start..years[^1].End;
        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            Range leftOut = years[fold * years.Length / folds].Start..years[((fold + 1) * years.Length / folds) - 1].End;
            Range[] around = [all.Start..leftOut.Start, leftOut.End..all.End];
            return (leftOut, around.Where(range => !range.Start.Equals(range.End)).ToArray());
        })];
    }
}
