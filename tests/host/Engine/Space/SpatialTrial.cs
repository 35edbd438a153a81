using System.Text.RegularExpressions;
using Tributary.Engine;
using Tributary.Tests.Geodata.Domains;

namespace Tributary.Tests.Engine;

/// <summary>
/// A workflow without fault over three square subbasins, each of which is one cell of a grid of runoff and drains to the next one east. Tests change and break it.
/// </summary>
internal sealed class SpatialTrial : IDisposable
{
    /// <summary>The line of the network.</summary>
    public const string Network = "  network: { id: id, downstream: next, length: length, slope: slope }\n";

    private readonly WorkflowFile _file = new();

    public SpatialTrial()
    {
        Units();
        Grid(new GridFile());
    }

    public string Yaml { get; set; } = """
        name: space
        period: { start: 2000-01-01, end: 2000-01-10 }
        plugins: PLUGINS
        domain:
          mode: semi-distributed
          units:
            file: units.shp
            id: id
          network: { id: id, downstream: next, length: length, slope: slope }
          gauges:
            - { id: outlet, reach: 3 }
        forcing:
          source: gridded
          files: grid*.nc
          variables:
            runoff: { name: rof }
        models:
          - { name: given, plugin: runoff }
        """;

    public TemporaryFolder Folder => _file.Files;

    public SpatialTrial With(string part, string other)
    {
        Assert.Contains(part, Yaml, StringComparison.Ordinal);
        Yaml = Yaml.Replace(part, other, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Writes the layer of subbasins, squares from 10 degrees east on at 46 degrees north.</summary>
    public SpatialTrial Units(
        double[]? ids = null, double[]? next = null, double[]? length = null, double[]? slope = null, double west = 10, string? projection = HandmadeShapefile.Wgs84)
    {
        HandmadeShapefile.Write(
            Folder.At("units.shp"), projection,
            [("id", ids ?? [1, 2, 3]), ("next", next ?? [2, 3, 0]), ("length", length ?? [5000, 6000, 7000]), ("slope", slope ?? [0.01, 0.02, 0.03]), ("height", [100, 200, 300])],
            HandmadeShapefile.Square(west, 46), HandmadeShapefile.Square(west + 0.1, 46), HandmadeShapefile.Square(west + 0.2, 46));
        return this;
    }

    public SpatialTrial Grid(GridFile grid)
    {
        grid.Write(Folder);
        return this;
    }

    /// <summary>Compares a problem with what it should be, in which a star stands for anything.</summary>
    public static void Matches(string expected, string problem)
    {
        string pattern = $"^{Regex.Escape(expected).Replace(@"\*", ".*", StringComparison.Ordinal)}$";
        Assert.True(Regex.IsMatch(problem, pattern), $"expected {expected}\n   found {problem}");
    }

    public WorkflowPlan Plan() => _file.Plan(Yaml);

    public WorkflowInputs Inputs() => _file.Inputs(Yaml);

    /// <summary>All that is wrong, without the folder's name.</summary>
    public string[] Problems() => _file.ProblemsOf(Yaml);

    public string Problem() => Assert.Single(Problems());

    public void Dispose() => _file.Dispose();
}
