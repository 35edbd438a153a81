using System.Buffers;
using System.Numerics;

namespace Tributary.Geodata;

/// <summary>
/// How the values of sources (grid cells or stations) make the values of catchment units: a sparse matrix in rows, one a unit. The
/// weights of a unit sum to 1.
/// </summary>
public sealed class UnitWeights
{
    private const int Together = 32;

    private readonly int[] _offsets;
    private readonly int[] _sources;
    private readonly double[] _weights;
    private readonly double[] _areaKm2;
    private readonly int[] _used;
    private readonly int[] _slots;

    /// <summary>Makes weights.</summary>
    /// <param name="unitIds">Unique ids, one a unit.</param>
    /// <param name="sourceCount">Number of sources.</param>
    /// <param name="offsets">Where each unit's entries begin, and at last their number, <c>[unit + 1]</c>.</param>
    /// <param name="sources">Source of each entry.</param>
    /// <param name="weights">Weight of each entry.</param>
    /// <param name="areaKm2">Areas of the units on the ellipsoid in km2; NaN where unknown.</param>
    /// <exception cref="ArgumentException">The columns do not fit each other.</exception>
    public UnitWeights(IReadOnlyList<string> unitIds, int sourceCount, int[] offsets, int[] sources, double[] weights, double[] areaKm2)
    {
        bool rises = offsets.Length == unitIds.Count + 1 && offsets[0] == 0 && offsets[^1] == sources.Length && offsets.Zip(offsets.Skip(1)).All(pair => pair.First <= pair.Second);
        if (!rises || weights.Length != sources.Length || areaKm2.Length != unitIds.Count || sources.Any(source => source < 0 || source >= sourceCount))
        {
            throw new ArgumentException($"The columns of the weights of {unitIds.Count} units and {sourceCount} sources do not fit each other.");
        }

        _used = [.. sources.Distinct().Order()];
        var slots = new Dictionary<int, int>(_used.Length);
        for (int slot = 0; slot < _used.Length; slot++)
        {
            slots[_used[slot]] = slot;
        }

        _slots = Array.ConvertAll(sources, source => slots[source]);
        (UnitIds, SourceCount, _offsets, _sources, _weights, _areaKm2) = (unitIds, sourceCount, offsets, sources, weights, areaKm2);
    }

    /// <summary>Unique ids, one a unit.</summary>
    public IReadOnlyList<string> UnitIds { get; }

    /// <summary>Number of sources: cells of the grid, or stations.</summary>
    public int SourceCount { get; }

    /// <summary>Where each unit's entries begin, and at last their number, <c>[unit + 1]</c>.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>Source of each entry.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>Weight of each entry.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Areas of the units on the ellipsoid in km2, <c>[unit]</c>; NaN where unknown.</summary>
    public ReadOnlySpan<double> AreaKm2 => _areaKm2;

    /// <summary>The smallest block of rows and columns with all cells that have a weight.</summary>
    public GridWindow Window(CellGrid grid)
    {
        if (grid.Count != SourceCount)
        {
            throw new ArgumentException($"The weights are for {SourceCount} cells, the grid has {grid.Count}.", nameof(grid));
        }

        (int top, int bottom, int left, int right) = (grid.Height, -1, grid.Width, -1);
        foreach (int cell in _sources)
        {
            (int row, int column) = (cell / grid.Width, cell % grid.Width);
            (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
            (left, right) = (Math.Min(left, column), Math.Max(right, column));
        }

        return bottom < 0 ? new GridWindow(0, 0, 0, 0) : new GridWindow(top, left, bottom - top + 1, right - left + 1);
    }

    /// <summary>The same weights for fields that hold only a block of the grid.</summary>
    /// <param name="grid">The whole grid.</param>
    /// <param name="window">The block; every cell that has a weight is in it.</param>
    public UnitWeights Within(CellGrid grid, GridWindow window)
    {
        int[] sources = Array.ConvertAll(_sources, cell => (((cell / grid.Width) - window.Row) * window.Width) + (cell % grid.Width) - window.Column);
        return new UnitWeights(UnitIds, window.Count, _offsets, sources, _weights, _areaKm2);
    }

    /// <summary>How much of the units lies in each source, <c>[source]</c>, in km2: for a grid, the area of each cell inside the basin.</summary>
    public double[] AreaOfSourcesKm2()
    {
        double[] areas = new double[SourceCount];
        for (int unit = 0; unit < UnitIds.Count; unit++)
        {
            for (int entry = _offsets[unit]; entry < _offsets[unit + 1]; entry++)
            {
                areas[_sources[entry]] += _weights[entry] * _areaKm2[unit];
            }
        }

        return areas;
    }

    /// <summary>
    /// Makes the units' values. A unit's value is the weighted mean of the sources that have one, as long as these hold at least a given share of
    /// its weight; else it is a gap (NaN). The result does not depend on the number of threads.
    /// </summary>
    /// <param name="fields">Values of the sources, <c>[time, source]</c>, a gap being NaN.</param>
    /// <param name="times">Number of time steps.</param>
    /// <param name="result">Receives the units' values, <c>[unit, time]</c>.</param>
    /// <param name="leastShare">Least share of the weight that must have values, above 0 to 1; 1 lets no gap pass.</param>
    /// <param name="threads">Number of threads; 0 for one a core.</param>
    /// <exception cref="ArgumentException">The spans are not of these shapes.</exception>
    public void Apply(ReadOnlySpan<double> fields, int times, Span<double> result, double leastShare = 0.5, int threads = 0) =>
        Apply(fields, times, result, times, 0, leastShare, threads);

    /// <summary>The same into part of longer series.</summary>
    /// <param name="fields">Values of the sources, <c>[time, source]</c>, a gap being NaN.</param>
    /// <param name="times">Number of time steps.</param>
    /// <param name="result">Receives the units' values, <c>[unit, time]</c>, from <paramref name="first"/> on.</param>
    /// <param name="length">Length of each unit's series in the result.</param>
    /// <param name="first">Where in each series the first step goes.</param>
    /// <param name="leastShare">Least share of the weight that must have values, above 0 to 1; 1 lets no gap pass.</param>
    /// <param name="threads">Number of threads; 0 for one a core.</param>
    /// <exception cref="ArgumentException">The spans are not of these shapes.</exception>
    public unsafe void Apply(ReadOnlySpan<double> fields, int times, Span<double> result, int length, int first, double leastShare = 0.5, int threads = 0)
    {
        if (fields.Length != (long)times * SourceCount || result.Length != (long)length * UnitIds.Count || first < 0 || first + times > length)
        {
            throw new ArgumentException($"{times} steps of {SourceCount} sources and {UnitIds.Count} units were announced; there are {fields.Length} values and room for {result.Length}.");
        }

        fixed (double* fieldsPointer = fields, resultPointer = result)
        {
            // A lambda cannot hold a pointer; the spans stay fixed until all threads are done.
            (nint from, nint to) = ((nint)fieldsPointer, (nint)resultPointer);
            int blocks = (times + Together - 1) / Together;
            int wanted = threads > 0 ? threads : Environment.ProcessorCount;
            int parts = Math.Max(1, Math.Min(wanted, UnitIds.Count));
            var options = new ParallelOptions { MaxDegreeOfParallelism = wanted };
            bool byTime = blocks >= wanted;
            _ = Parallel.For(0, byTime ? blocks : blocks * parts, options, piece =>
            {
                (int block, int part) = byTime ? (piece, 0) : (piece / parts, piece % parts);
                (int unit, int endUnit) = byTime ? (0, UnitIds.Count) : (Share(part, parts), Share(part + 1, parts));
                int time = block * Together;
                int together = Math.Min(Together, times - time);
                double[] tile = ArrayPool<double>.Shared.Rent(_used.Length * together);
                Gather(new ReadOnlySpan<double>((double*)from + ((long)time * SourceCount), together * SourceCount), together, tile);
                for (; unit < endUnit; unit++)
                {
                    Mean(unit, tile, together, new Span<double>((double*)to + ((long)unit * length) + first + time, together), leastShare);
                }

                ArrayPool<double>.Shared.Return(tile);
            });
        }

        int Share(int part, int parts) => (int)((long)UnitIds.Count * part / parts);
    }

    // Each used source's values of a few steps side by side, so that a weight is applied to all of them at once.
    private void Gather(ReadOnlySpan<double> fields, int times, Span<double> tile)
    {
        for (int t = 0; t < times; t++)
        {
            ReadOnlySpan<double> field = fields.Slice(t * SourceCount, SourceCount);
            for (int slot = 0; slot < _used.Length; slot++)
            {
                tile[(slot * times) + t] = field[_used[slot]];
            }
        }
    }

    private void Mean(int unit, ReadOnlySpan<double> tile, int times, Span<double> mean, double leastShare)
    {
        (int first, int end) = (_offsets[unit], _offsets[unit + 1]);
        mean.Fill(first < end ? 0 : double.NaN);
        for (int entry = first; entry < end; entry++)
        {
            AddWeighted(tile.Slice(_slots[entry] * times, times), _weights[entry], mean);
        }

        for (int t = 0; t < times; t++)
        {
            if (double.IsNaN(mean[t]))
            {
                mean[t] = MeanOfSome(tile[t..], times, first, end, leastShare);
            }
        }
    }

    private static void AddWeighted(ReadOnlySpan<double> values, double weight, Span<double> sum)
    {
        int i = 0;
        var weights = new Vector<double>(weight);
        for (; i <= sum.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(sum[i..]) + (weights * new Vector<double>(values[i..]))).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += weight * values[i];
        }
    }

    private double MeanOfSome(ReadOnlySpan<double> tile, int times, int first, int end, double leastShare)
    {
        (double sum, double share) = (0, 0);
        for (int entry = first; entry < end; entry++)
        {
            double value = tile[_slots[entry] * times];
            if (!double.IsNaN(value))
            {
                sum += _weights[entry] * value;
                share += _weights[entry];
            }
        }

        return share > 0 && share >= leastShare ? sum / share : double.NaN;
    }
}
