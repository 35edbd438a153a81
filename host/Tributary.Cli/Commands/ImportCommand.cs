using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary import</c>: makes workflow files of other programs' configuration files.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var format = new Argument<string>("format") { Description = "what the file is, as neuralhydrology or symfluence; another word lists those that the plugins read" };
        var file = new Argument<string>("config") { Description = "the configuration file" };
        var output = new Option<string?>("--output") { Description = "workflow file to write, which must not be there yet; left out, standard output" };
        var folder = new Option<string[]>("--folder") { Description = "further folder to look for plugins in", DefaultValueFactory = _ => [] };
        Option<bool> isolate = PluginsCommand.IsolateOption();
        var json = new Option<bool>("--json") { Description = "print the workflow's text and the notes as JSON" };
        var command = new Command("import", "Turn another program's configuration into a workflow file. What has no counterpart is listed on standard error, and in the file as comments.") { format, file, output, folder, isolate, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            var formats = new ImportFormats(PluginsCommand.Catalogue(parsed.GetRequiredValue(folder), parsed.GetValue(isolate)));
            ImportedWorkflow imported = formats.Import(parsed.GetRequiredValue(format), parsed.GetRequiredValue(file), cancellation);
            if (parsed.GetValue(output) is { } path)
            {
                Write(path, imported.Yaml);
            }

            if (parsed.GetValue(json))
            {
                PrintJson(imported);
                return;
            }

            if (parsed.GetValue(output) is null)
            {
                Console.Write(imported.Yaml);
            }

            Tell(imported.Notes);
        })));
        return command;
    }

    private static void Tell(IReadOnlyList<ImportNote> notes)
    {
        foreach (IGrouping<string, ImportNote> group in notes.GroupBy(note => note.Remark))
        {
            Console.Error.WriteLine($"note: {string.Join(", ", group.Select(Place))}: {group.Key}");
        }

        static string Place(ImportNote note) => note.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{note.Key} (line {line})") : note.Key;
    }

    private static void PrintJson(ImportedWorkflow imported) => JsonText.Print(new JsonObject
    {
        ["workflow"] = imported.Yaml,
        ["notes"] = new JsonArray([.. imported.Notes.Select(note => (JsonNode)new JsonObject { ["key"] = note.Key, ["value"] = note.Value, ["line"] = note.Line, ["remark"] = note.Remark })]),
    });

    private static void Write(string path, string text)
    {
        if (File.Exists(path))
        {
            throw new InputException("the file is there already", path, "Remove it, or name another --output.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"cannot be written ({error.Message})", path, cause: error);
        }
    }
}
