using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>In a worker, a river with its lakes and hillslopes, whose plugins are loaded beside each other.</summary>
/// <param name="river">The river's plugin.</param>
internal sealed class ServedCascade(LoadedPlugin river)
{
    private readonly Dictionary<string, LoadedPlugin> _loaded = new() { [river.Folder] = river };

    /// <summary>Prepares it as the host would.</summary>
    /// <param name="reader">What the host wrote.</param>
    public RoutingCascade Prepare(ref PackReader reader)
    {
        RiverNetwork network = DomainPacking.ReadNetwork(ref reader);
        var setup = new RoutingSetup(network, new TimeSpan(reader.ReadLong()), reader.ReadInt(), HostSide.Services);
        AllowList? allowed = reader.ReadText() is { } list ? new AllowList(list) : null;
        RoutingPart flowing = Part(ref reader, setup, allowed)!;
        RoutingPart? falling = Part(ref reader, setup with { Network = RoutingCascade.Apart(network) }, allowed);
        return new RoutingCascade(network, setup.ThreadCount, flowing, falling, Part(ref reader, setup, allowed));
    }

    private RoutingPart? Part(ref PackReader reader, RoutingSetup setup, AllowList? allowed)
    {
        if (!reader.ReadBool())
        {
            return null;
        }

        CascadePart part = reader.ReadJson(IsolationJson.Default.CascadePart);
        JsonElement settings = reader.ReadSettings();
        if (!_loaded.TryGetValue(part.Folder, out LoadedPlugin? loaded))
        {
            loaded = _loaded[part.Folder] = LoadedPlugin.Load(PluginFolder.Inspect(part.Folder) with { Locked = part.Locked }, allowed);
        }

        return RoutingPart.Of(loaded, part.Key, part.ParameterCount, () => ((IRoutingPlugin)loaded.Instance).Prepare(settings, setup));
    }
}
