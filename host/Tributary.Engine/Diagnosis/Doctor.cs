using System.Globalization;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>What was found in one area: the machine, the host's libraries, the plugins, or what one plugin looks at.</summary>
/// <param name="Area">The area's name.</param>
/// <param name="Diagnoses">What was found.</param>
public sealed record AreaExamination(string Area, IReadOnlyList<Diagnosis> Diagnoses);

/// <summary>Examines the machine, the host's libraries and every plugin, and asks the plugins that know more.</summary>
public static class Doctor
{
    /// <summary>Examines everything. What breaks down becomes a diagnosis.</summary>
    public static IReadOnlyList<AreaExamination> Examine(PluginCatalogue catalogue, CancellationToken cancellation)
    {
        var areas = new List<AreaExamination>
        {
            new("machine", [.. MachineExamination.Examine()]),
            new("libraries", LibraryExamination.Examine()),
        };
        var plugins = new List<Diagnosis>();
        areas.Add(new("plugins", plugins));
        int loaded = 0;
        foreach (PluginFolder folder in catalogue.Folders)
        {
            cancellation.ThrowIfCancellationRequested();
            string id = folder.Manifest?.Id ?? Path.GetFileName(folder.Folder);
            if (folder.Refusal is { } refusal)
            {
                plugins.Add(new Diagnosis(id, $"{folder.Folder}: {refusal.Problem}", DiagnosisLevel.Fails, refusal.Remedy));
                continue;
            }

            try
            {
                LoadedPlugin plugin = catalogue.Load(id);
                loaded++;
                if (plugin.As<IDiagnosticPlugin>() is { } diagnostic)
                {
                    areas.Add(new(plugin.Manifest.Name is { Length: > 0 } name ? name : id, Ask(diagnostic, id, cancellation)));
                }
            }
            catch (TributaryException error)
            {
                plugins.Add(new Diagnosis(id, error.Problem, DiagnosisLevel.Fails, error.Remedy));
            }
        }

        plugins.Insert(0, new Diagnosis("loaded", string.Create(CultureInfo.InvariantCulture, $"{loaded} of {catalogue.Folders.Count}")) { Value = loaded, Unit = "plugins" });
        return areas;
    }

    private static IReadOnlyList<Diagnosis> Ask(IDiagnosticPlugin plugin, string id, CancellationToken cancellation)
    {
        try
        {
            return plugin.Examine(cancellation);
        }
        catch (TributaryException error)
        {
            return [new Diagnosis(id, error.Problem, DiagnosisLevel.Fails, error.Remedy)];
        }
#pragma warning disable CA1031 // Whatever a plugin throws, the others are examined.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return [new Diagnosis(id, $"the plugin broke down while examining ({error.GetType().Name}: {error.Message})", DiagnosisLevel.Fails, "Report it to the plugin's authors.")];
        }
    }
}
