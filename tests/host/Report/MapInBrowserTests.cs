using System.Text.Json;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class MapInBrowserTests
{
    [Fact]
    public async Task A_map_draws_plays_tells_values_and_zooms_in_a_browser_without_a_network()
    {
        ReportContent content = SyntheticReport.Of(years: 6);
        JsonElement seen = await LookAt(content with { Map = SyntheticMap.Of(content.Time, content.Basins[0].Id) });

        Assert.True(seen.GetProperty("visible").GetBoolean());
        Assert.Equal(72, seen.GetProperty("frames").GetInt32());
    }

    [Fact]
    public async Task The_units_of_the_Lievre_draw_in_a_browser()
    {
        ReportContent content = SyntheticReport.Of(years: 12, basins: 1);
        JsonElement seen = await LookAt(content with { Map = LievreMap.Of(LievreMap.Domain(), content.Time) });

        // Twelve years of weeks: days would weigh more than a report may.
        Assert.Equal(627, seen.GetProperty("frames").GetInt32());
    }

    private static async Task<JsonElement> LookAt(ReportContent content)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(content, stream);
        }

        return await Browser.LookAt(file, "look-map.mjs");
    }
}
