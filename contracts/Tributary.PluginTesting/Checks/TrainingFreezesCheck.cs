using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>
/// A model that learns on leaves the weights that it calls frozen as they were, bit for bit, and changes others. The case says how it learns on from the known
/// problem's artefact (<see cref="CheckCase.LearningOn"/>).
/// </summary>
internal sealed class TrainingFreezesCheck() : Check("training-freezes", "weights that are said to be frozen keep their bits")
{
    private const string Trained = "{trained}";

    public override Finding OfModel(ModelSubject subject)
    {
        if (subject.Problem is not { } problem || subject.Plugin is not IFreezingPlugin plugin)
        {
            return Finding.NotApplicable("it says of no weights that they stay");
        }

        if (subject.Case.LearningOn is not { } given)
        {
            return Finding.NotApplicable("its plugin.json does not say under 'checks' how it learns on (learning_on)");
        }

        JsonElement settings = Resolve(given, problem.Trained);
        IReadOnlyList<string> frozen = plugin.FrozenWeights(settings);
        (string folder, _, _) = problem.Train("adapted", settings: settings);
        IReadOnlyDictionary<string, string> before = plugin.HashWeights(problem.Trained);
        IReadOnlyDictionary<string, string> after = plugin.HashWeights(folder);
        string? missing = frozen.FirstOrDefault(name => !before.ContainsKey(name) || !after.ContainsKey(name));
        string? changed = frozen.FirstOrDefault(name => missing is null && before[name] != after[name]);
        int learned = after.Count(weight => before.GetValueOrDefault(weight.Key) != weight.Value);
        return missing is not null ? Finding.Failed($"{missing} is called frozen, but is not in both artefacts")
            : frozen.Count == 0 ? Finding.Failed("nothing is frozen by settings that are to show it")
            : changed is not null ? Finding.Failed($"{changed} is called frozen, but has changed")
            : learned == 0 ? Finding.Failed("no weight has changed, the others neither")
            : Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"{frozen.Count} of {after.Count} weights stay, {learned} learned on"));
    }

    private static JsonElement Resolve(JsonElement settings, string folder)
    {
        var resolved = JsonNode.Parse(settings.GetRawText())!.AsObject();
        foreach ((string name, JsonNode? value) in resolved.ToList())
        {
            if (value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == Trained)
            {
                resolved[name] = folder;
            }
        }

        return JsonElement.Parse(resolved.ToJsonString());
    }
}
