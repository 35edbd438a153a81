using System.Globalization;
using System.Text;

namespace Tributary.Engine;

/// <summary>A study as CSV, and its tables as Markdown to paste into a text.</summary>
internal static class StudyFiles
{
    /// <summary>All files that a study writes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["study.csv", "study_scores.csv", "candidates.csv", "gain_predictor.csv", "gain_predictions.csv", "study.md"];

    public static void Write(StudyResult study, string folder)
    {
        Table(
            Path.Combine(folder, "study.csv"),
            "sources,years,member,seeds,gauges,mean_nse,median_nse,mean_kge,median_kge,mean_gain,median_gain,share_degraded,deviation_over_seeds,median_nse_of_mean",
            study.Rows.Select(row => (object[])
            [
                row.Size, row.Years, row.Member, row.Seeds, row.Gauges, row.MeanNse, row.MedianNse, row.MeanKge, row.MedianKge, row.MeanGain, row.MedianGain, row.ShareDegraded,
                row.DeviationOverSeeds, row.MedianNseOfMean,
            ]));
        Table(
            Path.Combine(folder, "study_scores.csv"),
            "sources,years,block,member,seed,gauge,nse,kge,calibration_nse",
            study.Scores.Select(score => (object[])
            [
                score.Point.Size, score.Point.Years, score.Point.Fold + 1, score.Member, score.Seed == 0 ? "mean" : score.Seed, study.Gauges[score.Gauge], score.Nse, score.Kge, score.Before,
            ]));
        Table(
            Path.Combine(folder, "candidates.csv"),
            "gauge,calibration_nse,test_nse,candidate",
            study.Gauges.Select((gauge, i) => (object[])[gauge, study.Baseline[i].Before, study.Baseline[i].Test, study.IsCandidate(i) ? "yes" : "no"]));
        Table(
            Path.Combine(folder, "gain_predictor.csv"),
            "member,feature,coefficient,error,error_of_mean",
            study.Predictors.SelectMany(predictor => predictor.Features.Select((feature, k) => (object[])
                [predictor.Member, feature, predictor.Coefficients[k], predictor.Error, predictor.TrivialError])));
        Table(
            Path.Combine(folder, "gain_predictions.csv"),
            "member,gauge,years,gain,predicted,mean_of_others",
            study.Predictors.SelectMany(predictor => predictor.Cases.Select((one, i) => (object[])
                [predictor.Member, study.Gauges[one.Basin], one.Years, one.Gain, predictor.Predicted[i], predictor.MeanOfOthers[i]])));
        File.WriteAllText(Path.Combine(folder, "study.md"), Markdown(study));
    }

    /// <summary>The tables as people read them.</summary>
    public static string Markdown(StudyResult study)
    {
        var text = new StringBuilder();
        bool bySize = study.Plan.Sizes[0] > 0;
        text.Append(CultureInfo.InvariantCulture, $"| {(bySize ? "sources | " : string.Empty)}years | member | mean NSE | median NSE | mean KGE | median KGE | mean gain | median gain | degraded |\n");
        text.Append(CultureInfo.InvariantCulture, $"|{(bySize ? " --- |" : string.Empty)} --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (StudyRow row in study.Rows)
        {
            string spread = double.IsNaN(row.DeviationOverSeeds) ? string.Empty : FormattableString.Invariant($" ± {row.DeviationOverSeeds:0.000}");
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {(bySize ? $"{row.Size} | " : string.Empty)}{row.Years} | {row.Member} | {StudyResult.Shown(row.MeanNse)} | {StudyResult.Shown(row.MedianNse)}{spread} | {StudyResult.Shown(row.MeanKge)} | {StudyResult.Shown(row.MedianKge)} | {StudyResult.Shown(row.MeanGain)} | {StudyResult.Shown(row.MedianGain)} | {row.ShareDegraded:0 %} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{study.Notes}\n");
        if (study.Predictors.Count > 0)
        {
            text.Append("\n| gain of | error of the predictor | error of the mean | largest coefficients |\n| --- | --- | --- | --- |\n");
            foreach (GainPredictor predictor in study.Predictors)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {predictor.Member} | {predictor.Error:0.000} | {predictor.TrivialError:0.000} | {predictor.Largest} |\n");
            }
        }

        return text.ToString();
    }

    private static void Table(string path, string header, IEnumerable<object[]> rows)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (object[] row in rows)
        {
            writer.WriteLine(string.Join(',', row.Select(Field)));
        }
    }

    private static string Field(object value) => value switch
    {
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : string.Empty,
        string text => CsvText.Quote(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
