using System.CommandLine;
using System.Globalization;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Asking;

/// <summary>The options, and environment variables, that name a language model.</summary>
internal sealed class LanguageModelOptions
{
    private const string UrlVariable = "TRIBUTARY_LLM_URL";
    private const string ModelVariable = "TRIBUTARY_LLM_MODEL";
    private const string KeyVariable = "TRIBUTARY_LLM_KEY";

    private readonly Option<string?> _url = new("--url") { Description = $"base of an OpenAI-compatible endpoint for questions, as http://localhost:11434/v1; left out, the environment variable {UrlVariable}" };
    private readonly Option<string?> _model = new("--model") { Description = $"name of the language model there; left out, the environment variable {ModelVariable}" };
    private readonly Option<string> _key = new("--key-variable") { Description = "environment variable that holds the endpoint's key", DefaultValueFactory = _ => KeyVariable };
    private readonly Option<double> _timeout = new("--timeout") { Description = "seconds that the language model may take for a message", DefaultValueFactory = _ => 120 };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_url, _model, _key, _timeout];

    /// <summary>The endpoint that is named; null for none. Nothing is sent.</summary>
    /// <exception cref="InputException">It is named in part, or wrongly.</exception>
    public Func<ChatEndpoint>? Read(ParseResult parsed)
    {
        string? url = parsed.GetValue(_url) ?? Environment.GetEnvironmentVariable(UrlVariable);
        if (string.IsNullOrWhiteSpace(url))
        {
            return null;
        }

        string model = parsed.GetValue(_model) ?? Environment.GetEnvironmentVariable(ModelVariable) ?? throw new InputException("the endpoint's model is not named", "--model", $"Give --model or {ModelVariable}.");
        double seconds = parsed.GetValue(_timeout);
        return seconds is > 0 and < 1e6
            ? () => new ChatEndpoint(url, model, Environment.GetEnvironmentVariable(parsed.GetRequiredValue(_key)), TimeSpan.FromSeconds(seconds))
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{seconds} s is no time to wait"), "--timeout", "Give seconds above 0.");
    }
}
