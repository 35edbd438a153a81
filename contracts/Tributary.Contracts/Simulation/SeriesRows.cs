namespace Tributary.Contracts;

/// <summary>Where the series of an array <c>[variable][row][time]</c> start for one block of time steps.</summary>
public readonly struct SeriesRows
{
    private readonly int[] _variableStart;
    private readonly int _rowStride;
    private readonly int _rowCount;
    private readonly int _blockStart;

    /// <summary>Describes an array.</summary>
    /// <param name="variableStart">For each variable the index of its first value in the array; -1 where the array lacks it.</param>
    /// <param name="rowStride">Distance from one row to the next: the number of time steps that the array holds.</param>
    /// <param name="rowCount">Number of rows of each variable. Further rows repeat them from the first, as many parameter sets on one domain do.</param>
    /// <param name="blockStart">Index in the array of the block's first time step.</param>
    public SeriesRows(int[] variableStart, int rowStride, int rowCount, int blockStart = 0)
    {
        _variableStart = variableStart;
        _rowStride = rowStride;
        _rowCount = rowCount;
        _blockStart = blockStart;
    }

    /// <summary>An array that holds all variables one after the other.</summary>
    /// <param name="variableCount">Number of variables.</param>
    /// <param name="rowCount">Number of rows of each variable.</param>
    /// <param name="stepCount">Number of time steps of each row.</param>
    public static SeriesRows Dense(int variableCount, int rowCount, int stepCount)
    {
        int[] starts = new int[variableCount];
        for (int variable = 0; variable < variableCount; variable++)
        {
            starts[variable] = variable * rowCount * stepCount;
        }

        return new SeriesRows(starts, stepCount, rowCount);
    }

    /// <summary>Number of variables, those that the array lacks too.</summary>
    public int VariableCount => _variableStart?.Length ?? 0;

    /// <summary>Number of rows of each variable.</summary>
    public int RowCount => _rowCount;

    /// <summary>Distance from one row to the next.</summary>
    public int RowStride => _rowStride;

    /// <summary>The same array, for a block that starts at another time step.</summary>
    public SeriesRows From(int blockStart) => new(_variableStart, _rowStride, _rowCount, blockStart);

    /// <summary>The same array, for one unit that becomes the first.</summary>
    public SeriesRows Only(int unit)
    {
        if (_variableStart is null)
        {
            return this;
        }

        int offset = RowOf(unit) * _rowStride;
        return new SeriesRows([.. _variableStart.Select(start => start < 0 ? -1 : start + offset)], _rowStride, 1, _blockStart);
    }

    /// <summary>Whether the array holds a variable.</summary>
    public bool Contains(int variable) => _variableStart is not null && _variableStart[variable] >= 0;

    /// <summary>The row that a simulated unit reads or writes.</summary>
    public int RowOf(int unit) => unit < _rowCount ? unit : unit % _rowCount;

    /// <summary>Index in the array of the first value of a series in this block.</summary>
    public int StartOf(int variable, int unit) => _variableStart[variable] + (RowOf(unit) * _rowStride) + _blockStart;
}
