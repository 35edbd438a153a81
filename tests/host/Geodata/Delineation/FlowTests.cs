using System.Globalization;
using System.IO.Compression;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Delineation;

/// <summary>Directions, accumulation and catchments against hand-made grids and against walking down from every cell.</summary>
public sealed class FlowTests
{
    private static readonly Dictionary<double, (int Row, int Column)> Steps = new()
    {
        [64] = (-1, 0),
        [128] = (-1, 1),
        [1] = (0, 1),
        [2] = (1, 1),
        [4] = (1, 0),
        [8] = (1, -1),
        [16] = (0, -1),
        [32] = (-1, -1),
    };

    [Fact]
    public void The_textbook_grid_has_its_textbook_directions_and_accumulation()
    {
        // Jenson and Domingue's grid as ESRI's documentation of Flow Direction and Flow Accumulation prints it.
        double[] z = [78, 72, 69, 71, 58, 49, 74, 67, 56, 49, 46, 50, 69, 53, 44, 37, 38, 48, 64, 58, 55, 22, 31, 24, 68, 61, 47, 21, 16, 19, 74, 53, 34, 12, 11, 12];
        int[] expected =
        [
            2, 2, 2, 4, 4, 8,
            2, 2, 2, 4, 4, 8,
            1, 1, 2, 4, 8, 4,
            128, 128, 1, 2, 4, 8,
            2, 2, 1, 4, 4, 4,
            1, 1, 1, 1, 0, 16,
        ];
        ElevationGrid grid = Terrain.Metric(z, 6);
        var directions = FlowDirections.Steepest(grid, z);
        Assert.Equal(expected, directions.ToCodes());
        var accumulation = FlowAccumulation.Along(directions, grid.CellAreaKm2, "test");
        int[] others = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 0, 0, 3, 7, 5, 4, 0, 0, 0, 0, 20, 0, 1, 0, 0, 0, 1, 24, 0, 0, 2, 4, 7, 35, 1];
        Assert.Equal(others, accumulation.Cells.Select(cells => cells - 1));
        Assert.Equal(0.36, accumulation.AreaKm2[34], 12);
        Assert.Equal(36, directions.Catchment(34).Length);
    }

    [Fact]
    public void Published_directions_are_accumulated_as_by_walking_down_from_every_cell()
    {
        (double[] codes, int width) = Published(RealData.At("dem", "dir.asc.gz"));
        var directions = FlowDirections.FromCodes(codes, width, "dir.asc.gz");
        var accumulation = FlowAccumulation.Along(directions, _ => 1, "dir.asc.gz");
        int[] walked = new int[codes.Length];
        for (int start = 0; start < codes.Length; start++)
        {
            foreach (int cell in Walk(codes, width, start))
            {
                walked[cell]++;
            }
        }

        Assert.Equal(walked, accumulation.Cells);
        Assert.Equal(walked.Select(cells => (double)cells), accumulation.AreaKm2);

        int outlet = Array.IndexOf(walked, walked.Max());
        int[] catchment = [.. Enumerable.Range(0, codes.Length).Where(start => Walk(codes, width, start).Contains(outlet))];
        Assert.True(catchment.Length > 10_000);
        Assert.Equal(catchment, directions.Catchment(outlet).Order());
    }

    [Fact]
    public void Directions_of_the_conditioned_DEM_agree_mostly_with_the_published_ones()
    {
        (double[] codes, int width) = Published(RealData.At("dem", "dir.asc.gz"));
        ElevationGrid grid = Terrain.Read(RealData.At("dem", "dem.tif"));
        int[] ours = FlowDirections.Steepest(grid, DepressionFilling.Fill(grid.Elevation, grid.Width)).ToCodes();
        Assert.Equal(width, grid.Width);
        int same = ours.Where((code, cell) => code == codes[cell]).Count();
        TestContext.Current.TestOutputHelper?.WriteLine($"{100.0 * same / codes.Length:0.0} % of the directions are the published ones");

        // The DEM holds whole metres: on its flats neither choice is better.
        Assert.True(same > 0.7 * codes.Length, $"{100.0 * same / codes.Length:0.0} %");
    }

    [Fact]
    public void A_code_that_is_no_direction_and_a_circle_are_errors_that_name_the_cell()
    {
        InputException wrong = Assert.Throws<InputException>(() => FlowDirections.FromCodes([1, 2, 4, 3], 2, "dir.tif"));
        Assert.Contains("dir.tif: row 2, column 2 holds 3, which is no direction", wrong.Message, StringComparison.Ordinal);
        wrong = Assert.Throws<InputException>(() => FlowDirections.FromCodes([0, 1, 16], 3, "dir.tif").FromSources("dir.tif"));
        Assert.Contains("dir.tif: water flows in a circle that row 1, column 2 is part of", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_in_degrees_have_the_area_of_the_ellipsoid()
    {
        using var system = CoordinateSystem.Wgs84();
        var grid = new ElevationGrid(new double[180 * 360], 360, new GeoTransform(-180, 90, 1, 1), system, "test");
        double sum = 0;
        for (int row = 0; row < 180; row++)
        {
            sum += 360 * grid.CellAreaKm2(row);
        }

        // The surface of the WGS 84 ellipsoid, and its degrees at the equator.
        Assert.Equal(510_065_621.724, sum, 0.01);
        Assert.Equal(111_319.49 * Math.Cos(0.5 * Math.PI / 180), grid.CellSize(90).East, 1.0);
        Assert.Equal(110_574.4, grid.CellSize(90).South, 1.0);
    }

    private static IEnumerable<int> Walk(double[] codes, int width, int cell)
    {
        while (true)
        {
            yield return cell;
            if (!Steps.TryGetValue(codes[cell], out (int Row, int Column) step))
            {
                yield break;
            }

            int row = (cell / width) + step.Row;
            int column = (cell % width) + step.Column;
            if (row < 0 || column < 0 || column >= width || row >= codes.Length / width)
            {
                yield break;
            }

            cell = (row * width) + column;
        }
    }

    private static (double[] Codes, int Width) Published(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        int width = int.Parse(reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        for (int i = 0; i < 5; i++)
        {
            reader.ReadLine();
        }

        return ([.. reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))], width);
    }
}
