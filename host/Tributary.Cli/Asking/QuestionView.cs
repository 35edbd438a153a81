using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Asking;

/// <summary>Answers a question: by a language model where one is named, else by the queries that its words name.</summary>
internal static class QuestionView
{
    /// <exception cref="WorkException">The language model failed; what the question's words name was answered.</exception>
    public static void Answer(ExplanationStore store, string question, Func<ChatEndpoint>? model, bool json, CancellationToken cancellation)
    {
        if (model is null)
        {
            Console.Error.WriteLine("no language model is named (--url, or TRIBUTARY_LLM_URL): what follows are the queries that the question's words name");
            AnswerByWords(store, question, json);
            return;
        }

        try
        {
            using ChatEndpoint endpoint = model();
            Print(new QuestionToModel(store, endpoint).Ask(question, cancellation), json);
        }
        catch (WorkException)
        {
            AnswerByWords(store, question, json);
            throw;
        }
    }

    private static void Print(ModelAnswer answer, bool json)
    {
        if (json)
        {
            JsonText.Print(new JsonObject
            {
                ["answer"] = answer.Text,
                ["queries"] = new JsonArray([.. answer.Queries.Select(query => (JsonNode)new JsonObject { ["id"] = query.Id, ["query"] = query.Query.Command, ["result"] = query.Result.DeepClone() })]),
                ["unverified"] = new JsonArray([.. answer.Unverified.Select(problem => (JsonNode)problem)]),
            });
            return;
        }

        Console.WriteLine(answer.Text);
        Console.WriteLine();
        foreach (CitedQuery query in answer.Queries)
        {
            Console.WriteLine($"[{query.Id}] {query.Query.Command}");
        }

        foreach (string problem in answer.Unverified)
        {
            Console.WriteLine($"not verified: {problem}");
        }
    }

    private static void AnswerByWords(ExplanationStore store, string question, bool json)
    {
        var inquiry = new ExplanationInquiry(store);
        var all = new JsonArray();
        foreach (ExplanationQuery query in QuestionWords.Read(question, store))
        {
            JsonNode? told = null;
            try
            {
                ExplanationAnswer answer = inquiry.Answer(query);
                told = answer.ToJson();
                if (!json)
                {
                    Console.WriteLine($"{query.Command}:");
                    AnswerView.Print(answer, json: false);
                }
            }
            catch (InputException error)
            {
                told = new JsonObject { ["query"] = query.Command, ["error"] = error.Message };
                if (!json)
                {
                    Console.WriteLine($"{query.Command}: {error.Message}");
                }
            }

            all.Add(told);
        }

        if (json)
        {
            JsonText.Print(new JsonObject { ["answers"] = all });
        }
    }
}
