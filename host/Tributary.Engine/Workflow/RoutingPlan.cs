using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A routing whose plugin is loaded and whose settings are checked, with those that share the water's way with it.</summary>
/// <param name="Section">What the workflow says of it.</param>
/// <param name="Plugin">Its plugin.</param>
/// <param name="Loaded">The plugin's identity.</param>
/// <param name="Descriptor">What the routing is.</param>
public sealed record RoutingPlan(RoutingPartSection Section, IRoutingPlugin Plugin, LoadedPlugin Loaded, RoutingDescriptor Descriptor)
{
    /// <summary>Where it stands in the workflow.</summary>
    public string Key { get; init; } = "routing";

    /// <summary>The routing from the units to their reach; null for water that is in the river within its time step.</summary>
    public RoutingPlan? Hillslope { get; init; }

    /// <summary>The routing of lakes and reservoirs; null where they are reaches like all others.</summary>
    public RoutingPlan? Lakes { get; init; }

    /// <summary>This routing, then that of the hillslopes, then that of the lakes, as far as they are there.</summary>
    public IReadOnlyList<RoutingPlan> Parts => [this, .. Hillslope is null ? (ReadOnlySpan<RoutingPlan>)[] : [Hillslope], .. Lakes is null ? (ReadOnlySpan<RoutingPlan>)[] : [Lakes]];

    /// <summary>A value for each parameter of all parts, in their order: the workflow's, or its default.</summary>
    public double[] Parameters() =>
        [.. Parts.SelectMany(part => part.Descriptor.Parameters.Select(parameter => part.Section.Parameters.TryGetValue(parameter.Name, out double value) ? value : parameter.Default))];

    /// <summary>Prepares the routing on a network, all parts of it.</summary>
    /// <exception cref="InputException">The network lacks something that a routing needs, or the parts do not go together.</exception>
    /// <exception cref="WorkException">A plugin broke down.</exception>
    public IRouting Prepare(RoutingSetup setup)
    {
        if (Hillslope is null && Lakes is null)
        {
            return PrepareOwn(setup);
        }

        if (Lakes is not null && Plugin is IsolatedRoutingPlugin isolated)
        {
            return PluginGuard.Call(Loaded, Key, "preparing the routing", () => isolated.PrepareCascade(this, setup));
        }

        var hillslopes = setup with { Network = RoutingCascade.Apart(setup.Network) };
        return new RoutingCascade(setup.Network, setup.ThreadCount, PartOf(this, setup)!, PartOf(Hillslope, hillslopes), PartOf(Lakes, setup));
    }

    /// <summary>Checks that the parts go together.</summary>
    /// <param name="problems">Receives what is wrong.</param>
    internal void CheckParts(ProblemList problems)
    {
        CheckRole(Hillslope, RoutingRole.Hillslope, problems);
        CheckRole(Lakes, RoutingRole.Lake, problems);
        if (Descriptor.Role == RoutingRole.Hillslope)
        {
            problems.Add($"{Key}.plugin", $"{Loaded.Manifest.Id} takes water from the units to the river and no further; name it under {Key}.hillslope, and here a routing of the river");
        }
        else if (Descriptor.Role == RoutingRole.Lake && Lakes is not null)
        {
            problems.Add($"{Key}.plugin", $"{Loaded.Manifest.Id} routes lakes, which {Key}.lakes does already; name one for the river here");
        }
        else if (Lakes is not null && !Descriptor.IsReachwise)
        {
            problems.Add($"{Key}.lakes", $"{Loaded.Manifest.Id} does not go reach by reach, so that no lakes can stand in its river; name another plugin under {Key}.plugin, or leave the lakes out", ofKey: true);
        }
    }

    private static void CheckRole(RoutingPlan? part, RoutingRole role, ProblemList problems)
    {
        if (part is null || part.Descriptor.Role == role)
        {
            return;
        }

        string place = part.Descriptor.Role switch
        {
            RoutingRole.River => "the river; name it under routing.plugin",
            RoutingRole.Hillslope => "the hillslopes; name it under routing.hillslope",
            _ => "lakes; name it under routing.lakes",
        };
        problems.Add($"{part.Key}.plugin", $"{part.Loaded.Manifest.Id} is a routing of {place}");
    }

    private static RoutingPart? PartOf(RoutingPlan? part, RoutingSetup setup) => part is null
        ? null
        : RoutingPart.Of(part.Loaded, part.Key, part.Descriptor.Parameters.Count, () => part.Plugin.Prepare(part.Section.Settings, setup));

    private IRouting PrepareOwn(RoutingSetup setup) => PluginGuard.Call(Loaded, Key, "preparing the routing", () => Plugin.Prepare(Section.Settings, setup));
}
