using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The steps to train, validate and test on; an empty range where there is none.</summary>
/// <param name="Train">Weights are learned here.</param>
/// <param name="Validation">Epochs and settings are chosen here.</param>
/// <param name="Test">Scored only.</param>
public readonly record struct SplitRanges(Range Train, Range Validation, Range Test)
{
    /// <summary>The split by the dates of a workflow.</summary>
    /// <param name="time">Time steps of the series.</param>
    /// <param name="periods">The periods; calibration is the training.</param>
    /// <exception cref="InputException">There is no calibration period, or two periods share steps.</exception>
    public static SplitRanges ByDates(TimeAxis time, SplitPeriods periods)
    {
        if (periods.Calibration is not { } calibration)
        {
            throw new InputException("There is no period to train on", "splits", "Name a calibration period.");
        }

        (string Name, Period Period)[] scored = [.. periods.Scored];
        for (int later = 1; later < scored.Length; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                if (scored[later].Period.Overlaps(scored[earlier].Period))
                {
                    throw new InputException(
                        $"The periods {scored[earlier].Name} ({scored[earlier].Period}) and {scored[later].Name} ({scored[later].Period}) share days",
                        "splits",
                        "A network must be scored on days from which it never learned: make them apart.");
                }
            }
        }

        Range train = time.IndicesWithin(calibration);
        if (train.GetOffsetAndLength(time.Count).Length == 0)
        {
            throw new InputException($"No time step lies in the calibration period {calibration}", "splits", $"The series cover {time.Period}.");
        }

        return new SplitRanges(train, Within(time, periods.Validation), Within(time, periods.Test));
    }

    /// <summary>
    /// The split by shares of the record, one after the other in time: training first, then validation, and the test on all that is left.
    /// </summary>
    /// <param name="time">Time steps of the series.</param>
    /// <param name="train">Share to train on.</param>
    /// <param name="validation">Share to validate on.</param>
    /// <exception cref="InputException">A share is negative, the training's is 0, or together they exceed the record.</exception>
    public static SplitRanges ByFractions(TimeAxis time, double train, double validation)
    {
        if (!(train > 0) || !(validation >= 0) || train + validation > 1)
        {
            throw new InputException(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Shares of {train} to train and {validation} to validate cannot be"),
                "splits",
                "The share to train is above 0, that to validate 0 or more, and their sum at most 1.");
        }

        int trainEnd = (int)Math.Round(train * time.Count, MidpointRounding.AwayFromZero);
        int validationEnd = (int)Math.Round((train + validation) * time.Count, MidpointRounding.AwayFromZero);
        return new SplitRanges(0..trainEnd, trainEnd..validationEnd, validationEnd..time.Count);
    }

    private static Range Within(TimeAxis time, Period? period) => period is { } some ? time.IndicesWithin(some) : 0..0;
}
