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
    public SimulationBlock(
        TimeAxis time,
        ReadOnlySpan<double> forcingValues,
        SeriesRows forcing,
        Span<double> outputValues,
        SeriesRows output,
        ReadOnlySpan<float> grid = default)
    {
        Time = time;
        _forcingValues = forcingValues;
        _forcing = forcing;
        _outputValues = outputValues;
        _output = output;
        Grid = grid;
    }

    /// <summary>The time steps of the block.</summary>
    public TimeAxis Time { get; }

    /// <summary>Number of time steps.</summary>
    public int StepCount => Time.Count;

    /// <summary>Forcing of a grid model, <c>[time][variable][y][x]</c>; empty for a model that reads series.</summary>
    public ReadOnlySpan<float> Grid { get; }

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
    public SimulationBlock Only(int unit) => new(Time, _forcingValues, _forcing.Only(unit), _outputValues, _output.Only(unit), Grid);

    /// <summary>Whether a result is asked for.</summary>
    public bool Wants(int output) => _output.Contains(output);

    /// <summary>Whether two simulated units read the same forcing, as two parameter sets on one catchment do.</summary>
    public bool SharesForcing(int unit, int otherUnit) => _forcing.RowOf(unit) == _forcing.RowOf(otherUnit);
}
