using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Tributary.Engine;

namespace Tributary.Benchmarks;

/// <summary>What the host adds to a plugin's own time on a 30-year daily run: forcing, blocks, the check of the results and their conversion to discharge.</summary>
public class HostOverhead
{
    private BenchmarkBasin _basin = null!;
    private ModelSpeed.Bench _alone = null!;
    private PreparedModel _prepared = null!;
    private RiverDischarge _river = null!;
    private double[][] _parameters = [];

    [Params("GR4J", "HBV")]
    public string Model { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        _basin = new BenchmarkBasin(Model == "GR4J" ? "gr" : "hbv", "{}", 30);
        _alone = new ModelSpeed.Bench(_basin, 1);
        _prepared = _basin.Prepare();
        _river = _basin.PrepareRiver();
        _parameters = [_basin.Member.GivenParameters()];
    }

    // Whoever calls a plugin needs room for its results, so that both make it anew.
    [Benchmark(Description = "the plugin alone", Baseline = true)]
    public double Alone() => _alone.Advance(new double[_basin.Time.Count]);

    [Benchmark(Description = "through the host")]
    public double ThroughHost() => MemberSimulation.Run(_prepared, _basin.Inputs, _parameters, _river, null, CancellationToken.None).Discharge(0)[0];

    /// <summary>
    /// What the host adds, as a share of the plugin's own time: both run in turn many times, so that a neighbour's load falls on both, and the medians are compared.
    /// </summary>
    public static double Added(string model)
    {
        const int Rounds = 3000;
        var bench = new HostOverhead { Model = model };
        bench.Setup();
        double[] alone = new double[Rounds];
        double[] through = new double[Rounds];
        for (int round = -Rounds / 4; round < Rounds; round++)
        {
            // Each goes first in every other round, so that the collector's work falls on both.
            bool hostFirst = round % 2 == 0;
            double first = Time(hostFirst ? bench.ThroughHost : bench.Alone);
            double second = Time(hostFirst ? bench.Alone : bench.ThroughHost);
            if (round >= 0)
            {
                (alone[round], through[round]) = hostFirst ? (second, first) : (first, second);
            }
        }

        Array.Sort(alone);
        Array.Sort(through);
        return (through[Rounds / 2] - alone[Rounds / 2]) / alone[Rounds / 2];
    }

    private static double Time(Func<double> run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
