using System.CommandLine;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary plugins</c>: what plugins there are, what one of them is, and whether it keeps what it promises; new ones and those of others.</summary>
internal static class PluginsCommand
{
    public static Command Create()
    {
        var folder = new Option<string[]>("--folder") { Description = "further folder to look for plugins in", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "print as JSON" };
        var id = new Argument<string>("id") { Description = "the plugin's id" };
        var settings = new Option<string>("--settings") { Description = "settings as JSON; a model may have other parameters with other settings", DefaultValueFactory = _ => "{}" };

        var list = new Command("list", "List the plugins at hand, refused ones with the reason. No plugin's code is run.") { folder, json };
        list.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() => PluginView.List(Catalogue(parsed.GetRequiredValue(folder)), parsed.GetValue(json)))));

        var show = new Command("show", "Show what a plugin is: parameters, forcing, attributes, outputs, settings.") { id, settings, folder, json };
        show.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            LoadedPlugin plugin = Catalogue(parsed.GetRequiredValue(folder)).Load(parsed.GetRequiredValue(id));
            PluginView.Show(plugin, JsonText.ParseOption("--settings", parsed.GetRequiredValue(settings)), parsed.GetValue(json));
        })));
        Command[] commands = [list, show, PluginCheckCommand.Create(folder, json), PluginNewCommand.Create(), .. PluginInstallCommands.Create()];
        var plugins = new Command("plugins", "List plugins, show, examine, begin, install or remove one.");
        Array.ForEach(commands, plugins.Subcommands.Add);
        return plugins;
    }

    public static PluginCatalogue Catalogue(string[] folders, bool isolates = false)
    {
        var catalogue = new PluginCatalogue(PluginCatalogue.SearchPath(folders.Select(Path.GetFullPath)));
        if (isolates)
        {
            catalogue.IsolateAll();
        }

        return catalogue;
    }

    /// <summary>An option of commands that no workflow governs: whether plugins are asked apart from the program.</summary>
    public static Option<bool> IsolateOption() => new("--isolate") { Description = "ask each plugin in a process of its own, so that one that crashes is named and ends nothing else" };
}
