using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Forecasts of what a finished run simulated: its members go on from stored states with the observed forcing up to the issue, and from there with the weather's forecasts. The
/// states of every issue are stored, so that the next forecast goes on from them.
/// </summary>
internal sealed partial class WarmForecast
{
    private const int UsualLead = 10;

    private readonly WorkflowPlan _plan;
    private readonly ForecastSection _section;
    private readonly ForecastRequest _request;
    private readonly HostServices _services;
    private readonly CancellationToken _cancellation;
    private readonly RunManifest _manifest;
    private readonly string _run;
    private readonly Period _period;
    private readonly List<string> _notes = [];
    private readonly Lazy<WorkflowInputs> _ofRun;

    private WarmForecast(WorkflowPlan plan, RunManifest ran, ForecastSection section, ForecastRequest request, HostServices services, CancellationToken cancellation)
    {
        (_plan, _section, _request, _services, _cancellation) = (plan, section, request, services, cancellation);
        _run = WorkflowRun.FolderOf(plan);
        _manifest = ran;
        JsonNode period = _manifest.Configuration["period"]!;
        _period = Dates.Span(period["start"]!.ToString(), period["end"]!.ToString())!.Value;
        _ofRun = new Lazy<WorkflowInputs>(() => Inputs(_period.Start, _period.End));
    }

    private TimeSpan Step => _plan.Time.Step;

    /// <summary>What the workflow's finished run was.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static RunManifest ManifestOf(WorkflowPlan plan) => RunStatus.ManifestOf(WorkflowRun.FolderOf(plan)) ?? throw new InputException(
        "the workflow has no finished run whose states a forecast could go on from", WorkflowRun.FolderOf(plan), "Run it first: 'tributary run'. No member of the workflow forecasts by itself.");

    /// <summary>Forecasts by all members of the workflow's run that have states.</summary>
    /// <exception cref="InputException">There is no such run, or something that a forecast needs is missing.</exception>
    public static WarmForecastResult Execute(WorkflowPlan plan, RunManifest ran, ForecastSection section, ForecastRequest request, HostServices services, CancellationToken cancellation) =>
        new WarmForecast(plan, ran, section, request, services, cancellation).Execute();

    private WarmForecastResult Execute()
    {
        DateTime[]? issues = Issues(null);
        WorkflowPlan ran = PlanOf(_period.Start, _period.End, null);
        var stores = ran.Members.Select(member => new StoredMember(member, _run, _services)).ToList();
        foreach (StoredMember without in stores.Where(store => !store.HasStates))
        {
            _notes.Add(_manifest.Failed.TryGetValue(without.Member.Name, out string? reason)
                ? $"member {without.Member.Name} failed in the run and is left out: {reason}"
                : $"member {without.Member.Name} is left out: {without.Member.Descriptor.Name} has no states that a forecast could go on from");
        }

        foreach (StoredMember apart in stores.Where(store => store.HasStates && IsApart(store.Member)))
        {
            _notes.Add($"member {apart.Member.Name} is left out: it has forcing or a domain of its own, of which there are no forecasts");
        }

        stores.RemoveAll(store => !store.HasStates || IsApart(store.Member));
        if (stores.Count == 0)
        {
            throw new InputException($"no member of the run has states that a forecast could go on from: {string.Join("; ", _notes)}", _run, "Name a model that keeps states, or a network that forecasts by itself.");
        }

        ArrayWeather? arrays = null;
        if (_section.Files is not null)
        {
            WorkflowInputs sample = _ofRun.Value;
            arrays = new ArrayWeather(ran, _section, sample.Domain.Units, sample.Forcing, _section.Lead, _services);
            issues = Issues(arrays.Issues);
        }

        issues ??= Issues([]);
        int leads = arrays?.Leads ?? _section.Lead ?? UsualLead;
        bool isPerfect = arrays is null && _section.Forcing is null;
        DateTime known = issues![^1] + Step;
        DateTime end = isPerfect || _request.IsHindcast ? known + (leads * Step) : known;
        var warm = stores.Select(store => (Store: store, From: _request.IsHindcast ? null : store.Latest(issues[0] + Step))).ToList();
        DateTime start = warm.Min(member => member.From is { } states ? states[0].Time : _period.Start);
        start = start < issues[0] ? start : issues[0];
        WorkflowInputs past = Inputs(start, end);
        if (past.Forcing.Time.IndexOf(issues[0]) is var at && past.Forcing.Time[at] != issues[0])
        {
            throw new InputException($"no time step starts at the issue {issues[0]:yyyy-MM-dd HH:mm}", "forecast.issues", $"Steps of {StepLength.InWords(Step)} start at {past.Forcing.Time.Start:yyyy-MM-dd HH:mm}.");
        }

        IForecastWeather weather = isPerfect ? new ObservedWeather(past.Forcing, leads)
            : arrays is not null ? arrays
            : new SourceWeather(_section.Members, (issue, member) => Ahead(issue, member, leads, past.Forcing));
        if (isPerfect)
        {
            _notes.Add("the observed forcing of the lead time stands for the weather's forecasts: these are forecasts with perfect weather");
        }

        var simulated = warm.Select(member =>
        {
            bool surveys = member.From is null && member.Store.Member.Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing);
            return new WarmMember(member.Store, member.From, surveys ? _ofRun.Value : past, past, ran, _services);
        }).ToList();
        try
        {
            return Forecast(issues, leads, simulated, weather, past);
        }
        finally
        {
            simulated.ForEach(member => member.Dispose());
        }
    }

    private WarmForecastResult Forecast(DateTime[] issues, int leads, List<WarmMember> members, IForecastWeather weather, WorkflowInputs past)
    {
        int realizations = Math.Max(1, weather.Members.Count);
        int gauges = past.Domain.Gauges.Count;
        double[][] discharge = [.. members.Select(_ => new double[gauges * issues.Length * realizations * leads])];
        var updated = new List<string>();
        foreach ((int at, DateTime issue) in issues.Index())
        {
            _cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<ForcingTable> ahead = weather.Read(issue, _cancellation);
            foreach ((int of, WarmMember member) in members.Index())
            {
                member.AdvanceTo(issue + Step, past.Forcing, _cancellation);
                if (!_request.IsHindcast && member.Store.Keep(member.States) is { } file)
                {
                    updated.Add(file);
                }

                for (int realization = 0; realization < realizations; realization++)
                {
                    MemberSimulation simulation = member.Simulate(ahead[realization], _cancellation);
                    for (int gauge = 0; gauge < gauges; gauge++)
                    {
                        simulation.Discharge(gauge).CopyTo(discharge[of].AsSpan(((((gauge * issues.Length) + at) * realizations) + realization) * leads));
                    }
                }
            }
        }

        MemberForecast[] forecasts =
        [
            .. members.Select((member, of) => new MemberForecast(
                member.Store.Member, issues, leads, weather.Members, [new ForecastSeries(Variables.Discharge.Name, "forecast discharge", discharge[of])])),
        ];
        return new WarmForecastResult(past.Domain, forecasts, past.Forcing.Time, past.Observed, [.. past.Notes, .. _notes], updated)
        {
            Thresholds = ForecastThresholds.Of(_section, past.Domain, () => _ofRun.Value.Observed),
            Climate = _request.IsHindcast ? (_ofRun.Value.Forcing.Time, _ofRun.Value.Observed) : null,
        };
    }

    /// <summary>The issues to forecast from, ascending.</summary>
    /// <param name="held">Those that files hold; null while they are not known, none where only the workflow says.</param>
    private DateTime[]? Issues(IReadOnlyList<DateTime>? held)
    {
        if (_request.Issue is { } only)
        {
            return [only];
        }

        Period? span = _section.Issues is { } given ? Dates.Span(given[0], given[1]) ?? throw new InputException("both must be dates that exist", "forecast.issues") : null;
        if (held is { Count: > 0 })
        {
            DateTime[] wanted = [.. held.Where(issue => span is not { } within || (issue >= within.Start && issue < within.End)).Order()];
            return wanted.Length > 0 ? wanted : throw new InputException($"none of the forecasts was issued in {span}; they are from {held.Min():yyyy-MM-dd} to {held.Max():yyyy-MM-dd}", "forecast.issues");
        }

        if (held is null || span is not { } period)
        {
            return held is null ? null : throw new InputException("it is not said when the forecast is issued", _plan.Source.Path, "Give --issue DATE, or forecast.issues.");
        }

        return [.. Enumerable.Range(0, (int)Math.Ceiling(period.Length / (_section.Every * Step))).Select(at => period.Start + (at * _section.Every * Step))];
    }

    private static bool IsApart(MemberPlan member) => member.Section.Forcing is not null || member.Apart is not null;

    private WorkflowInputs Inputs(DateTime start, DateTime end) =>
        InputReader.Read(PlanOf(start, end, null), _services, Path.Combine(Path.GetDirectoryName(_run)!, WorkflowRun.WeightFolder), _cancellation);

    private ForcingTable Ahead(DateTime issue, string member, int leads, ForcingTable past)
    {
        var source = (JsonObject)_plan.Source.Root["forecast"]!["forcing"]!.DeepClone();
        if (source["files"] is JsonValue files)
        {
            source["files"] = IssuePlace().Replace(files.ToString(), match =>
                issue.ToString(match.Groups[1].Success ? match.Groups[1].Value : "yyyy-MM-dd", CultureInfo.InvariantCulture)).Replace("{member}", member, StringComparison.Ordinal);
        }

        WorkflowPlan plan = PlanOf(issue + Step, issue + ((leads + 1) * Step), source);
        ForcingTable ahead = InputReader.Read(plan, _services, Path.Combine(Path.GetDirectoryName(_run)!, WorkflowRun.WeightFolder), _cancellation).Forcing;
        string[] missing = [.. past.Variables.Where(variable => !ahead.Contains(variable)).Select(variable => variable.Name)];
        return missing.Length == 0 ? ahead : throw new InputException($"the forecast issued {issue:yyyy-MM-dd HH:mm} lacks {string.Join(", ", missing)}, which the observed forcing has", "forecast.forcing");
    }

    /// <summary>What ran, over another period and without what is done only once; the sources are those that the workflow names now.</summary>
    private WorkflowPlan PlanOf(DateTime start, DateTime end, JsonObject? forcing)
    {
        var root = (JsonObject)_plan.Source.Root.DeepClone();
        foreach (string key in (ReadOnlySpan<string>)["models", "domain", "routing"])
        {
            root.Remove(key);
            if (_manifest.Configuration[key] is { } ran)
            {
                root[key] = ran.DeepClone();
            }
        }

        foreach (string once in (ReadOnlySpan<string>)["splits", "ensemble", "sweep", "evaluate", "forecast"])
        {
            root.Remove(once);
        }

        foreach (JsonNode? member in (JsonArray)root["models"]!)
        {
            foreach (string once in (ReadOnlySpan<string>)["calibrate", "sensitivity", "regionalise", "explain", "outputs", "pretrain_on"])
            {
                ((JsonObject)member!).Remove(once);
            }
        }

        if (forcing is not null)
        {
            root["forcing"] = forcing;
            root.Remove("observations");
            foreach (JsonNode? basin in root["domain"]!["basins"] as JsonArray ?? [])
            {
                (basin as JsonObject)?.Remove("forcing");
            }
        }

        root["period"] = new JsonObject
        {
            ["start"] = start.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["end"] = end.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["step"] = _manifest.Configuration["period"]!["step"]?.DeepClone() ?? "1d",
        };
        return _plan.Vary(root);
    }

    [GeneratedRegex(@"\{issue(?::([^}]+))?\}")]
    private static partial Regex IssuePlace();
}

/// <summary>What members forecast from stored states.</summary>
/// <param name="Domain">The gauges.</param>
/// <param name="Forecasts">Of each member.</param>
/// <param name="Time">Time steps of what was observed.</param>
/// <param name="Observed">Observed discharge, <c>[gauge][time]</c>, a gap being NaN.</param>
/// <param name="Notes">What the user should know.</param>
/// <param name="Updated">Files of states that were stored anew.</param>
internal sealed record WarmForecastResult(
    BasinDomain Domain, IReadOnlyList<MemberForecast> Forecasts, TimeAxis Time, double[][] Observed, IReadOnlyList<string> Notes, IReadOnlyList<string> Updated)
{
    /// <summary>Discharges worth a warning; null for none.</summary>
    public ForecastThresholds? Thresholds { get; init; }

    /// <summary>What was observed in the run's period, of which a hindcast's climatology is made.</summary>
    public (TimeAxis Time, double[][] Observed)? Climate { get; init; }
}
