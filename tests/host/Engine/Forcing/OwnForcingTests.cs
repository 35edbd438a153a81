using System.Globalization;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Basins of one workflow whose forcing comes from different sources.</summary>
public sealed class OwnForcingTests : IDisposable
{
    private const string Own = """
        basins:
              - north
              - id: west
                area: 50
                latitude: 45
                forcing:
                  source: csv
                  files: "{basin}.csv"
                  variables: { precipitation: { name: P, unit: mm }, discharge: { name: Q, unit: L s-1 } }
        """;

    private readonly WorkflowFile _file = new();

    public OwnForcingTests()
    {
        IEnumerable<string> days = Enumerable.Range(0, 1461).Select(day =>
            string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2000, 1, 1).AddDays(day):yyyy-MM-dd},{day % 7},{1000 + day}"));
        _file.Files.Write("west.csv", $"date,P,Q\n{string.Join('\n', days)}\n");
    }

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Each_basin_reads_its_own_source()
    {
        WorkflowInputs inputs = _file.Inputs(WorkflowFile.Sound.Replace("basins: [north]", Own, StringComparison.Ordinal));

        Assert.Equal(["north", "west"], inputs.Domain.Units.Ids);
        Assert.Equal([10, 0, 0, 0, 0, 10], inputs.Forcing.Series(Variables.Precipitation, 0)[..6].ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], inputs.Forcing.Series(Variables.Precipitation, 1)[..6].ToArray());
        Assert.Equal(1.005, inputs.Observed[1][5], 12);
        Assert.Contains(inputs.Files, file => Path.GetFileName(file) == "west.csv");
        Assert.Contains(inputs.Files, file => Path.GetFileName(file) == "showers.txt");
    }

    [Theory]
    [InlineData("source: csv", "source: cvs", "domain.basins[1].forcing.source: ")]
    [InlineData("source: csv", "source: gridded", "domain.basins[1].forcing.source: grids and stations")]
    [InlineData("name: P,", "name: R,", "domain.basins[1].forcing.variables.precipitation: ")]
    [InlineData("{basin}.csv", "east.csv", "domain.basins[1].forcing.files: ")]
    [InlineData("files:", "fils:", "domain.basins[1].forcing.fils: ")]
    public void What_is_wrong_with_it_is_told_by_its_key(string part, string replacement, string problem)
    {
        string[] problems = _file.ProblemsOf(WorkflowFile.Sound.Replace("basins: [north]", Own.Replace(part, replacement, StringComparison.Ordinal), StringComparison.Ordinal));

        Assert.Contains(problems, found => found.Contains(problem, StringComparison.Ordinal));
    }
}
