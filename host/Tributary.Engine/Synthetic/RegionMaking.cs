using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Makes the invented catchments that a workflow runs on, where they are not there yet or were made otherwise.</summary>
internal static class RegionMaking
{
    /// <summary>The ids that a list of basins has or will have; null where no invented region has that list.</summary>
    /// <param name="synthetic">The workflow's section.</param>
    /// <param name="file">The list's file.</param>
    /// <param name="folder">The workflow's folder.</param>
    public static IEnumerable<string>? IdsIn(JsonNode? synthetic, string file, string folder)
    {
        string data = Path.GetFullPath(synthetic?["folder"]?.ToString() ?? new SyntheticSection().Folder, folder);
        JsonNode? region = (synthetic?["regions"] as JsonArray)?.FirstOrDefault(one => Path.Combine(data, $"{one?["name"]}.txt") == file);
        return region is null ? null : SyntheticRegion.Ids(region["name"]!.ToString(), region["basins"] is { } count ? int.Parse(count.ToString(), System.Globalization.CultureInfo.InvariantCulture) : new SyntheticRegionSection().Basins);
    }

    /// <summary>Whether all of it is there.</summary>
    public static bool IsMade(WorkflowPlan plan) => plan.Workflow.Synthetic is not { } section || section.Regions.All(region => IsMade(FolderOf(plan, section), region));

    /// <summary>Makes what is not there.</summary>
    /// <exception cref="InputException">A region's model or parameters are wrong.</exception>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public static void Make(WorkflowPlan plan, IProgress<RunEvent> progress, CancellationToken cancellation)
    {
        if (plan.Workflow.Synthetic is not { } section)
        {
            return;
        }

        string folder = FolderOf(plan, section);
        foreach (SyntheticRegionSection region in section.Regions.Where(region => !IsMade(folder, region)))
        {
            progress.Report(new PartBegun($"making {region.Basins} invented catchments {region.Name}_1 to {region.Name}_{region.Basins} in {folder}"));
            new SyntheticRegion
            {
                Truth = new SyntheticTruth { Plugin = region.Model, Settings = SettingsOf(region) },
                Driven = [.. region.Driven.Select(driven => new DrivenParameter(driven.Key, driven.Value.Attribute, driven.Value.Low, driven.Value.High))],
                Name = region.Name,
                BasinCount = region.Basins,
                Years = region.Years,
                Seed = region.Seed,
                Wetness = region.Wetness,
                Warmth = region.Warmth,
            }.Write(plan.Plugins, folder, cancellation);
            File.WriteAllText(SealOf(folder, region), Said(region));
        }
    }

    private static string FolderOf(WorkflowPlan plan, SyntheticSection section) => Path.GetFullPath(section.Folder, plan.Folder);

    /// <summary>Written last, so that what a kill left half-made is made again.</summary>
    private static string SealOf(string folder, SyntheticRegionSection region) => Path.Combine(folder, $"made_{region.Name}.json");

    private static bool IsMade(string folder, SyntheticRegionSection region) => File.Exists(SealOf(folder, region)) && File.ReadAllText(SealOf(folder, region)) == Said(region);

    private static string Said(SyntheticRegionSection region) => JsonSerializer.Serialize(region with { Settings = SettingsOf(region) }, WorkflowJson.Default.SyntheticRegionSection);

    private static JsonElement SettingsOf(SyntheticRegionSection region) => region.Settings.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("{}") : region.Settings;
}
