using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A language model behind an endpoint that speaks OpenAI's chat completions.</summary>
public sealed class ChatEndpoint : IDisposable
{
    private const string Path = "chat/completions";
    private const int MostShown = 200;
    private const long MostBytes = 8 << 20;

    private readonly HttpClient _client;
    private readonly Uri _url;
    private readonly string _model;
    private readonly TimeSpan _patience;

    /// <summary>Names the endpoint; nothing is sent yet.</summary>
    /// <param name="url">Its base, as <c>http://localhost:11434/v1</c>.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="key">The key that it asks for; null for none.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <exception cref="InputException">The address is none.</exception>
    public ChatEndpoint(string url, string model, string? key, TimeSpan patience)
    {
        string whole = url.TrimEnd('/').EndsWith(Path, StringComparison.Ordinal) ? url.TrimEnd('/') : $"{url.TrimEnd('/')}/{Path}";
        _url = Uri.TryCreate(whole, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new InputException($"'{url}' is no address of a language model", "url", "Give one as http://localhost:11434/v1.");
        (_model, _patience) = (model, patience);
        _client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
        if (!string.IsNullOrEmpty(key))
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Sends a conversation and waits for the next message.</summary>
    /// <param name="messages">The messages so far.</param>
    /// <param name="tools">What the model may call; empty for nothing.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The message.</returns>
    /// <exception cref="WorkException">The endpoint cannot be reached, is too slow, refuses, or answers other than the protocol says.</exception>
    public JsonObject Send(JsonArray messages, JsonArray tools, CancellationToken cancellation)
    {
        var body = new JsonObject { ["model"] = _model, ["messages"] = messages.DeepClone(), ["temperature"] = 0 };
        if (tools.Count > 0)
        {
            body["tools"] = tools.DeepClone();
            body["tool_choice"] = "auto";
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        try
        {
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using HttpResponseMessage response = _client.PostAsync(_url, content, patience.Token).GetAwaiter().GetResult();
            string text = response.Content.ReadAsStringAsync(patience.Token).GetAwaiter().GetResult();
            return response.IsSuccessStatusCode ? MessageOf(text) : throw Refused(response.StatusCode, text);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WorkException($"the language model did not answer within {_patience.TotalSeconds:0.###} s", _url.ToString(), "Give it more time by --timeout, or name a faster one.");
        }
        catch (HttpRequestException error)
        {
            throw new WorkException($"the language model cannot be reached ({error.Message})", _url.ToString(), "Start it, or check --url.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string Shown(string text) => text.Length <= MostShown ? text : $"{text[..MostShown]}…";

    private JsonObject MessageOf(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject answer && answer["choices"] is JsonArray { Count: > 0 } choices && choices[0] is JsonObject choice && choice["message"] is JsonObject message)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Told below, with what was answered.
        }

        throw new WorkException($"the language model answered what is no chat completion: '{Shown(text)}'", _url.ToString(), "Check that --url is the base of an OpenAI-compatible endpoint, as http://localhost:11434/v1.");
    }

    private WorkException Refused(HttpStatusCode status, string text) => new(
        $"the language model refused with {(int)status} {status}: '{Shown(text)}'",
        _url.ToString(),
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? "Name the environment variable that holds its key by --key-variable." : $"Check --url and --model ('{_model}').");
}
