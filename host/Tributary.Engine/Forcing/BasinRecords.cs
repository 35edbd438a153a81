using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Reads what a forcing plugin holds of basins, units, gauges or stations.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="services">What the host offers.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class BasinRecords(WorkflowPlan plan, HostServices services, ProblemList problems)
{
    /// <summary>Reads records by id; those that cannot be read are null, and a problem.</summary>
    /// <param name="path">The source's key in the workflow.</param>
    /// <param name="section">What the workflow says of the source.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="pathOf">The key that a problem with one of them belongs to.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="what">What has the ids, for messages.</param>
    public BasinRecord?[] Read(
        string path, ForcingSection section, IReadOnlyList<string> ids, Func<int, string> pathOf, CancellationToken cancellation, string what = "basin")
    {
        var records = new BasinRecord?[ids.Count];
        problems.Try(path, () =>
        {
            using IBasinSource source = Open(path, section, out LoadedPlugin loaded);
            for (int i = 0; i < records.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                int basin = i;
                problems.Try(pathOf(i), () =>
                {
                    if (source.BasinIds is { } known && !known.Contains(ids[basin]))
                    {
                        throw new InputException($"the source has no {what} '{ids[basin]}'{Nearest.Suggest(ids[basin], known)}");
                    }

                    records[basin] = PluginGuard.Call(loaded, path, $"reading {what} {ids[basin]}", () => source.Read(ids[basin], cancellation));
                });
            }
        });
        return records;
    }

    /// <summary>Reads all records of a source, or those of some ids.</summary>
    /// <param name="path">The source's key in the workflow.</param>
    /// <param name="section">What the workflow says of the source.</param>
    /// <param name="ids">The ids; null for all.</param>
    /// <param name="cancellation">Stops the work.</param>
    public BasinRecord[] ReadAll(string path, ForcingSection section, IReadOnlyList<string>? ids, CancellationToken cancellation)
    {
        IReadOnlyList<string>? known = ids;
        if (known is null)
        {
            problems.Try(path, () =>
            {
                using IBasinSource source = Open(path, section, out _);
                known = source.AllIds ?? throw new InputException("the source cannot tell which stations it has", remedy: "List them under forcing.stations.ids.");
            });
        }

        string PathOf(int station) => ids is not null ? $"{path}.stations.ids[{station}]" : section.Files is null ? path : $"{path}.files";
        return known is null ? [] : [.. Read(path, section, known, PathOf, cancellation, "station").OfType<BasinRecord>()];
    }

    private IBasinSource Open(string path, ForcingSection section, out LoadedPlugin loaded)
    {
        var plugin = plan.Plugins.Get<IForcingPlugin>(section.Source, out LoadedPlugin found);
        loaded = found;
        var setup = new ForcingSetup(plan.Folder, section.Files, services);
        return PluginGuard.Call(found, path, "opening the source", () => plugin.Open(section.Settings, setup));
    }
}
