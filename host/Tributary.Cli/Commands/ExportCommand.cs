using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary export</c>: hands a trained member on to other programs.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "folder of a finished run, as runs/NAME" };
        var member = new Argument<string>("member") { Description = "a member of it that learned" };
        var format = new Option<string?>("--format") { Description = "format to write; left out, the first that the member's plugin offers; another word lists them" };
        var output = new Option<string?>("--output") { Description = "file to write, which must not be there yet; left out, the member's name in the current folder. Several seeds or networks make several files" };
        var folder = new Option<string[]>("--folder") { Description = "further folder to look for plugins in", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "print the files' paths as JSON" };
        var command = new Command("export", "Write a trained member in a format that other programs read.") { run, member, format, output, folder, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            var export = new MemberExport(parsed.GetRequiredValue(run), parsed.GetRequiredValue(member), parsed.GetRequiredValue(folder).Select(Path.GetFullPath));
            IReadOnlyList<string> files = export.Write(parsed.GetValue(format), parsed.GetValue(output), cancellation);
            if (parsed.GetValue(json))
            {
                JsonText.Print(new JsonObject { ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]) });
                return;
            }

            foreach (string file in files)
            {
                Console.WriteLine(file);
            }
        })));
        return command;
    }
}
