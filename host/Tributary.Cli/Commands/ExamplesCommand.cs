using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Contracts;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary examples</c>: workflows that run as they are.</summary>
internal static class ExamplesCommand
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "examples");

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "print as JSON" };
        var name = new Argument<string>("name") { Description = "the example's name" };
        var target = new Argument<string?>("folder") { Description = "where to; left out, a folder of the example's name", Arity = ArgumentArity.ZeroOrOne };

        var list = new Command("list", "List the examples.") { json };
        list.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() => List(parsed.GetValue(json)))));
        var copy = new Command("copy", "Copy an example into a folder of your own.") { name, target };
        copy.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() => Copy(parsed.GetRequiredValue(name), parsed.GetValue(target)))));
        return new Command("examples", "List examples, or copy one.") { list, copy };
    }

    private static void List(bool json)
    {
        var all = new JsonArray();
        foreach (string name in Names())
        {
            string about = Engine.WorkflowReader.Read(Path.Combine(Folder, name, "workflow.yaml")).Workflow.Description ?? string.Empty;
            if (json)
            {
                all.Add(new JsonObject { ["name"] = name, ["description"] = about });
            }
            else
            {
                Console.WriteLine($"{name,-16} {about}");
            }
        }

        if (json)
        {
            JsonText.Print(all);
        }
    }

    private static void Copy(string name, string? target)
    {
        string source = Path.Combine(Folder, name);
        if (!Names().Contains(name))
        {
            throw new InputException($"there is no example '{name}'; there are {string.Join(", ", Names())}");
        }

        string folder = Path.GetFullPath(target ?? name);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new InputException("is not empty", folder, "Give another folder; nothing was copied.");
        }

        try
        {
            foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(folder, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"cannot be written ({error.Message})", folder, cause: error);
        }

        Console.Error.WriteLine($"copied to {folder}; now: tributary run {Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder, "workflow.yaml"))}");
    }

    private static List<string> Names() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, "workflow.yaml"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)]
        : [];
}
