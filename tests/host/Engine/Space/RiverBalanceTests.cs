using System.Globalization;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>No water is lost or made on its way from the grid through the engine to the outlet.</summary>
public sealed class RiverBalanceTests : IDisposable
{
    private const int Wet = 40;
    private const int Days = 400;
    private readonly WorkflowFile _file = new();
    private readonly int[] _next = new int[30];

    public RiverBalanceTests()
    {
        _file.Files.Write("units.geojson", Mosaic.GeoJson(Units(new Random(11))));
        new GridFile
        {
            Times = [.. Enumerable.Range(0, Days).Select(day => (double)day)],
            Longitudes = [.. Enumerable.Range(0, 8).Select(i => 9.95 + (0.1 * i))],
            Latitudes = [.. Enumerable.Range(0, 8).Select(i => 45.95 + (0.1 * i))],
            Value = (day, longitude, latitude) => day < Wet ? Math.Max(0, 5 * Math.Sin((day * 1.7) + (30 * longitude) + (20 * latitude))) : 0,
        }.Write(_file.Files);
    }

    public static TheoryData<string, double> Routings => new()
    {
        { string.Empty, 1e-12 },
        { "muskingum", 1e-9 },
        { "irf", 1e-9 },
        { "muskingum, hillslope: { plugin: hillslope }", 1e-9 },
        { "muskingum-cunge", 1e-6 },
        { "kinematic-wave", 1e-6 },
        { "wave-tracking", 1e-6 },
    };

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(Routings))]
    public void What_runs_off_passes_the_outlet_whatever_the_workers_and_the_blocks(string routing, double tolerance)
    {
        (WorkflowInputs inputs, MemberSimulation once) = Run(routing, 1, null);
        Assert.Equal(30, inputs.Domain.Units.Count);
        double ranOff = 0;
        for (int unit = 0; unit < 30; unit++)
        {
            ranOff += inputs.Forcing.Series(Variables.Runoff, unit).ToArray().Sum() / 1000 * inputs.Domain.Units.AreaKm2[unit] * 1e6;
        }

        double passed = once.Discharge(0).ToArray().Sum() * 86400;
        Assert.True(ranOff > 1e7, $"only {ranOff} m3 ran off");
        Assert.True(Math.Abs(passed - ranOff) <= tolerance * ranOff, $"{ranOff:R} m3 ran off, {passed:R} passed the outlet: {(passed / ranOff) - 1:0.0e+0}");
        Assert.True(once.Discharge(0)[0] >= 0);
        foreach ((int workers, int? block) in new (int, int?)[] { (2, null), (1, 7), (2, 399), (2, 1) })
        {
            Close.SameBits(once.AllDischarge, Run(routing, workers, block).Simulation.AllDischarge, $"discharge with {workers} workers and blocks of {block} at step");
        }
    }

    [Fact]
    public void A_gauge_sees_what_ran_off_above_it_and_nothing_else()
    {
        (WorkflowInputs inputs, MemberSimulation simulation) = Run("muskingum", 2, null);
        for (int gauge = 0; gauge < inputs.Domain.Gauges.Count; gauge++)
        {
            int place = int.Parse(inputs.Domain.Network!.Ids[inputs.Domain.Gauges[gauge].Reach], CultureInfo.InvariantCulture) - 1;
            double ranOff = 0;
            for (int unit = 0; unit < 30; unit++)
            {
                int at = unit;
                while (at >= 0 && at != place)
                {
                    at = _next[at];
                }

                ranOff += at == place ? inputs.Forcing.Series(Variables.Runoff, unit).ToArray().Sum() * inputs.Domain.Units.AreaKm2[unit] * 1000 : 0;
            }

            double passed = simulation.Discharge(gauge).ToArray().Sum() * 86400;
            Assert.Equal(1, passed / ranOff, 1e-9);
        }
    }

    /// <summary>Six by five quadrangles whose corners are shifted at random, each draining to one nearer to the first.</summary>
    private IEnumerable<string> Units(Random random)
    {
        (double X, double Y)[,] corners = new (double, double)[7, 6];
        for (int column = 0; column <= 6; column++)
        {
            for (int row = 0; row <= 5; row++)
            {
                corners[column, row] = (10 + (0.1 * column) + (0.06 * (random.NextDouble() - 0.5)), 46 + (0.1 * row) + (0.06 * (random.NextDouble() - 0.5)));
            }
        }

        for (int unit = 0; unit < 30; unit++)
        {
            _next[unit] = unit == 0 ? -1 : random.Next(unit);
            (int column, int row) = (unit % 6, unit / 6);
            string more = string.Create(CultureInfo.InvariantCulture, $", \"next\": {_next[unit] + 1}, \"length\": {2000 + (6000 * random.NextDouble()):R}, \"slope\": {0.001 + (0.02 * random.NextDouble()):R}");
            yield return Mosaic.Feature(unit + 1, [corners[column, row], corners[column + 1, row], corners[column + 1, row + 1], corners[column, row + 1]], more);
        }
    }

    private (WorkflowInputs Inputs, MemberSimulation Simulation) Run(string routing, int workers, int? block)
    {
        WorkflowPlan plan = _file.Plan($$"""
            name: balance
            period: { start: 2000-01-01, end: 2001-02-03 }
            plugins: PLUGINS
            domain:
              mode: semi-distributed
              units: { file: units.geojson, id: id }
              network: { id: id, downstream: next, length: length, slope: slope }
              gauges: [{ id: outlet }, { id: inner, reach: 4 }, { id: leaf, reach: 30 }]
            forcing:
              source: gridded
              files: grid.nc
              variables: { runoff: rof }
            models:
              - { name: given, plugin: runoff }
            {{(routing.Length == 0 ? string.Empty : $"routing: {{ plugin: {routing} }}")}}
            run: { workers: {{workers}}{{(block is null ? string.Empty : $", block_length: {block}")}} }
            """);
        var services = new HostServices(_ => { });
        WorkflowInputs inputs = InputReader.Read(plan, services, null, CancellationToken.None);
        MemberPlan member = plan.Members[0];
        using var model = new PreparedModel(member, inputs, null, services);
        using var river = new RiverDischarge(inputs.Domain, plan.Routing, member.Descriptor, inputs.Forcing.Time.Step, plan.Workers, services);
        double[][] parameters = [.. Enumerable.Repeat(member.GivenParameters(), 30)];
        return (inputs, MemberSimulation.Run(model, inputs, parameters, river, plan.Workflow.Run.BlockLength, CancellationToken.None));
    }
}
