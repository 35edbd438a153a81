using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Remapping;

/// <summary>Weights of grid cells onto units.</summary>
[Collection("NetCDF files")]
public sealed class AreaWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_unit_of_whole_cells_weighs_them_by_their_area_on_the_ellipsoid()
    {
        UnitWeights weights = AreaWeights.Compute(Regular([0.5, 1.5, 60.5], [10, 11]), [Unit("a", "POLYGON ((9.5 0, 10.5 0, 10.5 2, 9.5 2, 9.5 0))")], "grid");
        Assert.Equal([0, 2], weights.Sources.ToArray());

        // The integral of M(latitude) N(latitude) cos(latitude) over one degree by two on WGS 84, by the midpoint rule with 20,000 strips.
        Assert.Equal(24613.278844051405, weights.AreaKm2[0], 1e-6);
        Assert.Equal(1, weights.Weights[0] + weights.Weights[1], 1e-15);
        Assert.True(weights.Weights[0] > weights.Weights[1]);
    }

    [Fact]
    public void The_whole_ellipsoid_has_its_known_area()
    {
        CellGrid grid = Regular([-45, 45], [-135, -45, 45, 135]);
        UnitOutline[] units = [.. Enumerable.Range(0, 4).Select(i => Unit($"{i}", $"POLYGON (({(90 * i) - 180} -90, {(90 * i) - 90} -90, {(90 * i) - 90} 90, {(90 * i) - 180} 90, {(90 * i) - 180} -90))"))];
        double area = 0;
        foreach (double part in AreaWeights.Compute(grid, units, "grid").AreaKm2)
        {
            area += part;
        }

        Assert.Equal(510065621.724, area, 0.01);
    }

    [Fact]
    public void Random_units_share_with_each_cell_what_clipping_their_rings_says()
    {
        Gen<(Polygon Unit, double Skew)> cases =
            from radii in Property.Between(0.2, 1.4).ArrayOf(23)
            from hole in Property.Between(0.05, 0.15)
            from skew in Property.Between(0, 0.3)
            select (Star(10, 47, radii, hole), skew);
        Property.Holds(cases, drawn =>
        {
            CellGrid grid = Skewed(47, 10, 0.25, 16, drawn.Skew);
            UnitOutline unit = new("u", drawn.Unit);
            UnitWeights weights = AreaWeights.Compute(grid, [unit], "grid");
            double[] twin = ClippedAreas.Of(unit, grid);
            Close.All([twin.Sum()], weights.AreaKm2, 1e-11);
            double[] actual = weights.AreaOfSourcesKm2();
            Close.All(twin, actual, 1e-10, 1, "shared area of cell");
            Assert.Equal(1, actual.Sum() / weights.AreaKm2[0], 1e-14);
        }, 40);
    }

    [Fact]
    public void Units_that_tile_some_cells_conserve_the_volume_of_any_field()
    {
        // Random quadrilaterals that share their corners fill the square from 5 to 8 degrees east and 45 to 48 degrees north: 36 whole cells.
        var random = new Random(3);
        CellGrid grid = Regular([.. Enumerable.Range(0, 12).Select(i => 50.25 - (0.5 * i))], [.. Enumerable.Range(0, 12).Select(i => 4.25 + (0.5 * i))]);
        double[] field = [.. Enumerable.Range(0, grid.Count).Select(_ => random.NextDouble() * 100)];
        (double X, double Y)[,] corners = new (double, double)[9, 9];
        for (int i = 0; i < 81; i++)
        {
            (int row, int column) = (i / 9, i % 9);
            double x = column is 0 or 8 ? 0 : (random.NextDouble() - 0.5) * 0.3;
            double y = row is 0 or 8 ? 0 : (random.NextDouble() - 0.5) * 0.3;
            corners[row, column] = (5 + (column * 0.375) + x, 45 + (row * 0.375) + y);
        }

        List<UnitOutline> units = [];
        for (int i = 0; i < 64; i++)
        {
            (int row, int column) = (i / 8, i % 8);
            (double X, double Y)[] ring = [corners[row, column], corners[row, column + 1], corners[row + 1, column + 1], corners[row + 1, column], corners[row, column]];
            units.Add(new UnitOutline($"{i}", new Polygon(new LinearRing([.. ring.Select(corner => new Coordinate(corner.X, corner.Y))]))));
        }

        UnitWeights weights = AreaWeights.Compute(grid, units, "grid");
        double[] values = new double[units.Count];
        weights.Apply(field, 1, values);
        double onUnits = Enumerable.Range(0, units.Count).Sum(unit => values[unit] * weights.AreaKm2[unit]);
        double onCells = 0;
        for (int cell = 0; cell < grid.Count; cell++)
        {
            (double longitude, double latitude) = grid.Centre(cell);
            if (longitude is > 5 and < 8 && latitude is > 45 and < 48)
            {
                ((double west, double south), (double east, double north)) = (ClippedAreas.Place(longitude - 0.25, latitude - 0.25), ClippedAreas.Place(longitude + 0.25, latitude + 0.25));
                onCells += field[cell] * (east - west) * (north - south);
            }
        }

        Assert.Equal(1, onUnits / onCells, 1e-10);
        double[] areas = weights.AreaOfSourcesKm2();
        Assert.Equal(1, onUnits / Enumerable.Range(0, grid.Count).Sum(cell => areas[cell] * field[cell]), 1e-12);
        double whole = AreaWeights.Compute(grid, [Unit("all", "POLYGON ((5 45, 8 45, 8 48, 5 48, 5 45))")], "grid") is var one ? Volume(one, field) : 0;
        Assert.Equal(1, onUnits / whole, 1e-10);
    }

    [Fact]
    public void The_same_grid_described_otherwise_gives_the_same_weights()
    {
        double[] lat = [.. Enumerable.Range(0, 9).Select(i => 46.125 + (0.25 * i))];
        double[] lon = [.. Enumerable.Range(0, 9).Select(i => 178.875 + (0.25 * i))];
        UnitOutline[] units =
        [
            Unit("across", "POLYGON ((179.1 46.2, 180.7 46.3, 180.4 47.9, 179.5 48, 179.1 46.2))"),
            Unit("east", "POLYGON ((-179.8 46.3, -179.3 46.3, -179.4 47.1, -179.8 46.3))"),
            Unit("split", "MULTIPOLYGON (((179.6 46.5, 180 46.5, 180 47, 179.6 47, 179.6 46.5)), ((-180 46.5, -179.6 46.5, -179.6 47, -180 47, -180 46.5)))"),
        ];
        CellGrid plain = Regular(lat, lon);
        UnitWeights weights = AreaWeights.Compute(plain, units, "grid");
        AssertSame(weights, AreaWeights.Compute(Regular(lat, [.. lon.Select(x => x > 180 ? x - 360 : x)]), units, "grid"), cell => cell);
        AssertSame(weights, AreaWeights.Compute(Regular([.. lat.Reverse()], lon), units, "grid"), cell => ((8 - (cell / 9)) * 9) + (cell % 9));
        AssertSame(weights, AreaWeights.Compute(Skewed(47.125, 179.875, 0.25, 9, 0), units, "grid"), cell => cell);
        Assert.Equal(weights.AreaKm2[2], 2 * AreaWeights.Compute(plain, [Unit("half", "POLYGON ((179.6 46.5, 180 46.5, 180 47, 179.6 47, 179.6 46.5))")], "grid").AreaKm2[0], 1e-9);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        CellGrid grid = Skewed(47, 10, 0.25, 16, 0.2);
        UnitOutline[] units = [.. Enumerable.Range(0, 7).Select(i => new UnitOutline($"{i}", Star(10 + (0.03 * i), 47, [.. Enumerable.Range(0, 17).Select(k => 0.5 + (0.05 * ((k + i) % 5)))], 0.1)))];
        UnitWeights one = AreaWeights.Compute(grid, units, "grid", threads: 1);
        UnitWeights many = AreaWeights.Compute(grid, units, "grid", threads: 5);
        Close.SameBits(one.Weights, many.Weights);
        double[] fields = [.. Enumerable.Range(0, 50 * grid.Count).Select(i => Math.Sin(i))];
        double[] alone = new double[7 * 50];
        double[] together = new double[7 * 50];
        one.Apply(fields, 50, alone, threads: 1);
        many.Apply(fields, 50, together, threads: 4);
        Close.SameBits(alone, together);
    }

    [Fact]
    public void Units_outside_the_grid_are_listed_with_their_share_inside()
    {
        CellGrid grid = Regular([0.5, 1.5], [0.5, 1.5]);
        UnitOutline[] units = [Unit("in", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"), Unit("half", "POLYGON ((1 0, 3 0, 3 1, 1 1, 1 0))"), Unit("out", "POLYGON ((5 0, 6 0, 6 1, 5 1, 5 0))")];
        InputException wrong = Assert.Throws<InputException>(() => AreaWeights.Compute(grid, units, "era5.nc, t2m"));
        Assert.Contains("era5.nc, t2m: 2 of 3 units lie outside the grid, wholly or in part: half (50 % inside), out (0 % inside)", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("The grid spans 0.5 to 1.5 degrees east", wrong.Message, StringComparison.Ordinal);
        Assert.Equal([1.0], AreaWeights.Compute(grid, [units[1]], "grid", leastCover: 0.4).Weights.ToArray());
        Assert.Contains("the grid misses the basin: none of 1 units lies in it", Assert.Throws<InputException>(() => AreaWeights.Compute(grid, [units[2]], "grid")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "its outline is not valid: Self-intersection at (0.5, 0.5)")]
    [InlineData("POLYGON EMPTY", "its outline has no area")]
    [InlineData("POLYGON ((500000 0, 600000 0, 600000 1000, 500000 0))", "are no degrees")]
    [InlineData("POLYGON ((-120 60, 0 60, 120 60, -120 59, -120 60))", "goes around a pole")]
    public void Outlines_that_are_no_areas_are_refused(string outline, string problem)
    {
        string message = Assert.Throws<InputException>(() => AreaWeights.Compute(Regular([0.5, 1.5], [0.5, 1.5]), [Unit("7", outline)], "grid")).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.StartsWith("unit 7", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_overlap_or_cross_are_refused()
    {
        double[] twice = [0.5, 0.5, 1.5, 1.5];
        CellGrid overlapping = Corners(twice, [.. twice.Select(_ => 0.5)], 0.5);
        Assert.Contains("its cells overlap: they cover unit a 2 times", Assert.Throws<InputException>(() => AreaWeights.Compute(overlapping, [Unit("a", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")], "grid")).Message, StringComparison.Ordinal);
        CellGrid crossed = Corners([0.5], [0.5], 0.5, crossed: true);
        Assert.Contains("the sides of the cell in row 0 and column 0 cross", Assert.Throws<InputException>(() => AreaWeights.Compute(crossed, [Unit("a", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")], "grid")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Lievre_units_lie_in_their_grid_and_make_up_their_declared_area()
    {
        List<UnitOutline> units = LievreUnits.Read();
        using IArrayFile file = new NetCdfFiles().Open(RealData.At("lievre", "VIC_streaminputs.nc"));
        CellGrid grid = GriddedVariable.Find(file, "Streaminputs").Grid;
        UnitWeights weights = AreaWeights.Compute(grid, units, "VIC_streaminputs.nc");
        Assert.Equal(1132, weights.UnitIds.Count);
        double[] twin = new double[grid.Count];
        for (int unit = 0; unit < units.Count; unit++)
        {
            Assert.Equal(1, Row(weights, unit).Sum(), 1e-13);
            double[] shared = ClippedAreas.Of(units[unit], grid);
            for (int cell = 0; cell < grid.Count; cell++)
            {
                twin[cell] += shared[cell];
            }
        }

        Close.All(twin, weights.AreaOfSourcesKm2(), 1e-10, 1, "area of cell inside the basin");

        // The land and the lake of a subbasin share one outline in this file, so that areas are declared by subbasin.
        double[] subbasins = LievreUnits.Column("SubId");
        double[] declared = LievreUnits.Column("BasArea");
        int[] firstOfEach = [.. Enumerable.Range(0, units.Count).DistinctBy(unit => subbasins[unit])];
        Assert.Equal(681, firstOfEach.Length);
        double[] areas = weights.AreaKm2.ToArray();
        Assert.Equal(1, firstOfEach.Sum(unit => areas[unit]) / firstOfEach.Sum(unit => declared[unit] / 1e6), 0.005);
    }

    private static double[] Row(UnitWeights weights, int unit) => weights.Weights[weights.Offsets[unit]..weights.Offsets[unit + 1]].ToArray();

    private static double Volume(UnitWeights weights, double[] field)
    {
        double[] value = new double[1];
        weights.Apply(field, 1, value);
        return value[0] * weights.AreaKm2[0];
    }

    private static void AssertSame(UnitWeights expected, UnitWeights actual, Func<int, int> place)
    {
        for (int unit = 0; unit < expected.UnitIds.Count; unit++)
        {
            Dictionary<int, double> row = [];
            for (int entry = actual.Offsets[unit]; entry < actual.Offsets[unit + 1]; entry++)
            {
                row[place(actual.Sources[entry])] = actual.Weights[entry];
            }

            for (int entry = expected.Offsets[unit]; entry < expected.Offsets[unit + 1]; entry++)
            {
                Assert.Equal(expected.Weights[entry], row.GetValueOrDefault(expected.Sources[entry]), 1e-12);
            }

            Assert.Equal(expected.Offsets[unit + 1] - expected.Offsets[unit], row.Count);
        }
    }

    private static UnitOutline Unit(string id, string text) => new(id, new WKTReader().Read(text));

    private static Polygon Star(double longitude, double latitude, double[] radii, double hole)
    {
        return new Polygon(Ring(radii), [Ring([hole, hole / 2, hole, hole])]);

        LinearRing Ring(double[] distances) => new([.. Enumerable.Range(0, distances.Length + 1).Select(i =>
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * (i % distances.Length) / distances.Length);
            return new Coordinate(longitude + (distances[i % distances.Length] * cos), latitude + (distances[i % distances.Length] * sin));
        })]);
    }

    private CellGrid Regular(double[] lat, double[] lon)
    {
        string path = _folder.At($"{Guid.NewGuid():N}.nc");
        using (var file = new NetCdfWriter(path))
        {
            file.DefineDimension("lat", lat.Length);
            file.DefineDimension("lon", lon.Length);
            file.DefineVariable("lat", ["lat"], NetCdfKind.Coordinate);
            file.DefineVariable("lon", ["lon"], NetCdfKind.Coordinate);
            file.DefineVariable("rain", ["lat", "lon"], NetCdfKind.Real32);
            file.Write("lat", lat);
            file.Write("lon", lon);
            file.Complete();
        }

        using IArrayFile read = new NetCdfFiles().Open(path);
        return GriddedVariable.Find(read, "rain").Grid;
    }

    private static CornerGrid Skewed(double latitude, double longitude, double size, int count, double skew)
    {
        double[] lat = new double[count * count];
        double[] lon = new double[count * count];
        for (int cell = 0; cell < lat.Length; cell++)
        {
            (double row, double column) = ((cell / count) - ((count - 1) / 2.0), (cell % count) - ((count - 1) / 2.0));
            lat[cell] = latitude + (size * (row + (skew * column)));
            lon[cell] = longitude + (size * (column - (skew * row)) * (1 + (skew * 0.1 * Math.Sin(row))));
        }

        return new CornerGrid(count, count, lon, lat, null);
    }

    private static CornerGrid Corners(double[] longitude, double[] latitude, double half, bool crossed = false)
    {
        double[] signsX = crossed ? [-1, 1, -1, 1] : [-1, 1, 1, -1];
        double[] east = [.. longitude.SelectMany(centre => signsX.Select(sign => centre + (sign * half)))];
        double[] north = [.. latitude.SelectMany(centre => new[] { centre - half, centre - half, centre + half, centre + half })];
        return new CornerGrid(1, longitude.Length, longitude, latitude, (east, north));
    }
}
