using System.CommandLine;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary doctor</c>: what this machine offers, what is missing, slow or broken, and what to install.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var folder = new Option<string[]>("--folder") { Description = "further folder to look for plugins in", DefaultValueFactory = _ => [] };
        Option<bool> isolate = PluginsCommand.IsolateOption();
        var json = new Option<bool>("--json") { Description = "print as JSON" };
        var command = new Command("doctor", "Tell what this machine offers: libraries and their versions, the speed of matrix products, plugins, and what to install. Installs nothing.") { folder, isolate, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            PluginCatalogue catalogue = PluginsCommand.Catalogue(parsed.GetRequiredValue(folder), parsed.GetValue(isolate));
            IReadOnlyList<AreaExamination> areas = Doctor.Examine(catalogue, cancellation);
            DoctorView.Show(areas, parsed.GetValue(json));
            string[] failing = [.. areas.SelectMany(area => area.Diagnoses).Where(diagnosis => diagnosis.Level == DiagnosisLevel.Fails).Select(diagnosis => diagnosis.Subject)];
            if (failing.Length > 0)
            {
                throw new WorkException($"installed but not working: {string.Join(", ", failing)}");
            }
        })));
        return command;
    }
}
