using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>Checks what a workflow says of a sweep, before any of its points is made.</summary>
/// <param name="workflow">The workflow.</param>
/// <param name="sweep">Its sweep.</param>
/// <param name="source">The file.</param>
/// <param name="fits">Whether all of the file fits the schema, so that what is missing is missing.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class SweepCheck(Workflow workflow, SweepSection sweep, YamlSource source, bool fits, ProblemList problems)
{
    private static readonly (string Key, string Reason)[] Fixed =
    [
        ("schema_version", "it says how the file is read"),
        ("name", "the run has one folder"),
        ("description", "it changes no result"),
        ("plugins", "plugins are loaded once"),
        ("plugin_allow_list", "plugins are loaded once"),
        ("sweep", "a sweep is not part of itself"),
        ("evaluate", "it changes no result"),
        ("splits.validation", "points are compared on the same days"),
        ("splits.test", "points are compared on the same days"),
        ("period.step", "points are compared on the same time steps"),
        ("run.engine", "it changes no result"),
        ("run.workers", "it changes no result"),
        ("run.folder", "the run has one folder"),
        ("run.block_length", "it changes no result"),
    ];

    /// <summary>Checks it.</summary>
    public void Run()
    {
        if (fits && workflow.Splits.Validation is null)
        {
            problems.Add("sweep", "there is no validation period to compare points on; give splits.validation", ofKey: true);
        }

        string[] members = [.. workflow.Models.Select(member => member.Name)];
        for (int i = 0; i < sweep.Members?.Count; i++)
        {
            if (!members.Contains(sweep.Members[i]))
            {
                problems.Add($"sweep.members[{i}]", $"there is no member '{sweep.Members[i]}'{Nearest.Suggest(sweep.Members[i], members)}");
            }
        }

        CheckBudget();
        CheckHalving();
        CheckKeys();
    }

    private void CheckBudget()
    {
        if (sweep.Method == SweepSection.Grid && sweep.Budget is not null)
        {
            problems.Add("sweep.budget", "a grid takes all its points; leave 'budget' out, or draw with method: random");
        }

        if (sweep.Method is SweepSection.Random or SweepSection.LatinHypercube or SweepSection.Tpe && sweep.Budget is null)
        {
            problems.Add("sweep", $"the key 'budget' is missing (how many points to draw by method: {sweep.Method})", ofKey: true);
        }
    }

    private void CheckHalving()
    {
        bool halves = sweep.Method == SweepSection.SuccessiveHalving;
        if (!halves && sweep.Halving is not null)
        {
            problems.Add("sweep.halving", $"method: {sweep.Method} gives all points the same; leave 'halving' out, or set method: {SweepSection.SuccessiveHalving}", ofKey: true);
        }
        else if (halves && sweep.Halving is null)
        {
            problems.Add("sweep", "the key 'halving' is missing (what the better points get more of, as { resource: models.NAME.settings.epochs, from: 4, to: 32 })", ofKey: true);
        }
        else if (sweep.Halving is { From: > 0 } halving && halving.From > halving.To)
        {
            problems.Add("sweep.halving", $"the range is empty: it goes from {halving.From} to {halving.To}");
        }
    }

    private void CheckKeys()
    {
        var found = new List<(string Key, KeyPath Path)>();
        foreach ((string key, JsonElement values) in sweep.Over)
        {
            string place = $"sweep.over.{key}";
            if (Find(place, key, found) is not { } path)
            {
                continue;
            }

            var axis = new SweepAxis(key, path, values);
            if (axis.Fault() is { } fault)
            {
                problems.Add(place, fault);
            }
            else if (sweep.Method == SweepSection.Grid && axis.Grid() is null)
            {
                problems.Add(place, "a grid needs values: give a list, or a 'count' to the range");
            }
            else if (sweep is { Method: SweepSection.SuccessiveHalving, Budget: null } && axis.Grid() is null)
            {
                problems.Add(place, "without a 'budget' all combinations are tried: give a list, or a 'count' to the range");
            }
        }

        if (sweep.Halving is { Resource.Length: > 0 } halving)
        {
            Find("sweep.halving.resource", halving.Resource, found);
        }
    }

    private KeyPath? Find(string place, string key, List<(string Key, KeyPath Path)> found)
    {
        KeyPath? path = null;
        problems.Try(place, () => path = KeyPath.Find((JsonObject)source.Root, key));
        if (path is null)
        {
            return null;
        }

        (string Key, string Reason) held = Array.Find(Fixed, entry => path.IsIn(entry.Key));
        if (held.Key is not null || (path.Member is not null && path.Text == $"models[{path.Member}].name"))
        {
            problems.Add(place, $"a sweep cannot go over {key}: {held.Reason ?? "members are told by it"}", ofKey: true);
            return null;
        }

        if (found.Find(other => other.Path.Overlaps(path)) is { Key: { } same })
        {
            problems.Add(place, $"this is the same key as {same}, or one holds the other", ofKey: true);
            return null;
        }

        found.Add((key, path));
        return path;
    }
}
