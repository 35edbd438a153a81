namespace Tributary.Contracts;

/// <summary>
/// The forcing of a grid model (<see cref="InputKind.Grid"/>) on the grid that just holds the domain's cells (<see cref="CatchmentUnits.Places"/>), read in blocks
/// of time, so that it may be longer than memory. Several threads may read at once.
/// </summary>
public interface IGridForcing
{
    /// <summary>Number of variables, those of the descriptor in its order.</summary>
    int VariableCount { get; }

    /// <summary>Number of rows.</summary>
    int Height { get; }

    /// <summary>Number of columns.</summary>
    int Width { get; }

    /// <summary>Reads fields in the units that the descriptor declares; NaN where no unit lies and in gaps.</summary>
    /// <param name="first">First time step, counted from the start of the run.</param>
    /// <param name="count">Number of time steps.</param>
    /// <param name="fields">Receives them, <c>[time][variable][y][x]</c>.</param>
    /// <exception cref="InputException">A file is damaged.</exception>
    void Read(int first, int count, Span<float> fields);
}
