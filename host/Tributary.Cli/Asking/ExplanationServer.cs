using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Asking;

/// <summary>The queries of an explanation as the tools of a server of the Model Context Protocol.</summary>
internal static class ExplanationServer
{
    /// <summary>Serves until the client goes.</summary>
    /// <param name="store">The explanation.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Run(ExplanationStore store, CancellationToken cancellation)
    {
        var inquiry = new ExplanationInquiry(store);
        var one = new Lock();
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "tributary", Version = WorkflowRun.Version },
            ServerInstructions = $"The explanation of the hydrological run in {store.Folder}: what its models went by, when and where. Ask 'about' first. Attention and gradients are shares of influence in a model, not amounts of water; tell the verdict of the checks with every number.",
            ToolCollection = [.. ExplanationTool.All.Select(tool => new QueryTool(tool, inquiry, one))],
        };
        var transport = new StdioServerTransport(options);
        McpServer server = McpServer.Create(transport, options);
        server.RunAsync(cancellation).GetAwaiter().GetResult();
    }

    /// <summary>A kind of query.</summary>
    private sealed class QueryTool(ExplanationTool tool, ExplanationInquiry inquiry, Lock one) : McpServerTool
    {
        public override Tool ProtocolTool { get; } = new()
        {
            Name = tool.Name,
            Description = tool.Description,
            InputSchema = JsonElement.Parse(tool.Schema.ToJsonString()),
            Annotations = new ToolAnnotations { ReadOnlyHint = true, OpenWorldHint = false },
        };

        public override IReadOnlyList<object> Metadata => [];

        public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
        {
            try
            {
                string told;
                lock (one)
                {
                    told = inquiry.Answer(tool.Query(request.Params?.Arguments ?? new Dictionary<string, JsonElement>())).ToJson().ToJsonString();
                }

                return ValueTask.FromResult(new CallToolResult { Content = [new TextContentBlock { Text = told }] });
            }
            catch (TributaryException error)
            {
                return ValueTask.FromResult(new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = error.Message }] });
            }
        }
    }
}
