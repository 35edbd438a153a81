using System.Runtime.InteropServices;

namespace Tributary.Contracts.Numerics;

/// <summary>
/// Turns series of neighbouring units, <c>[unit][time]</c>, into one series of lanes, <c>[time]</c>, and back, a tile of time steps at a
/// time so that the tile stays in the first-level cache.
/// </summary>
public static class LaneTiles
{
    /// <summary>Number of time steps of a tile.</summary>
    public const int StepCount = 64;

    /// <summary>Reads the forcing of a group of units over a tile of time steps.</summary>
    /// <param name="block">The block.</param>
    /// <param name="variable">Index of the forcing in the descriptor; it must be provided.</param>
    /// <param name="firstUnit">First unit of the group.</param>
    /// <param name="firstStep">First time step of the tile.</param>
    /// <param name="tile">Receives the forcing; its length is the number of time steps.</param>
    public static void Read<T>(in SimulationBlock block, int variable, int firstUnit, int firstStep, Span<T> tile)
        where T : unmanaged, ILanes<T>
    {
        if (T.Count > 1 && block.SharesForcing(firstUnit, firstUnit + 1))
        {
            ReadOnlySpan<double> shared = block.Forcing(variable, firstUnit).Slice(firstStep, tile.Length);
            for (int step = 0; step < tile.Length; step++)
            {
                tile[step] = shared[step];
            }

            return;
        }

        Span<double> values = MemoryMarshal.Cast<T, double>(tile);
        for (int lane = 0; lane < T.Count; lane++)
        {
            ReadOnlySpan<double> series = block.Forcing(variable, firstUnit + lane).Slice(firstStep, tile.Length);
            for (int step = 0; step < series.Length; step++)
            {
                values[(step * T.Count) + lane] = series[step];
            }
        }
    }

    /// <summary>Writes a result of a group of units over a tile of time steps into the block; does nothing where it is not asked for.</summary>
    /// <param name="block">The block.</param>
    /// <param name="output">Index of the output in the descriptor.</param>
    /// <param name="firstUnit">First unit of the group.</param>
    /// <param name="firstStep">First time step of the tile.</param>
    /// <param name="tile">The results, one value a time step.</param>
    public static void Write<T>(in SimulationBlock block, int output, int firstUnit, int firstStep, ReadOnlySpan<T> tile)
        where T : unmanaged, ILanes<T>
    {
        if (!block.Wants(output))
        {
            return;
        }

        ReadOnlySpan<double> values = MemoryMarshal.Cast<T, double>(tile);
        for (int lane = 0; lane < T.Count; lane++)
        {
            Span<double> series = block.Output(output, firstUnit + lane).Slice(firstStep, tile.Length);
            for (int step = 0; step < series.Length; step++)
            {
                series[step] = values[(step * T.Count) + lane];
            }
        }
    }
}
