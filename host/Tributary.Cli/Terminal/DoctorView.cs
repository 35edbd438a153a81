using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows what was found on the machine, a line each, or as JSON.</summary>
internal static class DoctorView
{
    public static void Show(IReadOnlyList<AreaExamination> areas, bool json)
    {
        if (json)
        {
            JsonText.Print(new JsonObject
            {
                ["works"] = !areas.SelectMany(area => area.Diagnoses).Any(diagnosis => diagnosis.Level == DiagnosisLevel.Fails),
                ["findings"] = new JsonArray([.. areas.SelectMany(area => area.Diagnoses.Select(diagnosis => (JsonNode)OfDiagnosis(area.Area, diagnosis)))]),
            });
            return;
        }

        int width = areas.SelectMany(area => area.Diagnoses).Max(diagnosis => diagnosis.Subject.Length);
        foreach (AreaExamination area in areas)
        {
            Console.WriteLine(area.Area);
            foreach (Diagnosis diagnosis in area.Diagnoses)
            {
                Console.WriteLine($"  {Word(diagnosis.Level),-7}  {diagnosis.Subject.PadRight(width)}  {diagnosis.Finding}");
                if (diagnosis.Remedy is { } remedy)
                {
                    Console.WriteLine($"           {new string(' ', width)}  -> {remedy}");
                }
            }
        }
    }

    private static JsonObject OfDiagnosis(string area, Diagnosis diagnosis) => new JsonObject
    {
        ["area"] = area,
        ["subject"] = diagnosis.Subject,
        ["level"] = Word(diagnosis.Level),
        ["finding"] = diagnosis.Finding,
        ["remedy"] = diagnosis.Remedy,
        ["value"] = diagnosis.Value,
        ["unit"] = diagnosis.Unit,
    };

    private static string Word(DiagnosisLevel level) => level switch
    {
        DiagnosisLevel.Works => "ok",
        DiagnosisLevel.Missing => "missing",
        DiagnosisLevel.Warning => "warning",
        _ => "fails",
    };
}
