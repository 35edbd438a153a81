using System.Text.Json;

namespace Tributary.Report;

/// <summary>What a member went by, as the page's script reads it.</summary>
internal static class InfluenceJson
{
    public static void Write(Utf8JsonWriter json, ReportInfluence influence)
    {
        json.WriteStartObject("influence");
        json.WriteString("weights", influence.Name);
        json.WriteString("description", influence.Description);
        json.WriteString("verdict", influence.Verdict);
        ReportJson.Array(json, "ranked", influence.Ranked, (writer, share) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", share.Name);
            ReportJson.Number(writer, "share", share.Share);
            writer.WriteEndObject();
        });
        Partition(json, "seasons", influence.Seasons);
        Partition(json, "months", influence.Months);
        if (influence.Zones is { } zones)
        {
            Partition(json, "zones", zones);
        }

        json.WriteEndObject();
    }

    private static void Partition(Utf8JsonWriter json, string name, ReportPartition partition)
    {
        json.WriteStartObject(name);
        ReportJson.Array(json, "names", partition.Names, (writer, part) => writer.WriteStringValue(part));
        ReportJson.Array(json, "rows", partition.Rows, (writer, row) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name);
            ReportJson.Array(writer, "shares", row.Shares, (inner, share) => inner.WriteNumberValue(Math.Round(double.IsFinite(share) ? share : 0, 5)));
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
