using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Tests.Flux;

namespace Tributary.Benchmarks;

/// <summary>Models written in YAML beside the same models written in C#, both in turn, medians compared.</summary>
internal static class FluxSpeed
{
    /// <summary>Argument that asks for it.</summary>
    public const string Name = "flux";

    private const int Rounds = 41;

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
            double[] parameters = basin.Member.GivenParameters();
            double[] rain = basin.Inputs.Forcing.Series(Variables.Precipitation, 0).ToArray();
            double[] demand = basin.Inputs.Forcing.Series(Variables.PotentialEvapotranspiration, 0).ToArray();
            text.Append(Row($"HYMOD, {what}", sets, () => Enumerable.Range(0, sets).Sum(_ => PlainHymod.Run(parameters, rain, demand)[^1]), hymod.Advance));
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

        Array.Sort(first);
        Array.Sort(second);
        double steps = 1e-6 * sets * ModelSpeed.Steps;
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {steps / first[Rounds / 2]:0.0} | {steps / second[Rounds / 2]:0.0} | {100 * first[Rounds / 2] / second[Rounds / 2]:0} % |\n");
    }

    private static double Time(Func<double> run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
