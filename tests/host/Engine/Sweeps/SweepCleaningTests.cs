using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Cleaning the folder of a sweep.</summary>
public sealed class SweepCleaningTests
{
    [Fact]
    public void Cleaning_keeps_what_the_choice_among_the_points_rests_on_so_that_no_point_is_done_again()
    {
        using var file = new WorkflowFile();
        string yaml = SweepTrial.Yaml("{ method: grid, over: { models.one.parameters.K: [5, 10, 20] } }");
        RunSummary first = file.Run(yaml);
        byte[] results = File.ReadAllBytes(Path.Combine(first.Folder, "results.nc"));
        Assert.Empty(RunCleaning.Of(first.Folder, all: false, isTrial: false).Folders);

        // Those of a configuration that is no more go, as they do without a sweep.
        string other = SweepTrial.Yaml("{ method: grid, over: { models.one.parameters.K: [20, 40] } }");
        RunSummary second = file.Run(other);
        Assert.NotEmpty(RunCleaning.Of(second.Folder, all: false, isTrial: false).Folders);
        var done = new List<string>();
        file.Run(other, happened =>
        {
            if (happened is StepDone { Reused: false } step)
            {
                done.Add(step.Step);
            }
        });
        Assert.Empty(done);
        file.Run(yaml);
        Assert.Equal(results, File.ReadAllBytes(Path.Combine(first.Folder, "results.nc")));
    }
}
