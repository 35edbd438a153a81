using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The weather of the days to come as it was forecast.</summary>
internal interface IForecastWeather
{
    /// <summary>When forecasts were issued; null where only the workflow says.</summary>
    IReadOnlyList<DateTime>? Issues { get; }

    /// <summary>Names of the members; empty for a deterministic forecast.</summary>
    IReadOnlyList<string> Members { get; }

    /// <summary>The forecasts of one issue.</summary>
    /// <param name="issue">Start of the last step that the forecast knows.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The forcing of the lead time by each member, or one.</returns>
    /// <exception cref="InputException">There is no such forecast, or it lacks something.</exception>
    /// <exception cref="WorkflowProblemsException">The same, of several places.</exception>
    IReadOnlyList<ForcingTable> Read(DateTime issue, CancellationToken cancellation);
}

/// <summary>What was observed in the lead time: a perfect forecast.</summary>
/// <param name="observed">The observed forcing.</param>
/// <param name="leads">Time steps ahead.</param>
internal sealed class ObservedWeather(ForcingTable observed, int leads) : IForecastWeather
{
    public IReadOnlyList<DateTime>? Issues => null;

    public IReadOnlyList<string> Members => [];

    public IReadOnlyList<ForcingTable> Read(DateTime issue, CancellationToken cancellation) => [observed.Slice(observed.Time.IndexOf(issue) + 1, leads)];
}

/// <summary>Forecasts that are read as the forcing is, one source for each issue and member.</summary>
/// <param name="members">Names of the members.</param>
/// <param name="read">Reads the forcing of the lead time of an issue by a member.</param>
internal sealed class SourceWeather(IReadOnlyList<string> members, Func<DateTime, string, ForcingTable> read) : IForecastWeather
{
    public IReadOnlyList<DateTime>? Issues => null;

    public IReadOnlyList<string> Members => members;

    public IReadOnlyList<ForcingTable> Read(DateTime issue, CancellationToken cancellation) => [.. (members.Count == 0 ? [string.Empty] : members).Select(member =>
    {
        cancellation.ThrowIfCancellationRequested();
        return read(issue, member);
    })];
}

/// <summary>Forecasts in NetCDF files over issue and lead time.</summary>
internal sealed class ArrayWeather : IForecastWeather
{
    private readonly WorkflowPlan _plan;
    private readonly ForecastSection _section;
    private readonly CatchmentUnits _units;
    private readonly ForcingTable _past;
    private readonly Dictionary<(string Name, string Measure, int Unit), double[][][]> _values = [];

    /// <summary>Reads all that the files hold of what the models need.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="section">What it says of forecasts.</param>
    /// <param name="units">The units.</param>
    /// <param name="past">The observed forcing, whose variables are wanted.</param>
    /// <param name="leads">Time steps ahead; null for as many as there are.</param>
    /// <param name="services">What the host offers.</param>
    public ArrayWeather(WorkflowPlan plan, ForecastSection section, CatchmentUnits units, ForcingTable past, int? leads, HostServices services)
    {
        (_plan, _section, _units, _past) = (plan, section, units, past);
        DateTime[]? issues = null;
        int members = 0;
        string? first = null;
        foreach ((int unit, string basin) in units.Ids.Index())
        {
            string path = Path.GetFullPath(section.Files!.Replace("{basin}", basin, StringComparison.Ordinal), plan.Folder);
            using var file = new ForecastFile(services.ArrayFiles, path, services.Units, plan.Time.Step);
            Leads = leads ?? file.Leads;
            leads = Leads;
            foreach (Variable variable in past.Variables.Concat(Sources).Where(variable => !_values.ContainsKey((variable.Name, variable.Unit, unit)) && file.Has(variable, section.Variables.GetValueOrDefault(variable.Name))))
            {
                double[][][] values = file.Read(variable, section.Variables.GetValueOrDefault(variable.Name), basin, Leads);
                (issues, first, members) = (issues ?? file.Issues, first ?? path, members == 0 ? values[0].Length : members);
                if (!issues.SequenceEqual(file.Issues) || values[0].Length != members)
                {
                    throw new InputException($"its forecasts of {variable.Name} have other issues or members than those of {first}", path, "Give files of the same issues and members.");
                }

                _values[(variable.Name, variable.Unit, unit)] = values;
            }
        }

        Issues = issues ?? throw new InputException("holds none of the variables that the models need", section.Files, "Name them under forecast.variables.");
        Members = members == 1 ? [] : [.. Enumerable.Range(1, members).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>Time steps ahead.</summary>
    public int Leads { get; }

    public IReadOnlyList<DateTime>? Issues { get; }

    public IReadOnlyList<string> Members { get; }

    /// <summary>What others can be made of, see <see cref="DerivedForcing"/>.</summary>
    private static IEnumerable<Variable> Sources => [Variables.Rainfall, Variables.Snowfall, Variables.AirTemperature, Variables.AirTemperatureMinimum, Variables.AirTemperatureMaximum];

    public IReadOnlyList<ForcingTable> Read(DateTime issue, CancellationToken cancellation)
    {
        int at = Issues!.ToList().IndexOf(issue);
        if (at < 0)
        {
            throw new InputException($"has no forecast issued {issue:yyyy-MM-dd HH:mm}, only from {Issues!.Min():yyyy-MM-dd HH:mm} to {Issues!.Max():yyyy-MM-dd HH:mm}", _section.Files);
        }

        return [.. Enumerable.Range(0, Math.Max(1, Members.Count)).Select(member =>
        {
            var table = new ForcingTable(new TimeAxis(issue + _past.Time.Step, _past.Time.Step, Leads), _units.Count, _past.Variables);
            var derived = new DerivedForcing(unit => _plan.Workflow.Domain.HasOutlines ? _plan.Workflow.Forcing : _plan.Workflow.Domain.Basins[unit].Forcing ?? _plan.Workflow.Forcing, table.Time, _units);
            foreach (Variable variable in table.Variables)
            {
                for (int unit = 0; unit < _units.Count; unit++)
                {
                    Span<double> values = table.Series(variable, unit);
                    derived.Read(variable, new Unit(this, at, member, unit), unit, values);
                    ForcingCheck.DemandPossible(variable, values, table.Time, $"forecast of {issue:yyyy-MM-dd HH:mm} for {_units.Ids[unit]}");
                }
            }

            return table;
        })];
    }

    private sealed class Unit(ArrayWeather weather, int issue, int member, int unit) : IUnitForcing
    {
        public bool Has(Variable variable) => weather._values.ContainsKey((variable.Name, variable.Unit, unit));

        public void Read(Variable variable, Span<double> values)
        {
            if (!weather._values.TryGetValue((variable.Name, variable.Unit, unit), out double[][][]? all))
            {
                throw new InputException($"has no {variable.Name} ({variable.Description}), which the models need", weather._section.Files, $"Name it under forecast.variables.{variable.Name}.");
            }

            all[issue][member].CopyTo(values);
            foreach (double value in values)
            {
                if (double.IsNaN(value))
                {
                    throw new InputException($"has a gap in {variable.Name} of {weather._units.Ids[unit]}, issued {weather.Issues![issue]:yyyy-MM-dd HH:mm}", weather._section.Files);
                }
            }
        }
    }
}
