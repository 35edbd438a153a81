using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The host's setup of a training, laid out for learning.</summary>
public static class TrainingSeries
{
    private const double SecondsPerDay = 86400;

    /// <summary>
    /// A store of the setup's gauged units: one basin a gauge, the unit that it drains giving forcing and attributes. Discharge becomes runoff
    /// depth in mm d-1 by the gauge's area, so that basins of any size are alike: <c>86.4 Q / A</c> with Q in m3 s-1 and A in km2.
    /// </summary>
    /// <param name="setup">What the host gives.</param>
    /// <param name="forcing">The variables of <see cref="TrainingSetup.Forcing"/>, in its order; those that it lacks are left out.</param>
    /// <param name="attributes">Names of the static attributes wanted.</param>
    /// <exception cref="InputException">An attribute is unknown, or a gauge stands at no unit.</exception>
    public static SeriesStore Gauged(TrainingSetup setup, IReadOnlyList<Variable> forcing, IReadOnlyList<string> attributes)
    {
        int[] present = [.. Enumerable.Range(0, forcing.Count).Where(setup.ForcingRows.Contains)];
        foreach (string attribute in attributes.Where(name => !setup.Units.Attributes.Contains(name)))
        {
            throw new InputException($"There is no static attribute {attribute}", attribute, $"Known ones: {string.Join(", ", setup.Units.Attributes.Names)}.");
        }

        var store = new SeriesStore(
            [.. setup.Gauges.Select(gauge => gauge.Id)], setup.Time, [.. present.Select(variable => forcing[variable].Name)], attributes,
            [.. setup.TargetVariables.Select(variable => variable.Name)]);
        for (int basin = 0; basin < setup.Gauges.Count; basin++)
        {
            Fill(store, basin, setup, present);
        }

        return store;
    }

    private static void Fill(SeriesStore store, int basin, TrainingSetup setup, int[] present)
    {
        Gauge gauge = setup.Gauges[basin];
        if (gauge.Reach < 0 || gauge.Reach >= setup.Units.Count)
        {
            throw new InputException($"The gauge drains no unit", gauge.Id, "A network learns at gauges that stand at units; train through the routing for others.");
        }

        int count = setup.Time.Count;
        for (int variable = 0; variable < present.Length; variable++)
        {
            store.SetInput(basin, variable, setup.Forcing.Span.Slice(setup.ForcingRows.StartOf(present[variable], gauge.Reach), count));
        }

        for (int attribute = 0; attribute < store.Attributes.Count; attribute++)
        {
            store.Statics(basin)[attribute] = (float)setup.Units.Attributes[store.Attributes[attribute]][gauge.Reach];
        }

        double[] values = new double[count];
        for (int target = 0; target < setup.TargetVariables.Count; target++)
        {
            setup.Targets.Span.Slice(((target * setup.Gauges.Count) + basin) * count, count).CopyTo(values);
            if (target == 0)
            {
                double depth = SecondsPerDay / (1000 * gauge.AreaKm2);
                for (int step = 0; step < count; step++)
                {
                    values[step] *= depth;
                }
            }

            store.SetTarget(basin, target, values);
        }
    }
}
