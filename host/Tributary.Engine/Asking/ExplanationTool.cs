using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>One kind of query as a tool of a language model: a name, what it tells, and its arguments as a JSON Schema.</summary>
/// <param name="Name">The kind, one of <see cref="ExplanationInquiry.Kinds"/>.</param>
/// <param name="Description">What it tells.</param>
public sealed record ExplanationTool(string Name, string Description)
{
    private static readonly Dictionary<string, (string Type, string Meaning)> Meanings = new()
    {
        ["member"] = ("string", "member of the run; left out, the first that explains itself"),
        ["weights"] = ("string", "name of the weights; left out, the most detailed"),
        ["gauge"] = ("string", "id of the gauge; left out, the first"),
        ["feature"] = ("string", "an input variable of the model"),
        ["zones"] = ("string", "how the basin is divided: a static grid as elevation, with limits as elevation:3000,4500, or a file of polygons; left out, thirds by elevation"),
        ["zone"] = ("string", "one zone of these by its name, as 'highest third'"),
        ["unit"] = ("string", "one unit or cell by its id"),
        ["season"] = ("string", "DJF, MAM, JJA, SON, winter, spring, summer or autumn, of all years"),
        ["month"] = ("string", "a calendar month of all years, as July"),
        ["period"] = ("string", "a year, month or day, as 2017, 2017-07, 2017-07-14, or 2017-06-15..2017-08"),
        ["event"] = ("string", "a high flow: its number, a date within it, or largest"),
        ["quantile"] = ("number", "share of the record below the threshold of events; left out, 0.95"),
        ["by"] = ("string", "what the answer is told by"),
        ["limit"] = ("integer", "most variables or rows told one by one"),
    };

    private static readonly string[] OfWeights = ["member", "weights", "gauge", "feature", "zones", "zone", "unit", "season", "month", "period", "event", "quantile", "by", "limit"];

    private static readonly Dictionary<string, string[]> Takes = new()
    {
        ["about"] = ["member"],
        ["partition"] = OfWeights,
        ["path"] = [.. OfWeights.Except(["limit"])],
        ["map"] = [.. OfWeights.Except(["by"])],
        ["events"] = ["member", "gauge", "season", "month", "period", "quantile", "limit"],
        ["flow"] = ["gauge", "season", "month", "period", "event", "quantile"],
        ["checks"] = ["member"],
    };

    /// <summary>All tools.</summary>
    public static IReadOnlyList<ExplanationTool> All { get; } = [.. ExplanationInquiry.Kinds.Select(kind => new ExplanationTool(kind.Name, $"Tells {kind.Meaning}."))];

    /// <summary>Names of its arguments.</summary>
    public IReadOnlyList<string> Arguments => Takes[Name];

    /// <summary>The JSON Schema of its arguments.</summary>
    public JsonObject Schema => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(Arguments.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject
        {
            ["type"] = Meanings[name].Type,
            ["description"] = Meanings[name].Meaning,
        }))),
        ["additionalProperties"] = false,
    };

    /// <summary>What an argument means.</summary>
    public static string MeaningOf(string argument) => Meanings[argument].Meaning;

    /// <summary>The tool of a name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static ExplanationTool Of(string name) => All.FirstOrDefault(tool => tool.Name == name)
        ?? throw new InputException($"there is nothing called '{name}' to ask{Nearest.Suggest(name, All.Select(tool => tool.Name))}", "ask");

    /// <summary>The query of a call.</summary>
    /// <param name="arguments">Its arguments by name; null for none of a name.</param>
    /// <exception cref="InputException">An argument is unknown or no such value.</exception>
    public ExplanationQuery Query(IEnumerable<KeyValuePair<string, JsonElement>> arguments)
    {
        var texts = new Dictionary<string, string>();
        foreach ((string name, JsonElement value) in arguments.Where(argument => argument.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)))
        {
            if (!Arguments.Contains(name))
            {
                throw new InputException($"'{Name}' takes no {name}{Nearest.Suggest(name, Arguments)}", name);
            }

            texts[name] = value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? value.ToString()
                : throw new InputException($"it is {value.ValueKind.ToString().ToLowerInvariant()}, not {Meanings[name].Type}", name, Meanings[name].Meaning);
        }

        string? Text(string name) => texts.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
        return new ExplanationQuery
        {
            What = Name,
            Member = Text("member"),
            Weights = Text("weights"),
            Gauge = Text("gauge"),
            Feature = Text("feature"),
            Zones = Text("zones"),
            Zone = Text("zone"),
            Unit = Text("unit"),
            Season = Text("season"),
            Month = Text("month"),
            Period = Text("period"),
            Event = Text("event"),
            Quantile = Text("quantile") is { } quantile ? Number(quantile, "quantile") : null,
            By = Text("by"),
            Limit = Text("limit") is { } limit ? Math.Max(1, (int)Math.Clamp(Number(limit, "limit"), 1, int.MaxValue)) : null,
        };
    }

    private static double Number(string text, string name) => double.TryParse(text, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
        ? number
        : throw new InputException($"'{text}' is no number", name, Meanings[name].Meaning);
}
