using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests;

/// <summary>A trial with the host's own services, for plugins that ask for units or read NetCDF.</summary>
internal static class HostedTrial
{
    public static ModelTrial Of(IModelPlugin plugin, string settings, TimeAxis time, CatchmentUnits units, params double[][] forcing) =>
        new(plugin, JsonElement.Parse(settings), time, new ModelSetup { Units = units, Step = time.Step, Services = new HostServices(_ => { }) }, forcing);
}
