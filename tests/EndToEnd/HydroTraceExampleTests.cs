using System.Globalization;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.EndToEnd;

/// <summary>The example of HydroTrace: made by the program, learned, and its attention held against the truth.</summary>
public sealed class HydroTraceExampleTests
{
    private const int Columns = 7;
    private const int Rows = 9;

    private static readonly string Example = Repository.At("examples", "hydrotrace");

    [Fact]
    public void The_data_is_what_the_program_generates()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "data", "mountains", "data", "--years", "5", "--seed", "3", "--contrast", "4").Done();
        string[] kept = Files(Path.Combine(Example, "data"));
        Assert.Equal(kept, Files(folder.At("data")));
        Assert.All(kept, name => Assert.True(File.ReadAllBytes(Path.Combine(Example, "data", name)).AsSpan().SequenceEqual(File.ReadAllBytes(folder.At("data", name))), $"{name} differs"));
    }

    [Fact]
    public void It_learns_the_flow_and_looks_where_the_water_comes_from()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "examples", "copy", "hydrotrace").Done();
        string path = folder.At("hydrotrace", "workflow.yaml");
        string yaml = File.ReadAllText(path);
        Assert.Contains("check_seeds: 2", yaml, StringComparison.Ordinal);
        File.WriteAllText(path, yaml.Replace("check_seeds: 2", "check_seeds: 0", StringComparison.Ordinal).Replace("check_ablations: true", "check_ablations: false", StringComparison.Ordinal));
        Cli.Run(folder.Path, "run", "hydrotrace/workflow.yaml").Done();

        JsonElement gauges = JsonElement.Parse(File.ReadAllBytes(folder.At("runs", "hydrotrace", "metrics.json"))).GetProperty("gauges");
        double nse = gauges.GetProperty("mouth").GetProperty("members").GetProperty("hydrotrace").GetProperty("test").GetProperty("nse").GetDouble();
        Assert.True(nse >= 0.9, FormattableString.Invariant($"NSE {nse} at the mouth"));
        using IArrayFile explanation = new NetCdfFiles().Open(folder.At("runs", "hydrotrace", "explanation.nc"));
        double[] maps = Read(explanation, "attention_cells_hydrotrace");
        Assert.True(Share(maps, 0, 0, 2) > 0.4, FormattableString.Invariant($"{Share(maps, 0, 0, 2)} of the map of warmth on the glaciers, 2 rows of 9"));
        Assert.True(Share(maps, 1, 4, 9) > 0.65, FormattableString.Invariant($"{Share(maps, 1, 4, 9)} of the map of rain where it runs off, 5 rows of 9"));
        double[] weights = Read(explanation, "attention_variables_hydrotrace");
        double[] mean = [.. Enumerable.Range(0, 6).Select(variable => weights.Where((_, place) => place % 6 == variable).Average())];
        Assert.True(mean[..3].Min() > mean[3..].Max(), string.Join(", ", mean.Select(weight => weight.ToString("0.000", CultureInfo.InvariantCulture))));
    }

    /// <summary>Share of a variable's map on some rows.</summary>
    private static double Share(double[] maps, int variable, int first, int end) => maps.AsSpan(((variable * Rows) + first) * Columns, (end - first) * Columns).ToArray().Sum();

    private static double[] Read(IArrayFile file, string name)
    {
        ArrayVariable variable = file.Variables.Single(known => known.Name == name);
        long[] count = [.. variable.Dimensions.Select(dimension => dimension.Length)];
        double[] values = new double[count.Aggregate(1L, (product, length) => product * length)];
        file.Read(name, new long[count.Length], count, values);
        return values;
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
}
