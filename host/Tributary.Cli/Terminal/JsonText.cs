using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Cli.Terminal;

/// <summary>JSON on standard output and in options.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(JsonNode node) => Console.Out.WriteLine(Format(node));

    public static string Format(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            node.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>JSON that the user gave as an option.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static JsonElement ParseOption(string option, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new InputException($"is no JSON: {error.Message}", option, "Write it as '{ \"key\": value }'.", error);
        }
    }
}
