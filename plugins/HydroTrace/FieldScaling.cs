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

    // Numbers of a block of fields, 16 MB.
    private const int MostAtOnce = 1 << 22;

    private readonly CellPlaces _places = setup.Units.Places!;
    private readonly IGridForcing _forcing = setup.Grid ?? throw new InputException("there are no grids to learn from", "forcing", "Give gridded forcing.");
    private readonly HashSet<int> _without = [];

    /// <summary>Scalings of variables, static grids and gauges: mean 0 and spread 1 over the training period.</summary>
    /// <exception cref="InputException">A variable does not change in time, a static grid is not known, or a gauge has fewer than two observations.</exception>
    public Scaler Fit() => new()
    {
        FittedOn = $"{setup.Time[train.Start.Value]:yyyy-MM-dd} to {setup.Time[train.End.Value - 1]:yyyy-MM-dd}",
        Inputs = OfVariables(),
        Attributes = [.. settings.StaticGrids.Select(name => Standard(name, StaticGrid(setup.Units, name).ToArray(), Unknown))],
        Targets = [.. setup.Gauges.Select(OfGauge)],
    };

    /// <summary>Units of which some variable is not known at any step of the training period.</summary>
    public int[] UnitsWithoutData() => [.. _without.Order()];

    /// <summary>What is known of each unit, <c>[unit]</c>.</summary>
    /// <exception cref="InputException">Nothing is known.</exception>
    public static ReadOnlySpan<double> StaticGrid(CatchmentUnits units, string name) =>
        units.Attributes.Contains(name) ? units.Attributes[name]
        : name == "elevation" && units.Elevation.ContainsAnyInRange(double.MinValue, double.MaxValue) ? units.Elevation
        : throw new InputException(
            $"the static grid {name} is not known", "settings.static_grids", units.Attributes.Names.Count == 0 ? "Give the domain's units such an attribute." : $"There are {string.Join(", ", units.Attributes.Names)}.");

    /// <summary>One pass over the training period, block by block.</summary>
    private VariableScaling[] OfVariables()
    {
        int variables = settings.Variables.Count;
        int units = setup.Units.Count;
        int cells = _places.Height * _places.Width;
        var moments = new (double Count, double Sum, double Square, bool Changes)[variables];
        float[] before = new float[variables * units];
        Array.Fill(before, float.NaN);
        (int start, int count) = train.GetOffsetAndLength(setup.Time.Count);
        int together = Math.Clamp(MostAtOnce / (variables * cells), 1, Math.Max(1, count));
        float[] fields = new float[together * variables * cells];
        for (int done = 0; done < count; done += together)
        {
            int now = Math.Min(together, count - done);
            _forcing.Read(start + done, now, fields);
            for (int place = 0; place < now * variables; place++)
            {
                int variable = place % variables;
                ref (double Count, double Sum, double Square, bool Changes) of = ref moments[variable];
                for (int unit = 0; unit < units; unit++)
                {
                    float value = fields[(place * cells) + _places.Cell[unit]];
                    ref float last = ref before[(variable * units) + unit];
                    if (float.IsFinite(value))
                    {
                        of = (of.Count + 1, of.Sum + value, of.Square + ((double)value * value), of.Changes || (value != last && !float.IsNaN(last)));
                        last = value;
                    }
                }
            }
        }

        _without.UnionWith(Enumerable.Range(0, variables * units).Where(place => float.IsNaN(before[place])).Select(place => place % units));
        return [.. settings.Variables.Select((name, variable) => OfVariable(name, moments[variable]))];
    }

    private static VariableScaling OfVariable(string name, (double Count, double Sum, double Square, bool Changes) of)
    {
        if (!of.Changes)
        {
            throw new InputException(
                of.Count == 0 ? $"nothing is known of {name} over the training period" : $"{name} is constant in time, so that nothing can be learned from its course",
                "settings.variables",
                of.Count == 0 ? "Give its grids, or leave it out." : "Leave it out, or name it in static_grids.");
        }

        double mean = of.Sum / of.Count;
        return new VariableScaling { Name = name, Method = ScalingMethod.Standard, Center = mean, Scale = Math.Sqrt(Math.Max((of.Square / of.Count) - (mean * mean), 1e-24)) };
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
