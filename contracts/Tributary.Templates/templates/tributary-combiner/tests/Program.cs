using System.Text.Json;
using PluginName;
using Tributary.Contracts;
using Tributary.PluginTesting;

var faults = new List<string>();

// Errors of 1 and 2 m3 s-1 are squared errors of 1 and 4: weights of 4/5 and 1/5.
var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 40);
double[] observed = [.. Enumerable.Range(0, 40).Select(day => 5.0 + day)], near = [.. observed.Select(flow => flow + 1)], far = [.. observed.Select(flow => flow - 2)];
var members = new EnsembleSeries(time, ["near", "far"], [near, far], observed);
ICombination combination = new PluginNameCombiner().Fit(JsonElement.Parse("{}"), members, 2);
double[] discharge = new double[40];
combination.Combine(members, discharge, []);
if (Math.Abs(combination.Weights[0].Values[0] - 0.8) > 1e-12 || Math.Abs(discharge[7] - (observed[7] + (0.8 * 1) - (0.2 * 2))) > 1e-12)
{
    faults.Add($"the weights are {string.Join(" and ", combination.Weights[0].Values)}, expected 0.8 and 0.2; discharge on day 7 is {discharge[7]}");
}

// What every plugin promises; 'tributary plugins check' asks the same.
faults.AddRange(ConformanceSuite.Faults(new PluginNamePlugin(), AppContext.BaseDirectory));
faults.ForEach(Console.Error.WriteLine);
Console.WriteLine(faults.Count == 0 ? "all passed" : $"{faults.Count} failed");
return faults.Count == 0 ? 0 : 1;
