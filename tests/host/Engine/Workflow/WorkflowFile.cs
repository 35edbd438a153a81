using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Workflow files written for a test, with the fixture plugins and some of the project's own on their search path.</summary>
internal sealed class WorkflowFile(params string[] furtherPlugins) : IDisposable
{
    /// <summary>A workflow without fault. Tests replace parts of it.</summary>
    public const string Sound = """
        name: trial
        period: { start: 2000-01-01, end: 2003-12-31 }
        splits:
          warmup: [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2002-06-30]
          test: [2002-07-01, 2003-12-31]
        plugins: PLUGINS
        domain:
          basins: [north]
        forcing:
          source: showers
        models:
          - name: one
            plugin: bucket
            parameters: { share: 0.9 }
            calibrate: { budget: 20 }
            outputs: [store]
        """;

    private static readonly string[] Plugins =
        ["Bucket", "Showers", "Gr", "Optimisers", "Scores", "Combiners", "ThrowsInConstructor", "Runoff", "Csv", "Stations", "Muskingum", "Irf", "Hillslope", "MuskingumCunge", "KinematicWave", "WaveTracking", "Lakes", "Delay", "Learner", "BrokenCombiner"];

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public TemporaryFolder Files => _folder;

    public string Write(string yaml, string name = "workflow.yaml")
    {
        string plugins = string.Join(", ", Plugins.Concat(furtherPlugins).Select(BuiltPlugins.Folder));
        return _folder.Write(name, yaml.Replace("PLUGINS", $"[{plugins}]", StringComparison.Ordinal));
    }

    public WorkflowPlan Plan(string yaml) => WorkflowPlan.Read(Write(yaml));

    public WorkflowInputs Inputs(string yaml) => InputReader.Read(Plan(yaml), new HostServices(_ => { }), null, CancellationToken.None);

    /// <summary>What is wrong with a workflow, each problem without the folder's name.</summary>
    public string[] ProblemsOf(string yaml)
    {
        var error = Assert.Throws<WorkflowProblemsException>(() => Inputs(yaml));
        return [.. error.Problems.Select(problem => problem.ToString().Replace(Folder + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal))];
    }

    /// <summary>The only thing that is wrong with <see cref="Sound"/> after a replacement.</summary>
    public string ProblemAfter(string part, string replacement)
    {
        Assert.Contains(part, Sound, StringComparison.Ordinal);
        return Assert.Single(ProblemsOf(Sound.Replace(part, replacement, StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();
}
