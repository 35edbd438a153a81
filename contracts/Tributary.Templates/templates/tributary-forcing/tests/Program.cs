using System.Text.Json;
using PluginName;
using Tributary.Contracts;
using Tributary.PluginTesting;

var faults = new List<string>();

// A small file without its third day, read back.
string folder = Directory.CreateTempSubdirectory().FullName;
File.WriteAllText(Path.Combine(folder, "brook.txt"), "# area_km2 12.5\n2001-01-01 3.5 1 0.8\n2001-01-02 0.5 1 0.7\n2001-01-04 0 1.5 NA\n");
using (IBasinSource source = new PluginNamePlugin().Open(JsonElement.Parse("{}"), new ForcingSetup(folder, "{basin}.txt", new LoneServices())))
{
    BasinRecord brook = source.Read("brook", CancellationToken.None);
    double[] rain = brook.Series[0].Values;
    if (brook.AreaKm2 != 12.5 || rain.Length != 4 || rain[0] != 3.5 || !double.IsNaN(rain[2]) || rain[3] != 0)
    {
        faults.Add($"brook: {brook.AreaKm2} km2, rain of {string.Join(", ", rain)}");
    }
}

Directory.Delete(folder, recursive: true);

// What every plugin promises, on the sample that plugin.json names; 'tributary plugins check' asks the same, and looks at units too.
faults.AddRange(ConformanceSuite.Faults(new PluginNamePlugin(), AppContext.BaseDirectory));
faults.ForEach(Console.Error.WriteLine);
Console.WriteLine(faults.Count == 0 ? "all passed" : $"{faults.Count} failed");
return faults.Count == 0 ? 0 : 1;
