using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Tells workflows apart that read different inputs; those of one key share what was read.</summary>
internal static class InputKey
{
    private static readonly string[] Sections = ["period", "splits", "domain", "forcing", "observations", "routing"];

    /// <summary>A hash of all that decides what is read.</summary>
    public static string Of(WorkflowPlan plan)
    {
        using var key = new StepKey("inputs");
        foreach (string section in Sections)
        {
            JsonNode? said = plan.Source.Root[section];
            key.Add(section, said?.ToJsonString() ?? string.Empty);
        }

        foreach (ModelDescriptor model in plan.Members.Select(member => member.Descriptor))
        {
            key.Add("gaps", $"{model.Capabilities.HasFlag(Capabilities.AcceptsGaps)}")
                .Add("forcing", string.Join('\n', model.Forcing.Select(forcing => $"{forcing.Variable} {forcing.Required}")))
                .Add("attributes", string.Join('\n', model.Attributes.Select(attribute => $"{attribute}")))
                .Add("targets", string.Join('\n', model.Targets.Select(target => $"{target}")));
        }

        return key.Finish();
    }
}
