using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Tributary.Engine;
using Tributary.Geodata;
using Tributary.Tests;

namespace Tributary.Benchmarks;

/// <summary>The 1,132 units of the Lièvre on a grid of 0.01 degrees: their weights, and a made-up year of days read and remapped.</summary>
[WarmupCount(1)]
[IterationCount(5)]
[InvocationCount(1)]
public class RemappingSpeed
{
    /// <summary>What it is called where its memory is asked for.</summary>
    public const string Name = "remapping";

    private const int Days = 365;

    private static readonly string Units = Path.Combine(
        Environment.GetEnvironmentVariable("TRIBUTARY_DATA") ?? Repository.At("..", "shared", "data"), "lievre", "lievre_hrus_v21.shp");

    private static readonly string Year = Path.Combine(Path.GetTempPath(), $"tributary-benchmark-{Environment.ProcessId}.nc");

    private readonly NetCdfFiles _files = new();
    private UnitOutline[] _outlines = [];
    private CellGrid _grid = null!;
    private UnitWeights _weights = null!;

    /// <summary>Whether the polygons are there.</summary>
    public static bool HasData => File.Exists(Units);

    [GlobalSetup]
    public void Setup()
    {
        SpatialDomain domain = new DomainReader(new HostServices(static _ => { }).Units).Read(new DomainSource(Units, new UnitFields("HRU_ID")));
        _outlines = [.. domain.Outlines.Select((outline, unit) => new UnitOutline(domain.Units.Ids[unit], outline))];
        Write(RegularGrid.Covering(domain.Outlines, 0.01), Year);
        using GridSeries series = GridSeries.Open(_files, [Year], "precipitation");
        _grid = series.Grid;
        _weights = AreaWeights.Compute(_grid, _outlines, Year);
    }

    [Benchmark(Description = "area weights of 1,132 polygons on 0.01 degrees")]
    public double Weights() => AreaWeights.Compute(_grid, _outlines, Year).Weights[0];

    [Benchmark(Description = "a year of days on 0.01 degrees, read")]
    public double Read()
    {
        using GridSeries series = GridSeries.Open(_files, [Year], "precipitation");
        double[] fields = new double[Math.Min(Days, Math.Max(1, (32 << 20) / 8 / series.Grid.Count)) * series.Grid.Count];
        int together = fields.Length / series.Grid.Count;
        for (int first = 0; first < Days; first += together)
        {
            int count = Math.Min(together, Days - first);
            series.Read(first, count, GridWindow.All(series.Grid), fields.AsSpan(0, count * series.Grid.Count));
        }

        return fields[0];
    }

    [Benchmark(Description = "a year of days on 0.01 degrees, read and remapped")]
    public double Remap()
    {
        using GridSeries series = GridSeries.Open(_files, [Year], "precipitation");
        double[] values = new double[_outlines.Length * Days];
        new RemappedSeries(series, _weights).Read(0, Days, values);
        return values[0];
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(Year);

    /// <summary>How many times the bare reading reading and remapping takes: both in turn, medians compared.</summary>
    public static double Ratio()
    {
        const int Rounds = 9;
        var bench = new RemappingSpeed();
        bench.Setup();
        double[] bare = new double[Rounds];
        double[] remapped = new double[Rounds];
        for (int round = -1; round < Rounds; round++)
        {
            double first = Time(bench.Read);
            double second = Time(bench.Remap);
            if (round >= 0)
            {
                (bare[round], remapped[round]) = (first, second);
            }
        }

        bench.Cleanup();
        Array.Sort(bare);
        Array.Sort(remapped);
        return remapped[Rounds / 2] / bare[Rounds / 2];
    }

    /// <summary>Computes the weights, reads and remaps the year, and returns the peak memory of this process in MB.</summary>
    public static long PeakMegabytes()
    {
        var bench = new RemappingSpeed();
        bench.Setup();
        bench.Remap();
        bench.Cleanup();
        return Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
    }

    private static double Time(Func<double> run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Write(CellGrid grid, string path)
    {
        using var file = new NetCdfWriter(path);
        file.DefineDimension("time", Days);
        file.DefineDimension("latitude", grid.Height);
        file.DefineDimension("longitude", grid.Width);
        file.DefineVariable("time", ["time"], NetCdfKind.Coordinate, ("units", "days since 2001-01-01"), ("standard_name", "time"));
        file.DefineVariable("latitude", ["latitude"], NetCdfKind.Real64, ("units", "degrees_north"), ("standard_name", "latitude"));
        file.DefineVariable("longitude", ["longitude"], NetCdfKind.Real64, ("units", "degrees_east"), ("standard_name", "longitude"));
        file.DefinePacked("precipitation", ["time", "latitude", "longitude"], 0.01, 0, ("units", "mm"), ("cell_methods", "time: sum"));
        file.Write("time", [.. Enumerable.Range(0, Days).Select(day => (double)day)]);
        file.Write("latitude", [.. Enumerable.Range(0, grid.Height).Select(row => grid.Centre(row * grid.Width).Latitude)]);
        file.Write("longitude", [.. Enumerable.Range(0, grid.Width).Select(column => grid.Centre(column).Longitude)]);
        var random = new Random(1);
        double[] field = new double[grid.Count];
        for (int day = 0; day < Days; day++)
        {
            for (int cell = 0; cell < field.Length; cell++)
            {
                field[cell] = 20 * random.NextDouble();
            }

            file.Write("precipitation", [day, 0, 0], [1, grid.Height, grid.Width], field);
        }

        file.Complete();
    }
}
