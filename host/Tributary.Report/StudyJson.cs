using System.Text.Json;

namespace Tributary.Report;

/// <summary>A study of transfer as the page's script reads it.</summary>
internal static class StudyJson
{
    public static void Write(Utf8JsonWriter json, ReportStudy study)
    {
        json.WriteStartObject();
        json.WriteString("baseline", study.Baseline);
        json.WriteString("note", study.Note);
        ReportJson.Array(json, "rows", study.Rows, Row);
        ReportJson.Array(json, "basins", study.Basins, (writer, basin) => writer.WriteStringValue(basin));
        ReportJson.Array(json, "source", study.Source, Value);
        ReportJson.Array(json, "attributes", study.Attributes, (writer, attribute) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", attribute.Name);
            ReportJson.Array(writer, "values", attribute.Values, Value);
            writer.WriteEndObject();
        });
        ReportJson.Array(json, "predictors", study.Predictors, Predictor);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, ReportStudyRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("size", row.Size);
        json.WriteNumber("years", row.Years);
        json.WriteString("member", row.Member);
        ReportJson.Number(json, "meanNse", row.MeanNse);
        ReportJson.Number(json, "medianNse", row.MedianNse);
        ReportJson.Number(json, "deviation", row.Deviation);
        ReportJson.Number(json, "meanKge", row.MeanKge);
        ReportJson.Number(json, "medianKge", row.MedianKge);
        ReportJson.Number(json, "meanGain", row.MeanGain);
        ReportJson.Number(json, "medianGain", row.MedianGain);
        ReportJson.Number(json, "degraded", row.ShareDegraded);
        ReportJson.Array(json, "nse", row.Nse, Value);
        ReportJson.Array(json, "gain", row.Gain, Value);
        json.WriteEndObject();
    }

    private static void Predictor(Utf8JsonWriter json, ReportGainPredictor predictor)
    {
        json.WriteStartObject();
        json.WriteString("member", predictor.Member);
        ReportJson.Number(json, "error", predictor.Error);
        ReportJson.Number(json, "trivial", predictor.TrivialError);
        ReportJson.Array(json, "coefficients", predictor.Coefficients, (writer, one) =>
        {
            writer.WriteStartObject();
            writer.WriteString("feature", one.Feature);
            ReportJson.Number(writer, "value", one.Value);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
