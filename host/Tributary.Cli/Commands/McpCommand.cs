using System.CommandLine;
using Tributary.Cli.Asking;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary mcp</c>: a run's explanation as tools of a language model's client.</summary>
internal static class McpCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "folder of a finished run, or its name under 'runs' in the current folder" };
        var command = new Command("mcp", "Serve a run's explanation to a language model's client by the Model Context Protocol, over standard input and output.") { run };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            using ExplanationStore store = ExplanationStore.Open(parsed.GetRequiredValue(run));
            ExplanationServer.Run(store, cancellation);
        })));
        return command;
    }
}
