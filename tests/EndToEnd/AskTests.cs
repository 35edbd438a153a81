using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Tributary.Tests.EndToEnd;

/// <summary>Asking a run's explanation through the program: by options, by a question, and as a server of the Model Context Protocol.</summary>
public sealed class AskTests : IDisposable
{
    private static readonly Dictionary<string, string> NoModel = new() { ["TRIBUTARY_LLM_URL"] = "", ["TRIBUTARY_LLM_MODEL"] = "" };

    private readonly ExplainedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Plain_options_are_answered_as_text_and_as_json()
    {
        Outcome text = Cli.Run(_run.Parent, "ask", "trial", "partition", "--by", "season").Done();
        Outcome json = Cli.Run(_run.Parent, "ask", "trial", "partition", "--by", "season", "--json").Done();

        Assert.Contains("June to August", text.Output, StringComparison.Ordinal);
        Assert.Contains(ExplainedRun.Verdict, text.Output, StringComparison.Ordinal);
        JsonNode answer = JsonNode.Parse(json.Output)!;
        Assert.Equal(0.6, (double)answer["rows"]![2]!["air_temperature"]!, 1e-4);
        Assert.Equal(ExplainedRun.Verdict, (string?)answer["verdict"]);
        Assert.Equal("ask partition --by season", (string?)answer["query"]);
    }

    [Theory]
    [InlineData("partition", "--feature", "rain", "error: feature: the weights have no variable 'rain'")]
    [InlineData("partitions", "--by", "season", "error: ask: there is nothing called 'partitions' to ask; did you mean 'partition'?")]
    [InlineData("flow", "--limit", "3", "error: limit: 'flow' takes no limit")]
    [InlineData("why so?", "--by", "season", "error: --by: a question takes no such option; say it in the question.")]
    public void What_cannot_be_asked_is_told(string what, string option, string value, string problem) =>
        Cli.Run(_run.Parent, NoModel, "ask", "trial", what, option, value).Fails(2, problem);

    [Fact]
    public void Maps_are_exported_once_and_the_files_told()
    {
        Outcome outcome = Cli.Run(_run.Parent, "export", "trial", "trace", "--format", "geotiff", "--output", "maps", "--json").Done();

        Assert.All(JsonNode.Parse(outcome.Output)!["files"]!.AsArray(), file => Assert.True(File.Exists((string?)file)));
        Assert.Equal(20, Directory.GetFiles(Path.Combine(_run.Parent, "maps"), "*.tif").Length);
        Cli.Run(_run.Parent, "export", "trial", "trace", "--format", "geotiff", "--output", "maps").Fails(2, "it is there already. Remove it, or name another --output.");
    }

    [Fact]
    public void A_question_without_a_model_is_answered_by_the_queries_that_its_words_name()
    {
        Outcome outcome = Cli.Run(_run.Parent, NoModel, "ask", "trial", "why was the flow high in July 2017?").Done();

        Assert.Contains("no language model is named", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("ask flow --period 2017-07:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("ask partition --period 2017-07:", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_is_answered_by_the_model_that_is_named()
    {
        using var stub = new ChatStub(ChatStub.Calls("flow", """{ "period": "2017-07" }"""), ChatStub.Says("It rose to 500 m3/s [q1], as in 480 other years [q1]."));

        Outcome outcome = Cli.Run(
            _run.Parent,
            new Dictionary<string, string> { ["OWN_KEY"] = "secret" },
            "ask", "trial", "why was the flow high in July 2017?", "--url", stub.Url, "--model", "m", "--key-variable", "OWN_KEY").Done();

        Assert.Contains("It rose to 500 m3/s [q1], as in 480 [not from a query] other years [q1].", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("[q1] ask flow --period 2017-07", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("not verified: '480' is not among what q1 told", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(["Bearer secret"], stub.Keys.Distinct());
    }

    [Fact]
    public void A_model_that_is_silent_costs_no_answer_by_options()
    {
        using var stub = new ChatStub((string?)null);

        Outcome outcome = Cli.Run(_run.Parent, "ask", "trial", "why was the flow high in July 2017?", "--url", stub.Url, "--model", "m", "--timeout", "0.1");

        outcome.Fails(1, "did not answer within 0.1 s");
        Assert.Contains("ask flow --period 2017-07:", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_the_Model_Context_Protocol_asks_the_program()
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions { Command = Cli.Program, Arguments = ["mcp", "trial"], WorkingDirectory = _run.Parent });
        await using McpClient client = await McpClient.CreateAsync(transport);

        IList<McpClientTool> tools = await client.ListToolsAsync();
        CallToolResult answer = await client.CallToolAsync("partition", new Dictionary<string, object?> { ["season"] = "JJA" });
        CallToolResult wrong = await client.CallToolAsync("partition", new Dictionary<string, object?> { ["season"] = "monsoon" });

        Assert.Equal("tributary", client.ServerInfo?.Name);
        Assert.Equal(["about", "checks", "events", "flow", "map", "partition", "path"], tools.Select(tool => tool.Name).Order());
        McpClientTool partition = tools.Single(tool => tool.Name == "partition");
        Assert.True(partition.JsonSchema.GetProperty("properties").TryGetProperty("season", out JsonElement _));
        JsonNode told = JsonNode.Parse(Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text)!;
        Assert.Equal(0.6, (double)told["rows"]![0]!["share"]!, 1e-4);
        Assert.Equal(ExplainedRun.Verdict, (string?)told["verdict"]);
        Assert.True(wrong.IsError);
        Assert.Contains("there is no season 'monsoon'", Assert.IsType<TextContentBlock>(Assert.Single(wrong.Content)).Text, StringComparison.Ordinal);
    }
}
