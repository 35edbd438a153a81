using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Forecasts in one CF-1.11 file: discharge of each member over gauge, issue time and lead time.</summary>
internal static class ForecastResults
{
    private const string Epoch = "seconds since 1970-01-01 00:00:00";

    public static void Write(WorkflowPlan plan, WorkflowInputs inputs, IReadOnlyList<MemberForecast> forecasts, string path)
    {
        string draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Draft(plan, inputs, forecasts, draft);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(path, error);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Draft(WorkflowPlan plan, WorkflowInputs inputs, IReadOnlyList<MemberForecast> forecasts, string path)
    {
        CatchmentUnits units = inputs.Domain.Units;
        using var file = new NetCdfWriter(path);
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("title", $"forecasts of {plan.Workflow.Description ?? plan.Workflow.Name}");
        file.DefineAttribute("source", string.Join("; ", forecasts.Select(forecast =>
            $"{forecast.Member.Name}: {forecast.Member.Descriptor.Name} (plugin {forecast.Member.Loaded.Manifest.Id} {forecast.Member.Loaded.Manifest.Version})")));
        file.DefineAttribute("history", $"tributary {WorkflowRun.Version} forecast {Path.GetFileName(plan.Source.Path)} (SHA-256 {FileHash.Of(plan.Source.Path)})");
        file.DefineAttribute("comment", "A forecast of lead time L is of the time step that starts at issue_time + L. It knows the weather up to the step that starts at issue_time.");
        file.DefineDimension("gauge", units.Count);
        file.DefineDimension("id_length", units.Ids.Max(id => Math.Max(Encoding.UTF8.GetByteCount(id), 1)));
        file.DefineVariable("gauge_id", ["gauge", "id_length"], NetCdfKind.Text, ("long_name", "id of the gauge"), ("cf_role", "timeseries_id"));
        foreach ((int at, MemberForecast forecast) in forecasts.Index())
        {
            string more = Suffix(at);
            file.DefineDimension($"issue_time{more}", forecast.Issues.Length);
            file.DefineDimension($"lead{more}", forecast.LeadSteps);
            file.DefineVariable($"issue_time{more}", [$"issue_time{more}"], NetCdfKind.Coordinate, ("standard_name", "forecast_reference_time"), ("long_name", "start of the last step that the forecast knows"), ("units", Epoch), ("calendar", "proleptic_gregorian"));
            file.DefineVariable($"lead{more}", [$"lead{more}"], NetCdfKind.Coordinate, ("standard_name", "forecast_period"), ("long_name", "lead time"), ("units", "s"));
            foreach (OutputDeclaration output in forecast.Member.Descriptor.Outputs)
            {
                string of = output.Quantile is { } probability ? string.Create(CultureInfo.InvariantCulture, $"quantile {probability} of the forecast discharge") : "forecast discharge";
                file.DefineVariable(
                    NameOf(forecast, output), ["gauge", $"issue_time{more}", $"lead{more}"], NetCdfKind.Real32,
                    ("standard_name", Variables.Discharge.StandardName), ("long_name", $"{of} by {forecast.Member.Name} ({forecast.Member.Descriptor.Name})"), ("units", Variables.Discharge.Unit), ("coordinates", "gauge_id"));
            }
        }

        file.Write("gauge_id", units.Ids);
        foreach ((int at, MemberForecast forecast) in forecasts.Index())
        {
            file.Write($"issue_time{Suffix(at)}", [.. forecast.Issues.Select(issue => (issue - DateTime.UnixEpoch).TotalSeconds)]);
            file.Write($"lead{Suffix(at)}", [.. Enumerable.Range(1, forecast.LeadSteps).Select(lead => lead * plan.Time.Step.TotalSeconds)]);
            WriteValues(file, forecast, units, plan.Time.Step);
        }

        file.Complete();
    }

    private static void WriteValues(NetCdfWriter file, MemberForecast forecast, CatchmentUnits units, TimeSpan step)
    {
        IReadOnlyList<OutputDeclaration> outputs = forecast.Member.Descriptor.Outputs;
        int leads = forecast.LeadSteps;
        double[] rows = new double[forecast.Issues.Length * leads];
        for (int output = 0; output < outputs.Count; output++)
        {
            for (int unit = 0; unit < units.Count; unit++)
            {
                for (int issue = 0; issue < forecast.Issues.Length; issue++)
                {
                    forecast.Values.AsSpan(((((issue * outputs.Count) + output) * units.Count) + unit) * leads, leads).CopyTo(rows.AsSpan(issue * leads));
                }

                DischargeConversion.Of(forecast.Member.Descriptor, units.AreaKm2[unit], step).Apply(rows);
                file.Write(NameOf(forecast, outputs[output]), [unit, 0, 0], [1, forecast.Issues.Length, leads], rows);
            }
        }
    }

    /// <summary>Members may forecast from other issues or so far ahead: each has dimensions of its own.</summary>
    private static string Suffix(int member) => member == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"_{member + 1}");

    private static string NameOf(MemberForecast forecast, OutputDeclaration output)
    {
        string member = forecast.Member.Name.Replace('-', '_');
        return output.Quantile is null ? $"discharge_{member}" : $"{output.Variable.Name.Replace(Variables.Runoff.Name, Variables.Discharge.Name, StringComparison.Ordinal)}_{member}";
    }
}
