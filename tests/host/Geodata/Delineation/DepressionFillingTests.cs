using FsCheck.Fluent;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Delineation;

/// <summary>Filling against the plain method of Planchon and Darboux (2002): start from a flood and let it drain until nothing changes.</summary>
public sealed class DepressionFillingTests
{
    [Fact]
    public void A_bowl_is_filled_to_its_rim_and_no_higher()
    {
        double[] filled = DepressionFilling.Fill([9, 9, 9, 9, 9, 9, 1, 2, 3, 9, 9, 2, 1, 2, 7, 9, 9, 9, 9, 9], 5);
        double[] expected = [9, 9, 9, 9, 9, 9, 7, 7, 7, 9, 9, 7, 7, 7, 7, 9, 9, 9, 9, 9];
        Close.All(expected, filled, 1e-9);
        Assert.Equal(7, filled[14]);
        Assert.True(filled[13] > 7);
    }

    [Fact]
    public void Water_leaves_at_the_given_outlets_only()
    {
        // A channel of two cells and, behind unknown ground, one that no way leads from.
        double[] filled = DepressionFilling.Fill([5, 3, double.NaN, 1], 4, [0]);
        Assert.Equal([5, double.NaN, 1], [filled[0], filled[2], filled[3]]);
        Assert.True(filled[1] is > 5 and < 5 + 1e-9);
    }

    [Fact]
    public void Random_ground_is_filled_as_by_the_plain_method_and_drains_everywhere() =>
        Property.Holds(Gen.Choose(0, 1_000_000), seed =>
        {
            int width = 3 + (seed % 17);
            double[] ground = Terrain.Rough(seed, width * (3 + (seed / 17 % 13)), 2 + (seed % 9), seed % 3 == 0 ? 0.1 : 0);
            double[] filled = DepressionFilling.Fill(ground, width);
            Close.All(Plain(ground, width), filled, 1e-9, 1);
            DemandDrainage(Terrain.Metric(ground, width), filled);
        });

    [Fact]
    public void With_one_outlet_all_ground_lies_above_the_highest_point_of_the_lowest_way_there() =>
        Property.Holds(Gen.Choose(0, 1_000_000), seed =>
        {
            int width = 3 + (seed % 7);
            double[] ground = Terrain.Rough(seed, width * 8, 2 + (seed % 9));
            int outlet = seed % ground.Length;
            double[] lowest = [.. ground.Select((z, cell) => cell == outlet ? z : double.PositiveInfinity)];
            for (int pass = 0; pass < ground.Length; pass++)
            {
                for (int cell = 0; cell < ground.Length; cell++)
                {
                    int[] around = [.. Enumerable.Range(0, 8).Select(direction => FlowDirections.Neighbour(cell, direction, width, 8)).Where(neighbour => neighbour >= 0)];
                    lowest[cell] = Math.Min(lowest[cell], Math.Max(ground[cell], around.Min(neighbour => lowest[neighbour])));
                }
            }

            Close.All(lowest, DepressionFilling.Fill(ground, width, [outlet]), 1e-9, 1);
        });

    [Fact]
    public void The_depressions_of_Storm_Lake_are_filled_as_by_the_plain_method()
    {
        ElevationGrid grid = Terrain.Read(RealData.At("dem", "storml_elev.tif"));
        double[] filled = DepressionFilling.Fill(grid.Elevation, grid.Width);
        Close.All(Plain(grid.Elevation, grid.Width), filled, 1e-12, 1);
        Assert.True(grid.Elevation.Where((z, cell) => filled[cell] > z + 0.5).Any());
        DemandDrainage(grid, filled);
    }

    // Every cell that has all its neighbours has a way on, and no way leads round in a circle.
    private static void DemandDrainage(ElevationGrid grid, double[] filled)
    {
        var directions = FlowDirections.Steepest(grid, filled);
        int known = filled.Count(z => !double.IsNaN(z));
        Assert.Equal(known, directions.FromSources("test").Length);
        for (int row = 1; row + 1 < grid.Height; row++)
        {
            for (int column = 1; column + 1 < grid.Width; column++)
            {
                int cell = (row * grid.Width) + column;
                bool enclosed = new[] { -1, 0, 1 }.All(y => new[] { -1, 0, 1 }.All(x => !double.IsNaN(filled[cell + (y * grid.Width) + x])));
                Assert.True(!enclosed || directions.Downstream(cell) >= 0);
                Assert.True(directions.Downstream(cell) < 0 || filled[directions.Downstream(cell)] < filled[cell]);
            }
        }
    }

    private static double[] Plain(double[] ground, int width)
    {
        int height = ground.Length / width;
        double At(double[] values, int row, int column) =>
            row < 0 || row >= height || column < 0 || column >= width || double.IsNaN(ground[(row * width) + column]) ? double.NegativeInfinity : values[(row * width) + column];

        double[] water = [.. ground.Select(z => double.IsNaN(z) ? z : double.PositiveInfinity)];
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int cell = 0; cell < ground.Length; cell++)
            {
                double lowest = double.PositiveInfinity;
                for (int n = 0; n < 9; n++)
                {
                    lowest = n == 4 ? lowest : Math.Min(lowest, At(water, (cell / width) + (n / 3) - 1, (cell % width) + (n % 3) - 1));
                }

                double level = Math.Max(ground[cell], lowest);
                if (level < water[cell])
                {
                    (water[cell], changed) = (level, true);
                }
            }
        }

        return water;
    }
}
