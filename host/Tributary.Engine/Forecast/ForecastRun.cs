using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forecasts by the members of a workflow that forecast by themselves, from every issue that its files hold.</summary>
public sealed class ForecastRun
{
    private readonly WorkflowPlan _plan;
    private readonly ForecastSection _section;
    private readonly WorkflowInputs _inputs;
    private readonly HostServices _services;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _notes = [];

    private ForecastRun(WorkflowPlan plan, ForecastSection section, WorkflowInputs inputs, HostServices services, CancellationToken cancellation) =>
        (_plan, _section, _inputs, _services, _cancellation) = (plan, section, inputs, services, cancellation);

    /// <summary>Forecasts and writes the file.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="output">The NetCDF file; null for forecast.nc in the workflow's run folder. One that is there is replaced.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between issues; no file is written.</param>
    /// <returns>The file, and what was forecast.</returns>
    /// <exception cref="TributaryException">The input is wrong or the work failed.</exception>
    public static ForecastSummary Execute(WorkflowPlan plan, string? output, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        (MemberPlan Member, IForecastPlugin Plugin, ForecastDescriptor Descriptor)[] members = [.. Forecasting(plan)];
        if (members.Length == 0)
        {
            throw new InputException("no member of the workflow forecasts by itself", plan.Source.Path, "Load a network that does: see 'load' among the settings of the member's plugin.");
        }

        ForecastSection section = plan.Workflow.Forecast ?? throw new InputException("the workflow does not say where the weather's forecasts are", plan.Source.Path, "Give forecast.files.");
        var services = new HostServices(message => progress?.Report(new Noted(message)));
        var run = new ForecastRun(plan, section, InputReader.Read(plan, services, null, cancellation), services, cancellation);
        string path = Path.GetFullPath(output ?? Path.Combine(WorkflowRun.FolderOf(plan), "forecast.nc"));
        MemberForecast[] forecasts = [.. members.Select(member => run.Forecast(member.Member, member.Plugin, member.Descriptor))];
        ForecastResults.Write(plan, run._inputs, forecasts, path);
        return new ForecastSummary(path, forecasts, [.. run._inputs.Notes, .. run._notes]);
    }

    private static IEnumerable<(MemberPlan Member, IForecastPlugin Plugin, ForecastDescriptor Descriptor)> Forecasting(WorkflowPlan plan)
    {
        foreach (MemberPlan member in plan.Members)
        {
            if (member.Plugin is IForecastPlugin plugin
                && PluginGuard.Call(member.Loaded, $"member {member.Name}", "describing the forecast", () => plugin.DescribeForecast(member.Section.Settings)) is { } descriptor)
            {
                yield return (member, plugin, descriptor);
            }
        }
    }

    private MemberForecast Forecast(MemberPlan member, IForecastPlugin plugin, ForecastDescriptor forecast)
    {
        CatchmentUnits units = _inputs.Domain.Units;
        (DateTime[] issues, Dictionary<int, double[][][]> ahead) = ReadAhead(member, forecast);
        int[] chosen = [.. Enumerable.Range(0, issues.Length).Where(at => IsWanted(issues[at]) && FirstOfPast(issues[at], forecast) >= 0)];
        if (chosen.Length == 0)
        {
            throw new InputException(
                $"none of the forecasts was issued where the forcing covers the {forecast.PastSteps} steps up to it",
                "forecast.files",
                $"They were issued from {issues.Min():yyyy-MM-dd} to {issues.Max():yyyy-MM-dd}; the forcing covers {_inputs.Forcing.Time.Period}.");
        }

        if (issues.Count(IsWanted) is var wanted && wanted > chosen.Length)
        {
            _notes.Add($"{wanted - chosen.Length} of {wanted} forecasts were left out: the forcing does not cover the {forecast.PastSteps} steps up to their issue");
        }

        var setup = new ModelSetup
        {
            Units = units,
            Step = _plan.Time.Step,
            Services = _services,
            ForcingProvided = _inputs.Forcing.ProvidedTo(member.Descriptor),
            Gauges = _inputs.Domain.Gauges,
        };
        using IForecastModel model = PluginGuard.Call(member.Loaded, $"member {member.Name}", "preparing the model", () => plugin.PrepareForecast(member.Section.Settings, setup));
        int outputs = member.Descriptor.Outputs.Count;
        double[] values = new double[chosen.Length * outputs * units.Count * forecast.LeadSteps];
        for (int i = 0; i < chosen.Length; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            Memory<double> room = values.AsMemory(i * outputs * units.Count * forecast.LeadSteps, outputs * units.Count * forecast.LeadSteps);
            Issue(model, member, forecast, issues[chosen[i]], [.. forecast.ForecastForcing.SelectMany(variable => ahead[variable].SelectMany(unit => unit[chosen[i]]))], room);
        }

        return new MemberForecast(member, [.. chosen.Select(at => issues[at])], forecast.LeadSteps, values);
    }

    private void Issue(IForecastModel model, MemberPlan member, ForecastDescriptor forecast, DateTime issue, double[] ahead, Memory<double> results)
    {
        ForcingTable forcing = _inputs.Forcing;
        int units = _inputs.Domain.Units.Count;
        int first = FirstOfPast(issue, forecast);
        int[] starts = [.. Enumerable.Repeat(-1, member.Descriptor.Forcing.Count)];
        for (int i = 0; i < forecast.ForecastForcing.Count; i++)
        {
            starts[forecast.ForecastForcing[i]] = i * units * forecast.LeadSteps;
        }

        _ = PluginGuard.Call(member.Loaded, $"member {member.Name}", "forecasting", () =>
        {
            model.Forecast(
                new SimulationBlock(forcing.Time.Slice(first, forecast.PastSteps), forcing.Values, forcing.RowsFor(member.Descriptor, 0, units).From(first), default, default),
                new SimulationBlock(
                    new TimeAxis(issue + forcing.Time.Step, forcing.Time.Step, forecast.LeadSteps),
                    ahead,
                    new SeriesRows(starts, forecast.LeadSteps, units),
                    results.Span,
                    SeriesRows.Dense(member.Descriptor.Outputs.Count, units, forecast.LeadSteps)));
            return true;
        });
    }

    /// <summary>The first step of the past in the forcing; below 0 where the forcing does not cover it.</summary>
    private int FirstOfPast(DateTime issue, ForecastDescriptor forecast)
    {
        TimeAxis time = _inputs.Forcing.Time;
        double at = (issue - time.Start) / time.Step;
        return at == Math.Floor(at) && at < time.Count ? Math.Max(-1, (int)at - forecast.PastSteps + 1) : -1;
    }

    private bool IsWanted(DateTime issue) => _section.Issues is not { } span || (Dates.Span(span[0], span[1]) is { } period && issue >= period.Start && issue < period.End);

    /// <summary>The weather's forecasts, by index of the forcing variable, <c>[unit][issue][lead]</c>.</summary>
    private (DateTime[] Issues, Dictionary<int, double[][][]> Values) ReadAhead(MemberPlan member, ForecastDescriptor forecast)
    {
        DateTime[]? issues = null;
        string? first = null;
        Dictionary<int, double[][][]> values = forecast.ForecastForcing.ToDictionary(variable => variable, _ => new double[_inputs.Domain.Units.Count][][]);
        for (int unit = 0; unit < _inputs.Domain.Units.Count; unit++)
        {
            string basin = _inputs.Domain.Units.Ids[unit];
            string path = Path.GetFullPath(_section.Files.Replace("{basin}", basin, StringComparison.Ordinal), _plan.Folder);
            using var file = new ForecastFile(_services.ArrayFiles, path, _services.Units, _plan.Time.Step);
            (issues, first) = (issues ?? file.Issues, first ?? path);
            if (!issues.SequenceEqual(file.Issues))
            {
                throw new InputException($"its forecasts were not issued when those of {first} were", path, "Give files of the same issues.");
            }

            foreach (int variable in forecast.ForecastForcing)
            {
                Variable wanted = member.Descriptor.Forcing[variable].Variable;
                values[variable][unit] = file.Read(wanted, _section.Variables.GetValueOrDefault(wanted.Name), basin, forecast.LeadSteps);
            }
        }

        return (issues!, values);
    }
}

/// <summary>What a member forecast.</summary>
/// <param name="Member">The member.</param>
/// <param name="Issues">When each forecast was issued: the last step that it knew.</param>
/// <param name="LeadSteps">Time steps of each.</param>
/// <param name="Values">Its outputs as the model writes them, <c>[issue][output][unit][lead]</c>.</param>
public sealed record MemberForecast(MemberPlan Member, DateTime[] Issues, int LeadSteps, double[] Values);

/// <summary>What was forecast.</summary>
/// <param name="Path">The file.</param>
/// <param name="Forecasts">Of each member.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record ForecastSummary(string Path, IReadOnlyList<MemberForecast> Forecasts, IReadOnlyList<string> Notes);
