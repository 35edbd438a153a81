using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forcing that one member alone reads: the same basins and time steps from another source.</summary>
internal static class MemberForcing
{
    /// <summary>The inputs of a member: the workflow's, with the member's own forcing where it has some, whose files and notes then stand in place of the others.</summary>
    /// <exception cref="InputException">The forcing cannot be read, or is of other time steps than those of the other members.</exception>
    /// <exception cref="WorkflowProblemsException">The same; all of it is listed.</exception>
    public static WorkflowInputs Of(WorkflowPlan plan, MemberPlan member, WorkflowInputs inputs, HostServices services, string? weightFolder, CancellationToken cancellation)
    {
        if (member.Section.Forcing is null)
        {
            return inputs with { Files = [], Notes = [] };
        }

        var root = (JsonObject)plan.Source.Root.DeepClone();
        var own = (JsonObject)((JsonArray)root["models"]!).First(node => node!["name"]!.ToString() == member.Name)!.DeepClone();
        root["forcing"] = own["forcing"]!.DeepClone();
        foreach (string key in (ReadOnlySpan<string>)["forcing", "pretrain_on"])
        {
            own.Remove(key);
        }

        root["models"] = new JsonArray(own);
        foreach (string key in (ReadOnlySpan<string>)["observations", "ensemble", "sweep", "evaluate", "forecast"])
        {
            root.Remove(key);
        }

        foreach (JsonNode? basin in root["domain"]!["basins"] as JsonArray ?? [])
        {
            (basin as JsonObject)?.Remove("forcing");
        }

        try
        {
            WorkflowInputs read = InputReader.Read(plan.Vary(root), services, weightFolder, cancellation);
            return inputs with { Forcing = read.Forcing, Files = read.Files, Notes = [.. read.Notes.Where(note => !note.Contains("observed discharge", StringComparison.Ordinal))] };
        }
        catch (WorkflowProblemsException error)
        {
            string others = string.Join(", ", plan.Members.Where(other => other != member).Select(other => other.Name));
            throw new InputException(
                string.Join("; ", error.Problems.Select(problem => problem.Message)), $"forcing of member {member.Name}{(others.Length > 0 ? $" beside {others}" : string.Empty)}", "Give it the same basins, period and time step as the others.", error);
        }
    }
}
