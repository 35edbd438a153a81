using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forecasts by the members of a workflow: by those that do so by themselves, and by those whose states a finished run stored.</summary>
public static class ForecastRun
{
    /// <summary>Forecasts and writes the file.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between issues; no file is written.</param>
    /// <returns>The file, and what was forecast.</returns>
    /// <exception cref="TributaryException">The input is wrong or the work failed.</exception>
    public static ForecastSummary Execute(WorkflowPlan plan, ForecastRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var own = OwnForecast.Members(plan);
        ForecastSection section = plan.Workflow.Forecast ?? throw new InputException("the workflow does not say where the weather's forecasts are", plan.Source.Path, "Give forecast.files.");
        var services = new HostServices(message => progress?.Report(new Noted(message)));
        string path = Path.GetFullPath(request.Output ?? Path.Combine(WorkflowRun.FolderOf(plan), "forecast.nc"));
        if (own.Count > 0)
        {
            if (request.IsHindcast || request.Issue is not null)
            {
                throw new InputException($"{own[0].Member.Name} forecasts by itself, from the issues of its files alone", plan.Source.Path, "Leave --issue and --hindcast out, and give forecast.issues.");
            }

            WorkflowInputs inputs = InputReader.Read(plan, services, null, cancellation);
            (IReadOnlyList<MemberForecast> forecasts, IReadOnlyList<string> notes) = OwnForecast.Execute(plan, section, own, inputs, services, cancellation);
            ForecastResults.Write(plan, inputs.Domain, forecasts, null, path);
            return new ForecastSummary(path, forecasts, [.. inputs.Notes, .. notes]);
        }

        // One process at a time moves the states on; of a workflow that has not run no folder is made.
        RunManifest ran = WarmForecast.ManifestOf(plan);
        using RunFolder held = RunFolder.Open(WorkflowRun.FolderOf(plan));
        WarmForecastResult warm = WarmForecast.Execute(plan, ran, section, request, services, cancellation);
        ForecastResults.Write(plan, warm.Domain, warm.Forecasts, warm.Thresholds, path);
        ForecastScores? scores = request.IsHindcast ? ForecastScores.Of(warm) : null;
        string? scoreFile = scores is null ? null : Path.ChangeExtension(path, null) + "_scores.csv";
        scores?.Write(scoreFile!);
        return new ForecastSummary(path, warm.Forecasts, warm.Notes) { Scores = scores, ScoreFile = scoreFile, UpdatedStates = warm.Updated };
    }
}

/// <summary>What is asked of a forecast.</summary>
public sealed record ForecastRequest
{
    /// <summary>The NetCDF file; null for forecast.nc in the workflow's run folder. One that is there is replaced.</summary>
    public string? Output { get; init; }

    /// <summary>The only issue to forecast from, the start of the last step that is known; null for those that the workflow says.</summary>
    public DateTime? Issue { get; init; }

    /// <summary>Whether the issues are of the past: what they forecast is scored against what was then observed, and no states are stored.</summary>
    public bool IsHindcast { get; init; }
}

/// <summary>What a member forecast.</summary>
/// <param name="Member">The member.</param>
/// <param name="Issues">When each forecast was issued: the last step that it knew.</param>
/// <param name="LeadSteps">Time steps of each.</param>
/// <param name="Realizations">Names of the weather's members; empty for a deterministic forecast.</param>
/// <param name="Series">What was forecast.</param>
public sealed record MemberForecast(MemberPlan Member, DateTime[] Issues, int LeadSteps, IReadOnlyList<string> Realizations, IReadOnlyList<ForecastSeries> Series)
{
    /// <summary>Number of forecasts from each issue.</summary>
    public int RealizationCount => Math.Max(1, Realizations.Count);

    /// <summary>One forecast, <c>[lead]</c> in m3 s-1.</summary>
    public ReadOnlySpan<double> Discharge(int gauge, int issue, int realization) =>
        Series[0].Discharge.AsSpan(((((gauge * Issues.Length) + issue) * RealizationCount) + realization) * LeadSteps, LeadSteps);
}

/// <summary>A forecast variable.</summary>
/// <param name="Name">Its name, which the member's follows.</param>
/// <param name="Description">What it is.</param>
/// <param name="Discharge">Its values in m3 s-1, <c>[gauge][issue][realization][lead]</c>.</param>
public sealed record ForecastSeries(string Name, string Description, double[] Discharge);

/// <summary>What was forecast.</summary>
/// <param name="Path">The file.</param>
/// <param name="Forecasts">Of each member.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record ForecastSummary(string Path, IReadOnlyList<MemberForecast> Forecasts, IReadOnlyList<string> Notes)
{
    /// <summary>How good a hindcast was; null for a forecast.</summary>
    public ForecastScores? Scores { get; init; }

    /// <summary>Where its scores were written.</summary>
    public string? ScoreFile { get; init; }

    /// <summary>Files of states that were stored anew.</summary>
    public IReadOnlyList<string> UpdatedStates { get; init; } = [];
}
