namespace Tributary.Report;

/// <summary>A study of transfer: what members gain over a baseline, by the size of the source and the length of the record.</summary>
/// <param name="Baseline">The member that gains are measured by.</param>
/// <param name="Note">How the table is to be read.</param>
/// <param name="Rows">One row a source size, length of record and member.</param>
/// <param name="Basins">The ids of the basins.</param>
/// <param name="Source">The baseline's NSE at each basin in the calibration period.</param>
/// <param name="Attributes">Attributes of the basins.</param>
/// <param name="Predictors">Predictors of the gain.</param>
public sealed record ReportStudy(
    string Baseline,
    string Note,
    IReadOnlyList<ReportStudyRow> Rows,
    IReadOnlyList<string> Basins,
    IReadOnlyList<double> Source,
    IReadOnlyList<ReportBasinValues> Attributes,
    IReadOnlyList<ReportGainPredictor> Predictors);

/// <summary>A member with one source and one length of record. A score that is missing is NaN.</summary>
/// <param name="Size">Number of source basins; 0 for a network that was trained before.</param>
/// <param name="Years">Years of discharge to learn from.</param>
/// <param name="Member">The member.</param>
public sealed record ReportStudyRow(int Size, int Years, string Member)
{
    /// <summary>Mean of NSE.</summary>
    public double MeanNse { get; init; }

    /// <summary>Median of NSE.</summary>
    public double MedianNse { get; init; }

    /// <summary>Standard deviation of the median over the trainings; NaN for one.</summary>
    public double Deviation { get; init; } = double.NaN;

    /// <summary>Mean of KGE.</summary>
    public double MeanKge { get; init; }

    /// <summary>Median of KGE.</summary>
    public double MedianKge { get; init; }

    /// <summary>Mean of what NSE has more than the baseline's.</summary>
    public double MeanGain { get; init; }

    /// <summary>Median of it.</summary>
    public double MedianGain { get; init; }

    /// <summary>Share of basins and trainings where it is negative.</summary>
    public double ShareDegraded { get; init; }

    /// <summary>NSE of each basin, mean over trainings.</summary>
    public IReadOnlyList<double> Nse { get; init; } = [];

    /// <summary>What it has more than the baseline's.</summary>
    public IReadOnlyList<double> Gain { get; init; } = [];
}

/// <summary>An attribute of the basins.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values.</param>
public sealed record ReportBasinValues(string Name, IReadOnlyList<double> Values);

/// <summary>A predictor of the gain.</summary>
/// <param name="Member">The member whose gain it predicts.</param>
/// <param name="Error">Root of its mean squared error at basins that it did not know.</param>
/// <param name="TrivialError">The same of the mean of the others.</param>
/// <param name="Coefficients">Change of the gain by one deviation of each feature.</param>
public sealed record ReportGainPredictor(string Member, double Error, double TrivialError, IReadOnlyList<(string Feature, double Value)> Coefficients);
