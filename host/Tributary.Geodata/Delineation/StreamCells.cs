namespace Tributary.Geodata;

/// <summary>The cells of a catchment that are streams, the outlet first, each after the one that it drains to.</summary>
/// <param name="Width">Number of columns of the grid.</param>
/// <param name="Cells">Their numbers in the grid, row by row.</param>
/// <param name="Directions">Their directions.</param>
/// <param name="Filled">Their filled elevations in m.</param>
/// <param name="Downstream">The place in this list of the cell that each drains to; -1 for the outlet.</param>
internal sealed record StreamCells(int Width, long[] Cells, sbyte[] Directions, double[] Filled, int[] Downstream)
{
    public int Column(int stream) => (int)(Cells[stream] % Width);

    public int Row(int stream) => (int)(Cells[stream] / Width);
}
