using PluginName;
using Tributary.Contracts;
using Tributary.PluginTesting;

var faults = new List<string>();

// The valley of Rosenbrock (1960), bent, with its bottom at (1, 1).
double best = double.NegativeInfinity;
foreach (Trials trials in new PluginNameOptimiser().Search(2, 4000, new Random(1)))
{
    for (int i = 0; i < trials.Count; i++)
    {
        (double x, double y) = ((4 * trials.Points[i][0]) - 2, (4 * trials.Points[i][1]) - 2);
        trials.Scores[i] = -((100 * (y - (x * x)) * (y - (x * x))) + ((1 - x) * (1 - x)));
        best = Math.Max(best, trials.Scores[i]);
    }
}

if (!(best > -0.01))
{
    faults.Add($"the best point is {-best} above the bottom of the valley, expected 0.01");
}

// What every plugin promises; 'tributary plugins check' asks the same.
faults.AddRange(ConformanceSuite.Faults(new PluginNamePlugin(), AppContext.BaseDirectory));
faults.ForEach(Console.Error.WriteLine);
Console.WriteLine(faults.Count == 0 ? "all passed" : $"{faults.Count} failed");
return faults.Count == 0 ? 0 : 1;
