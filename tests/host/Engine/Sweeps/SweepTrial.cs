using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>A workflow whose observed discharge is that of a bucket with K = 20 d and share = 1, to be swept.</summary>
internal static class SweepTrial
{
    public static string Yaml(string sweep, string models = "{ name: one, plugin: bucket }", string name = "trial", string run = "workers: 2") => $$"""
        name: {{name}}
        period: { start: 2000-01-01, end: 2003-12-31 }
        splits:
          warmup: [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2001-12-31]
          validation: [2002-01-01, 2002-12-31]
          test: [2003-01-01, 2003-12-31]
        plugins: PLUGINS
        domain: { basins: [north] }
        forcing: { source: showers }
        models: [ {{models}} ]
        evaluate: { metrics: [nse, rmse] }
        run: { folder: runs, {{run}} }
        sweep: {{sweep}}
        """;

    /// <summary>Runs it, and listens.</summary>
    public static RunSummary Run(this WorkflowFile file, string yaml, Action<RunEvent>? heard = null, CancellationToken cancellation = default)
    {
        file.Files.Write("showers.txt", string.Empty);
        return WorkflowRun.Execute(file.Plan(yaml), new Listener(heard ?? (_ => { })), cancellation);
    }

    /// <summary>The discharge of the bucket in mm d-1, written out as in the textbook.</summary>
    public static double[] Bucket(double residence, double share, double amount = 1)
    {
        double[] flow = new double[1461];
        double store = 0;
        for (int day = 0; day < flow.Length; day++)
        {
            store += share * (day % 5 == 0 ? 10 * amount : 0);
            flow[day] = store / residence;
            store -= flow[day];
        }

        return flow;
    }

    /// <summary>Nash-Sutcliffe efficiency of one bucket as seen from another, over a year.</summary>
    public static double Efficiency(double[] simulated, double[] observed, int year)
    {
        Range days = (year == 2002 ? 731 : 1096)..(year == 2002 ? 1096 : 1461);
        double mean = observed[days].Average();
        return 1 - (simulated[days].Zip(observed[days], (s, o) => (s - o) * (s - o)).Sum() / observed[days].Sum(o => (o - mean) * (o - mean)));
    }

    private sealed class Listener(Action<RunEvent> heard) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            lock (heard)
            {
                heard(value);
            }
        }
    }
}
