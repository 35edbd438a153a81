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

        RoutingPlan? routing = ReadPart("routing", section);
        RoutingPlan? hillslope = ReadPart("routing.hillslope", section.Hillslope);
        RoutingPlan? lakes = ReadPart("routing.lakes", section.Lakes);
        routing = routing is null ? null : routing with { Hillslope = hillslope, Lakes = lakes };
        routing?.CheckParts(problems);
        return routing;
    }

    private RoutingPlan? ReadPart(string path, RoutingPartSection? section)
    {
        if (section is null)
        {
            return null;
        }

        RoutingPlan? part = null;
        problems.Try($"{path}.plugin", () =>
        {
            var plugin = plan.Plugins.Get<IRoutingPlugin>(section.Plugin, out LoadedPlugin loaded, section.Isolation);
            int before = problems.Count;
            plan.CheckSettings(path, section.Settings, loaded, problems);
            if (problems.Count > before)
            {
                return;
            }

            part = new RoutingPlan(section, plugin, loaded, PluginGuard.Call(loaded, path, "describing the routing", () => plugin.Describe(section.Settings))) { Key = path };
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
