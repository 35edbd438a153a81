using BenchmarkDotNet.Attributes;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Benchmarks;

/// <summary>1,000 evaluations of GR4J on ten years, by each algorithm, on two cores.</summary>
public class CalibrationSpeed
{
    private BenchmarkBasin _basin = null!;
    private Calibrator _calibrator = null!;

    [Params("cma-es", "dds", "sce-ua", "de")]
    public string Algorithm { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        _basin = new BenchmarkBasin("gr", "{}", ModelSpeed.Years);
        MemberPlan member = _basin.Member with { Section = _basin.Member.Section with { Calibrate = new CalibrationSection { Algorithm = Algorithm, Budget = 1000 } } };
        var plugins = new PluginCatalogue([Path.Combine(BenchmarkBasin.Program, "plugins")]);
        var period = new Period(_basin.Time.Start.AddYears(1), _basin.Time.End);
        _calibrator = new Calibrator(member, _basin.Inputs, new CalibrationGroup("basin", 0, [0]), null, period, 2, plugins, _basin.Services);
    }

    [GlobalCleanup]
    public void Cleanup() => _calibrator.Dispose();

    [Benchmark(Description = "1,000 evaluations")]
    public double Calibrate() => _calibrator.Run(1, null, CancellationToken.None).Score;
}
