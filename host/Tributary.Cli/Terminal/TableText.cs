using Spectre.Console;

namespace Tributary.Cli.Terminal;

/// <summary>Tables on standard output.</summary>
internal static class TableText
{
    private const int RedirectedWidth = 200;

    public static Table Of(params ReadOnlySpan<string> headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string heading in headings)
        {
            table.AddColumn(heading);
        }

        return table;
    }

    public static void Write(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        console.Write(table);
    }
}
