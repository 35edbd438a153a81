using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Checks how a workflow combines its members.</summary>
/// <param name="plan">The workflow, its periods and plugins read.</param>
/// <param name="section">What it says of combining.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="fits">Whether the whole file fits the schema, so that what is missing in it is really missing.</param>
internal sealed class EnsembleCheck(WorkflowPlan plan, EnsembleSection section, ProblemList problems, bool fits)
{
    private readonly string[] _all = [.. plan.Workflow.Models.Select(member => member.Name), .. section.Given.Select(given => given.Name)];

    /// <summary>The combinations that are sound.</summary>
    public EnsemblePlan Read()
    {
        for (int i = 0; i < section.Members?.Count; i++)
        {
            if (!_all.Contains(section.Members[i]))
            {
                problems.Add($"ensemble.members[{i}]", $"there is no member '{section.Members[i]}'{Nearest.Suggest(section.Members[i], _all)}");
            }
        }

        for (int i = 0; i < section.Given.Count; i++)
        {
            if (_all.Count(name => name == section.Given[i].Name) > 1)
            {
                problems.Add($"ensemble.given[{i}].name", $"there are two members '{section.Given[i].Name}'");
            }
        }

        string[] members = [.. section.Members?.Distinct() ?? _all];
        if (members.Length < 2)
        {
            problems.Add("ensemble", "one member cannot be combined with itself; give 'models' another", ofKey: true);
        }

        var names = new HashSet<string>(_all);
        var combinations = new List<CombinationPlan>();
        for (int i = 0; i < section.Combine.Count; i++)
        {
            CombinationSection given = section.Combine[i];
            string name = given.Name ?? given.Method;
            if (!names.Add(name))
            {
                problems.Add($"ensemble.combine[{i}]", $"there is another member or combination '{name}'; give this one a 'name'");
            }

            ReadCombination(given, name, $"ensemble.combine[{i}]", members.Length, combinations);
        }

        if (section.Choose is { } chosen && !names.Contains(chosen))
        {
            problems.Add("ensemble.choose", $"there is no member or combination '{chosen}'{Nearest.Suggest(chosen, names)}");
        }

        return new EnsemblePlan(members, combinations, section.Choose);
    }

    private void ReadCombination(CombinationSection given, string name, string path, int members, List<CombinationPlan> combinations) => problems.Try(path, () =>
    {
        (ICombiner combiner, LoadedPlugin loaded) = plan.Plugins.Combiner(given.Method);
        JsonElement schema = PluginGuard.Call(loaded, path, "giving the schema of its settings", () => combiner.SettingsSchema);
        JsonNode settings = given.Settings.ValueKind == JsonValueKind.Undefined ? new JsonObject() : JsonNode.Parse(given.Settings.GetRawText())!;
        List<Problem> wrong = [.. SchemaCheck.Check(plan.Source, $"{path}.settings", settings, schema.GetRawText())];
        problems.AddRange(wrong);
        if (wrong.Count > 0)
        {
            return;
        }

        CombinerDescriptor descriptor = PluginGuard.Call(loaded, path, "describing the combination", () => combiner.Describe(given.Settings, members));
        if (descriptor.IsFitted)
        {
            CheckPeriod(name, descriptor, path, members);
        }

        combinations.Add(new CombinationPlan(name, given.Settings, combiner, loaded, descriptor));
    });

    private void CheckPeriod(string name, CombinerDescriptor descriptor, string path, int members)
    {
        if (plan.Splits.Validation is not { } validation)
        {
            if (fits && plan.Workflow.Splits.Validation is null)
            {
                problems.Add(path, $"{name} is fitted on the validation period, and there is none; give splits.validation");
            }

            return;
        }

        Range steps = plan.Time.IndicesWithin(validation);
        int count = steps.End.Value - steps.Start.Value;
        if (count < descriptor.FewestPairs)
        {
            problems.Add("splits.validation", $"{count} time steps are too few to fit {name} for {members} members; it takes {descriptor.FewestPairs}");
        }
    }
}
