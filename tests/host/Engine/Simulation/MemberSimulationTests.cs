using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Running a member through the host, and what the user reads where a plugin breaks down.</summary>
public sealed class MemberSimulationTests : IDisposable
{
    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Discharge_and_outputs_are_those_of_a_linear_store()
    {
        MemberSimulation simulation = Run(string.Empty, blockLength: null);
        double store = 0;
        for (int day = 0; day < 1461; day++)
        {
            store += day % 5 == 0 ? 9 : 0;
            Assert.Equal(store / 10 * 100e3 / 86400, simulation.Discharge(0)[day], 1e-10);
            store -= store / 10;
            Assert.Equal(store, simulation.Output(0, 0)[day], 1e-10);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1460)]
    [InlineData(5000)]
    public void The_length_of_a_block_changes_no_bit(int blockLength) =>
        Close.SameBits(Run(string.Empty, null).Discharge(0), Run(string.Empty, blockLength).Discharge(0));

    [Theory]
    [InlineData("prepare", "plugin bucket 0.1.0 broke down while preparing the model (InvalidOperationException: a hole in the bucket (prepare))")]
    [InlineData("advance", "plugin bucket 0.1.0 broke down while simulating (InvalidOperationException: a hole in the bucket (advance))")]
    [InlineData("nan", "runoff of basin north is no finite number from 2000-01-04 00:00 on")]
    public void A_plugin_that_breaks_down_is_named_with_its_member(string where, string message)
    {
        var error = Assert.Throws<WorkException>(() => Run($"\n    settings: {{ fails: {where} }}", null));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("member one", error.Where);
    }

    [Fact]
    public void A_cancelled_simulation_stops_between_blocks() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Run(string.Empty, 10, new CancellationToken(canceled: true)));

    private MemberSimulation Run(string settings, int? blockLength, CancellationToken cancellation = default)
    {
        WorkflowPlan plan = _file.Plan(WorkflowFile.Sound.Replace("plugin: bucket", $"plugin: bucket{settings}", StringComparison.Ordinal));
        var services = new HostServices(_ => { });
        WorkflowInputs inputs = InputReader.Read(plan, services, null, CancellationToken.None);
        using var model = new PreparedModel(plan.Members[0], inputs, null, services);
        using var river = new RiverDischarge(inputs.Domain, null, plan.Members[0].Descriptor, inputs.Forcing.Time.Step, 1, new HostServices(_ => { }));
        return MemberSimulation.Run(model, inputs, [plan.Members[0].GivenParameters()], river, blockLength, cancellation);
    }
}
