using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// A gridded series brought onto units. It is read and remapped in blocks of time, so that memory is bounded by the block however long the series is,
/// and only the rows and columns that have a weight are read.
/// </summary>
public sealed class RemappedSeries
{
    private const long BlockBytes = 32L << 20;

    private readonly GridSeries _series;
    private readonly UnitWeights _weights;
    private readonly GridWindow _window;
    private readonly double _leastShare;
    private readonly int _threads;

    /// <summary>Joins a series and weights.</summary>
    /// <param name="series">The series; who opened it closes it.</param>
    /// <param name="weights">Weights of the cells of its grid.</param>
    /// <param name="leastShare">Least share of a unit's weight that must have values; see <see cref="UnitWeights.Apply(ReadOnlySpan{double}, int, Span{double}, double, int)"/>.</param>
    /// <param name="threads">Number of threads; 0 for one a core.</param>
    public RemappedSeries(GridSeries series, UnitWeights weights, double leastShare = 0.5, int threads = 0)
    {
        (_series, _leastShare, _threads) = (series, leastShare, threads);
        _window = weights.Window(series.Grid);
        _weights = weights.Within(series.Grid, _window);
    }

    /// <summary>The steps that can be read.</summary>
    public TimeAxis Time => _series.Time;

    /// <summary>Steps that are held at once.</summary>
    public int StepsTogether => (int)Math.Clamp(BlockBytes / (8L * Math.Max(1, _window.Count)), 1, Math.Max(1, Time.Count));

    /// <summary>Reads steps, <c>[unit, time]</c>, a gap being NaN.</summary>
    /// <param name="first">Index of the first step on <see cref="Time"/>.</param>
    /// <param name="count">Number of steps.</param>
    /// <param name="result">Receives the values.</param>
    /// <param name="cancellation">Stops the work between blocks.</param>
    /// <exception cref="InputException">A file is damaged.</exception>
    public void Read(int first, int count, Span<double> result, CancellationToken cancellation = default)
    {
        double[] fields = new double[(long)Math.Min(StepsTogether, count) * _window.Count];
        for (int done = 0; done < count; done += StepsTogether)
        {
            cancellation.ThrowIfCancellationRequested();
            int now = Math.Min(StepsTogether, count - done);
            Span<double> block = fields.AsSpan(0, now * _window.Count);
            _series.Read(first + done, now, _window, block);
            _weights.Apply(block, now, result, count, done, _leastShare, _threads);
        }
    }
}
