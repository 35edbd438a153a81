using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Fits scalings on the training period, and finds the cells that know nothing.</summary>
/// <param name="setup">What is learned from.</param>
/// <param name="settings">The settings.</param>
/// <param name="train">Steps of the training period.</param>
internal sealed class FieldScaling(TrainingSetup setup, HydroTraceSettings settings, Range train)
{
    private const string Unknown = "";

    /// <summary>Scalings of variables, static grids and gauges: mean 0 and spread 1 over the training period.</summary>
    /// <exception cref="InputException">A variable does not change in time, a static grid is not known, or a gauge has fewer than two observations.</exception>
    public Scaler Fit() => new()
    {
        FittedOn = $"{setup.Time[train.Start.Value]:yyyy-MM-dd} to {setup.Time[train.End.Value - 1]:yyyy-MM-dd}",
        Inputs = [.. settings.Variables.Select(OfVariable)],
        Attributes = [.. settings.StaticGrids.Select(name => Standard(name, StaticGrid(setup.Units, name).ToArray(), Unknown))],
        Targets = [.. setup.Gauges.Select(OfGauge)],
    };

    /// <summary>Units of which some variable is not known at any step of the training period.</summary>
    public int[] UnitsWithoutData() =>
        [.. Enumerable.Range(0, setup.Units.Count).Where(unit => Enumerable.Range(0, settings.Variables.Count).Any(variable => !Series(variable, unit).ContainsAnyInRange(double.MinValue, double.MaxValue)))];

    /// <summary>What is known of each unit, <c>[unit]</c>.</summary>
    /// <exception cref="InputException">Nothing is known.</exception>
    public static ReadOnlySpan<double> StaticGrid(CatchmentUnits units, string name) =>
        units.Attributes.Contains(name) ? units.Attributes[name]
        : name == "elevation" && units.Elevation.ContainsAnyInRange(double.MinValue, double.MaxValue) ? units.Elevation
        : throw new InputException(
            $"the static grid {name} is not known", "settings.static_grids", units.Attributes.Names.Count == 0 ? "Give the domain's units such an attribute." : $"There are {string.Join(", ", units.Attributes.Names)}.");

    private ReadOnlySpan<double> Series(int variable, int unit) => setup.Forcing.Span.Slice(setup.ForcingRows.StartOf(variable, unit), setup.Time.Count)[train];

    private VariableScaling OfVariable(string name, int variable)
    {
        double count = 0;
        double sum = 0;
        double square = 0;
        bool changes = false;
        for (int unit = 0; unit < setup.Units.Count; unit++)
        {
            double before = double.NaN;
            foreach (double value in Series(variable, unit))
            {
                if (double.IsFinite(value))
                {
                    count++;
                    sum += value;
                    square += value * value;
                    changes |= value != before && !double.IsNaN(before);
                    before = value;
                }
            }
        }

        if (!changes)
        {
            throw new InputException(
                count == 0 ? $"nothing is known of {name} over the training period" : $"{name} is constant in time, so that nothing can be learned from its course",
                "settings.variables",
                count == 0 ? "Give its grids, or leave it out." : "Leave it out, or name it in static_grids.");
        }

        double mean = sum / count;
        return new VariableScaling { Name = name, Method = ScalingMethod.Standard, Center = mean, Scale = Math.Sqrt(Math.Max((square / count) - (mean * mean), 1e-24)) };
    }

    private VariableScaling OfGauge(Gauge gauge, int index)
    {
        double[] observed = setup.Targets.Span.Slice(index * setup.Time.Count, setup.Time.Count)[train].ToArray();
        return observed.Count(double.IsFinite) > 1 ? Standard(gauge.Id, observed, "m3 s-1") : throw new InputException(
            "there are fewer than two observations in the training period", $"gauge {gauge.Id}", "Give its discharge there, or leave the gauge out.");
    }

    private static VariableScaling Standard(string name, double[] values, string unit)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        double mean = known.Length == 0 ? 0 : known.Average();
        double spread = known.Length == 0 ? 0 : Math.Sqrt(known.Average(value => (value - mean) * (value - mean)));
        return new VariableScaling { Name = name, Unit = unit, Method = ScalingMethod.Standard, Center = mean, Scale = spread > 0 ? spread : 1 };
    }
}
