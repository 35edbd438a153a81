namespace Tributary.Geodata;

/// <summary>How much drains through each cell, itself among it.</summary>
public sealed class FlowAccumulation
{
    private FlowAccumulation(int[] cells, double[] areaKm2) => (Cells, AreaKm2) = (cells, areaKm2);

    /// <summary>Number of cells, <c>[y][x]</c>; 0 where nothing is known.</summary>
    public int[] Cells { get; }

    /// <summary>Area in km2, <c>[y][x]</c>.</summary>
    public double[] AreaKm2 { get; }

    /// <summary>Accumulates along directions.</summary>
    /// <param name="directions">The directions.</param>
    /// <param name="cellAreaKm2">Area of a cell of a row in km2.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="Contracts.InputException">Water flows in a circle.</exception>
    public static FlowAccumulation Along(FlowDirections directions, Func<int, double> cellAreaKm2, string where)
    {
        int[] cells = new int[directions.CellCount];
        double[] area = new double[directions.CellCount];
        foreach (int cell in directions.FromSources(where))
        {
            cells[cell]++;
            area[cell] += cellAreaKm2(cell / directions.Width);
            int next = directions.Downstream(cell);
            if (next >= 0)
            {
                cells[next] += cells[cell];
                area[next] += area[cell];
            }
        }

        return new FlowAccumulation(cells, area);
    }
}
