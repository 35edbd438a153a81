using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A forcing plugin with a sample of its format.</summary>
internal sealed class ForcingSubject(IForcingPlugin plugin, CheckCase given, IHostServices services) : Subject(given, services)
{
    public IForcingPlugin Plugin { get; } = plugin;

    /// <summary>Whether there is a sample to read.</summary>
    public bool HasSample => Case.Basins.Count > 0;

    public override Finding Examine(Check check) => !HasSample && check is not (DescriptorCheck or SettingsSchemaCheck)
        ? Finding.NotApplicable("its plugin.json names no sample under 'checks' (files, basins)")
        : check.OfForcing(this);

    /// <summary>A basin of the sample that the source does not list, so that a host would not ask for it; null where there is none.</summary>
    public string? Unlisted()
    {
        using IBasinSource source = Open(Plugin);
        return source.BasinIds is { } listed ? Case.Basins.FirstOrDefault(basin => !listed.Contains(basin)) : null;
    }

    /// <summary>Reads the sample's basins.</summary>
    public IReadOnlyList<BasinRecord> Read(IForcingPlugin? plugin = null)
    {
        using IBasinSource source = Open(plugin ?? Plugin);
        return [.. Case.Basins.Select(basin => source.Read(basin, CancellationToken.None))];
    }

    private IBasinSource Open(IForcingPlugin plugin) => plugin.Open(Settings, new ForcingSetup(Case.Folder, Case.Files, Services));

    /// <summary>Tells in what two readings differ; null where they agree.</summary>
    public static string? Differ(IReadOnlyList<BasinRecord> expected, IReadOnlyList<BasinRecord> actual)
    {
        foreach ((BasinRecord one, BasinRecord other) in expected.Zip(actual))
        {
            if (one.Series.Count != other.Series.Count || one.AreaKm2 != other.AreaKm2)
            {
                return $"basin {one.Id} has {other.Series.Count} series and {other.AreaKm2} km2, before it had {one.Series.Count} and {one.AreaKm2}";
            }

            foreach ((BasinSeries series, BasinSeries again) in one.Series.Zip(other.Series))
            {
                if (series.Time != again.Time || series.Name != again.Name)
                {
                    return $"basin {one.Id}: {again.Name} from {again.Time.Start:yyyy-MM-dd}, before it was {series.Name} from {series.Time.Start:yyyy-MM-dd}";
                }

                if (Bits.Differ(series.Values, again.Values, step => $"{series.Name} of basin {one.Id} on step {step}") is { } difference)
                {
                    return difference;
                }
            }
        }

        return null;
    }
}
