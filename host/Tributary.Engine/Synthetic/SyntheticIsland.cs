using MathNet.Numerics.Random;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>An invented island with a winding valley that opens to the west, and the river basin in it.</summary>
internal static class SyntheticIsland
{
    /// <summary>Columns of the forcing's grid.</summary>
    public const int Columns = 12;

    /// <summary>Rows of the forcing's grid.</summary>
    public const int Rows = 9;

    /// <summary>Size of the forcing's cells in degrees.</summary>
    public const double CellSize = 0.1;

    /// <summary>Cells of the elevation model along a side of a cell of the forcing.</summary>
    public const int Finer = 10;

    // Mid-Atlantic: there is no land for a thousand kilometres.
    private const double Middle = -30;

    private const int LeastSubbasins = 13;
    private const int MostSubbasins = 20;
    private const int LeastCells = 3000;
    private const int Width = Columns * Finer;
    private const int Height = Rows * Finer;

    // Cells of the elevation model over which the land rises from the sea, and from the west edge to the gauge at the mouth.
    private const double Coast = 14;
    private const int Mouth = 16;

    /// <summary>Makes islands until one has a large basin.</summary>
    /// <param name="latitude">Latitude of the island's middle in degrees north.</param>
    /// <param name="seed">The same seed gives the same island.</param>
    /// <returns>Elevations in whole metres, rows from north to south, and the basin above the valley's mouth, of about fifteen subbasins.</returns>
    public static (ElevationGrid Island, DelineatedBasin Basin) Make(double latitude, int seed)
    {
        var random = new MersenneTwister(seed + 3000);
        while (true)
        {
            double bend = 2 * Math.PI * random.NextDouble();
            ElevationGrid island = Raise(latitude, bend, random);
            if (Draw(island, (int)ValleyRow(Mouth, bend)) is { } basin)
            {
                return (island, basin);
            }
        }
    }

    /// <summary>Mean elevation of each cell of the forcing's grid in whole metres, rows from north to south.</summary>
    public static double[] OnForcingGrid(ElevationGrid island)
    {
        double[] means = new double[Columns * Rows];
        for (int cell = 0; cell < island.Elevation.Length; cell++)
        {
            means[(cell / Width / Finer * Columns) + (cell % Width / Finer)] += island.Elevation[cell] / (Finer * Finer);
        }

        return [.. means.Select(mean => Math.Round(mean))];
    }

    private static ElevationGrid Raise(double latitude, double bend, MersenneTwister random)
    {
        SyntheticWave[] hills = Waves(random, 60, 6, 110);
        SyntheticWave[] bays = Waves(random, 12, 20, 2.5);
        double[] elevation = new double[Width * Height];
        for (int cell = 0; cell < elevation.Length; cell++)
        {
            (int row, int column) = (cell / Width, cell % Width);
            double inland = ToTheEdge(row, column) + bays.Sum(wave => wave.At(column, row));
            double aside = Math.Abs(row - ValleyRow(column, bend)) / Height;
            double hill = hills.Sum(wave => wave.At(column, row));
            double land = 60 + (700.0 * column / Width) + (2000 * aside) + (hill * (0.2 + (1.4 * aside)));
            elevation[cell] = Math.Round(Math.Max(land, 1) * Math.Clamp(inland / Coast, 0, 1));
        }

        var transform = new GeoTransform(Middle - (Columns * CellSize / 2), latitude + (Rows * CellSize / 2), CellSize / Finer, CellSize / Finer);
        using var world = CoordinateSystem.Wgs84();
        return new ElevationGrid(elevation, Width, transform, world, "the synthetic elevation model");
    }

    /// <summary>The basin above the valley's mouth; null where it is small, cut off or of too many subbasins.</summary>
    private static DelineatedBasin? Draw(ElevationGrid island, int row)
    {
        var pourPoint = new PourPoint(island.Transform.Y(row), island.Transform.X(Mouth), 5 * island.CellSize(row).East);
        DelineatedBasin basin = new BasinDelineation(pourPoint, 0).Draw(island);
        if (basin.CellCount < LeastCells || basin.ReachesEdge)
        {
            return null;
        }

        double threshold = basin.AreaKm2 / 5;
        do
        {
            threshold *= 0.95;
            basin = new BasinDelineation(pourPoint, threshold).Draw(island);
        }
        while (basin.Domain.Units.Count < LeastSubbasins);
        return basin.Domain.Units.Count <= MostSubbasins ? basin : null;
    }

    private static SyntheticWave[] Waves(MersenneTwister random, int count, double shortest, double height) =>
        [.. Enumerable.Range(0, count).Select(_ => new SyntheticWave(random, shortest, 45, height))];

    /// <summary>How far it is to the edge of the elevation model in cells, by lines that are rounder the nearer they are to the middle.</summary>
    private static double ToTheEdge(int row, int column)
    {
        double x = Math.Abs((2 * (column + 0.5) / Width) - 1);
        double y = Math.Abs((2 * (row + 0.5) / Height) - 1);
        return Height / 2.0 * (1 - Math.Pow(Math.Pow(x, 4) + Math.Pow(y, 4), 0.25));
    }

    /// <summary>The row of the valley's floor.</summary>
    private static double ValleyRow(int column, double bend) => Height * (0.5 + (0.08 * Math.Sin((2.4 * Math.PI * column / Width) + bend)));
}
