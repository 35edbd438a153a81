using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Tributary.Tests;

/// <summary>A local server that speaks OpenAI's chat completions: it keeps what it was asked and answers from a script, the last entry again and again.</summary>
internal sealed class ChatStub : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _work;
    private readonly CancellationTokenSource _end = new();

    /// <param name="script">What it answers: a whole body, or null to be silent until the end.</param>
    public ChatStub(params string?[] script)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/v1";
        }

        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _work = Task.Run(() => Serve(script));
    }

    public string Url { get; }

    /// <summary>The bodies of the requests.</summary>
    public List<JsonObject> Requests { get; } = [];

    /// <summary>What the requests were authorised by.</summary>
    public List<string?> Keys { get; } = [];

    public int Status { get; init; } = 200;

    /// <summary>A message that says something.</summary>
    public static string Says(string text) => Body(new JsonObject { ["role"] = "assistant", ["content"] = text });

    /// <summary>A message that calls a tool.</summary>
    public static string Calls(string tool, string arguments) => Body(new JsonObject
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "c1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments } }),
    });

    /// <summary>What the tools told last, as JSON.</summary>
    public JsonObject LastTold => JsonNode.Parse(Requests[^1]["messages"]!.AsArray().Last(message => (string?)message!["role"] == "tool")!["content"]!.ToString())!.AsObject();

    public void Dispose()
    {
        _end.Cancel();
        _listener.Close();
        _work.Wait();
        _end.Dispose();
    }

    private static string Body(JsonObject message) => new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["message"] = message }) }.ToJsonString();

    private void Serve(string?[] script)
    {
        for (int at = 0; !_end.IsCancellationRequested; at++)
        {
            HttpListenerContext context;
            try
            {
                context = _listener.GetContext();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            Requests.Add(JsonNode.Parse(reader.ReadToEnd())!.AsObject());
            Keys.Add(context.Request.Headers["Authorization"]);
            if (script[Math.Min(at, script.Length - 1)] is not { } body)
            {
                _end.Token.WaitHandle.WaitOne();
                return;
            }

            context.Response.StatusCode = Status;
            context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
        }
    }
}
