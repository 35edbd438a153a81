using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Tests.Conformance;

/// <summary>Reads three days of rain and warmth, with one deliberate fault: each breaks the promise whose check bears its name, and no other.</summary>
public sealed class FaultyForcing : IForcingPlugin
{
    private static readonly List<byte[]> Kept = [];

    private static int s_instances;

    private readonly int _instance = s_instances++;
    private int _readings;

    /// <summary>Name of the check that is to fail; empty for none.</summary>
    public static string Fault { get; set; } = string.Empty;

    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false, "properties": {} }""");

    public IBasinSource Open(JsonElement settings, ForcingSetup setup) => new Source(this, setup);

    private sealed class Source(FaultyForcing plugin, ForcingSetup setup) : IBasinSource
    {
        private static readonly TimeAxis Days = new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 3);

        public IReadOnlyList<string>? BasinIds => null;

        public BasinRecord Read(string basin, CancellationToken cancellation)
        {
            string path = setup.FileOf(basin);
            if (Fault != "gaps" && !File.Exists(path))
            {
                throw new InputException("there is no such file", path);
            }

            if (Fault == "memory")
            {
                Kept.Add(new byte[8192]);
            }

            double drift = Fault switch
            {
                "determinism" => ++plugin._readings % 2,
                "instances" => plugin._instance,
                _ => 0,
            };
            return new BasinRecord
            {
                Id = basin,
                Files = [path],
                Series =
                [
                    new("rain", Variables.Precipitation, "mm", Days, [Fault == "units" ? -9999 : 0, double.NaN, 3 + (1e-10 * drift)]),
                    new("warmth", Fault == "outputs" ? Variables.Precipitation : Variables.AirTemperature, Fault == "outputs" ? "mm" : "degC", Days, [7, 8, 9]),
                ],
            };
        }

        public void Dispose()
        {
        }
    }
}
