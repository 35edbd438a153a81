using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Remapping;

/// <summary>Weights of stations onto units.</summary>
public sealed class StationWeightsTests
{
    private static readonly UnitOutline Square = Unit("square", "POLYGON ((-1 -1, 1 -1, 1 1, -1 1, -1 -1))");

    [Fact]
    public void Inverse_distance_weights_are_the_ratio_of_squares()
    {
        // On the equator distances are proportional to degrees: 1, 2 and 3 from the centroid, so 36/49, 9/49 and 4/49.
        StationPoint[] stations = [new("far", 3, 0), new("near", -1, 0), new("middle", 2, 0)];
        Close.All([4 / 49.0, 36 / 49.0, 9 / 49.0], StationWeights.InverseDistance(stations, [Square]).Weights, 1e-9);
        UnitWeights two = StationWeights.InverseDistance(stations, [Square], power: 1, nearest: 2);
        Assert.Equal([1, 2], two.Sources.ToArray());
        Close.All([2 / 3.0, 1 / 3.0], two.Weights, 1e-9);
    }

    [Fact]
    public void A_station_at_the_centroid_takes_all() =>
        Assert.Equal([1.0], StationWeights.InverseDistance([new("a", 1, 1), new("b", 0, 0)], [Square]).Weights.ToArray());

    [Fact]
    public void Two_stations_share_a_square_by_the_line_between_them()
    {
        UnitWeights weights = StationWeights.Thiessen([new("west", -1, 0), new("east", 0, 0), new("beyond", 9, 0)], [Square]);
        Assert.Equal([0, 1], weights.Sources.ToArray());
        Close.All([0.25, 0.75], weights.Weights, 3e-4);
        Close.All([0.5, 0.5], StationWeights.Thiessen([new("west", -0.3, 0), new("east", 0.3, 0)], [Square]).Weights, 1e-12);
    }

    [Fact]
    public void Thiessen_shares_are_those_of_many_points_to_their_nearest_station()
    {
        var random = new Random(11);
        StationPoint[] stations = [.. Enumerable.Range(0, 12).Select(i => new StationPoint($"{i}", 179 + (2 * random.NextDouble()), 46 + (2 * random.NextDouble())))];
        UnitOutline unit = Unit("u", "POLYGON ((179.2 46.1, 180.8 46.4, 180.6 47.6, 179.9 47.2, 179.3 47.9, 179.2 46.1))");
        UnitWeights weights = StationWeights.Thiessen([.. stations.Select(station => station with { Longitude = station.Longitude > 180 ? station.Longitude - 360 : station.Longitude })], [unit]);
        double[] shares = new double[12];
        const int Side = 600;
        for (int i = 0; i < Side * Side; i++)
        {
            (double x, double y) = (179 + (2 * ((i % Side) + 0.5) / Side), 46 + (2 * ((i / Side) + 0.5) / Side));
            if (unit.Outline.Contains(new Point(x, y)))
            {
                shares[Array.IndexOf(stations, stations.MinBy(station => Chord(station.Longitude, station.Latitude, x, y)))] += Math.Cos(y * Math.PI / 180);
            }
        }

        double[] actual = new double[12];
        for (int entry = 0; entry < weights.Sources.Length; entry++)
        {
            actual[weights.Sources[entry]] = weights.Weights[entry];
        }

        for (int station = 0; station < 12; station++)
        {
            Assert.Equal(shares[station] / shares.Sum(), actual[station], 2e-3);
        }
    }

    [Fact]
    public void Stations_that_are_wrong_are_named()
    {
        Assert.Contains("station b: it has the same place as station a", Refused([new("a", 359, 1), new("b", -1, 1)]), StringComparison.Ordinal);
        Assert.Contains("station a: its place, 91 north and 0 east, is none", Refused([new("a", 0, 91)]), StringComparison.Ordinal);
        Assert.Contains("there is no station", Refused([]), StringComparison.Ordinal);
    }

    private static string Refused(StationPoint[] stations) => Assert.Throws<InputException>(() => StationWeights.Thiessen(stations, [Square])).Message;

    private static double Chord(double longitude, double latitude, double otherLongitude, double otherLatitude)
    {
        (double x, double y, double z) = Vector(longitude, latitude);
        (double u, double v, double w) = Vector(otherLongitude, otherLatitude);
        return ((x - u) * (x - u)) + ((y - v) * (y - v)) + ((z - w) * (z - w));
    }

    private static (double, double, double) Vector(double longitude, double latitude)
    {
        (double phi, double lambda) = (latitude * Math.PI / 180, longitude * Math.PI / 180);
        return (Math.Cos(phi) * Math.Cos(lambda), Math.Cos(phi) * Math.Sin(lambda), Math.Sin(phi));
    }

    private static UnitOutline Unit(string id, string text) => new(id, new WKTReader().Read(text));
}
