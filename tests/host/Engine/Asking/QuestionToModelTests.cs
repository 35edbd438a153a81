using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Questions to a language model that a local server stands for: what it is told, what of its answer is believed, and how it can fail.</summary>
public sealed class QuestionToModelTests : IDisposable
{
    private const string Question = "why was the flow high in July 2017?";
    private const string Good = "In July 2017 the flow reached 500 m3/s on 2017-07-14, against a mean of 53.8 m3/s [q1]. Temperature counted for 60 % of what the model went by [q2]. The checks found 'supported' [q2].";
    private static readonly string Flow = ChatStub.Calls("flow", """{ "period": "2017-07" }""");
    private static readonly string Partition = ChatStub.Calls("partition", """{ "period": "2017-07", "limit": 5 }""");

    private readonly ExplainedRun _run = new();
    private readonly ExplanationStore _store;

    public QuestionToModelTests() => _store = ExplanationStore.Open(_run.Folder);

    public void Dispose()
    {
        _store.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void An_answer_whose_numbers_were_told_stands_as_it_is()
    {
        using var stub = new ChatStub(Flow, Partition, ChatStub.Says(Good));

        ModelAnswer answer = Ask(stub, "secret");

        Assert.Equal(Good, answer.Text);
        Assert.Empty(answer.Unverified);
        Assert.Equal([("q1", "ask flow --period 2017-07"), ("q2", "ask partition --period 2017-07 --limit 5")], answer.Queries.Select(query => (query.Id, query.Query.Command)));
        Assert.Equal(3, stub.Requests.Count);
        Assert.Equal(["Bearer secret"], stub.Keys.Distinct());
        Assert.Equal("test-model", (string?)stub.Requests[0]["model"]);
        Assert.Equal(ExplanationInquiry.Kinds.Select(kind => kind.Name), stub.Requests[0]["tools"]!.AsArray().Select(tool => (string?)tool!["function"]!["name"]));
        Assert.Equal("q2", (string?)stub.LastTold["citation"]);
        Assert.Equal(0.6, (double)stub.LastTold["rows"]![0]!["share"]!, 1e-4);
    }

    [Fact]
    public void An_invented_number_is_sent_back_once_and_then_marked()
    {
        string invented = Good.Replace("60 %", "73 %", StringComparison.Ordinal);
        using var stub = new ChatStub(Flow, Partition, ChatStub.Says(invented));

        ModelAnswer answer = Ask(stub);

        Assert.Equal(invented.Replace("73 %", "73 % [not from a query]", StringComparison.Ordinal), answer.Text);
        Assert.Equal(["'73 %' is not among what q2 told"], answer.Unverified);
        Assert.Equal(4, stub.Requests.Count);
        Assert.Contains("This does not hold: '73 %' is not among what q2 told", stub.Requests[3]["messages"]!.AsArray()[^1]!["content"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mended_answer_stands()
    {
        using var stub = new ChatStub(Flow, Partition, ChatStub.Says("Half of it was melt."), ChatStub.Says(Good));

        ModelAnswer answer = Ask(stub);

        Assert.Equal((Good, 0), (answer.Text, answer.Unverified.Count));
    }

    [Fact]
    public void An_answer_without_any_query_says_so()
    {
        using var stub = new ChatStub(ChatStub.Says("It rained."));

        Assert.Equal(["the answer rests on no query"], Ask(stub).Unverified);
    }

    [Theory]
    [InlineData("The share is 0.6 [q2].", "")]
    [InlineData("The share is 0.6.", "'0.6' cites no query")]
    [InlineData("The share is 0.6 [q9].", "'0.6' is not among what q9 told")]
    [InlineData("The share is 0.6 [q1].", "'0.6' is not among what q1 told")]
    [InlineData("The share is 0.64 [q2].", "'0.64' is not among what q2 told")]
    [InlineData("The share is 60.0 %. [q2] It was high.", "")]
    [InlineData("The share is 60 percent [q1, q2].", "")]
    [InlineData("The share is 6 % [q2].", "'6 %' is not among what q2 told")]
    [InlineData("The mean was 54 m3 s-1 in 31 steps [q1].", "")]
    [InlineData("The mean was 48.7 m3 s-1 [q1].", "'48.7' is not among what q1 told")]
    [InlineData("It rose to 1,500 m3/s [q1].", "'1,500' is not among what q1 told")]
    [InlineData("It peaked on 14 July 2017 [q1].", "")]
    [InlineData("It peaked on 2017-07-15 [q1].", "'2017-07-15' is not among what q1 told")]
    [InlineData("It was as in July 2017, and as in 1954 [q1].", "'1954' is not among what q1 told")]
    [InlineData("Temperature counted twice as much as rain [q2].", "'twice' is not among what q2 told")]
    [InlineData("Two variables lead, ERA5's among them [q2].", "")]
    [InlineData("1. Temperature leads.\n2. Rain follows.", "")]
    public void Every_number_must_be_told_by_a_query_that_its_sentence_cites(string text, string problem)
    {
        using var stub = new ChatStub(Flow, Partition, ChatStub.Says(text));

        Assert.Equal(problem, string.Join("; ", Ask(stub).Unverified));
    }

    [Theory]
    [InlineData("weather", "{}", "there is nothing called 'weather' to ask")]
    [InlineData("flow", "{ \"zone\": \"top\" }", "'flow' takes no zone")]
    [InlineData("flow", "{ \"period\": [1] }", "it is array, not string")]
    [InlineData("flow", "period 2017", "the arguments are no JSON")]
    [InlineData("flow", "[]", "the arguments are no JSON object")]
    [InlineData("flow", "{ \"gauge\": \"moth\" }", "did you mean 'mouth'?")]
    public void A_wrong_call_is_told_and_can_be_mended(string tool, string arguments, string problem)
    {
        using var stub = new ChatStub(ChatStub.Calls(tool, arguments), Flow, Partition, ChatStub.Says(Good));

        ModelAnswer answer = Ask(stub);

        Assert.Equal(Good, answer.Text);
        JsonNode told = stub.Requests[1]["messages"]!.AsArray()[^1]!;
        Assert.Contains(problem, JsonNode.Parse(told["content"]!.ToString())!["error"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_queries_without_end_is_stopped()
    {
        using var stub = new ChatStub(Flow);

        var error = Assert.Throws<WorkException>(() => Ask(stub));

        Assert.Contains($"made query after query, {QuestionToModel.MostRounds} of them, and never answered", error.Message, StringComparison.Ordinal);
        Assert.Equal(QuestionToModel.MostRounds + 1, stub.Requests.Count);
        Assert.Null(stub.Requests[^1]["tools"]);
    }

    [Theory]
    [InlineData("<html>It works!</html>", "answered what is no chat completion: '<html>It works!</html>'")]
    [InlineData("{ \"choices\": [] }", "answered what is no chat completion")]
    [InlineData("[1, 2]", "answered what is no chat completion")]
    [InlineData("{ \"choices\": [ { \"message\": { \"content\": null } } ] }", "the language model answered nothing")]
    [InlineData("{ \"choices\": [ { \"message\": { \"content\": [ 1 ] } } ] }", "the language model answered nothing")]
    public void Nonsense_is_told(string body, string problem)
    {
        using var stub = new ChatStub(body);

        Assert.Contains(problem, Assert.Throws<WorkException>(() => Ask(stub)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "refused with 401 Unauthorized: '{\"error\":\"no\"}'. Name the environment variable that holds its key by --key-variable.")]
    [InlineData(404, "refused with 404 NotFound: '{\"error\":\"no\"}'. Check --url and --model ('test-model').")]
    [InlineData(500, "refused with 500 InternalServerError")]
    public void A_refusal_is_told(int status, string problem)
    {
        using var stub = new ChatStub("{\"error\":\"no\"}") { Status = status };

        Assert.Contains(problem, Assert.Throws<WorkException>(() => Ask(stub)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_endpoint_is_waited_for_no_longer_than_asked()
    {
        using var stub = new ChatStub((string?)null);
        using var endpoint = new ChatEndpoint(stub.Url, "test-model", null, TimeSpan.FromMilliseconds(50));

        var error = Assert.Throws<WorkException>(() => new QuestionToModel(_store, endpoint).Ask(Question, CancellationToken.None));

        Assert.Contains("did not answer within 0.05 s. Give it more time by --timeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_is_down_is_told()
    {
        string url;
        using (var stub = new ChatStub(Flow))
        {
            url = stub.Url;
        }

        using var endpoint = new ChatEndpoint(url, "test-model", null, TimeSpan.FromMinutes(1));

        Assert.Contains("the language model cannot be reached", Assert.Throws<WorkException>(() => new QuestionToModel(_store, endpoint).Ask(Question, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => new ChatEndpoint("localhost", "m", null, TimeSpan.FromMinutes(1)));
    }

    private ModelAnswer Ask(ChatStub stub, string? key = null)
    {
        using var endpoint = new ChatEndpoint(stub.Url, "test-model", key, TimeSpan.FromMinutes(1));
        return new QuestionToModel(_store, endpoint).Ask(Question, CancellationToken.None);
    }
}
