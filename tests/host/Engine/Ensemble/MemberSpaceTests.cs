using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>A lumped member and one on a river network side by side at the same gauge.</summary>
public sealed class MemberSpaceTests : IDisposable
{
    private const string Network = """
        domain:
                mode: semi-distributed
                basins:
                  - { id: one, area: 800, latitude: 46, downstream: mouth, reach: { length: 90 } }
                  - { id: two, area: 1200, latitude: 46, downstream: mouth, reach: { length: 120 } }
                  - { id: mouth, area: 500, latitude: 46, reach: { length: 150 } }
            routing: { plugin: muskingum, parameters: { celerity: 0.3 } }
        """;

    private readonly ForecastTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void Each_member_is_what_it_would_be_alone_and_both_are_combined()
    {
        MemberSimulation river = _trial.Run(ForecastTrial.River("river", "2003-12-31", forecast: string.Empty)).Members[0].Simulation;
        MemberSimulation lumped = _trial.Run(Yaml("lumped", string.Empty)).Members[0].Simulation;
        RunSummary both = _trial.Run(Yaml("both", $"  - name: network\n    plugin: gr\n    settings: {{ variant: GR4J }}\n    {Network}\n", "ensemble: { combine: [mean] }"));
        Close.SameBits(lumped.Discharge(0), both.Members[0].Simulation.Discharge(0));
        Close.SameBits(river.Discharge(2), both.Members[1].Simulation.Discharge(0));
        double[] mean = [.. Enumerable.Range(0, lumped.StepCount).Select(step => (lumped.Discharge(0)[step] + river.Discharge(2)[step]) / 2)];
        Close.All(mean, both.Hydrographs[2].Discharge(0), 1e-12);
        Assert.True(File.Exists(Path.Combine(both.Folder, "report.html")));
        Assert.Contains("one.csv", File.ReadAllText(Path.Combine(both.Folder, "manifest.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id: mouth", "id: outlet", "its domain has no gauge 'mouth'")]
    [InlineData("downstream: mouth, reach: { length: 90 }", "downstream: month, reach: { length: 90 }", "month")]
    [InlineData("plugin: muskingum", "plugin: muskingun", "did you mean 'muskingum'?")]
    public void What_is_wrong_with_a_domain_of_its_own_is_told(string part, string replacement, string problem)
    {
        Assert.Contains(part, Network, StringComparison.Ordinal);
        string network = Network.Replace(part, replacement, StringComparison.Ordinal);
        if (replacement == "id: outlet")
        {
            network = network.Replace("downstream: mouth", "downstream: outlet", StringComparison.Ordinal);
            File.Copy(_trial.Files.At("mouth.csv"), _trial.Files.At("outlet.csv"));
        }

        TributaryException error = Assert.ThrowsAny<TributaryException>(() => _trial.Run(Yaml("both", $"  - name: network\n    plugin: gr\n    settings: {{ variant: GR4J }}\n    {network}\n")));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static string Yaml(string name, string members, string ensemble = "") => $$"""
        name: {{name}}
        period: { start: 2000-01-01, end: 2003-12-31 }
        plugins: PLUGINS
        domain:
          basins: [{ id: mouth, area: 2500, latitude: 46 }]
        forcing:
          source: csv
          files: "{basin}.csv"
        models:
          - { name: whole, plugin: gr, settings: { variant: GR4J } }
        {{members}}
        {{ensemble}}
        run: { folder: runs, workers: 1 }
        """;
}
