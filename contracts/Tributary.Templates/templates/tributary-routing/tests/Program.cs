using PluginName;
using Tributary.Contracts;
using Tributary.PluginTesting;

var faults = new List<string>();

// A steady inflow becomes a steady discharge: the sum of all above.
RiverNetwork network = InventedNetwork.Chain(3, 2000, 0.001);
using (var trial = new RoutingTrial(new PluginNamePlugin(), network, TimeSpan.FromHours(1)))
{
    const int Steps = 200;
    double[] discharge = trial.Run([.. Enumerable.Repeat(1.0, network.Count * Steps)]);
    for (int reach = 0; reach < network.Count; reach++)
    {
        double last = discharge[((reach + 1) * Steps) - 1];
        if (Math.Abs(last - (reach + 1)) > 1e-9)
        {
            faults.Add($"reach {reach} gives {last} m3 s-1, expected {reach + 1}");
        }
    }
}

// What every plugin promises; 'tributary plugins check' asks the same, and looks at units too.
faults.AddRange(ConformanceSuite.Faults(new PluginNamePlugin(), AppContext.BaseDirectory));
faults.ForEach(Console.Error.WriteLine);
Console.WriteLine(faults.Count == 0 ? "all passed" : $"{faults.Count} failed");
return faults.Count == 0 ? 0 : 1;
