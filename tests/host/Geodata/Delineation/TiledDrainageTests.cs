using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Delineation;

/// <summary>Drainage by tiles against the same in memory: not a bit may differ.</summary>
public sealed class TiledDrainageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_cell_of_a_grid_lies_in_one_tile_and_rim_cells_have_numbers_of_their_own() =>
        Property.Holds(Gen.Choose(0, 1_000_000), seed =>
        {
            var layout = new TileLayout(1 + (seed % 23), 1 + (seed / 23 % 19), 1 + (seed / 437 % 8));
            var rims = new List<int>();
            int cells = 0;
            for (int number = 0; number < layout.Count; number++)
            {
                Tile tile = layout[number];
                cells += tile.Count;
                Assert.Equal(tile, layout.At(tile.Column + tile.Width - 1, tile.Row + tile.Height - 1));
                (int, int)[] rim = [.. TileLayout.RimOf(tile)];
                rims.AddRange(rim.Select(cell => layout.Rim(tile, cell.Item1, cell.Item2)));
                int inside = Math.Max(0, tile.Width - 2) * Math.Max(0, tile.Height - 2);
                Assert.Equal(tile.Count - inside, rim.Length);
            }

            Assert.Equal(layout.Width * layout.Height, cells);
            Assert.Equal(Enumerable.Range(0, layout.RimCount), rims.Order());
        });

    [Fact]
    public void Random_ground_drains_by_tiles_as_in_memory() =>
        Property.Holds(Gen.Choose(0, 1_000_000), seed =>
        {
            int width = 3 + (seed % 31);
            double[] ground = Terrain.Rough(seed, width * (3 + (seed / 31 % 29)), 1 + (seed % 9), seed % 3 == 0 ? 0.1 : 0);
            DemandSame(Terrain.Metric(ground, width), 1 + (seed / 899 % 9));
        });

    [Fact]
    public void A_lake_that_fills_many_tiles_drains_through_its_one_outlet()
    {
        double[] ground = new double[60 * 60];
        for (int cell = 0; cell < ground.Length; cell++)
        {
            (int column, int row) = (cell % 60, cell / 60);
            bool shore = column is 0 or 59 || row is 0 or 59;

            // A wall across the lake with a gap at one end, and an island of unknown cells behind a rim.
            bool wall = column == 30 && row > 4;
            ground[cell] = shore ? 9 : wall ? 8 : column is > 40 and < 44 && row is > 20 and < 24 ? 7 : 3 - (row % 2);
        }

        ground[(59 * 60) + 10] = 5;
        ElevationGrid grid = Terrain.Metric(ground, 60);
        DemandSame(grid, 8);
        DemandSame(grid, 7);

        // The whole lake comes to the gap in the shore.
        using TiledDrainage drainage = Drain(grid, 8, _ => 1);
        double[] sums = new double[3600];
        drainage.ReadAccumulation(new Tile(0, 0, 0, 60, 60), sums);
        Assert.True(sums[(59 * 60) + 10] >= 58 * 58);
    }

    [Theory]
    [InlineData("dem/dem.tif", 64)]
    [InlineData("dem/storml_elev.tif", 16)]
    [InlineData("dem/storml_elev.tif", 37)]
    [InlineData("bow_at_banff/attributes/elevation/dem/domain_Bow_at_Banff_elv.tif", 100)]
    public void Observed_ground_drains_by_tiles_as_in_memory(string file, int size)
    {
        ElevationGrid grid = Terrain.Read(RealData.At(file.Split('/')));
        (int tiles, int visits) = DemandSame(grid, size);
        TestContext.Current.TestOutputHelper?.WriteLine($"{grid.Width} x {grid.Height} cells, {tiles} tiles, visited {visits} times");
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    public void Memory_is_some_tiles_and_what_crosses_their_rims(int side)
    {
        const int Size = 64;
        double[] ground = Terrain.Rough(side, side * side, 50);
        using TiledDrainage drainage = Drain(Terrain.Metric(ground, side), Size, _ => 1, threshold: 1000);
        int rims = drainage.Layout.RimCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"{side * side} cells, {rims} on rims, {drainage.PeakCells} values held, {drainage.Visits} visits of {drainage.Layout.Count} tiles");
        Assert.InRange(drainage.PeakCells, 1, (6 * (Size + 2) * (Size + 2)) + (8 * rims));
    }

    [Fact]
    public void The_Bow_at_Banff_is_drawn_by_tiles_as_in_memory()
    {
        string dem = RealData.At("bow_at_banff", "attributes", "elevation", "dem", "domain_Bow_at_Banff_elv.tif");
        var point = new PourPoint(51.17, -115.57);
        DelineatedBasin whole = new BasinDelineation(point, 50).Draw(dem);
        DelineatedBasin tiled = new BasinDelineation(point, 50) { MemoryBytes = 1000, TileSize = 128, TemporaryFolder = _folder.Path }.Draw(dem, firstCells: 150);
        DemandSame(whole, tiled);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Storm_Lake_is_drawn_by_tiles_as_in_memory()
    {
        string dem = RealData.At("dem", "storml_elev.tif");
        ElevationGrid grid = Terrain.Read(dem);
        var flow = FlowAccumulation.Along(FlowDirections.Steepest(grid, DepressionFilling.Fill(grid.Elevation, grid.Width)), grid.CellAreaKm2, "test");
        int deepest = Array.IndexOf(flow.AreaKm2, flow.AreaKm2.Max());
        using var from = CoordinateSystem.Parse(grid.SystemText, "test");
        using var to = CoordinateSystem.Wgs84();
        using var toWorld = new CoordinateTransform(from, to, "test");
        (double longitude, double latitude) = toWorld.Apply(grid.Transform.X(deepest % grid.Width), grid.Transform.Y(deepest / grid.Width));
        var point = new PourPoint(latitude, longitude, 10);
        DelineatedBasin tiled = new BasinDelineation(point, 0.1) { MemoryBytes = 1000, TileSize = 20 }.Draw(dem);
        DemandSame(new BasinDelineation(point, 0.1).Draw(dem), tiled);
        Assert.True(tiled.ReachesEdge);

        // Less than a stream: the same refusal.
        string refused = Assert.Throws<InputException>(() => new BasinDelineation(point, 1e4).Draw(dem, firstCells: 9)).Message;
        Assert.Equal(refused, Assert.Throws<InputException>(() => new BasinDelineation(point, 1e4) { MemoryBytes = 1000, TileSize = 20 }.Draw(dem, firstCells: 9)).Message);
    }

    [Fact]
    public void Temporary_files_that_cannot_be_written_are_an_error_that_names_them()
    {
        string file = _folder.Write("file", "no folder");
        var delineation = new BasinDelineation(new PourPoint(51.17, -115.57), 50) { MemoryBytes = 1000, TemporaryFolder = file };
        WorkException wrong = Assert.Throws<WorkException>(() => delineation.Draw(RealData.At("bow_at_banff", "attributes", "elevation", "dem", "domain_Bow_at_Banff_elv.tif")));
        Assert.Contains(file, wrong.Message, StringComparison.Ordinal);
    }

    private static void DemandSame(DelineatedBasin expected, DelineatedBasin drawn)
    {
        Assert.Equal(expected.CellCount, drawn.CellCount);
        Assert.Equal(expected.ReachesEdge, drawn.ReachesEdge);
        Assert.Equal(expected.AreaKm2, drawn.AreaKm2, 1e-9 * expected.AreaKm2);
        Assert.True(expected.Outlet.EqualsExact(drawn.Outlet, 1e-9));
        RiverNetwork network = expected.Domain.Network!;
        Assert.Equal(network.Downstream.ToArray(), drawn.Domain.Network!.Downstream.ToArray());
        Close.All(network.LengthMetres, drawn.Domain.Network.LengthMetres, 1e-9);
        Close.All(network.Slope, drawn.Domain.Network.Slope, 1e-9);
        Close.All(expected.Domain.Units.AreaKm2, drawn.Domain.Units.AreaKm2, 1e-9);
        Close.All(expected.Domain.Units.Elevation, drawn.Domain.Units.Elevation, 1e-9);
        Close.All(expected.Domain.Units.Latitude, drawn.Domain.Units.Latitude, 1e-9);
        Assert.True(expected.Outline.Normalized().EqualsExact(drawn.Outline.Normalized(), 1e-9));
        for (int unit = 0; unit < expected.Domain.Outlines.Count; unit++)
        {
            Assert.True(expected.Domain.Outlines[unit].Normalized().EqualsExact(drawn.Domain.Outlines[unit].Normalized(), 1e-9));
            Assert.True(expected.Domain.ReachLines[unit]!.EqualsExact(drawn.Domain.ReachLines[unit], 1e-9));
        }
    }

    private static (int Tiles, int Visits) DemandSame(ElevationGrid grid, int size)
    {
        var whole = new Tile(0, 0, 0, grid.Width, grid.Height);
        double[] filled = DepressionFilling.Fill(grid.Elevation, grid.Width);
        var directions = FlowDirections.Steepest(grid, filled);
        var accumulation = FlowAccumulation.Along(directions, _ => 1, "test");
        using TiledDrainage drainage = Drain(grid, size, _ => 1);
        double[] levels = new double[filled.Length];
        drainage.ReadFilled(whole, levels);
        Close.SameBits(filled, levels);
        sbyte[] steps = new sbyte[filled.Length];
        drainage.ReadDirections(whole, steps);
        Assert.Equal(Enumerable.Range(0, steps.Length).Select(directions.Direction), steps);
        double[] sums = new double[filled.Length];
        drainage.ReadAccumulation(whole, sums);
        Assert.Equal(accumulation.Cells.Select(cells => cells == 0 ? double.NaN : cells), sums);
        return (drainage.Layout.Count, drainage.Visits);
    }

    private static TiledDrainage Drain(ElevationGrid grid, int size, Func<int, double> weight, double threshold = double.PositiveInfinity) => new(
        new TileLayout(grid.Width, grid.Height, size),
        (window, values) =>
        {
            for (int row = 0; row < window.Height; row++)
            {
                grid.Elevation.AsSpan(((window.Row + row) * grid.Width) + window.Column, window.Width).CopyTo(values[(row * window.Width)..]);
            }
        },
        grid.Measures, weight, threshold);
}
