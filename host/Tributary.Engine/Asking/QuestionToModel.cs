using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A language model's answer to a question about a run.</summary>
/// <param name="Text">The answer; numbers that no query told are marked.</param>
/// <param name="Queries">The queries that it made.</param>
/// <param name="Unverified">What is wrong with the marked numbers; empty where all were told by the queries that they cite.</param>
public sealed record ModelAnswer(string Text, IReadOnlyList<CitedQuery> Queries, IReadOnlyList<string> Unverified);

/// <summary>Puts a question to a language model, which asks the explanation by tools and cites the query of every number.</summary>
/// <param name="store">The explanation.</param>
/// <param name="endpoint">The language model.</param>
public sealed class QuestionToModel(ExplanationStore store, ChatEndpoint endpoint)
{
    /// <summary>Most messages that the model may send before its answer.</summary>
    public const int MostRounds = 8;

    /// <summary>Most queries that it may make.</summary>
    public const int MostQueries = 24;

    private const string Instructions =
        "You answer questions about a hydrological model's run from queries to its explanation. Make queries by the tools; ask 'about' where you do not know what there is. "
        + "Every number in your answer must be one that a query told, rounded as you like, and its sentence must cite that query as [q1]. Make no number of your own: no sums, differences or ratios. "
        + "Shares may be told as percentages. Weights say what the model went by, not how much water came from where: say so, and tell the verdict of the checks. Answer in a few sentences.";

    private readonly ExplanationInquiry _inquiry = new(store);
    private readonly List<CitedQuery> _queries = [];

    /// <summary>Asks.</summary>
    /// <exception cref="WorkException">The endpoint is down, slow or answers nonsense.</exception>
    public ModelAnswer Ask(string question, CancellationToken cancellation)
    {
        var tools = new JsonArray([.. ExplanationTool.All.Select(tool => (JsonNode)new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool.Name, ["description"] = tool.Description, ["parameters"] = tool.Schema },
        })]);
        var messages = new JsonArray(Message("system", Instructions), Message("user", question));
        bool isMended = false;
        for (int round = 0; round <= MostRounds + 1; round++)
        {
            JsonObject reply = endpoint.Send(messages, round < MostRounds ? tools : [], cancellation);
            if (reply["tool_calls"] is JsonArray { Count: > 0 } calls)
            {
                if (round >= MostRounds)
                {
                    break;
                }

                AnswerCalls(messages, reply, calls);
                if (round == MostRounds - 1)
                {
                    messages.Add(Message("user", "Answer now from what the queries told; no more can be made."));
                }

                continue;
            }

            string text = (reply["content"] as JsonValue)?.GetValueKind() == JsonValueKind.String ? reply["content"]!.ToString().Trim() : string.Empty;
            if (text.Length == 0)
            {
                throw new WorkException("the language model answered nothing", "ask", "Ask again, or name another model.");
            }

            IReadOnlyList<UncitedNumber> wrong = CitedNumbers.Check(text, question, _queries);
            List<string> problems = [.. wrong.Select(number => number.Reason).Distinct()];
            if (_queries.Count == 0)
            {
                problems.Insert(0, "the answer rests on no query");
            }

            if (problems.Count == 0 || isMended)
            {
                return new ModelAnswer(CitedNumbers.Mark(text, wrong), _queries, problems);
            }

            isMended = true;
            messages.Add(Message("assistant", text));
            messages.Add(Message("user", $"This does not hold: {string.Join("; ", problems)}. Write the answer again with numbers that queries told alone, each cited as [q1] in its sentence; make further queries where you need them."));
        }

        throw new WorkException($"the language model made query after query, {_queries.Count} of them, and never answered", "ask", "Ask more narrowly, or name another model.");
    }

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    private void AnswerCalls(JsonArray messages, JsonObject reply, JsonArray calls)
    {
        var taken = new JsonArray();
        var results = new List<JsonNode>();
        foreach (JsonNode? call in calls)
        {
            string id = (call as JsonObject)?["id"]?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"call-{messages.Count}-{taken.Count}");
            JsonObject? function = (call as JsonObject)?["function"] as JsonObject;
            string name = function?["name"]?.ToString() ?? string.Empty;
            string arguments = function?["arguments"] is JsonValue text ? text.ToString() : function?["arguments"]?.ToJsonString() ?? "{}";
            taken.Add((JsonNode)new JsonObject { ["id"] = id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments } });
            results.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = Answer(name, arguments).ToJsonString() });
        }

        messages.Add((JsonNode)new JsonObject { ["role"] = "assistant", ["content"] = reply["content"]?.DeepClone(), ["tool_calls"] = taken });
        results.ForEach(messages.Add);
    }

    private JsonObject Answer(string name, string arguments)
    {
        if (_queries.Count >= MostQueries)
        {
            return new JsonObject { ["error"] = "no more queries can be made; answer from what they told" };
        }

        try
        {
            using var read = JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments);
            if (read.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new JsonObject { ["error"] = "the arguments are no JSON object" };
            }

            ExplanationQuery query = ExplanationTool.Of(name).Query(read.RootElement.EnumerateObject().Select(argument => KeyValuePair.Create(argument.Name, argument.Value)));
            JsonObject result = _inquiry.Answer(query).ToJson();
            string id = string.Create(CultureInfo.InvariantCulture, $"q{_queries.Count + 1}");
            result.Insert(0, "citation", id);
            _queries.Add(new CitedQuery(id, query, result));
            return result;
        }
        catch (JsonException error)
        {
            return new JsonObject { ["error"] = $"the arguments are no JSON: {error.Message}" };
        }
        catch (TributaryException error)
        {
            return new JsonObject { ["error"] = error.Message };
        }
    }
}
