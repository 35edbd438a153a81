using PluginName;
using Tributary.Contracts;
using Tributary.PluginTesting;

var faults = new List<string>();

// Of 6 m3 s-1 in three days one comes at the wrong time.
var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 4);
double value = new PluginNameMetric().Of(new ScoredSeries(time, [1, 2, double.NaN, 3], [1, 2, 9, 4]));
if (Math.Abs(value - (1 - (1 / 6.0))) > 1e-12)
{
    faults.Add($"the value is {value}, expected 5/6");
}

// What every plugin promises; 'tributary plugins check' asks the same.
faults.AddRange(ConformanceSuite.Faults(new PluginNamePlugin(), AppContext.BaseDirectory));
faults.ForEach(Console.Error.WriteLine);
Console.WriteLine(faults.Count == 0 ? "all passed" : $"{faults.Count} failed");
return faults.Count == 0 ? 0 : 1;
