using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Units are such, a standard variable's converts to the standard one, and values lie where that unit lets them.</summary>
internal sealed class UnitsCheck() : Check("units", "units are such, and values lie where they let them")
{
    public override Finding OfModel(ModelSubject subject)
    {
        ModelDescriptor model = subject.Descriptor;
        using ModelTrial trial = subject.Trial();
        TrialResults results = trial.Run(subject.DefaultSet);
        IEnumerable<(string, string)> named = model.Parameters.Select(parameter => ($"parameter {parameter.Name}", parameter.Unit))
            .Concat(model.Attributes.Select(attribute => ($"attribute {attribute.Name}", attribute.Unit)))
            .Concat(results.Layout.Variables.Select(state => ($"state {state.Name}", state.Unit)));
        Variable[] variables = [.. model.Forcing.Select(forcing => forcing.Variable), .. model.Outputs.Select(output => output.Variable)];
        return Finding.Of(Texts(named, subject.Services.Units) ?? Standard(variables, subject.Services.Units) ?? Range(subject, results), $"{variables.Length} variables");
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        using RoutingTrial trial = subject.Trial(TimeSpan.FromHours(1));
        using IRoutingSimulation simulation = trial.Start();
        IEnumerable<(string, string)> named = subject.Descriptor.Parameters.Select(parameter => ($"parameter {parameter.Name}", parameter.Unit))
            .Concat(subject.Descriptor.ReachAttributes.Select(attribute => ($"attribute {attribute.Name}", attribute.Unit)))
            .Concat(simulation.States.Variables.Select(state => ($"state {state.Name}", state.Unit)));
        return Finding.Of(Texts(named, subject.Services.Units), $"{named.Count()} units");
    }

    public override Finding OfForcing(ForcingSubject subject)
    {
        BasinSeries[] series = [.. subject.Read().SelectMany(record => record.Series)];
        foreach (BasinSeries one in series.Where(one => one.Unit is not null))
        {
            string? fault = one.Variable is { } variable && Variables.All.TryGetValue(variable.Name, out Variable? standard)
                ? Conversion(one.Name, one.Unit!, standard, subject.Services.Units) : Texts([(one.Name, one.Unit!)], subject.Services.Units);
            if ((fault ?? OutOfRange(one, subject.Services.Units)) is { } wrong)
            {
                return Finding.Failed(wrong);
            }
        }

        return Finding.Passed($"{series.Count(one => one.Unit is not null)} of {series.Length} series say their unit");
    }

    public override Finding OfMetrics(MetricSubject subject) => subject.Each(metric =>
    {
        const double Litres = 1000;
        double[] values = MetricSubject.ValuesOf(metric);
        bool isDischarge = metric.Unit is "m3 s-1" or "m3/s";
        if (!isDischarge && metric.Unit is not ("1" or "%" or "time steps" or "d" or "h"))
        {
            return null;
        }

        return values.Select((value, member) => MetricSubject.Differ(
                $"of discharge in litres, by its unit '{metric.Unit}',", isDischarge ? Litres * value : value, metric.Of(MetricSubject.Pairs(member, Litres)), 1e-5))
            .FirstOrDefault(fault => fault is not null);
    });

    private static string? Texts(IEnumerable<(string What, string Unit)> named, IUnits units)
    {
        foreach ((string what, string unit) in named)
        {
            try
            {
                // Whatever it converts to, the text must be a unit.
                _ = units is LoneServices ? null : units.Between(unit, "1");
            }
            catch (InputException error)
            {
                return $"{what}: {error.Message}";
            }

            if (string.IsNullOrWhiteSpace(unit))
            {
                return $"{what} has no unit; write 1 for a number without";
            }
        }

        return null;
    }

    private static string? Standard(IEnumerable<Variable> variables, IUnits units)
    {
        foreach (Variable variable in variables)
        {
            string? fault = Texts([($"variable {variable.Name}", variable.Unit)], units)
                ?? (Variables.All.TryGetValue(variable.Name, out Variable? standard) ? Conversion($"variable {variable.Name}", variable.Unit, standard, units) : null);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>An amount may also be written as a rate, which the host converts by the step.</summary>
    private static string? Conversion(string what, string unit, Variable standard, IUnits units) =>
        units is LoneServices || units.Between(unit, standard.Unit) is not null
        || units.Between(unit, $"{standard.Unit} s-1") is not null || units.Between(unit, "kg m-2") is not null || units.Between(unit, "kg m-2 s-1") is not null || units.Between(unit, "m s-1") is not null
            ? null : $"{what} is in {unit}, which does not convert to the {standard.Unit} of {standard.Name}";

    /// <summary>A value that no place on earth has is mostly a gap written as a number, which is to be NaN.</summary>
    private static string? OutOfRange(BasinSeries series, IUnits units)
    {
        if (series.Variable is not { } variable || units is LoneServices || units.Between(series.Unit!, variable.Unit) is not { } conversion)
        {
            return null;
        }

        int wrong = Array.FindIndex(series.Values, value => conversion.Apply(value) < variable.Lowest || conversion.Apply(value) > variable.Highest);
        return wrong < 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{series.Name} is {series.Values[wrong]:G6} {series.Unit} on step {wrong}, outside {variable.Lowest} to {variable.Highest} {variable.Unit}; a gap is NaN");
    }

    private static string? Range(ModelSubject subject, TrialResults results)
    {
        for (int output = 0; output < subject.Descriptor.Outputs.Count; output++)
        {
            OutputDeclaration declared = subject.Descriptor.Outputs[output];
            for (int row = 0; row < subject.RowsOf(declared); row++)
            {
                foreach (double value in results.Of(output, row)[subject.Silent..])
                {
                    if (value < declared.Variable.Lowest || value > declared.Variable.Highest)
                    {
                        return string.Create(CultureInfo.InvariantCulture, $"{declared.Variable.Name} reaches {value:G6} {declared.Variable.Unit}, outside {declared.Variable.Lowest} to {declared.Variable.Highest}");
                    }
                }
            }
        }

        return null;
    }
}
