using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forecasts by members that forecast by themselves, from every issue that the files hold.</summary>
internal sealed class OwnForecast
{
    private readonly WorkflowPlan _plan;
    private readonly ForecastSection _section;
    private readonly string _files;
    private readonly WorkflowInputs _inputs;
    private readonly HostServices _services;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _notes = [];

    private OwnForecast(WorkflowPlan plan, ForecastSection section, WorkflowInputs inputs, HostServices services, CancellationToken cancellation)
    {
        (_plan, _section, _inputs, _services, _cancellation) = (plan, section, inputs, services, cancellation);
        _files = section.Files ?? throw new InputException("the workflow does not say where the weather's forecasts are", plan.Source.Path, "Give forecast.files.");
    }

    /// <summary>The members of a workflow that forecast by themselves.</summary>
    public static IReadOnlyList<(MemberPlan Member, IForecastPlugin Plugin, ForecastDescriptor Descriptor)> Members(WorkflowPlan plan) => [.. Forecasting(plan)];

    /// <summary>Forecasts by all of them.</summary>
    public static (IReadOnlyList<MemberForecast> Forecasts, IReadOnlyList<string> Notes) Execute(
        WorkflowPlan plan,
        ForecastSection section,
        IReadOnlyList<(MemberPlan Member, IForecastPlugin Plugin, ForecastDescriptor Descriptor)> members,
        WorkflowInputs inputs,
        HostServices services,
        CancellationToken cancellation)
    {
        var run = new OwnForecast(plan, section, inputs, services, cancellation);
        return ([.. members.Select(member => run.Forecast(member.Member, member.Plugin, member.Descriptor))], run._notes);
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
        (DateTime[] issues, Dictionary<int, double[][][][]> ahead) = ReadAhead(member, forecast);
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
            Issue(model, member, forecast, issues[chosen[i]], [.. forecast.ForecastForcing.SelectMany(variable => ahead[variable].SelectMany(unit => unit[chosen[i]][0]))], room);
        }

        return new MemberForecast(member, [.. chosen.Select(at => issues[at])], forecast.LeadSteps, [], [.. Outputs(member, chosen.Length, forecast.LeadSteps, values)]);
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

    /// <summary>The weather's forecasts, by index of the forcing variable, <c>[unit][issue][member][lead]</c>.</summary>
    private (DateTime[] Issues, Dictionary<int, double[][][][]> Values) ReadAhead(MemberPlan member, ForecastDescriptor forecast)
    {
        DateTime[]? issues = null;
        string? first = null;
        Dictionary<int, double[][][][]> values = forecast.ForecastForcing.ToDictionary(variable => variable, _ => new double[_inputs.Domain.Units.Count][][][]);
        for (int unit = 0; unit < _inputs.Domain.Units.Count; unit++)
        {
            string basin = _inputs.Domain.Units.Ids[unit];
            string path = Path.GetFullPath(_files.Replace("{basin}", basin, StringComparison.Ordinal), _plan.Folder);
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
                if (values[variable][unit][0].Length > 1)
                {
                    throw new InputException($"holds {values[variable][unit][0].Length} members of {wanted.Name}; {member.Descriptor.Name} forecasts from one", path);
                }
            }
        }

        return (issues!, values);
    }

    /// <summary>The outputs, <c>[issue][output][unit][lead]</c> as the model writes them, as discharge at the gauges.</summary>
    private IEnumerable<ForecastSeries> Outputs(MemberPlan member, int issues, int leads, double[] values)
    {
        IReadOnlyList<OutputDeclaration> outputs = member.Descriptor.Outputs;
        CatchmentUnits units = _inputs.Domain.Units;
        for (int output = 0; output < outputs.Count; output++)
        {
            double[] discharge = new double[units.Count * issues * leads];
            for (int unit = 0; unit < units.Count; unit++)
            {
                Span<double> rows = discharge.AsSpan(unit * issues * leads, issues * leads);
                for (int issue = 0; issue < issues; issue++)
                {
                    values.AsSpan(((((issue * outputs.Count) + output) * units.Count) + unit) * leads, leads).CopyTo(rows[(issue * leads)..]);
                }

                DischargeConversion.Of(member.Descriptor, units.AreaKm2[unit], _plan.Time.Step).Apply(rows);
            }

            yield return outputs[output].Quantile is { } probability
                ? new ForecastSeries(
                    outputs[output].Variable.Name.Replace(Variables.Runoff.Name, Variables.Discharge.Name, StringComparison.Ordinal),
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"quantile {probability} of the forecast discharge"),
                    discharge)
                : new ForecastSeries(Variables.Discharge.Name, "forecast discharge", discharge);
        }
    }
}
