using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Memory of a sweep, measured while no other test runs.</summary>
[Collection(nameof(Alone))]
public sealed class SweepMemoryTests : IDisposable
{
    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Results_of_points_that_are_done_are_not_held()
    {
        const int Series = 2 * 1461 * sizeof(double);
        const string Sweep = "{ method: random, budget: 300, over: { models.one.parameters.K: { from: 2, to: 99 } } }";
        long early = 0;
        long late = 0;

        _file.Run(SweepTrial.Yaml(Sweep, "{ name: one, plugin: bucket, outputs: [store] }", run: "workers: 1"), happened =>
        {
            if (happened is PointDone { Done: 50 })
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
            }
            else if (happened is PointDone { Done: 300 })
            {
                late = GC.GetTotalMemory(forceFullCollection: true);
            }
        });

        Assert.True(late - early < 250 * Series / 4, $"{early} bytes after 50 points, {late} after 300");
    }
}

/// <summary>Tests that measure the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
