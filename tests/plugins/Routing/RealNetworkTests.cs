using System.Globalization;
using System.IO.Compression;
using Tributary.Contracts;
using Tributary.Plugins.MuskingumCunge;

namespace Tributary.Tests.RiverRouting;

/// <summary>Muskingum-Cunge on the 11,248 reaches of the lower Colorado in the National Water Model.</summary>
public sealed class RealNetworkTests
{
    private const int Hours = 24;
    private const int StepsPerHour = 12;

    [Fact]
    public void The_lower_colorado_is_routed_for_a_day()
    {
        string[][] rows = Read(RealData.At("nwm_lower_colorado", "network_11248.csv.gz"));
        string[][] lateral = Read(RealData.At("nwm_lower_colorado", "qlat_24h.csv.gz"));
        Dictionary<string, int> index = rows.Select((row, reach) => (Id: row[0], reach)).ToDictionary(pair => pair.Id, pair => pair.reach);
        var attributes = new AttributeTable(rows.Length);
        attributes.Set(ChannelGeometry.WidthAttribute, "m", Column(3));
        attributes.Set(ChannelGeometry.RoughnessAttribute, "s m-1/3", Column(6));

        // The model's ChSlp is the rise of a bank per run.
        attributes.Set(ChannelGeometry.SideSlopeAttribute, "1", [.. Column(8).Select(rise => 1 / rise)]);
        var network = new RiverNetwork(
            [.. rows.Select(row => row[0])],
            [.. rows.Select(row => index.GetValueOrDefault(row[1], -1))],
            Column(2),
            Column(9),
            [.. Enumerable.Range(0, rows.Length)],
            attributes);
        const int Steps = Hours * StepsPerHour;
        double[] inflow = new double[rows.Length * Steps];
        foreach (string[] row in lateral)
        {
            for (int t = 0; t < Steps; t++)
            {
                inflow[(index[row[0]] * Steps) + t] = double.Parse(row[1 + (t / StepsPerHour)], CultureInfo.InvariantCulture);
            }
        }

        Assert.Equal(11_248, network.Count);
        using var one = new RoutingTrial(new MuskingumCungePlugin(), network, TimeSpan.FromSeconds(300));
        using IRoutingSimulation simulation = one.Start();
        double[] discharge = one.Advance(simulation, inflow);
        double entered = inflow.Sum() * 300;
        double left = Enumerable.Range(0, network.Count).Where(reach => network.Downstream[reach] < 0)
            .Sum(reach => discharge.AsSpan(reach * Steps, Steps).ToArray().Sum()) * 300;
        Assert.Equal(entered, left + one.Stored(simulation), 1e-9 * entered);
        Assert.InRange(discharge.Min(), 0, double.MaxValue);

        // No reach carries more than the largest inflows above it together.
        double[] most = NetworkOrder.Of(network).SumUpstream([.. Enumerable.Range(0, network.Count).Select(reach => inflow.AsSpan(reach * Steps, Steps).ToArray().Max())]);
        for (int reach = 0; reach < network.Count; reach++)
        {
            Assert.InRange(discharge.AsSpan(reach * Steps, Steps).ToArray().Max(), 0, most[reach] * (1 + 1e-12));
        }

        using var two = new RoutingTrial(new MuskingumCungePlugin(), network, TimeSpan.FromSeconds(300), threads: 2);
        Close.SameBits(discharge, two.Run(inflow));

        double[] Column(int column) => [.. rows.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
    }

    private static string[][] Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(','))];
    }
}
