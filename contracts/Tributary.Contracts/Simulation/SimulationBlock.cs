namespace Tributary.Contracts;

/// <summary>A block of consecutive time steps: forcing to read and results to write.</summary>
public readonly ref struct SimulationBlock
{
    private readonly SeriesRows _forcing;
    private readonly SeriesRows _output;
    private readonly ReadOnlySpan<double> _forcingValues;
    private readonly Span<double> _outputValues;

    /// <summary>Makes a block for a model that reads series.</summary>
    /// <param name="time">The time steps of the block.</param>
    /// <param name="forcingValues">Forcing; where each series lies in it says <paramref name="forcing"/>.</param>
    /// <param name="forcing">Where each forcing series starts.</param>
    /// <param name="outputValues">Room for results; where each series goes says <paramref name="output"/>.</param>
    /// <param name="output">Where each result series starts.</param>
    /// <param name="grid">Forcing of a grid model, <c>[time][variable][y][x]</c>.</param>
    /// <param name="forcingKey">What stands for the forcing array as long as nothing in it changes; null where nothing does.</param>
    public SimulationBlock(
        TimeAxis time,
        ReadOnlySpan<double> forcingValues,
        SeriesRows forcing,
        Span<double> outputValues,
        SeriesRows output,
        ReadOnlySpan<float> grid = default,
        object? forcingKey = null)
    {
        Time = time;
        _forcingValues = forcingValues;
        _forcing = forcing;
        _outputValues = outputValues;
        _output = output;
        Grid = grid;
        ForcingKey = forcingKey;
    }

    /// <summary>The time steps of the block.</summary>
    public TimeAxis Time { get; }

    /// <summary>Number of time steps.</summary>
    public int StepCount => Time.Count;

    /// <summary>Forcing of a grid model, <c>[time][variable][y][x]</c>; empty for a model that reads series.</summary>
    public ReadOnlySpan<float> Grid { get; }

    /// <summary>
    /// What stands for the array behind <see cref="ForcingValues"/>: blocks with the same object read the same array, in which nothing changes. So whoever takes
    /// forcing elsewhere, as to another process, takes it once. Null where nothing is promised.
    /// </summary>
    public object? ForcingKey { get; }

    /// <summary>The array that holds the forcing, of more than this block where the host has it.</summary>
    public ReadOnlySpan<double> ForcingValues => _forcingValues;

    /// <summary>Where the forcing series of this block start in <see cref="ForcingValues"/>.</summary>
    public SeriesRows ForcingRows => _forcing;

    /// <summary>The array that receives results.</summary>
    public Span<double> OutputValues => _outputValues;

    /// <summary>Where the result series of this block start in <see cref="OutputValues"/>.</summary>
    public SeriesRows OutputRows => _output;

    /// <summary>One forcing series, <c>[time]</c>, in the unit that the descriptor declares; empty where an optional one is not provided.</summary>
    /// <param name="variable">Index of the forcing in the descriptor.</param>
    /// <param name="unit">Index of the simulated unit (set x unit).</param>
    public ReadOnlySpan<double> Forcing(int variable, int unit) =>
        _forcing.Contains(variable) ? _forcingValues.Slice(_forcing.StartOf(variable, unit), StepCount) : default;

    /// <summary>Where one result series goes, <c>[time]</c>, in the unit that the descriptor declares; empty where it is not asked for.</summary>
    /// <param name="output">Index of the output in the descriptor.</param>
    /// <param name="location">Index of the simulated unit, reach or gauge.</param>
    public Span<double> Output(int output, int location) =>
        _output.Contains(output) ? _outputValues.Slice(_output.StartOf(output, location), StepCount) : default;

    /// <summary>The block of one unit alone, for a model that runs units apart.</summary>
    /// <param name="unit">Index of the simulated unit.</param>
    public SimulationBlock Only(int unit) => new(Time, _forcingValues, _forcing.Only(unit), _outputValues, _output.Only(unit), Grid, ForcingKey);

    /// <summary>Whether a result is asked for.</summary>
    public bool Wants(int output) => _output.Contains(output);

    /// <summary>Whether two simulated units read the same forcing, as two parameter sets on one catchment do.</summary>
    public bool SharesForcing(int unit, int otherUnit) => _forcing.RowOf(unit) == _forcing.RowOf(otherUnit);
}
