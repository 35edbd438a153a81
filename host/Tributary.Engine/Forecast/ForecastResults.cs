using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Forecasts in one CF-1.11 file: discharge of each member over gauge, issue time and lead time.</summary>
internal static class ForecastResults
{
    private const string Epoch = "seconds since 1970-01-01 00:00:00";

    public static void Write(WorkflowPlan plan, BasinDomain domain, IReadOnlyList<MemberForecast> forecasts, ForecastThresholds? thresholds, string path)
    {
        string draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Draft(plan, domain, forecasts, thresholds, draft);
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

    private static void Draft(WorkflowPlan plan, BasinDomain domain, IReadOnlyList<MemberForecast> forecasts, ForecastThresholds? thresholds, string path)
    {
        string[] gauges = [.. domain.Gauges.Select(gauge => gauge.Id)];
        using var file = new NetCdfWriter(path);
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("title", $"forecasts of {plan.Workflow.Description ?? plan.Workflow.Name}");
        file.DefineAttribute("source", string.Join("; ", forecasts.Select(forecast =>
            $"{forecast.Member.Name}: {forecast.Member.Descriptor.Name} (plugin {forecast.Member.Loaded.Manifest.Id} {forecast.Member.Loaded.Manifest.Version})")));
        file.DefineAttribute("history", $"tributary {WorkflowRun.Version} forecast {Path.GetFileName(plan.Source.Path)} (SHA-256 {FileHash.Of(plan.Source.Path)})");
        file.DefineAttribute("comment", "A forecast of lead time L is of the time step that starts at issue_time + L. It knows the weather up to the step that starts at issue_time.");
        file.DefineDimension("gauge", gauges.Length);
        file.DefineDimension("id_length", gauges.Max(id => Math.Max(Encoding.UTF8.GetByteCount(id), 1)));
        file.DefineVariable("gauge_id", ["gauge", "id_length"], NetCdfKind.Text, ("long_name", "id of the gauge"), ("cf_role", "timeseries_id"));
        if (thresholds is not null)
        {
            file.DefineDimension("threshold", thresholds.Names.Count);
            file.DefineDimension("threshold_length", thresholds.Names.Max(name => Encoding.UTF8.GetByteCount(name)));
            file.DefineVariable("threshold_name", ["threshold", "threshold_length"], NetCdfKind.Text, ("long_name", "name of the threshold"));
            file.DefineVariable("threshold_discharge", ["threshold", "gauge"], NetCdfKind.Real64, ("long_name", "discharge of the threshold"), ("units", Variables.Discharge.Unit), ("coordinates", "threshold_name gauge_id"));
        }

        foreach ((int at, MemberForecast forecast) in forecasts.Index())
        {
            string more = Suffix(at);
            file.DefineDimension($"issue_time{more}", forecast.Issues.Length);
            file.DefineDimension($"lead{more}", forecast.LeadSteps);
            file.DefineVariable($"issue_time{more}", [$"issue_time{more}"], NetCdfKind.Coordinate, ("standard_name", "forecast_reference_time"), ("long_name", "start of the last step that the forecast knows"), ("units", Epoch), ("calendar", "proleptic_gregorian"));
            file.DefineVariable($"lead{more}", [$"lead{more}"], NetCdfKind.Coordinate, ("standard_name", "forecast_period"), ("long_name", "lead time"), ("units", "s"));
            if (forecast.Realizations.Count > 0)
            {
                file.DefineDimension($"realization{more}", forecast.Realizations.Count);
                file.DefineDimension($"realization_length{more}", forecast.Realizations.Max(name => Math.Max(Encoding.UTF8.GetByteCount(name), 1)));
                file.DefineVariable($"realization{more}", [$"realization{more}", $"realization_length{more}"], NetCdfKind.Text, ("standard_name", "realization"), ("long_name", "member of the weather's forecast"));
            }

            string[] cube = ["gauge", $"issue_time{more}", .. forecast.Realizations.Count > 0 ? [$"realization{more}"] : Array.Empty<string>(), $"lead{more}"];
            foreach (ForecastSeries series in forecast.Series)
            {
                file.DefineVariable(
                    NameOf(series.Name, forecast), cube, NetCdfKind.Real32,
                    ("standard_name", Variables.Discharge.StandardName), ("long_name", $"{series.Description} by {forecast.Member.Name} ({forecast.Member.Descriptor.Name})"), ("units", Variables.Discharge.Unit), ("coordinates", "gauge_id"));
            }

            if (thresholds is not null)
            {
                file.DefineVariable(
                    NameOf("exceedance", forecast), ["threshold", "gauge", $"issue_time{more}", $"lead{more}"], NetCdfKind.Real32,
                    ("long_name", $"share of the forecasts by {forecast.Member.Name} with discharge above the threshold"), ("units", "1"), ("coordinates", "threshold_name gauge_id"));
            }
        }

        file.Write("gauge_id", gauges);
        if (thresholds is not null)
        {
            file.Write("threshold_name", thresholds.Names);
            file.Write("threshold_discharge", thresholds.Discharge);
        }

        foreach ((int at, MemberForecast forecast) in forecasts.Index())
        {
            file.Write($"issue_time{Suffix(at)}", [.. forecast.Issues.Select(issue => (issue - DateTime.UnixEpoch).TotalSeconds)]);
            file.Write($"lead{Suffix(at)}", [.. Enumerable.Range(1, forecast.LeadSteps).Select(lead => lead * plan.Time.Step.TotalSeconds)]);
            if (forecast.Realizations.Count > 0)
            {
                file.Write($"realization{Suffix(at)}", forecast.Realizations);
            }

            foreach (ForecastSeries series in forecast.Series)
            {
                file.Write(NameOf(series.Name, forecast), series.Discharge);
            }

            if (thresholds is not null)
            {
                file.Write(NameOf("exceedance", forecast), thresholds.Exceedance(forecast));
            }
        }

        file.Complete();
    }

    /// <summary>Members may forecast from other issues or so far ahead: each has dimensions of its own.</summary>
    private static string Suffix(int member) => member == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"_{member + 1}");

    private static string NameOf(string variable, MemberForecast forecast) => $"{variable}_{forecast.Member.Name.Replace('-', '_')}";
}
