namespace Tributary.Learning;

/// <summary>The spread of each basin's target, by which losses weigh basins so that large rivers do not drown small ones.</summary>
public static class BasinDeviations
{
    /// <summary>Standard deviation (of the population) of a target on the steps to train on, <c>[basin]</c>; NaN for a basin without observations.</summary>
    /// <param name="store">
    /// The series. NeuralHydrology takes the deviations before scaling, in mm per step, though its loss compares scaled values: call this before
    /// <see cref="Scaler.Apply(SeriesStore)"/> to do likewise.
    /// </param>
    /// <param name="training">The steps to train on.</param>
    /// <param name="target">Index of the target.</param>
    public static float[] Of(SeriesStore store, IReadOnlyList<Range> training, int target = 0)
    {
        float[] deviations = new float[store.Basins.Count];
        int width = store.TargetNames.Count;
        for (int basin = 0; basin < deviations.Length; basin++)
        {
            var spread = new Spread();
            foreach (Range range in training)
            {
                (int first, int count) = range.GetOffsetAndLength(store.Time.Count);
                spread.Add(store.Targets(basin).Slice(first * width, count * width), target, width, ValueTransform.None);
            }

            deviations[basin] = (float)spread.Deviation;
        }

        return deviations;
    }
}
