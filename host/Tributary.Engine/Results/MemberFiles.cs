using System.Text;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What a member leaves behind: its parameters, and how its calibrations went.</summary>
internal static class MemberFiles
{
    public static void Write(MemberResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        WriteParameters(result, Path.Combine(folder, "parameters.json"));
        if (result.Simulation.States.Count > 0)
        {
            StateFile.Write(result.Simulation.States, Path.Combine(folder, StateFile.Name));
        }

        for (int i = 0; i < result.Artefacts.Count; i++)
        {
            string target = result.Artefacts.Count == 1 ? folder : Path.Combine(folder, $"seed-{result.Seed + i}");
            foreach (string file in Directory.EnumerateFiles(result.Artefacts[i], "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(target, Path.GetRelativePath(result.Artefacts[i], file));
                if (Path.GetFileName(file) != StepStore.Seal)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(file, copy);
                }
            }
        }

        if (result.Calibrations.Any(calibration => calibration is not null))
        {
            WriteTrace(result, Path.Combine(folder, "calibration_trace.csv"));
        }

        if (result.Sensitivities.Count > 0)
        {
            MemberSensitivity.WriteCsv(result.Sensitivities, Path.Combine(folder, "sensitivity.csv"));
        }

        if (result.Calibrations.FirstOrDefault(calibration => calibration?.Front is not null)?.Front is { } front)
        {
            WriteFronts(result, front.Scores, Path.Combine(folder, "pareto_front.csv"));
        }
    }

    private static void WriteParameters(MemberResult result, string path)
    {
        MemberPlan member = result.Member;
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("member", member.Name);
        json.WriteString("model", member.Descriptor.Name);
        json.WriteString("plugin", member.Loaded.Manifest.Id);
        json.WriteString("plugin_version", member.Loaded.Manifest.Version);
        json.WriteStartObject("parameters");
        foreach (ParameterDeclaration parameter in member.Descriptor.Parameters)
        {
            json.WriteStartObject(parameter.Name);
            json.WriteString("unit", parameter.Unit);
            json.WriteString("description", parameter.Description);
            json.WriteNumber("lower", parameter.Lower);
            json.WriteNumber("upper", parameter.Upper);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("basins");
        for (int group = 0; group < result.Parameters.Length; group++)
        {
            json.WriteStartObject(result.Groups[group].Name);
            json.WriteStartObject("values");
            for (int i = 0; i < member.Descriptor.Parameters.Count; i++)
            {
                json.WriteNumber(member.Descriptor.Parameters[i].Name, result.Parameters[group][i]);
            }

            json.WriteEndObject();
            if (result.Calibrations[group] is { } calibration)
            {
                CalibrationSection section = member.Section.Calibrate!;
                json.WriteStartObject("calibration");
                json.WriteString("algorithm", section.Algorithm);
                json.WriteString("objective", MemberRun.ObjectiveLabel(section));
                json.WriteNumber("score", calibration.Score);
                json.WriteNumber("evaluations", calibration.Trace.Count);
                json.WriteNumber("starts", section.Starts);
                json.WriteNumber("seed", result.Seed);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The Pareto front of each basin: its scores (of which RMSE counts negative), its parameters, and which point was chosen.</summary>
    private static void WriteFronts(MemberResult result, IReadOnlyList<string> scores, string path)
    {
        var text = new StringBuilder();
        text.Append("basin,chosen,").AppendJoin(',', scores).Append(',').AppendJoin(',', result.Member.Descriptor.Parameters.Select(parameter => parameter.Name)).Append('\n');
        for (int group = 0; group < result.Calibrations.Count; group++)
        {
            foreach ((int at, FrontPoint point) in result.Calibrations[group]?.Front?.Points.Index() ?? [])
            {
                text.Append(CsvText.Quote(result.Groups[group].Name)).Append(at == result.Calibrations[group]!.Front!.Chosen ? ",1," : ",0,")
                    .AppendJoin(',', point.Scores.Concat(point.Parameters).Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))).Append('\n');
            }
        }

        File.WriteAllText(path, text.ToString());
    }

    private static void WriteTrace(MemberResult result, string path)
    {
        var text = new StringBuilder();
        text.Append("basin,evaluation,start,objective,best,").AppendJoin(',', result.Member.Descriptor.Parameters.Select(parameter => parameter.Name)).Append('\n');
        for (int group = 0; group < result.Calibrations.Count; group++)
        {
            result.Calibrations[group]?.Trace.AppendCsv(text, CsvText.Quote(result.Groups[group].Name));
        }

        File.WriteAllText(path, text.ToString());
    }
}
