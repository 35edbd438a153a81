using System.Text.Json.Nodes;
using MathNet.Numerics.Random;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Invented basins that drain into each other; the first is the outlet.</summary>
internal static class SyntheticNetwork
{
    /// <summary>Growth of precipitation with height, per m.</summary>
    public const double PrecipitationGradient = 0.0004;

    /// <summary>Fall of air temperature with height, degC per m.</summary>
    public const double LapseRate = 0.006;

    private const double OutletElevation = 400;

    /// <summary>Makes basins; one alone is lumped.</summary>
    /// <param name="count">Number of basins.</param>
    /// <param name="areaKm2">Area of the first in km2; the others have 20 to 80 % of it.</param>
    /// <param name="latitude">Latitude in degrees north.</param>
    /// <param name="seed">The same seed gives the same basins.</param>
    public static BasinDomain Make(int count, double areaKm2, double latitude, int seed)
    {
        if (count == 1)
        {
            return new BasinDomain(SpatialModes.Lumped, new CatchmentUnits(["synthetic"], [areaKm2], [latitude], null, [OutletElevation]), null, [new Gauge("synthetic", 0, areaKm2)]);
        }

        var random = new MersenneTwister(seed + 2000);
        string[] ids = [.. Enumerable.Range(1, count).Select(number => $"basin-{number}")];
        int[] downstream = new int[count];
        double[] area = new double[count];
        double[] elevation = new double[count];
        double[] length = new double[count];
        double[] slope = new double[count];
        for (int i = 0; i < count; i++)
        {
            downstream[i] = i == 0 ? -1 : random.Next(Math.Max(0, i - 3), i);
            area[i] = i == 0 ? areaKm2 : Math.Round(areaKm2 * (0.2 + (0.6 * random.NextDouble())), 1);
            elevation[i] = i == 0 ? OutletElevation : Math.Round(elevation[downstream[i]] + 50 + (250 * random.NextDouble()));
            length[i] = 1000 * Math.Round(8 + (30 * random.NextDouble()), 1);
            slope[i] = Math.Round(0.0005 + (0.003 * random.NextDouble()), 5);
        }

        double[] above = BasinNetwork.Upstream(downstream, area, 1);
        var network = new RiverNetwork(ids, downstream, length, slope, [.. Enumerable.Range(0, count)]);
        var units = new CatchmentUnits(ids, area, [.. ids.Select(_ => latitude)], null, elevation);
        return new BasinDomain(SpatialModes.SemiDistributed, units, network, [.. ids.Select((id, i) => new Gauge(id, i, above[i], AtHead: true))]);
    }

    /// <summary>The basins as a workflow file writes them.</summary>
    public static JsonArray Describe(BasinDomain domain)
    {
        RiverNetwork network = domain.Network!;
        var basins = new JsonArray();
        for (int i = 0; i < network.Count; i++)
        {
            var basin = new JsonObject { ["id"] = network.Ids[i], ["area"] = domain.Units.AreaKm2[i], ["latitude"] = domain.Units.Latitude[i] };
            if (network.Downstream[i] >= 0)
            {
                basin["downstream"] = network.Ids[network.Downstream[i]];
                basin["reach"] = new JsonObject { ["length"] = network.LengthMetres[i] / 1000, ["slope"] = network.Slope[i] };
            }

            basins.Add(basin);
        }

        return basins;
    }
}
