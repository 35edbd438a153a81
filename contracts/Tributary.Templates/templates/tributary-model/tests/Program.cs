using PluginName;
using Tributary.Contracts;
using Tributary.PluginTesting;

var faults = new List<string>();

// Without rain a linear reservoir empties as exp(-t / K).
const double Start = 100;
const double Residence = 10;
double[] dry = new double[30];
var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), dry.Length);
using (var trial = new ModelTrial(new PluginNamePlugin(), """{ "initial_storage": 100 }""", time, ModelTrial.OneUnit(), dry, dry))
{
    double[] storage = trial.Run(Residence).Of("storage");
    for (int day = 0; day < dry.Length; day++)
    {
        double expected = Start * Math.Exp(-(day + 1) / Residence);
        if (Math.Abs(storage[day] - expected) > 1e-12 * Start)
        {
            faults.Add($"day {day}: {storage[day]} mm are left, expected {expected}");
        }
    }
}

// What every plugin promises; 'tributary plugins check' asks the same, and looks at units too.
faults.AddRange(ConformanceSuite.Faults(new PluginNamePlugin(), AppContext.BaseDirectory));
faults.ForEach(Console.Error.WriteLine);
Console.WriteLine(faults.Count == 0 ? "all passed" : $"{faults.Count} failed");
return faults.Count == 0 ? 0 : 1;
