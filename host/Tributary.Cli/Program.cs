using System.CommandLine;
using Tributary.Cli.Commands;
using Tributary.Engine;

namespace Tributary.Cli;

/// <summary>The command line: data to standard output, messages to standard error; exit status 0 done, 1 the work failed, 2 the input is wrong, 130 interrupted.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is [PluginServer.Mode])
        {
            PluginServer.Serve();
            return ExitStatus.Done;
        }

        using var interruption = new Interruption();
        var root = new RootCommand("Tributary runs hydrological models as plugins, from one workflow file.")
        {
            RunCommand.Create(),
            ForecastCommand.Create(),
            ValidateCommand.Create(),
            StatusCommand.Create(),
            DiffCommand.Create(),
            CleanCommand.Create(),
            SchemaCommand.Create(),
            PluginsCommand.Create(),
            ExamplesCommand.Create(),
            DataCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            AskCommand.Create(),
            McpCommand.Create(),
            DoctorCommand.Create(),
            WorkCommand.Create(),
        };
        CommandExamples.AddTo(root);
        ParseResult parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"error: {error.Message}").ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync($"See '{string.Join(' ', ["tributary", .. CommandExamples.PathOf(parsed.CommandResult), "--help"])}'.").ConfigureAwait(false);
            return ExitStatus.WrongInput;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, interruption.Token).ConfigureAwait(false);
    }
}
