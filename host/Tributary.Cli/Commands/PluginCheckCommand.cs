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
        var command = new Command("check", "Examine plugins: whether they keep what they promise. Their code is run.") { ids, settings, folder, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() => Check(
            PluginsCommand.Catalogue(parsed.GetRequiredValue(folder)), parsed.GetValue(ids) ?? [], parsed.GetValue(settings), parsed.GetValue(json), cancellation))));
        return command;
    }

    private static void Check(PluginCatalogue catalogue, string[] ids, string? settings, bool json, CancellationToken cancellation)
    {
        var examinations = new List<(LoadedPlugin Plugin, IReadOnlyList<Verdict> Verdicts)>();
        foreach (LoadedPlugin plugin in (ids.Length > 0 ? ids : catalogue.Ids).Select(catalogue.Load).ToList())
        {
            var verdicts = new List<Verdict>();
            foreach (CheckCase given in CasesOf(plugin, settings))
            {
                verdicts.AddRange(ConformanceSuite.Examine(plugin.Instance, given, new HostServices(_ => { }), cancellation: cancellation));
            }

            examinations.Add((plugin, verdicts));
            if (!json)
            {
                CheckView.Show(plugin, verdicts);
            }
        }

        if (json)
        {
            CheckView.Print(examinations);
        }

        int broken = examinations.Sum(one => one.Verdicts.Count(verdict => verdict.Finding.Outcome == Outcome.Failed));
        if (broken > 0)
        {
            string[] names = [.. examinations.Where(one => one.Verdicts.Any(verdict => verdict.Finding.Outcome == Outcome.Failed)).Select(one => one.Plugin.Manifest.Id)];
            throw new WorkException($"{broken} {(broken == 1 ? "check" : "checks")} failed of {string.Join(", ", names)}");
        }
    }

    private static IReadOnlyList<CheckCase> CasesOf(LoadedPlugin plugin, string? settings)
    {
        if (settings is null)
        {
            return CheckCase.Of(plugin.Folder);
        }

        JsonElement given = JsonText.ParseOption("--settings", settings);
        _ = (plugin.Instance as IModelPlugin)?.Describe(given);
        _ = (plugin.Instance as IRoutingPlugin)?.Describe(given);
        return [new CheckCase { Name = "given", Settings = given, Folder = plugin.Folder }];
    }
}
