using System.Text.Json;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class StudyInBrowserTests
{
    private const int Basins = 12;
    private static readonly string[] Members = [.. SyntheticReport.Of(years: 3).Basins[0].Members.Select(member => member.Name)];

    [Fact]
    public async Task A_study_shows_its_table_and_its_four_charts_in_a_browser_without_a_network()
    {
        JsonElement seen = await LookAt(SyntheticReport.Of(years: 3) with { Study = Study() });

        Assert.True(seen.GetProperty("visible").GetBoolean());
        Assert.False(seen.GetProperty("injected").GetBoolean());
        foreach (string kind in (string[])["requests", "consoleErrors", "pageErrors"])
        {
            Assert.Empty(seen.GetProperty(kind).EnumerateArray());
        }

        Assert.Equal(["Sources", "Years", "Member", "Mean NSE", "Median NSE", "Mean KGE", "Median KGE", "Mean gain", "Median gain", "Degraded"], Texts(seen.GetProperty("columns")));
        Assert.Equal(["10", "1", Members[1], "0.400", "0.450 ± 0.020", "0.500", "0.550", "0.100", "−0.050", "25 %"], Texts(seen.GetProperty("rows")[1]));
        Assert.Equal("a note", seen.GetProperty("note").GetString());
        Assert.Equal([Members[1], "0.200", "0.300", "−0.100", "0.050"], Texts(seen.GetProperty("predictors")[0]));

        // The distribution of the greatest source with the fewest years first; then, at a press, with the most.
        JsonElement chart = seen.GetProperty("charts").GetProperty("study-distribution");
        Assert.Equal(Members[..2], Texts(chart.GetProperty("names")));
        double[] shares = [.. chart.GetProperty("data")[2].EnumerateArray().Where(share => share.ValueKind == JsonValueKind.Number).Select(share => share.GetDouble())];
        Assert.Equal(Basins, shares.Length);
        Assert.Equal(1, shares[^1]);
        Assert.NotEqual(chart.GetRawText(), seen.GetProperty("later").GetProperty("study-distribution").GetRawText());

        // Medians by the size of the source.
        JsonElement sizes = seen.GetProperty("charts").GetProperty("study-sizes").GetProperty("data");
        Assert.Equal([10, 100], sizes[0].EnumerateArray().Select(size => size.GetDouble()));
        Assert.Equal([0.45, 0.65], sizes[2].EnumerateArray().Select(median => median.GetDouble()));
        Assert.Contains("1 year of discharge", seen.GetProperty("sizesCaption").GetString(), StringComparison.Ordinal);

        // Gains by the source's score, which is kept above -1, in its order; the baseline gains nothing and is left out.
        JsonElement gains = seen.GetProperty("charts").GetProperty("study-source");
        Assert.Equal([Members[1]], Texts(gains.GetProperty("names")));
        double[] known = [.. gains.GetProperty("data")[0].EnumerateArray().Select(score => score.GetDouble())];
        Assert.Equal(known.Order(), known);
        Assert.Equal(-1, known[0]);
        Assert.Contains(SyntheticReport.HostileId, seen.GetProperty("attribute").GetString(), StringComparison.Ordinal);
        Assert.InRange(seen.GetProperty("narrow").GetInt32(), 1, 390);
    }

    [Fact]
    public async Task A_report_without_a_study_shows_none()
    {
        JsonElement seen = await LookAt(SyntheticReport.Of(years: 3));

        Assert.False(seen.GetProperty("visible").GetBoolean());
        Assert.Empty(seen.GetProperty("pageErrors").EnumerateArray());
    }

    private static ReportStudy Study() => new(
        Members[0],
        "a note",
        [.. from size in new[] { 10, 100 } from years in size == 100 ? new[] { 1, 5 } : [1] from member in new[] { 0, 1 } select Row(size, years, member)],
        [.. Enumerable.Range(0, Basins).Select(basin => $"basin {basin}")],
        [.. Enumerable.Range(0, Basins).Select(basin => basin == 5 ? -300 : 0.9 - (0.1 * basin))],
        [new("slope", [.. Enumerable.Range(0, Basins).Select(basin => (double)basin)]), new(SyntheticReport.HostileId, [.. Enumerable.Range(0, Basins).Select(basin => basin * 0.5)])],
        [new(Members[1], 0.2, 0.3, [("source_score", -0.1), ("log_years", 0.05)])]);

    private static ReportStudyRow Row(int size, int years, int member) => new(size, years, Members[member])
    {
        MeanNse = 0.4,
        MedianNse = (member == 0 ? 0.3 : 0.45) + (size == 100 ? 0.2 : 0),
        Deviation = member == 0 ? double.NaN : 0.02,
        MeanKge = 0.5,
        MedianKge = 0.55,
        MeanGain = 0.1,
        MedianGain = -0.05,
        ShareDegraded = 0.25,
        Nse = [.. Enumerable.Range(0, Basins).Select(basin => 0.1 + (0.05 * basin) + (0.02 * years) + (0.01 * member))],
        Gain = [.. Enumerable.Range(0, Basins).Select(basin => member == 0 ? 0 : (0.1 * basin) - 0.3)],
    };

    private static async Task<JsonElement> LookAt(ReportContent content)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(content, stream);
        }

        return await Browser.LookAt(file, "look-study.mjs");
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
