using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary export</c>: hands a trained member, or its explanation, on to other programs.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "folder of a finished run, as runs/NAME" };
        var member = new Argument<string>("member") { Description = "a member of it that learned, or that explains itself" };
        var format = new Option<string?>("--format") { Description = "format to write; left out, the first that the member's plugin offers; another word lists them. geotiff writes maps of what a gridded member went by, from its explanation" };
        var output = new Option<string?>("--output") { Description = "file to write, which must not be there yet; left out, the member's name in the current folder. Several seeds or networks make several files; maps fill a folder" };
        var folder = new Option<string[]>("--folder") { Description = "further folder to look for plugins in", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "print the files' paths as JSON" };
        var command = new Command("export", "Write a trained member, or maps of its explanation, in a format that other programs read.") { run, member, format, output, folder, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            if (parsed.GetValue(format) == ExplanationMaps.Format)
            {
                Print(ExplanationMaps.Write(parsed.GetRequiredValue(run), parsed.GetRequiredValue(member), parsed.GetValue(output)), parsed.GetValue(json));
                return;
            }

            var export = new MemberExport(parsed.GetRequiredValue(run), parsed.GetRequiredValue(member), parsed.GetRequiredValue(folder).Select(Path.GetFullPath));
            Print(export.Write(parsed.GetValue(format), parsed.GetValue(output), cancellation), parsed.GetValue(json));
        })));
        return command;
    }

    private static void Print(IReadOnlyList<string> files, bool json)
    {
        if (json)
        {
            JsonText.Print(new JsonObject { ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]) });
            return;
        }

        foreach (string file in files)
        {
            Console.WriteLine(file);
        }
    }
}
