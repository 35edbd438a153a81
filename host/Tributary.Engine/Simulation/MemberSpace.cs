using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A member on a domain of its own: its workflow, and its results as those of the workflow's gauges.</summary>
internal static class MemberSpace
{
    /// <summary>What a workflow of the member alone says.</summary>
    /// <param name="root">What the whole workflow says.</param>
    /// <param name="section">The member.</param>
    public static JsonObject Root(JsonObject root, MemberSection section)
    {
        var alone = (JsonObject)root.DeepClone();
        var own = (JsonObject)((JsonArray)alone["models"]!).First(node => node!["name"]!.ToString() == section.Name)!.DeepClone();
        foreach (string key in (ReadOnlySpan<string>)["domain", "routing", "forcing"])
        {
            if (own[key] is { } said)
            {
                alone[key] = said.DeepClone();
                own.Remove(key);
            }
            else if (key == "routing")
            {
                alone.Remove(key);
            }
        }

        alone["models"] = new JsonArray(own);
        foreach (string key in (ReadOnlySpan<string>)["ensemble", "sweep", "evaluate", "forecast"])
        {
            alone.Remove(key);
        }

        return alone;
    }

    /// <summary>The results at the gauges of the workflow.</summary>
    /// <param name="member">The member as the workflow has it.</param>
    /// <param name="result">Its results on its own domain.</param>
    /// <param name="own">Its own gauges.</param>
    /// <param name="gauges">Those of the workflow.</param>
    public static MemberResult At(MemberPlan member, MemberResult result, IReadOnlyList<Gauge> own, IReadOnlyList<Gauge> gauges)
    {
        int[] places = [.. gauges.Select(gauge => PlaceOf(gauge.Id, own, member))];
        bool each = result.Groups.Count > 1;
        MemberSimulation simulation = result.Simulation;
        double[] discharge = new double[gauges.Count * simulation.StepCount];
        foreach ((int at, int place) in places.Index())
        {
            simulation.Discharge(place).CopyTo(discharge.AsSpan(at * simulation.StepCount));
        }

        return result with
        {
            Member = member,
            Groups = each ? [.. places.Select(place => result.Groups[place])] : result.Groups,
            Parameters = each ? [.. places.Select(place => result.Parameters[place])] : result.Parameters,
            Calibrations = each ? [.. places.Select(place => result.Calibrations[place])] : result.Calibrations,
            Simulation = new MemberSimulation { UnitCount = 0, StepCount = simulation.StepCount, AllDischarge = discharge, Outputs = [], Values = [], ReachDischarge = [], States = simulation.States },
        };
    }

    private static int PlaceOf(string id, IReadOnlyList<Gauge> own, MemberPlan member)
    {
        int place = own.ToList().FindIndex(gauge => gauge.Id == id);
        return place >= 0 ? place : throw new InputException(
            $"its domain has no gauge '{id}'{Nearest.Suggest(id, own.Select(gauge => gauge.Id))}, as that of the other members has", $"member {member.Name}", "Give its gauges (or basins) the same ids.");
    }
}
