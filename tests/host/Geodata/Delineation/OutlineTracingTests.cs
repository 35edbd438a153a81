using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Delineation;

/// <summary>Outlines of random patches of cells: valid, of the right area, and around the right cells.</summary>
public sealed class OutlineTracingTests
{
    private static readonly GeoTransform Cells = new(10, 20, 2, 1);

    [Fact]
    public void A_ring_of_cells_has_a_hole()
    {
        Geometry outline = Trace([1, 1, 1, 1, 0, 1, 1, 1, 1], 3);
        var polygon = Assert.IsType<Polygon>(outline);
        Assert.Equal(1, polygon.NumInteriorRings);
        Assert.Equal(16, polygon.Area);
        Assert.Equal(10, polygon.NumPoints);
    }

    [Fact]
    public void Cells_that_touch_at_a_corner_are_two_parts()
    {
        Geometry outline = Trace([1, 0, 0, 1], 2);
        Assert.Equal(2, outline.NumGeometries);
        Assert.True(outline.IsValid);
    }

    [Fact]
    public void Random_patches_are_outlined_validly_around_their_very_cells() =>
        Property.Holds(Gen.Choose(0, 1_000_000), seed =>
        {
            var random = new Random(seed);
            int width = 2 + random.Next(9);
            int[] labels = new int[width * (2 + random.Next(9))];
            double share = 0.2 + (0.7 * random.NextDouble());
            for (int i = 0; i < labels.Length; i++)
            {
                labels[i] = random.NextDouble() < share ? 1 : 0;
            }

            labels[random.Next(labels.Length)] = 1;
            Geometry outline = Trace(labels, width);
            Assert.True(outline.IsValid);
            Assert.Equal(2 * labels.Sum(), outline.Area, 9);
            IPreparedGeometry prepared = PreparedGeometryFactory.Prepare(outline);
            for (int cell = 0; cell < labels.Length; cell++)
            {
                Assert.Equal(labels[cell] == 1, prepared.Covers(new Point(Cells.X(cell % width), Cells.Y(cell / width))));
            }
        }, 300);

    private static Geometry Trace(int[] labels, int width)
    {
        var tracing = new OutlineTracing(Cells, width);
        int height = labels.Length / width;
        foreach (int cell in Enumerable.Range(0, labels.Length).Where(cell => labels[cell] == 1))
        {
            (int column, int row) = (cell % width, cell / width);
            tracing.Add(column, row, Outside(column, row + 1), Outside(column + 1, row), Outside(column, row - 1), Outside(column - 1, row));
        }

        return tracing.Assemble();

        bool Outside(int column, int row) => column < 0 || row < 0 || column >= width || row >= height || labels[(row * width) + column] == 0;
    }
}
