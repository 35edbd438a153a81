using Tributary.Report;

namespace Tributary.Engine;

/// <summary>What the run's report shows of a study.</summary>
internal static class StudyReport
{
    public static ReportStudy? Of(StudyResult? study)
    {
        if (study is null)
        {
            return null;
        }

        return new ReportStudy(
            study.Plan.Baseline,
            study.Notes,
            [.. study.Rows.Select(row => RowOf(study, row))],
            study.Gauges,
            [.. study.Baseline.Select(score => score.Before)],
            [.. study.Attributes.Select(attribute => new ReportBasinValues(attribute.Key, attribute.Value))],
            [.. study.Predictors.Select(predictor => new ReportGainPredictor(predictor.Member, predictor.Error, predictor.TrivialError, [.. predictor.Features.Zip(predictor.Coefficients)]))]);
    }

    private static ReportStudyRow RowOf(StudyResult study, StudyRow row) => new(row.Size, row.Years, row.Member)
    {
        MeanNse = row.MeanNse,
        MedianNse = row.MedianNse,
        Deviation = row.DeviationOverSeeds,
        MeanKge = row.MeanKge,
        MedianKge = row.MedianKge,
        MeanGain = row.MeanGain,
        MedianGain = row.MedianGain,
        ShareDegraded = row.ShareDegraded,
        Nse = StudyTable.ByBasin(study.Scores, (row.Size, row.Years), row.Member, study.Gauges.Count, nse => nse),
        Gain = StudyTable.GainsOf(study.Scores, (row.Size, row.Years), row.Member, study.Plan.Baseline, study.Gauges.Count, nse => nse),
    };
}
