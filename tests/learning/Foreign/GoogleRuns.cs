using Tributary.Tests;
using Tributary.Tests.Learning.Checkpoints;

namespace Tributary.Learning.Tests;

/// <summary>Runs of googlehydrology with invented weights, as fixtures/foreign_peer.py writes them; every variable is scaled by a centre of 1.5 and a scale of 2.5.</summary>
internal static class GoogleRuns
{
    public const double Centre = 1.5, Scale = 2.5;

    /// <summary>Writes all of them and the scaler that they share.</summary>
    public static void Write(TemporaryFolder folder)
    {
        PythonPeer.ScriptWithTorch("foreign_peer.py", "forecasts", folder.Path);
        string[] names = ["a", "b", "c", "d", "flow", "hres_0", "hres_1", "imerg_0", "cpc_0", "cpc_1", "graphcast_0", "graphcast_1", "graphcast_2"];
        Cdl.Generate(folder, "scaler.nc", $$"""
            netcdf scaler {
            dimensions: parameter = 4; string6 = 6;
            variables: char parameter(parameter, string6); {{string.Concat(names.Select(variable => $"float {variable}(parameter); "))}}
            data: parameter = "center", "scale", "mean", "std"; {{string.Concat(names.Select(variable => $"{variable} = 1.5, 2.5, 3, 4; "))}}
            }
            """);
    }
}
