using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The host's setup of a training, laid out for learning.</summary>
public static class TrainingSeries
{
    private const double SecondsPerDay = 86400;

    /// <summary>
    /// A store of the setup's gauged units: one basin a gauge, the unit that it drains giving inputs and attributes. Discharge becomes runoff
    /// depth in mm d-1 by the gauge's area, so that basins of any size are alike: <c>86.4 Q / A</c> with Q in m3 s-1 and A in km2.
    /// </summary>
    /// <param name="setup">What the host gives.</param>
    /// <param name="features">The inputs; its forcing variables are those of <see cref="TrainingSetup.Forcing"/>, in its order.</param>
    /// <param name="attributes">Names of the static attributes wanted.</param>
    /// <exception cref="InputException">An attribute is unknown, or a gauge stands at no unit.</exception>
    public static SeriesStore Gauged(TrainingSetup setup, FeatureSet features, IReadOnlyList<string> attributes)
    {
        SeriesStore store = Empty(setup, features, attributes, [.. setup.Gauges.Select(gauge => gauge.Id)], [.. setup.TargetVariables.Select(variable => variable.Name)]);
        double[] values = new double[setup.Time.Count];
        for (int basin = 0; basin < setup.Gauges.Count; basin++)
        {
            Gauge gauge = setup.Gauges[basin];
            if (gauge.Reach < 0 || gauge.Reach >= setup.Units.Count)
            {
                throw new InputException($"The gauge drains no unit", gauge.Id, "A network learns at gauges that stand at units; train through the routing for others.");
            }

            FillInputs(store, basin, setup, gauge.Reach, features);
            for (int target = 0; target < setup.TargetVariables.Count; target++)
            {
                setup.Targets.Span.Slice(((target * setup.Gauges.Count) + basin) * values.Length, values.Length).CopyTo(values);
                if (target == 0)
                {
                    for (int step = 0; step < values.Length; step++)
                    {
                        values[step] *= SecondsPerDay / (1000 * gauge.AreaKm2);
                    }
                }

                store.SetTarget(basin, target, values);
            }
        }

        return store;
    }

    /// <summary>A store of all units, without targets: what a network reads that learns through the river.</summary>
    /// <inheritdoc cref="Gauged"/>
    public static SeriesStore OfUnits(TrainingSetup setup, FeatureSet features, IReadOnlyList<string> attributes)
    {
        SeriesStore store = Empty(setup, features, attributes, setup.Units.Ids, []);
        for (int unit = 0; unit < setup.Units.Count; unit++)
        {
            FillInputs(store, unit, setup, unit, features);
        }

        return store;
    }

    private static SeriesStore Empty(TrainingSetup setup, FeatureSet features, IReadOnlyList<string> attributes, IReadOnlyList<string> basins, IReadOnlyList<string> targets)
    {
        foreach (string attribute in attributes.Where(name => !setup.Units.Attributes.Contains(name)))
        {
            throw new InputException($"There is no static attribute {attribute}", attribute, $"Known ones: {string.Join(", ", setup.Units.Attributes.Names)}.");
        }

        return new SeriesStore(basins, setup.Time, features.Names, attributes, targets);
    }

    private static void FillInputs(SeriesStore store, int basin, TrainingSetup setup, int unit, FeatureSet features)
    {
        features.Fill(
            setup.Time,
            [.. Enumerable.Range(0, features.ForcingCount).Select(variable => setup.Forcing.Slice(setup.ForcingRows.StartOf(variable, unit), setup.Time.Count))],
            store.Inputs(basin));
        for (int attribute = 0; attribute < store.Attributes.Count; attribute++)
        {
            store.Statics(basin)[attribute] = (float)setup.Units.Attributes[store.Attributes[attribute]][unit];
        }
    }
}
