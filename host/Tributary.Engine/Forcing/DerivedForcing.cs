using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forcing that a source lacks but that follows from what it has: precipitation from rain and snow, mean from extreme temperatures, potential evapotranspiration.</summary>
/// <param name="sectionOf">What the workflow says of the source of a unit.</param>
/// <param name="time">Time steps of the run.</param>
/// <param name="units">The units, for their latitudes.</param>
internal sealed class DerivedForcing(Func<int, ForcingSection> sectionOf, TimeAxis time, CatchmentUnits units)
{
    private readonly SortedSet<string> _notes = [];

    public IEnumerable<string> Notes => _notes;

    /// <summary>Whether a variable is there or can be made.</summary>
    public bool Has(Variable variable, IUnitForcing source, int unit) => source.Has(variable) || variable.Name switch
    {
        "precipitation" => source.Has(Variables.Rainfall) && source.Has(Variables.Snowfall),
        "air_temperature" => source.Has(Variables.AirTemperatureMinimum) && source.Has(Variables.AirTemperatureMaximum),
        "potential_evapotranspiration" => sectionOf(unit).PotentialEvapotranspiration != "source" && Has(Variables.AirTemperature, source, unit),
        _ => false,
    };

    /// <summary>Reads or makes a variable.</summary>
    /// <exception cref="InputException">It is not there and cannot be made.</exception>
    public void Read(Variable variable, IUnitForcing source, int unit, Span<double> values)
    {
        ForcingSection section = sectionOf(unit);
        bool compute = variable.Name == Variables.PotentialEvapotranspiration.Name
            && (section.PotentialEvapotranspiration is "oudin" or "hargreaves" || (section.PotentialEvapotranspiration is null && !source.Has(variable)));
        if (!compute && (source.Has(variable) || !Has(variable, source, unit)))
        {
            source.Read(variable, values);
            return;
        }

        switch (variable.Name)
        {
            case "precipitation":
                _notes.Add("precipitation is the sum of rainfall and snowfall");
                Combine(source, Variables.Rainfall, Variables.Snowfall, 1, values);
                break;
            case "air_temperature":
                _notes.Add("air_temperature is the mean of its daily minimum and maximum");
                Combine(source, Variables.AirTemperatureMinimum, Variables.AirTemperatureMaximum, 0.5, values);
                break;
            default:
                ComputeEvapotranspiration(source, unit, values);
                break;
        }
    }

    private void ComputeEvapotranspiration(IUnitForcing source, int unit, Span<double> values)
    {
        if (double.IsNaN(units.Latitude[unit]))
        {
            throw new InputException(
                "potential evapotranspiration cannot be computed without the basin's latitude", $"basin {units.Ids[unit]}", "Give its latitude, or potential_evapotranspiration itself.");
        }

        bool hargreaves = sectionOf(unit).PotentialEvapotranspiration == "hargreaves";
        _notes.Add($"potential_evapotranspiration is computed by {(hargreaves ? "Hargreaves and Samani (1985)" : "Oudin et al. (2005)")}");
        double[] temperature = new double[values.Length];
        Read(Variables.AirTemperature, source, unit, temperature);
        double[] lowest = [];
        double[] highest = [];
        if (hargreaves && time.Step == TimeSpan.FromDays(1))
        {
            lowest = new double[values.Length];
            highest = new double[values.Length];
            source.Read(Variables.AirTemperatureMinimum, lowest);
            source.Read(Variables.AirTemperatureMaximum, highest);
        }
        else if (hargreaves)
        {
            lowest = highest = temperature;
        }

        PotentialEvapotranspiration.Series(time, units.Latitude[unit], temperature, lowest, highest, values);
    }

    private static void Combine(IUnitForcing source, Variable first, Variable second, double factor, Span<double> values)
    {
        double[] other = new double[values.Length];
        source.Read(first, values);
        source.Read(second, other);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = factor * (values[i] + other[i]);
        }
    }
}
