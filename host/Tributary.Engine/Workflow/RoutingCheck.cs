using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Checks how a workflow routes.</summary>
/// <param name="plan">The workflow, its plugins read.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class RoutingCheck(WorkflowPlan plan, ProblemList problems)
{
    /// <summary>How water moves down the river network; null where it reaches the gauges within its time step, or something is wrong.</summary>
    public RoutingPlan? Read()
    {
        if (plan.Workflow.Routing is not { } section)
        {
            return null;
        }

        if (plan.Workflow.Domain.SpatialMode == SpatialModes.Lumped && !plan.Workflow.Domain.HasOutlines)
        {
            problems.Add("routing", "lumped basins have no river network; set domain.mode to semi-distributed or distributed", ofKey: true);
        }

        // Lakes and their river ask each other reach by reach: where one is isolated, all that share the water's way are, in one process.
        IsolationSection? together = section.Lakes is null ? null : (IsolationOf(section) ?? IsolationOf(section.Lakes) ?? IsolationOf(section.Hillslope));
        RoutingPlan? routing = ReadPart("routing", section, together);
        RoutingPlan? hillslope = ReadPart("routing.hillslope", section.Hillslope, together);
        RoutingPlan? lakes = ReadPart("routing.lakes", section.Lakes, together);
        routing = routing is null ? null : routing with { Hillslope = hillslope, Lakes = lakes };
        routing?.CheckParts(problems);
        return routing;
    }

    private IsolationSection? IsolationOf(RoutingPartSection? section) => section is null ? null : section.Isolation ?? plan.Plugins.Isolated.GetValueOrDefault(section.Plugin);

    private RoutingPlan? ReadPart(string path, RoutingPartSection? section, IsolationSection? together)
    {
        if (section is null)
        {
            return null;
        }

        RoutingPlan? part = null;
        problems.Try($"{path}.plugin", () =>
        {
            var plugin = plan.Plugins.Get<IRoutingPlugin>(section.Plugin, out LoadedPlugin loaded, together ?? section.Isolation);
            int before = problems.Count;
            plan.CheckSettings(path, section.Settings, loaded, problems);
            if (problems.Count > before)
            {
                return;
            }

            RoutingDescriptor descriptor = PluginGuard.Call(
                loaded, path, "describing the routing", () => together is not null && plugin is IsolatedRoutingPlugin isolated ? isolated.DescribeInCascade(section.Settings) : plugin.Describe(section.Settings));
            part = new RoutingPlan(section, plugin, loaded, descriptor) { Key = path };
            foreach ((string name, double value) in section.Parameters)
            {
                ParameterDeclaration? parameter = part.Descriptor.Parameters.FirstOrDefault(known => known.Name == name);
                if (parameter is null)
                {
                    problems.Add($"{path}.parameters.{name}", $"{part.Descriptor.Name} has no parameter '{name}'{Nearest.Suggest(name, part.Descriptor.Parameters.Select(known => known.Name))}", ofKey: true);
                }
                else if (!(value >= parameter.Lower && value <= parameter.Upper))
                {
                    problems.Add($"{path}.parameters.{name}", $"expected {parameter.Lower} to {parameter.Upper} {parameter.Unit}, found {value}");
                }
            }
        });
        return part;
    }
}
