using PluginName;
using Tributary.Contracts;
using Tributary.PluginTesting;

var faults = new List<string>();

// The square roots 1, 2 and 3 simulated as 2, 2 and 2 are no better than their mean.
var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 4);
double value = new PluginNameObjective().Of(new ScoredSeries(time, [1, 4, double.NaN, 9], [4, 4, 4, 4]));
if (Math.Abs(value) > 1e-12)
{
    faults.Add($"the value is {value}, expected 0");
}

// What every plugin promises; 'tributary plugins check' asks the same.
faults.AddRange(ConformanceSuite.Faults(new PluginNamePlugin(), AppContext.BaseDirectory));
faults.ForEach(Console.Error.WriteLine);
Console.WriteLine(faults.Count == 0 ? "all passed" : $"{faults.Count} failed");
return faults.Count == 0 ? 0 : 1;
