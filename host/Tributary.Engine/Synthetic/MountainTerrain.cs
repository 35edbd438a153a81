using System.Text.Json.Nodes;
using MathNet.Numerics.Random;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>The grid of <see cref="SyntheticMountains"/>: rows fall from glaciers in the north to a plain in the south.</summary>
internal sealed class MountainTerrain
{
    public const int Rows = 9;
    public const int Columns = 7;
    public const int Count = Rows * Columns;

    /// <summary>Rows with glaciers, from the north.</summary>
    public const int GlacierRows = 2;

    /// <summary>First row on which rain runs off.</summary>
    public const int RainRow = 4;

    /// <summary>First row of the south, below the gorge.</summary>
    public const int SouthRow = 6;

    /// <summary>Area of a cell; all count alike.</summary>
    public const double CellAreaKm2 = 108;

    private const double CellSize = 0.1;
    private const double North = 28.9;

    // Mid-Atlantic: there is no land for a thousand kilometres.
    private const double West = -30.3;

    private static readonly double[] Heights = [5300, 5000, 4300, 3700, 3100, 2500, 1800, 1100, 500];
    private static readonly double[] GlacierShares = [0.8, 0.5];

    /// <summary>Makes it.</summary>
    /// <param name="seed">The same seed gives the same terrain.</param>
    public MountainTerrain(int seed)
    {
        var random = new MersenneTwister(seed + 5000);
        Elevation = [.. Enumerable.Range(0, Count).Select(cell => Math.Round(Heights[cell / Columns] + (200 * (random.NextDouble() - 0.5))))];
        Glacier = [.. Enumerable.Range(0, Count).Select(cell => cell / Columns < GlacierRows ? Math.Round(GlacierShares[cell / Columns] + (0.3 * (random.NextDouble() - 0.5)), 2) : 0)];
    }

    /// <summary>Elevations in m, rows from north to south.</summary>
    public double[] Elevation { get; }

    /// <summary>Share of each cell that is glacier.</summary>
    public double[] Glacier { get; }

    /// <summary>Defines dimensions and coordinates of the grid in a file.</summary>
    public static void Define(NetCdfWriter file, string title)
    {
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("title", $"{title} of invented mountains, made by 'tributary data mountains'; it stands for no real place");
        file.DefineDimension("latitude", Rows);
        file.DefineDimension("longitude", Columns);
        SyntheticGrids.DefineCoordinates(file);
    }

    /// <summary>Writes the coordinates.</summary>
    public static void WriteCoordinates(NetCdfWriter file)
    {
        file.Write("latitude", [.. Enumerable.Range(0, Rows).Select(row => Math.Round(North - (CellSize * (row + 0.5)), 6))]);
        file.Write("longitude", [.. Enumerable.Range(0, Columns).Select(column => Math.Round(West + (CellSize * (column + 0.5)), 6))]);
    }

    /// <summary>Writes elevation and glaciers as static grids.</summary>
    public void Write(string path)
    {
        using var file = new NetCdfWriter(path);
        Define(file, "terrain");
        file.DefineVariable("elevation", ["latitude", "longitude"], NetCdfKind.Real32, ("standard_name", "surface_altitude"), ("long_name", "mean elevation of the cell"), ("units", "m"));
        file.DefineVariable("glacier", ["latitude", "longitude"], NetCdfKind.Real32, ("standard_name", "land_ice_area_fraction"), ("long_name", "share of the cell that is glacier"), ("units", "1"));
        WriteCoordinates(file);
        file.Write("elevation", Elevation);
        file.Write("glacier", Glacier);
        file.Complete();
    }

    /// <summary>Three zones from north to south, each draining into the next, as GeoJSON.</summary>
    public JsonObject Outlines()
    {
        (string Id, string Next, int First, int End)[] zones = [("north", "middle", 0, 3), ("middle", "south", 3, SouthRow), ("south", "", SouthRow, Rows)];
        return new JsonObject
        {
            ["type"] = "FeatureCollection",
            ["features"] = new JsonArray([.. zones.Select(zone =>
            {
                double[] heights = Elevation[(zone.First * Columns)..(zone.End * Columns)];
                (double top, double bottom) = (Math.Round(North - (CellSize * zone.First), 6), Math.Round(North - (CellSize * zone.End), 6));
                (double west, double east) = (West, Math.Round(West + (CellSize * Columns), 6));
                double[][] ring = [[west, top], [west, bottom], [east, bottom], [east, top], [west, top]];
                return (JsonNode?)new JsonObject
                {
                    ["type"] = "Feature",
                    ["properties"] = new JsonObject { ["id"] = zone.Id, ["downstream"] = zone.Next, ["length_m"] = 35000, ["slope"] = 0.03, ["elevation"] = Math.Round(heights.Average()) },
                    ["geometry"] = new JsonObject
                    {
                        ["type"] = "Polygon",
                        ["coordinates"] = new JsonArray(new JsonArray([.. ring.Select(point => (JsonNode?)new JsonArray(point[0], point[1]))])),
                    },
                };
            })]),
        };
    }
}
