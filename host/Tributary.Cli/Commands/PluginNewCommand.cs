using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary plugins new</c>: begins a plugin from the template that <c>dotnet new</c> has too.</summary>
internal static partial class PluginNewCommand
{
    private const string NameInTemplate = "PluginName";
    private const string IdInTemplate = "plugin-name";
    private const string NuGetConfig = "nuget.config";

    private static string Templates { get; } = Path.Combine(AppContext.BaseDirectory, "templates");

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "name of the plugin, as SnowBucket or snow-bucket" };
        var kind = new Option<string>("--kind") { Description = "what it offers", DefaultValueFactory = _ => "model" };
        kind.AcceptOnlyFromAmong("model", "routing", "forcing", "combiner", "metric", "objective", "optimiser");
        var output = new Option<string?>("--output") { Description = "folder to write to; left out, one of the plugin's id" };
        var command = new Command("new", "Begin a plugin: a project that builds, tests and runs at once.") { name, kind, output };
        command.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() => Write(parsed.GetRequiredValue(name), parsed.GetRequiredValue(kind), parsed.GetValue(output)))));
        return command;
    }

    private static void Write(string given, string kind, string? output)
    {
        string[] words = [.. Words().Matches(given).Select(word => word.Value)];
        string name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        string id = string.Join('-', words.Select(word => word.ToLowerInvariant()));
        if (words.Length == 0 || !char.IsAsciiLetter(name[0]))
        {
            throw new InputException("is no name for a plugin", given, "Give words that begin with a letter, as SnowBucket or snow-bucket.");
        }

        string folder = Path.GetFullPath(output ?? id);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new InputException("is not empty", folder, "Give another folder; nothing was written.");
        }

        string template = Path.Combine(Templates, $"tributary-{kind}");
        try
        {
            foreach (string file in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".template.config", StringComparison.Ordinal)))
            {
                string copy = Path.Combine(folder, Named(Path.GetRelativePath(template, file)));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllText(copy, Named(File.ReadAllText(file)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }

            File.WriteAllText(Path.Combine(folder, NuGetConfig), Feed());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"cannot be written ({error.Message})", folder, cause: error);
        }

        Console.Error.WriteLine($"wrote {folder}; now: cd {Path.GetRelativePath(Environment.CurrentDirectory, folder)} && dotnet build src -o bin && dotnet run --project tests && tributary run example/workflow.yaml");

        string Named(string text) => text.Replace(NameInTemplate, name, StringComparison.Ordinal).Replace(IdInTemplate, id, StringComparison.Ordinal);
    }

    /// <summary>The contracts' packages come with the program; all others from NuGet's own feed. Kept beside the project, so that those of another program are never taken for them.</summary>
    private static string Feed() => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value=".packages" />
          </config>
          <packageSources>
            <clear />
            <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
            <add key="tributary" value="{Path.Combine(AppContext.BaseDirectory, "packages")}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="nuget.org">
              <package pattern="*" />
            </packageSource>
            <packageSource key="tributary">
              <package pattern="Tributary.*" />
            </packageSource>
          </packageSourceMapping>
        </configuration>

        """;

    [GeneratedRegex("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")]
    private static partial Regex Words();
}
