using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// The windows of a store that can be learned from or predicted, grouped by basin in order of time. It copies no series: 8 bytes a sample.
/// </summary>
public sealed class SampleIndex
{
    private readonly Sample[] _samples;
    private readonly int[] _firstOfBasin;

    private SampleIndex(Sample[] samples, int[] firstOfBasin, SampleWindow window) => (_samples, _firstOfBasin, Window) = (samples, firstOfBasin, window);

    /// <summary>The shape of every sample.</summary>
    public SampleWindow Window { get; }

    /// <summary>Number of samples.</summary>
    public int Count => _samples.Length;

    /// <summary>Number of basins in the store.</summary>
    public int BasinCount => _firstOfBasin.Length - 1;

    /// <summary>All samples, grouped by basin in order of time.</summary>
    public ReadOnlySpan<Sample> Samples => _samples;

    /// <summary>The samples of one basin in order of time.</summary>
    public ReadOnlySpan<Sample> Of(int basin) => _samples.AsSpan(_firstOfBasin[basin].._firstOfBasin[basin + 1]);

    /// <summary>Indices of the basins that have any sample.</summary>
    public int[] BasinsWithSamples() => [.. Enumerable.Range(0, BasinCount).Where(basin => _firstOfBasin[basin + 1] > _firstOfBasin[basin])];

    /// <summary>
    /// Finds the windows to learn from: all their target steps lie in the period, at least one target there is finite, all their inputs lie in the
    /// record (before the period too) and, unless gaps are masked, are finite.
    /// </summary>
    /// <param name="store">The series.</param>
    /// <param name="window">Shape of a sample.</param>
    /// <param name="period">The steps whose targets may be used.</param>
    /// <param name="missing">What a gap in the inputs does.</param>
    /// <param name="basins">Indices of the basins to use; null for all.</param>
    /// <exception cref="InputException">No window can be used: says why and names a basin; or an attribute is missing.</exception>
    public static SampleIndex ToLearn(
        SeriesStore store, SampleWindow window, Range period, MissingInputs missing = MissingInputs.Refuse, IReadOnlyCollection<int>? basins = null)
        => Build(store, window, [period], missing, basins, needsTarget: true);

    /// <summary>The same over several periods, none of which a window's target steps may leave.</summary>
    /// <inheritdoc cref="ToLearn(SeriesStore, SampleWindow, Range, MissingInputs, IReadOnlyCollection{int})"/>
    public static SampleIndex ToLearn(
        SeriesStore store, SampleWindow window, IReadOnlyList<Range> periods, MissingInputs missing = MissingInputs.Refuse, IReadOnlyCollection<int>? basins = null)
        => Build(store, window, periods, missing, basins, needsTarget: true);

    /// <summary>
    /// Finds the windows to predict, with or without targets. The last window of a period always ends with it, whatever the stride, so that
    /// every step is predicted.
    /// </summary>
    /// <inheritdoc cref="ToLearn(SeriesStore, SampleWindow, Range, MissingInputs, IReadOnlyCollection{int})"/>
    public static SampleIndex ToPredict(
        SeriesStore store, SampleWindow window, Range period, MissingInputs missing = MissingInputs.Refuse, IReadOnlyCollection<int>? basins = null)
        => Build(store, window, [period], missing, basins, needsTarget: false);

    private static SampleIndex Build(
        SeriesStore store, SampleWindow window, IReadOnlyList<Range> periods, MissingInputs missing, IReadOnlyCollection<int>? basins, bool needsTarget)
    {
        if (missing == MissingInputs.Refuse)
        {
            store.RequireStatics();
        }

        HashSet<int>? chosen = basins is null ? null : [.. basins];
        var samples = new List<Sample>();
        int[] firstOfBasin = new int[store.Basins.Count + 1];
        for (int basin = 0; basin < store.Basins.Count; basin++)
        {
            if (chosen?.Contains(basin) ?? true)
            {
                WindowScan scan = new(store, basin, window, missing, needsTarget);
                foreach (Range period in periods)
                {
                    scan.Collect(period, samples);
                }
            }

            firstOfBasin[basin + 1] = samples.Count;
        }

        return samples.Count > 0
            ? new SampleIndex([.. samples], firstOfBasin, window)
            : throw EmptyIndex.Explain(store, window, periods, needsTarget);
    }
}
