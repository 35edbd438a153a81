using System.Globalization;
using MathNet.Numerics.Random;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Generated weather on the island's grid, in CF-NetCDF: a file a year, packed, and the elevation that it stands for.</summary>
internal static class SyntheticGrids
{
    /// <summary>The folder of the yearly files.</summary>
    public const string Folder = "forcing";

    /// <summary>The file of the elevations that the forcing stands for, and the variable in it.</summary>
    public const string ElevationFile = "forcing_elevation.nc";

    private const double ReferenceElevation = 400;
    private const double Packing = 0.1;
    private const double Freezing = 273.15;

    // Showers are some cells wide; two waves leave each cell between 0.3 and 1.7 times the day's precipitation.
    private const double ShowerHeight = 0.35;

    /// <summary>Writes the files.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="island">The island.</param>
    /// <param name="time">The days.</param>
    /// <param name="seed">The same seed gives the same weather.</param>
    /// <returns>The yearly files.</returns>
    /// <exception cref="WorkException">They cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, ElevationGrid island, TimeAxis time, int seed)
    {
        double[] elevation = SyntheticIsland.OnForcingGrid(island);
        WriteElevation(Path.Combine(folder, ElevationFile), island, elevation);
        (double[] precipitation, double[] temperature) = new SyntheticWeather(seed).Generate(time);
        var random = new MersenneTwister(seed + 4000);
        var paths = new List<string>();
        for (int first = 0; first < time.Count; first += DaysOfYear(time[first]))
        {
            int count = DaysOfYear(time[first]);
            double[] wet = new double[count * elevation.Length];
            double[] warm = new double[count * elevation.Length];
            for (int day = 0; day < count; day++)
            {
                Range cells = (day * elevation.Length)..((day + 1) * elevation.Length);
                MakeDay(random, precipitation[first + day], temperature[first + day], elevation, wet.AsSpan(cells), warm.AsSpan(cells));
            }

            string path = Path.Combine(folder, Folder, string.Create(CultureInfo.InvariantCulture, $"weather_{time[first]:yyyy}.nc"));
            WriteYear(path, island, first, count, wet, warm);
            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Reads the files as a run does, and brings them onto units: means over their outlines, air temperature at their own elevations.</summary>
    public static ForcingTable Over(string folder, IReadOnlyList<string> paths, TimeAxis time, SpatialDomain basin, CancellationToken cancellation)
    {
        var files = new NetCdfFiles();
        CatchmentUnits units = basin.Units;
        GridField elevation = GridField.Read(files, Path.Combine(folder, ElevationFile), "elevation");
        UnitWeights weights = AreaWeights.Compute(
            elevation.Grid, [.. basin.Outlines.Select((outline, unit) => new UnitOutline(units.Ids[unit], outline))], paths[0], cancellation: cancellation);
        double[] forcingElevation = new double[units.Count];
        weights.Apply(elevation.Values, 1, forcingElevation);

        var table = new ForcingTable(time, units.Count, SyntheticWeather.Made);
        double[] wet = Read(files, paths, "precipitation", weights, time, cancellation);
        double[] warm = Read(files, paths, "air_temperature", weights, time, cancellation);
        new UnitConversion(1, -Freezing).Apply(warm);
        new LapseRate(-SyntheticNetwork.LapseRate).Apply(warm, units.Elevation, forcingElevation);
        for (int unit = 0; unit < units.Count; unit++)
        {
            Range row = (unit * time.Count)..((unit + 1) * time.Count);
            wet.AsSpan(row).CopyTo(table.Series(Variables.Precipitation, unit));
            warm.AsSpan(row).CopyTo(table.Series(Variables.AirTemperature, unit));
            PotentialEvapotranspiration.Series(time, units.Latitude[unit], warm.AsSpan(row), [], [], table.Series(Variables.PotentialEvapotranspiration, unit));
        }

        return table;
    }

    private static double[] Read(NetCdfFiles files, IReadOnlyList<string> paths, string name, UnitWeights weights, TimeAxis time, CancellationToken cancellation)
    {
        using var series = GridSeries.Open(files, paths, name);
        double[] values = new double[weights.UnitIds.Count * time.Count];
        new RemappedSeries(series, weights).Read(0, time.Count, values, cancellation);
        return values;
    }

    private static int DaysOfYear(DateTime day) => DateTime.IsLeapYear(day.Year) ? 366 : 365;

    private static void MakeDay(MersenneTwister random, double precipitation, double temperature, double[] elevation, Span<double> wet, Span<double> warm)
    {
        var one = new SyntheticWave(random, 8, 8, ShowerHeight);
        var other = new SyntheticWave(random, 16, 16, ShowerHeight);
        for (int cell = 0; cell < elevation.Length; cell++)
        {
            (int row, int column) = (cell / SyntheticIsland.Columns, cell % SyntheticIsland.Columns);
            double height = elevation[cell] - ReferenceElevation;
            wet[cell] = precipitation * (1 + one.At(column, row) + other.At(column, row)) * (1 + (SyntheticNetwork.PrecipitationGradient * height));
            warm[cell] = temperature - (SyntheticNetwork.LapseRate * height) + Freezing;
        }
    }

    private static void WriteElevation(string path, ElevationGrid island, double[] elevation)
    {
        using var file = new NetCdfWriter(path);
        DefineGrid(file, "elevation of the weather's grid");
        file.DefineVariable("elevation", ["latitude", "longitude"], NetCdfKind.Real32,
            ("standard_name", "surface_altitude"), ("long_name", "mean elevation of the cell"), ("units", "m"));
        WriteGrid(file, island);
        file.Write("elevation", elevation);
        file.Complete();
    }

    private static void WriteYear(string path, ElevationGrid island, int first, int count, double[] wet, double[] warm)
    {
        using var file = new NetCdfWriter(path);
        file.DefineDimension("time", count);
        file.DefineDimension("bound", 2);
        DefineGrid(file, "generated weather");
        SyntheticTimes.Define(file);
        file.DefinePacked("precipitation", ["time", "latitude", "longitude"], Packing, 0,
            ("standard_name", Variables.Precipitation.StandardName), ("long_name", "precipitation of the day"), ("units", "kg m-2"), ("cell_methods", "time: sum"));
        file.DefinePacked("air_temperature", ["time", "latitude", "longitude"], Packing, Freezing,
            ("standard_name", Variables.AirTemperature.StandardName), ("long_name", "air temperature at 2 m"), ("units", "K"), ("cell_methods", "time: mean"));
        WriteGrid(file, island);
        SyntheticTimes.Write(file, first, count);
        file.Write("precipitation", wet);
        file.Write("air_temperature", warm);
        file.Complete();
    }

    /// <summary>Defines the coordinates latitude and longitude, whose dimensions are there.</summary>
    public static void DefineCoordinates(NetCdfWriter file)
    {
        file.DefineVariable("latitude", ["latitude"], NetCdfKind.Coordinate, ("standard_name", "latitude"), ("units", "degrees_north"), ("axis", "Y"));
        file.DefineVariable("longitude", ["longitude"], NetCdfKind.Coordinate, ("standard_name", "longitude"), ("units", "degrees_east"), ("axis", "X"));
    }

    private static void DefineGrid(NetCdfWriter file, string title)
    {
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("title", $"{title} of an invented island, made by 'tributary data synthetic'; it stands for no real place");
        file.DefineDimension("latitude", SyntheticIsland.Rows);
        file.DefineDimension("longitude", SyntheticIsland.Columns);
        DefineCoordinates(file);
    }

    private static void WriteGrid(NetCdfWriter file, ElevationGrid island)
    {
        GeoTransform fine = island.Transform;
        GeoTransform grid = fine with { CellWidth = fine.CellWidth * SyntheticIsland.Finer, CellHeight = fine.CellHeight * SyntheticIsland.Finer };
        file.Write("latitude", [.. Enumerable.Range(0, SyntheticIsland.Rows).Select(row => Math.Round(grid.Y(row), 6))]);
        file.Write("longitude", [.. Enumerable.Range(0, SyntheticIsland.Columns).Select(column => Math.Round(grid.X(column), 6))]);
    }
}
