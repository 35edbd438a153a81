using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>
/// An invented river basin by outlines whose truth is known: an elevation model, the subbasins and reaches drawn from it, gridded weather, and the discharge of two
/// gauges below each other as an observer of <see cref="SyntheticObserver"/> records it.
/// </summary>
public sealed record SyntheticGridBasin
{
    private const double ShareAboveUpperGauge = 0.4;

    /// <summary>The model and the routing, which run on the subbasins and reaches.</summary>
    public required SyntheticTruth Truth { get; init; }

    /// <summary>Length in years.</summary>
    public int Years { get; init; } = 15;

    /// <summary>Seed of the island, the weather and the observer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Latitude of the middle in degrees north.</summary>
    public double Latitude { get; init; } = 46.8;

    /// <summary>
    /// Writes <c>dem.tif</c>, <c>basin.gpkg</c> (layers subbasins, reaches, catchment, outlet), <c>forcing/weather_YEAR.nc</c>, <c>forcing_elevation.nc</c>,
    /// <c>discharge_GAUGE.nc</c> and <c>truth.json</c>.
    /// </summary>
    /// <exception cref="InputException">There is no such plugin or parameter, or the model needs more than weather.</exception>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public void Write(PluginCatalogue plugins, string folder, CancellationToken cancellation)
    {
        TimeAxis time = SyntheticWeather.Days(Years);
        MemberPlan member = Truth.Plan(plugins);
        (ElevationGrid island, DelineatedBasin basin) = SyntheticIsland.Make(Latitude, Seed);
        SpatialDomain drawn = basin.Domain;
        var domain = new BasinDomain(SpatialModes.SemiDistributed, drawn.Units, drawn.Network, Gauges(drawn));
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, SyntheticGrids.Folder));
            using (var world = CoordinateSystem.Wgs84())
            {
                GeoTiffWriter.Write(Path.Combine(folder, "dem.tif"), Array.ConvertAll(island.Elevation, metres => (int)metres), island.Width, int.MinValue, island.Transform, world);
            }

            basin.WriteGeoPackage(Path.Combine(folder, "basin.gpkg"));
            IReadOnlyList<string> weather = SyntheticGrids.Write(folder, island, time, Seed);
            ForcingTable forcing = SyntheticGrids.Over(folder, weather, time, drawn, cancellation);
            MemberSimulation truth = Truth.Simulate(member, plugins, domain, forcing, cancellation);
            for (int gauge = 0; gauge < domain.Gauges.Count; gauge++)
            {
                WriteGauge(Path.Combine(folder, FileOf(domain.Gauges[gauge])), domain.Gauges[gauge].Id, SyntheticObserver.Observe(truth.Discharge(gauge), Seed + 1000 + gauge));
            }

            SyntheticTruth.Write(folder, Describe(member, basin, domain));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder, error);
        }
    }

    /// <summary>One gauge at the outlet, one inside the basin.</summary>
    private static Gauge[] Gauges(SpatialDomain basin)
    {
        double[] above = basin.UpstreamAreaKm2();
        int[] reaches = [.. Enumerable.Range(0, above.Length)];
        int mouth = reaches.MaxBy(reach => above[reach]);
        int upper = reaches.Where(reach => reach != mouth).MinBy(reach => Math.Abs(above[reach] - (ShareAboveUpperGauge * above[mouth])));
        return [new Gauge("mouth", mouth, above[mouth]), new Gauge("upper", upper, above[upper])];
    }

    private static string FileOf(Gauge gauge) => $"discharge_{gauge.Id}.nc";

    /// <summary>Writes what a gauge recorded.</summary>
    internal static void WriteGauge(string path, string gauge, double[] observed, string command = "synthetic")
    {
        using var file = new NetCdfWriter(path);
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("title", $"discharge of an invented river at gauge {gauge}, made by 'tributary data {command}'; it stands for no real place");
        file.DefineDimension("time", observed.Length);
        file.DefineDimension("bound", 2);
        SyntheticTimes.Define(file);
        file.DefineVariable("discharge", ["time"], NetCdfKind.Real32,
            ("standard_name", Variables.Discharge.StandardName), ("long_name", "observed discharge"), ("units", Variables.Discharge.Unit), ("cell_methods", "time: mean"));
        SyntheticTimes.Write(file, 0, observed.Length);
        file.Write("discharge", [.. observed.Select(flow => Math.Round(flow, 3))]);
        file.Complete();
    }

    private JsonObject Describe(MemberPlan member, DelineatedBasin basin, BasinDomain domain)
    {
        JsonObject description = Truth.Describe(member, "a synthetic river basin by outlines");
        description["seed"] = Seed;
        description["years"] = Years;
        description["area_km2"] = Math.Round(basin.AreaKm2, 2);
        description["latitude"] = Latitude;
        description["observation_error"] = SyntheticObserver.Error;
        description["routing"] = Truth.DescribeRouting();
        description["subbasins"] = domain.Units.Count;
        description["outlet"] = new JsonObject { ["latitude"] = Math.Round(basin.Outlet.Y, 5), ["longitude"] = Math.Round(basin.Outlet.X, 5) };
        description["lapse_rate"] = Math.Round(100 * SyntheticNetwork.LapseRate, 6);
        description["gauges"] = new JsonArray([.. domain.Gauges.Select(gauge => (JsonNode?)new JsonObject
        {
            ["id"] = gauge.Id,
            ["reach"] = domain.Network!.Ids[gauge.Reach],
            ["area_km2"] = Math.Round(gauge.AreaKm2, 2),
            ["file"] = FileOf(gauge),
        })]);
        return description;
    }
}
