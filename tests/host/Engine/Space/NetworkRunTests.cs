using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>A whole run of outlines and grids: what it writes, what it keeps, and that checking writes nothing.</summary>
public sealed class NetworkRunTests : IDisposable
{
    private readonly SpatialTrial _trial = new();

    public NetworkRunTests()
    {
        _trial.Grid(new GridFile { Value = (step, longitude, _) => step + (10 * (longitude - 10.05)) });
        _trial.With("{ id: outlet, reach: 3 }", "{ id: outlet }\n    - { id: head, reach: 1 }")
            .With("{ name: given, plugin: runoff }", "{ name: given, plugin: runoff, outputs: [runoff, specific_discharge] }\nrun: { folder: runs, workers: 1 }");
    }

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void Results_have_discharge_at_gauges_and_fluxes_of_units()
    {
        RunSummary run = WorkflowRun.Execute(_trial.Plan(), null, CancellationToken.None);
        using IArrayFile file = new NetCdfFiles().Open(Path.Combine(run.Folder, "results.nc"));
        Assert.Equal(["gauge", "time"], file.Variables.Single(variable => variable.Name == "discharge_given").Dimensions.Select(dimension => dimension.Name));
        Assert.Equal([("unit", 3L), ("time", 10L)], file.Variables.Single(variable => variable.Name == "runoff_given").Dimensions);
        Assert.Equal("unit_latitude unit_longitude unit_id", file.Variables.Single(variable => variable.Name == "runoff_given").Text("coordinates"));
        Assert.Equal(["outlet", "head"], file.ReadText("gauge_id"));
        Assert.Equal(["1", "2", "3"], file.ReadText("unit_id"));

        double[] area = new double[3];
        double[] above = new double[2];
        double[] runoff = new double[30];
        double[] discharge = new double[20];
        double[] specific = new double[20];
        file.Read("unit_area", [0], [3], area);
        file.Read("catchment_area", [0], [2], above);
        file.Read("runoff_given", [0, 0], [3, 10], runoff);
        file.Read("discharge_given", [0, 0], [2, 10], discharge);
        file.Read("specific_discharge_given", [0, 0], [2, 10], specific);
        Close.All([area.Sum(), area[0]], above, 1e-12);
        for (int step = 0; step < 10; step++)
        {
            Close.All([step, step + 1, step + 2], [runoff[step], runoff[10 + step], runoff[20 + step]], 1e-12);
            double depths = (area[0] * step) + (area[1] * (step + 1)) + (area[2] * (step + 2));
            Close.All([depths / 86.4, area[0] * step / 86.4], [discharge[step], discharge[10 + step]], 1e-12);
            Close.All([depths / area.Sum(), step], [specific[step], specific[10 + step]], 1e-12);
        }

        Assert.Equal(
            ["grid.nc", "units.dbf", "units.prj", "units.shp", "units.shx"],
            System.Text.Json.JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "manifest.json"))).GetProperty("inputs").EnumerateArray()
                .Select(input => Path.GetFileName(input.GetProperty("path").GetString()!)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Weights_are_kept_beside_the_runs_and_used_again()
    {
        WorkflowRun.Execute(_trial.Plan(), null, CancellationToken.None);
        string kept = Assert.Single(Directory.GetFiles(_trial.Folder.At("runs", ".weights")));
        byte[] bytes = File.ReadAllBytes(kept);
        var longAgo = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(kept, longAgo);
        _trial.With("name: space", "name: again");
        RunSummary again = WorkflowRun.Execute(_trial.Plan(), null, CancellationToken.None);
        Assert.Equal(kept, Assert.Single(Directory.GetFiles(_trial.Folder.At("runs", ".weights"))));
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(kept));
        Assert.Equal(bytes, File.ReadAllBytes(kept));
        Assert.Equal([0, 1, 2], again.Inputs.Forcing.Series(Variables.Runoff, 0)[..3].ToArray());

        // Other outlines have other weights.
        _trial.Units(west: 10.01);
        WorkflowRun.Execute(_trial.Plan(), null, CancellationToken.None);
        Assert.Equal(2, Directory.GetFiles(_trial.Folder.At("runs", ".weights")).Length);
    }

    [Fact]
    public void Checking_a_workflow_writes_nothing()
    {
        string[] Content() => [.. Directory.EnumerateFileSystemEntries(_trial.Folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        WorkflowPlan plan = _trial.Plan();
        string[] before = Content();
        WorkflowRun.Check(plan, null, CancellationToken.None);
        Assert.Equal(before, Content());
    }
}
