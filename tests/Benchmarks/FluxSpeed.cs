using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tributary.Tests.Flux;

namespace Tributary.Benchmarks;

/// <summary>Models written in YAML beside the same models written in C# as plugins are, both in turn, the fastest rounds compared.</summary>
internal static class FluxSpeed
{
    /// <summary>Argument that asks for it.</summary>
    public const string Name = "flux";

    private const int Rounds = 201;

    /// <summary>Million day-steps a second of each, and how much of the speed of C# the YAML has.</summary>
    public static string Table()
    {
        var text = new StringBuilder("| model | C# | YAML | share |\n| --- | --- | --- | --- |\n");
        foreach (int sets in (ReadOnlySpan<int>)[1, ModelSpeed.Sets])
        {
            string what = sets == 1 ? "one run" : $"{sets} parameter sets at once";
            var yaml = new ModelSpeed.Bench(new BenchmarkBasin("flux", """{ "structure": "gr4j" }""", ModelSpeed.Years), sets);
            var compiled = new ModelSpeed.Bench(new BenchmarkBasin("gr", """{ "variant": "GR4J" }""", ModelSpeed.Years), sets);
            text.Append(Row($"GR4J, {what}", sets, compiled.Advance, yaml.Advance));

            var basin = new BenchmarkBasin("flux", """{ "structure": "hymod" }""", ModelSpeed.Years);
            var hymod = new ModelSpeed.Bench(basin, sets);
            var compiledHymod = new ModelSpeed.Bench(basin, sets, new LaneHymod());
            text.Append(Row($"HYMOD, {what}", sets, compiledHymod.Advance, hymod.Advance));
        }

        return text.ToString();
    }

    private static string Row(string name, int sets, Func<double> compiled, Func<double> yaml)
    {
        double[] first = new double[Rounds];
        double[] second = new double[Rounds];
        for (int round = -500; round < Rounds; round++)
        {
            double one = Time(compiled);
            double other = Time(yaml);
            if (round >= 0)
            {
                (first[round], second[round]) = (one, other);
            }
        }

        // What else the machine does only ever makes a round slower.
        double fastest = first.Min();
        double yamlFastest = second.Min();
        double steps = 1e-6 * sets * ModelSpeed.Steps;
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {steps / fastest:0.0} | {steps / yamlFastest:0.0} | {100 * fastest / yamlFastest:0} % |\n");
    }

    private static double Time(Func<double> run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
