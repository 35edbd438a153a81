using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The other end of a <see cref="PluginWorker"/>: a lane a line comes from standard input, and each lane is served by a thread of its own.</summary>
public static class PluginServer
{
    /// <summary>The only argument of the program as a worker of a plugin.</summary>
    public const string Mode = "work-plugin";

    /// <summary>Serves until the host ends, or ends this.</summary>
    public static void Serve()
    {
        // What plugins and native libraries print goes to standard error, which the host keeps for its messages.
        TaskWorker.TakeOutput().Dispose();

        // A terminal's Ctrl-C is for the host, which tells its workers.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        var plugin = new ServedPlugin();
        new Thread(WarmUp) { IsBackground = true }.Start();
        using var lanes = new StreamReader(Console.OpenStandardInput());
        while (lanes.ReadLine() is { } line)
        {
            long[] place = [.. line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
            CallLane lane = CallLane.Open(new SharedPlace((int)place[0], (int)place[1], place[2]));
            new Thread(() => Serve(lane, plugin)) { IsBackground = true }.Start();
        }

        // Neither a plugin's threads nor what it does at the end may keep this process.
        Process.GetCurrentProcess().Kill();
    }

    /// <summary>Has the code compiled that the first calls want, while the host still reads its workflow; on both sides.</summary>
    internal static void WarmUp()
    {
        var model = new ModelDescriptor { Name = "any", Description = "any", Parameters = [new("a", "1", 0, 1, 0, "any")], Forcing = [new(Variables.Precipitation)], Outputs = [new(Variables.Runoff)] };
        _ = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(model, IsolationJson.Default.ModelDescriptor), IsolationJson.Default.ModelDescriptor);
        _ = JsonSerializer.SerializeToUtf8Bytes(new LoadedKind("model", SettingsSchema.NodeOf(WorkflowJson.Default.RunSection).Deserialize(IsolationJson.Default.JsonElement)) { IsModel = true }, IsolationJson.Default.LoadedKind);
        _ = JsonSerializer.Deserialize("""{"Step":"1.00:00:00"}""", IsolationJson.Default.PreparationOrder);
        _ = HostSide.Services;
    }

    private static void Serve(CallLane lane, ServedPlugin plugin)
    {
        var host = new HostSide(lane);
        while (true)
        {
            _ = lane.Wait(Turn.Asked, Turn.Asked, null);
            try
            {
                lane.HasFailed = false;
                plugin.Do((PluginCall)lane.Operation, host);
                host.TellHeldWarnings();
                lane.HasFailed = false;
            }
#pragma warning disable CA1031 // The failure is told to the host.
            catch (Exception error)
#pragma warning restore CA1031
            {
                var writer = new PackWriter(lane.Call);
                writer.Write(ForeignFailure.Of(error), IsolationJson.Default.ForeignFailure);
                lane.HasFailed = true;
            }

            lane.Give(Turn.Answered);
            host.ResultRoom.MakeReady(lane.OtherResults);
        }
    }
}
