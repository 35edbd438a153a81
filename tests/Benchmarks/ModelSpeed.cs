using BenchmarkDotNet.Attributes;
using Tributary.Contracts;

namespace Tributary.Benchmarks;

/// <summary>Day-steps a second of the process models on one core: one run, and a batch of 32 parameter sets as a calibration uses it.</summary>
public class ModelSpeed
{
    internal const int Years = 10;
    internal const int Sets = 32;
    internal const int Steps = 3652;

    private readonly Dictionary<string, Bench> _benches = [];

    [GlobalSetup]
    public void Setup()
    {
        foreach ((string name, string plugin, string settings) in ((string, string, string)[])
            [
                ("GR4J", "gr", """{ "variant": "GR4J" }"""),
                ("GR6J", "gr", """{ "variant": "GR6J" }"""),
                ("CemaNeige-GR4J", "gr", """{ "variant": "GR4J", "snow": "cemaneige" }"""),
                ("HBV", "hbv", "{}"),
            ])
        {
            _benches[name] = new Bench(new BenchmarkBasin(plugin, settings, Years), 1);
            _benches[$"{name} batch"] = new Bench(new BenchmarkBasin(plugin, settings, Years), Sets);
        }
    }

    [Benchmark(Description = "GR4J, one run", OperationsPerInvoke = Steps)]
    public double Gr4j() => _benches["GR4J"].Advance();

    [Benchmark(Description = "GR4J, batch", OperationsPerInvoke = Steps * Sets)]
    public double Gr4jBatch() => _benches["GR4J batch"].Advance();

    [Benchmark(Description = "GR6J, one run", OperationsPerInvoke = Steps)]
    public double Gr6j() => _benches["GR6J"].Advance();

    [Benchmark(Description = "GR6J, batch", OperationsPerInvoke = Steps * Sets)]
    public double Gr6jBatch() => _benches["GR6J batch"].Advance();

    [Benchmark(Description = "CemaNeige-GR4J, one run", OperationsPerInvoke = Steps)]
    public double CemaNeige() => _benches["CemaNeige-GR4J"].Advance();

    [Benchmark(Description = "CemaNeige-GR4J, batch", OperationsPerInvoke = Steps * Sets)]
    public double CemaNeigeBatch() => _benches["CemaNeige-GR4J batch"].Advance();

    [Benchmark(Description = "HBV, one run", OperationsPerInvoke = Steps)]
    public double Hbv() => _benches["HBV"].Advance();

    [Benchmark(Description = "HBV, batch", OperationsPerInvoke = Steps * Sets)]
    public double HbvBatch() => _benches["HBV batch"].Advance();

    /// <summary>A simulation that starts anew and goes over the whole period, writing runoff.</summary>
    internal sealed class Bench
    {
        private readonly BenchmarkBasin _basin;
        private readonly IModel _model;
        private readonly ParameterSets _parameters;
        private readonly SeriesRows _forcing;
        private readonly SeriesRows _output;
        private readonly double[] _results;

        /// <summary>Prepares it.</summary>
        /// <param name="basin">The basin with its member.</param>
        /// <param name="sets">Number of parameter sets at once.</param>
        /// <param name="model">A model in the member's place, with its parameters, forcing and outputs; null for the member's own.</param>
        public Bench(BenchmarkBasin basin, int sets, IModel? model = null)
        {
            _basin = basin;
            _model = model ?? basin.PrepareAlone();
            _forcing = basin.Inputs.Forcing.RowsFor(basin.Member.Descriptor, 0, 1);
            int[] starts = new int[basin.Member.Descriptor.Outputs.Count];
            Array.Fill(starts, -1);
            starts[0] = 0;
            _output = new SeriesRows(starts, basin.Time.Count, sets);
            _results = new double[sets * basin.Time.Count];
            _model.Survey(new SimulationBlock(basin.Time, basin.Inputs.Forcing.Values, _forcing, default, default));
            double[] given = basin.Member.GivenParameters();
            _parameters = new ParameterSets(given.Length, sets, 1);
            for (int set = 0; set < sets; set++)
            {
                // Sets of a search differ from each other.
                double share = sets == 1 ? 1 : 0.9 + (0.2 * set / (sets - 1));
                _parameters.Fill(set, [.. given.Select((value, i) => Math.Clamp(value * share, basin.Member.Descriptor.Parameters[i].Lower, basin.Member.Descriptor.Parameters[i].Upper))]);
            }
        }

        public double Advance() => Advance(_results);

        /// <summary>Writes the results into room that the caller gives.</summary>
        public double Advance(double[] results)
        {
            using ISimulation simulation = _model.Start(_parameters);
            simulation.Advance(new SimulationBlock(_basin.Time, _basin.Inputs.Forcing.Values, _forcing, results, _output));
            return results[^1];
        }
    }
}
