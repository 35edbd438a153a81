using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Fits scalers on the steps to train on and nothing else, so that nothing of the test is known beforehand.</summary>
public static class ScalerFit
{
    /// <summary>Fits every variable of a store.</summary>
    /// <param name="store">The series, in their units.</param>
    /// <param name="training">The steps to train on.</param>
    /// <param name="inputs">Rules of the inputs, in the store's order.</param>
    /// <param name="attributes">Rules of the static attributes, in the store's order; they have one value a basin and so are never scaled by basin.</param>
    /// <param name="targets">Rules of the targets, in the store's order.</param>
    /// <param name="basins">Indices of the basins to train on; null for all.</param>
    /// <param name="constantInputs">What to do with an input that never changes.</param>
    /// <param name="constantAttributes">What to do with an attribute that all basins share.</param>
    /// <exception cref="InputException">A variable has no value on those steps, or is constant and refused; a target is always refused then.</exception>
    public static Scaler On(
        SeriesStore store,
        IReadOnlyList<Range> training,
        IReadOnlyList<ScalingRule> inputs,
        IReadOnlyList<ScalingRule> attributes,
        IReadOnlyList<ScalingRule> targets,
        IReadOnlyList<int>? basins = null,
        ConstantSeries constantInputs = ConstantSeries.Refuse,
        ConstantSeries constantAttributes = ConstantSeries.Keep)
    {
        int[] chosen = basins is null ? [.. Enumerable.Range(0, store.Basins.Count)] : [.. basins];
        (int Start, int Count)[] spans = [.. training.Select(range => range.GetOffsetAndLength(store.Time.Count)).Where(span => span.Length > 0)];
        return new Scaler
        {
            FittedOn = $"{BasinNames.Some([.. chosen.Select(basin => store.Basins[basin])])}; {string.Join(", ", spans.Select(span => store.Time.Slice(span.Start, span.Count).Period))}",
            Inputs = [.. inputs.Select((rule, column) => Fit(store, chosen, spans, rule, column, inputs.Count, store.Inputs, constantInputs))],
            Attributes = [.. attributes.Select((rule, column) => Fit(store, chosen, [(0, 1)], rule with { PerBasin = false }, column, attributes.Count, store.Statics, constantAttributes))],
            Targets = [.. targets.Select((rule, column) => Fit(store, chosen, spans, rule, column, targets.Count, store.Targets, ConstantSeries.Refuse))],
        };
    }

    private delegate Span<float> RowsOf(int basin);

    private static VariableScaling Fit(
        SeriesStore store, int[] basins, (int Start, int Count)[] spans, ScalingRule rule, int column, int width, RowsOf rows, ConstantSeries constant)
    {
        var common = new Spread();
        var own = new SortedDictionary<string, BasinScale>(StringComparer.Ordinal);
        foreach (int basin in basins)
        {
            var alone = new Spread();
            foreach ((int start, int count) in spans)
            {
                alone.Add(rows(basin).Slice(start * width, count * width), column, width, rule.Transform);
            }

            common.Add(alone);
            if (rule.PerBasin && alone.Count > 0)
            {
                own[store.Basins[basin]] = alone.Scale(rule, store.Basins[basin], constant);
            }
        }

        BasinScale scale = common.Scale(rule, basins.Length == 1 ? store.Basins[basins[0]] : "all basins", constant);
        return new VariableScaling
        {
            Name = rule.Name,
            Unit = rule.Unit,
            Transform = rule.Transform,
            Method = rule.Method,
            Center = scale.Center,
            Scale = scale.Scale,
            Lowest = rule.Transform == ValueTransform.None ? common.Range?.Lowest : null,
            Highest = rule.Transform == ValueTransform.None ? common.Range?.Highest : null,
            PerBasin = rule.PerBasin ? own : null,
        };
    }
}
