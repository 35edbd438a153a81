using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Cells;

/// <summary>Grids made for a basin, and distances between their cells.</summary>
public sealed class RegularGridTests
{
    private readonly GeometryFactory _factory = new();

    [Fact]
    public void Edges_lie_at_multiples_of_the_size_and_rows_run_southward()
    {
        CellGrid grid = RegularGrid.Covering([_factory.ToGeometry(new Envelope(-75.52, -75.31, 46.13, 46.21))], 0.1);
        Assert.Equal((2, 3), (grid.Height, grid.Width));
        Close.All([-75.55, 46.25], [grid.Centre(0).Longitude, grid.Centre(0).Latitude], 1e-12);
        Close.All([-75.35, 46.15], [grid.Centre(5).Longitude, grid.Centre(5).Latitude], 1e-12);
        Assert.Equal(new Envelope(-75.6, -75.3, 46.1, 46.3).Area, Enumerable.Range(0, 6).Sum(cell => grid.Outline(cell)!.Area), 1e-12);
    }

    [Fact]
    public void A_basin_on_the_date_line_has_a_narrow_grid()
    {
        CellGrid grid = RegularGrid.Covering([_factory.ToGeometry(new Envelope(179.2, 180, 60, 60.4)), _factory.ToGeometry(new Envelope(-180, -179.6, 60, 60.4))], 0.2);
        Assert.Equal((2, 6), (grid.Height, grid.Width));
    }

    [Fact]
    public void Square_cells_have_equal_areas_on_the_ellipsoid_and_equal_sides()
    {
        Geometry basin = _factory.ToGeometry(new Envelope(10.1, 10.9, 59.1, 59.5));
        CellGrid grid = RegularGrid.CoveringSquares([basin], 5);
        UnitOutline[] cells = [.. Enumerable.Range(0, grid.Count).Select(cell => new UnitOutline($"{cell}", grid.Outline(cell)!))];
        double[] area = AreaWeights.Compute(RegularGrid.Covering([.. cells.Select(cell => cell.Outline)], 1), cells, "test").AreaKm2.ToArray();
        Assert.All(area, each => Assert.Equal(25, each, 0.001));
        Assert.True(cells.Sum(cell => cell.Outline.Intersection(basin).Area) > (1 - 1e-9) * basin.Area);

        // No map keeps areas and all distances; 30 km off its centre this one is nearly true.
        Coordinate[] corners = cells[0].Outline.Coordinates;
        Assert.Equal(5000, Geodesic.Metres((corners[0].X, corners[0].Y), (corners[1].X, corners[1].Y)), 1);
        Assert.Equal(5000, Geodesic.Metres(grid.Centre(0), grid.Centre(grid.Width)), 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(1e-9)]
    public void A_size_that_makes_no_grid_is_an_error(double size)
    {
        Geometry basin = _factory.ToGeometry(new Envelope(0, 1, 0, 1));
        Assert.StartsWith("domain.grid: ", Assert.Throws<InputException>(() => RegularGrid.Covering([basin], size)).Message, StringComparison.Ordinal);
        Assert.StartsWith("domain.grid: ", Assert.Throws<InputException>(() => RegularGrid.CoveringSquares([basin], size)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_line_from_Flinders_Peak_to_Buninyong_has_its_length()
    {
        // Geoscience Australia's worked example, on an ellipsoid that is WGS 84's to a tenth of a millimetre.
        (double, double) flinders = (144 + (25 / 60.0) + (29.52440 / 3600), -37 - (57 / 60.0) - (3.72030 / 3600));
        (double, double) buninyong = (143 + (55 / 60.0) + (35.38390 / 3600), -37 - (39 / 60.0) - (10.15610 / 3600));
        Assert.Equal(54972.271, Geodesic.Metres(flinders, buninyong), 0.002);
        Assert.Equal(2 * Math.PI * 6378137 / 360, Geodesic.Metres((179.5, 0), (-179.5, 0)), 1e-4);
        Assert.Equal(0, Geodesic.Metres(flinders, flinders));
    }
}
