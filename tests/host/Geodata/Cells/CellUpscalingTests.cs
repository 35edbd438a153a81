using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Cells;

/// <summary>Connections of cells in flows drawn by hand.</summary>
public sealed class CellUpscalingTests
{
    // Directions as on a keypad: 9 is northeast, 6 east, 3 southeast; 5 the outlet.
    private static readonly string[] Drawn = ["3221", "6324", "6624", "9654"];

    [Fact]
    public void Cells_as_fine_as_the_pixels_drain_as_these_do()
    {
        int[] downstream = [.. Enumerable.Range(0, 16).Select(Next)];
        double[] area = Accumulate(downstream);
        Assert.Equal(16, area[14]);
        var cells = CellUpscaling.Connect(16, [.. Enumerable.Range(0, 16)], downstream, area, Neighbours(4));
        Assert.Equal(downstream, cells.Downstream);
        Assert.Empty(cells.Jumps);

        static int Next(int pixel)
        {
            int key = Drawn[pixel / 4][pixel % 4] - '1';
            return key == 4 ? -1 : pixel + (key % 3) - 1 + (4 * (1 - (key / 3)));
        }
    }

    [Fact]
    public void Four_cells_of_four_pixels_drain_as_traced_by_hand()
    {
        // The northwestern cell's water cuts the corner of the northeastern one, whose largest stream it is.
        int[] downstream = [5, 5, 3, 7, 5, 6, 10, 11, 9, 10, 15, 15, 9, 14, 15, -1];
        var cells = CellUpscaling.Connect(4, [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3], downstream, Accumulate(downstream), Neighbours(2));
        Assert.Equal([5, 6, 9, 15], cells.Outlet);
        Assert.Equal([1, 3, 3, -1], cells.Downstream);
    }

    [Fact]
    public void A_cell_goes_to_the_first_neighbour_whose_outlet_its_water_passes() => Assert.Equal(3, FromFirst((0, 1), (0, 3), (1, 3)));

    [Fact]
    public void Where_it_passes_none_it_goes_to_the_last_neighbour_that_it_crosses() => Assert.Equal(1, FromFirst((0, 1), (1, 3)));

    [Fact]
    public void Where_its_water_leaps_over_the_neighbours_it_leaps_too() => Assert.Equal(1, FromFirst((1, 3)));

    // From cell 0 water passes cell 1, through which a larger stream goes elsewhere, to the outlet of cell 3.
    private static int FromFirst(params (int, int)[] neighbours)
    {
        var cells = CellUpscaling.Connect(4, [0, 1, 1, 3, 2], [1, 3, 3, -1, -1], [5, 6, 9, 20, 1], (a, b) => neighbours.Contains((a, b)) || neighbours.Contains((b, a)));
        Assert.Equal([0, 2, 4, 3], cells.Outlet);
        Assert.Equal(neighbours.Any(pair => pair.Item1 == 0) ? [] : [0], cells.Jumps);
        return cells.Downstream[0];
    }

    private static Func<int, int, bool> Neighbours(int width) =>
        (a, b) => a != b && Math.Abs((a / width) - (b / width)) <= 1 && Math.Abs((a % width) - (b % width)) <= 1;

    // How many pixels pass each on their way.
    private static double[] Accumulate(int[] downstream)
    {
        double[] area = new double[downstream.Length];
        for (int start = 0; start < area.Length; start++)
        {
            for (int pixel = start; pixel >= 0; pixel = downstream[pixel])
            {
                area[pixel]++;
            }
        }

        return area;
    }
}
