using System.CommandLine;
using System.Text.Json;
using Tributary.Cli.Asking;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary ask</c>: what a run's explanation says, by plain options or by a question.</summary>
internal static class AskCommand
{
    private static readonly string[] OptionNames =
        ["member", "weights", "gauge", "feature", "zones", "zone", "unit", "season", "month", "period", "event", "quantile", "by", "limit"];

    public static Command Create()
    {
        string kinds = string.Join("; ", ExplanationInquiry.Kinds.Select(kind => $"{kind.Name} ({kind.Meaning})"));
        var run = new Argument<string>("run") { Description = "folder of a finished run, or its name under 'runs' in the current folder" };
        var what = new Argument<string>("what") { Description = $"{kinds}; or a question in quotes", DefaultValueFactory = _ => "about" };
        Option<string?>[] options = [.. OptionNames.Select(name => new Option<string?>($"--{name}") { Description = ExplanationTool.MeaningOf(name) })];
        LanguageModelOptions model = new();
        var json = new Option<bool>("--json") { Description = "print the answer as JSON" };
        var command = new Command("ask", "Ask what a run's explanation says: by plain options, or by a question to a language model that you name.") { run, what, json };
        foreach (Option option in (IEnumerable<Option>)[.. options, .. model.All])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            string asked = parsed.GetRequiredValue(what);
            using ExplanationStore store = ExplanationStore.Open(parsed.GetRequiredValue(run));
            KeyValuePair<string, string>[] given = [.. OptionNames.Zip(options, (name, option) => KeyValuePair.Create(name, parsed.GetValue(option)!)).Where(option => option.Value is not null)];
            if (asked.Any(char.IsWhiteSpace) || asked.Contains('?', StringComparison.Ordinal))
            {
                if (given.Length > 0)
                {
                    throw new InputException("a question takes no such option; say it in the question", $"--{given[0].Key}", "Or ask by plain options, as 'tributary ask RUN partition --season JJA'.");
                }

                QuestionView.Answer(store, asked, model.Read(parsed), parsed.GetValue(json), cancellation);
                return;
            }

            ExplanationQuery query = ExplanationTool.Of(asked).Query(given.Select(option => KeyValuePair.Create(option.Key, JsonSerializer.SerializeToElement(option.Value, TextJson.Default.String))));
            AnswerView.Print(new ExplanationInquiry(store).Answer(query), parsed.GetValue(json));
        })));
        return command;
    }
}
