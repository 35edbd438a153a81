using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Finds the variables of one basin in what its source holds, on the run's time axis and in the wanted units.</summary>
/// <param name="record">What the source holds.</param>
/// <param name="section">What the workflow says of the source.</param>
/// <param name="time">Time steps of the run.</param>
/// <param name="units">Units of measurement.</param>
/// <param name="areaKm2">Area of the basin in km2; null where unknown.</param>
/// <param name="what">What the record is of, for messages.</param>
/// <param name="key">The key under which the workflow says what the series are, for messages.</param>
public sealed class BasinForcing(
    BasinRecord record, ForcingSection section, TimeAxis time, IUnits units, double? areaKm2, string what = "basin", string key = "forcing.variables") : IUnitForcing
{
    private readonly QuantityConversion _conversion = new(units, time.Step);

    private string Where => record.Files is [string first, ..] ? $"{what} {record.Id} ({first})" : $"{what} {record.Id}";

    /// <inheritdoc/>
    public bool Has(Variable variable) => section.Variables.ContainsKey(variable.Name) || OwnSeries(variable) is not null;

    /// <inheritdoc/>
    public void Read(Variable variable, Span<double> values) => Read(variable, values, mayBeShort: false);

    /// <summary>Reads a variable. Gaps and, where <paramref name="mayBeShort"/>, steps that the record does not reach are NaN.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="values">Receives it, <c>[time]</c>.</param>
    /// <param name="mayBeShort">Whether the record may cover less than the run, as observations may.</param>
    /// <exception cref="InputException">It is not there, too short, of another step, or in a unit that does not fit.</exception>
    public void Read(Variable variable, Span<double> values, bool mayBeShort)
    {
        if (!section.Variables.TryGetValue(variable.Name, out SeriesSection? mapping))
        {
            BasinSeries own = OwnSeries(variable)
                ?? throw new InputException(
                    $"the forcing has no {variable.Name} ({variable.Description})", Where, $"Say under {key} which of its series it is: {string.Join(", ", record.Series.Select(series => series.Name))}.");
            ReadOne(own, own.Unit, variable, values, mayBeShort);
            return;
        }

        IReadOnlyList<string> names = mapping.NamesOr(variable.Name);
        double[] part = new double[values.Length];
        values.Clear();
        foreach (string name in names)
        {
            BasinSeries series = Find(name);
            ReadOne(series, mapping.Unit ?? series.Unit, variable, part, mayBeShort);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] += mapping.Mean is null ? part[i] : part[i] / names.Count;
            }
        }
    }

    private BasinSeries? OwnSeries(Variable variable)
    {
        foreach (BasinSeries series in record.Series)
        {
            if (series.Variable?.Name == variable.Name)
            {
                return series;
            }
        }

        return null;
    }

    private BasinSeries Find(string name)
    {
        foreach (BasinSeries series in record.Series)
        {
            if (series.Name == name)
            {
                return series;
            }
        }

        throw new InputException($"there is no series '{name}'{Nearest.Suggest(name, record.Series.Select(series => series.Name))}", Where);
    }

    private void ReadOne(BasinSeries series, string? unit, Variable variable, Span<double> values, bool mayBeShort)
    {
        string where = $"{Where}, {series.Name}";
        UnitConversion conversion = ConversionOf(unit, variable, where);
        int offset = OffsetOf(series, where, mayBeShort);
        for (int i = 0; i < values.Length; i++)
        {
            int place = offset + i;
            values[i] = (uint)place < (uint)series.Values.Length ? conversion.Apply(series.Values[place]) : double.NaN;
        }
    }

    private UnitConversion ConversionOf(string? unit, Variable variable, string where)
    {
        if (unit is null)
        {
            throw new InputException(
                "its unit is not known", where, $"Write '{variable.Name}: {{ name: NAME, unit: UNIT }}' under {key}; wanted is {variable.Unit}.");
        }

        UnitConversion? found;
        try
        {
            found = _conversion.To(unit, variable, areaKm2);
        }
        catch (InputException error)
        {
            throw new InputException(error.Problem, where, error.Remedy, error);
        }

        string? remedy = variable.Name == Variables.Discharge.Name && areaKm2 is null ? "A depth needs the basin's area." : $"Correct the unit under {key}.";
        return found ?? throw new InputException($"its unit '{unit}' cannot be converted to {variable.Unit}, the unit of {variable.Name}", where, remedy);
    }

    private int OffsetOf(BasinSeries series, string where, bool mayBeShort)
    {
        if (series.Time.Step != time.Step)
        {
            throw new InputException($"its time step is {StepLength.InWords(series.Time.Step)}, that of the workflow {StepLength.InWords(time.Step)}", where, "Set period.step to the data's own step.");
        }

        TimeSpan ahead = time.Start - series.Time.Start;
        if (ahead.Ticks % time.Step.Ticks != 0)
        {
            throw new InputException($"its steps start at {series.Time.Start:HH:mm}, those of the workflow at {time.Start:HH:mm}", where, "Set period.start to the data's own hour.");
        }

        if (!mayBeShort && !series.Time.Period.Contains(time.Period))
        {
            throw new InputException($"it covers {series.Time.Period}, which is shorter than the simulated period {time.Period}", where, "Shorten the period or give more data.");
        }

        return (int)(ahead.Ticks / time.Step.Ticks);
    }
}
