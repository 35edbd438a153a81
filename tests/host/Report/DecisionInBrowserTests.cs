using System.Text.Json;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class DecisionInBrowserTests
{
    [Fact]
    public async Task Ranks_differences_regimes_and_contributions_are_shown_as_they_are_given()
    {
        ReportContent content = SyntheticReport.Of(years: 3);
        string[] names = [.. content.Basins[0].Members.Select(member => member.Name).Take(2)];
        var decision = new ReportDecision(
            "test",
            91.3125,
            [
                new ReportComparison(
                    "nse", "2000 resamples of 16 blocks of time",
                    [new ReportStanding(names[0], 0.6, 0.5, 0.7, 2, 0.125), new ReportStanding(names[1], 0.8, 0.75, 0.9, 1, 0.875)], [[1, 0.0004], [0.0004, 1]]),
            ],
            [new ReportPart("", "", 1, names[1], 1, 0.4), new ReportPart("DJF", "high", 1, names[0], 1, 0.3)],
            [new ReportContribution("mean", names[0], "nse", 0.7, 0.8, -0.1), new ReportContribution("mean", names[1], "nse", 0.7, 0.6, 0.1)]);
        JsonElement seen = await LookAt(content with { Decision = decision });

        Assert.True(seen.GetProperty("visible").GetBoolean());
        Assert.False(seen.GetProperty("injected").GetBoolean());
        foreach (string kind in (string[])["requests", "consoleErrors", "pageErrors"])
        {
            Assert.Empty(seen.GetProperty(kind).EnumerateArray());
        }

        string[][] standings = Rows(seen, "standings");
        Assert.Equal([names[1], "1.00", "0.800", "0.750 to 0.900", "", "88 %"], standings[1]);
        Assert.Equal(names[0], standings[2][0]);

        // From 0.5 to 0.9 the values 0.8 and 0.6 stand at three quarters and one quarter.
        Assert.Equal([75.0, 25.0], seen.GetProperty("dots").EnumerateArray().Select(dot => Math.Round(dot.GetDouble(), 6)));
        Assert.Equal(["< 0.001"], seen.GetProperty("bold").EnumerateArray().Select(cell => cell.GetString()));
        Assert.Equal(["All year", names[1], "–", "–", "–"], Rows(seen, "regimes")[1]);
        Assert.Equal(["DJF", "–", "–", "–", names[0]], Rows(seen, "regimes")[2]);
        Assert.Equal(["mean", "−0.100", "+0.100"], Rows(seen, "contributions")[1]);
        Assert.Equal(["−0.100"], seen.GetProperty("harm").EnumerateArray().Select(cell => cell.GetString()));
    }

    [Fact]
    public async Task Nothing_of_it_is_shown_where_there_is_nothing_to_choose() =>
        Assert.False((await LookAt(SyntheticReport.Of(years: 3))).GetProperty("visible").GetBoolean());

    private static string[][] Rows(JsonElement seen, string name) =>
        [.. seen.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray())];

    private static async Task<JsonElement> LookAt(ReportContent content)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(content, stream);
        }

        return await Browser.LookAt(file, "look-decision.mjs");
    }
}
