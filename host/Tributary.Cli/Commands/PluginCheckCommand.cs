using System.CommandLine;
using System.Text.Json;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.PluginTesting;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary plugins check</c>: whether plugins keep what their descriptors promise.</summary>
internal static class PluginCheckCommand
{
    public static Command Create(Option<string[]> folder, Option<bool> json)
    {
        var ids = new Argument<string[]>("id") { Description = "the plugins' ids; left out, every plugin at hand", Arity = ArgumentArity.ZeroOrMore };
        var settings = new Option<string?>("--settings") { Description = "settings as JSON to examine with; left out, those that the plugin's plugin.json lists under 'checks', else its defaults" };
        var here = new Option<bool>("--here") { Description = "examine in this process and print a line a verdict", Hidden = true };
        var command = new Command("check", "Examine plugins, in a process of their own: whether they keep what they promise. Their code is run.") { ids, settings, folder, json, here };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            string[] folders = parsed.GetRequiredValue(folder);
            PluginCatalogue catalogue = PluginsCommand.Catalogue(folders);
            PluginFolder[] plugins = [.. (parsed.GetValue(ids) is { Length: > 0 } named ? named : catalogue.Ids).Select(catalogue.Find)];
            JsonElement? given = parsed.GetValue(settings) is { } text ? JsonText.ParseOption("--settings", text) : null;
            if (parsed.GetValue(here))
            {
                Examination.MakeHere(plugins, catalogue, plugin => CasesOf(plugin, given), cancellation);
            }
            else
            {
                Check(Examination.Make(plugins, parsed.GetValue(settings), folders, cancellation), parsed.GetValue(json));
            }
        })));
        return command;
    }

    private static void Check(IEnumerable<Examination> made, bool json)
    {
        var examinations = new List<Examination>();
        foreach (Examination one in made)
        {
            examinations.Add(one);
            if (!json)
            {
                CheckView.Show(one);
            }
        }

        if (json)
        {
            CheckView.Print(examinations);
        }

        int broken = examinations.Sum(one => one.Verdicts.Count(verdict => verdict.Finding.Outcome == Outcome.Failed));
        if (broken > 0)
        {
            string[] names = [.. examinations.Where(one => one.IsBroken).Select(one => one.Manifest.Id)];
            throw new WorkException($"{broken} {(broken == 1 ? "check" : "checks")} failed of {string.Join(", ", names)}");
        }
    }

    private static IReadOnlyList<CheckCase> CasesOf(LoadedPlugin plugin, JsonElement? settings)
    {
        if (settings is not { } given)
        {
            return CheckCase.Of(plugin.Folder);
        }

        _ = (plugin.Instance as IModelPlugin)?.Describe(given);
        _ = (plugin.Instance as IRoutingPlugin)?.Describe(given);
        return [new CheckCase { Name = "given", Settings = given, Folder = plugin.Folder }];
    }
}
