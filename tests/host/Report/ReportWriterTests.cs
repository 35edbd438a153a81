using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed partial class ReportWriterTests
{
    [Fact]
    public void The_same_content_gives_the_same_bytes() =>
        Assert.Equal(Bytes(SyntheticReport.Of(years: 3)), Bytes(SyntheticReport.Of(years: 3)));

    [Fact]
    public void Nothing_in_a_note_can_end_a_block_or_stand_for_a_part()
    {
        string hostile = "</script><script>alert(1)</script><!-- {{content}} {{style}}";
        ReportContent content = SyntheticReport.Of(years: 2, notes: new ReportNote(hostile)) with { Name = hostile, Description = hostile, Version = hostile, Facts = [new(hostile, hostile)] };
        string page = Text(content);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.Single(DataBlock().Matches(page));
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!-- {{content}} {{style}}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_notes_are_all_there_and_the_later_ones_folded_away()
    {
        ReportContent content = SyntheticReport.Of(years: 2);
        string page = Text(content with { Notes = [.. Enumerable.Range(1, 25).Select(number => new ReportNote($"remark {number}.", Warning: number == 25))] });
        string seen = page[..page.IndexOf("<summary>5 more notes</summary>", StringComparison.Ordinal)];
        Assert.Contains("remark 25.", seen, StringComparison.Ordinal);
        Assert.Contains("remark 19.", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("remark 20.", seen, StringComparison.Ordinal);
        Assert.Contains("remark 24.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("more notes", Text(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_years_of_three_daily_series_stay_below_1200_kilobytes()
    {
        ReportContent content = SyntheticReport.Of(years: 30, basins: 1);
        ReportBasin basin = content.Basins[0];
        int size = Bytes(content with { Basins = [basin with { Members = [basin.Members[0]] }] }).Length;
        Assert.InRange(size, 3 * 30 * 365 * 4, 1_200_000);
    }

    [Fact]
    public void Series_come_back_as_written_and_gaps_as_no_number()
    {
        ReportContent content = SyntheticReport.Of(years: 3);
        using JsonDocument json = JsonDocument.Parse(DataBlock().Match(Text(content)).Groups[1].Value);
        byte[] bytes = json.RootElement.GetProperty("basins")[0].GetProperty("observed").GetBytesFromBase64();
        double[] observed = content.Basins[0].Observed!;
        Assert.Contains(observed, double.IsNaN);
        for (int i = 0; i < observed.Length; i++)
        {
            int bits = bytes[4 * i] | (bytes[4 * i + 1] << 8) | (bytes[4 * i + 2] << 16) | (bytes[4 * i + 3] << 24);
            Assert.Equal((float)observed[i], BitConverter.Int32BitsToSingle(bits));
        }
    }

    [Fact]
    public void Calibration_keeps_the_steps_where_a_start_got_better_and_its_last()
    {
        ReportMember member = new("m", "model", [1, 2]) { Calibration = new ReportCalibration("KGE", [[new(1, double.NegativeInfinity), new(2, 0.1), new(3, 0.1), new(4, 0.5), new(5, 0.5), new(6, 0.5)]]) };
        using JsonDocument json = JsonDocument.Parse(DataBlock().Match(Text(Small(member))).Groups[1].Value);
        Assert.Equal("[[[2,0.1],[4,0.5],[6,0.5]]]", json.RootElement.GetProperty("basins")[0].GetProperty("members")[0].GetProperty("calibration").GetProperty("starts").GetRawText());
    }

    [Fact]
    public void Past_forty_basins_the_rest_keep_their_scores_and_the_report_says_so()
    {
        string page = Text(SyntheticReport.Of(years: 2, basins: 43));
        Assert.Contains("The first 40 of 43 basins have charts here", page, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(DataBlock().Match(page).Groups[1].Value);
        JsonElement basins = json.RootElement.GetProperty("basins");
        Assert.Equal(43, basins.GetArrayLength());
        Assert.True(basins[39].TryGetProperty("observed", out _));
        Assert.False(basins[40].TryGetProperty("observed", out _));
        Assert.Equal(0.75, basins[40].GetProperty("members")[0].GetProperty("scores").GetProperty("validation").GetProperty("nse").GetDouble(), 12);
    }

    [Fact]
    public void A_series_off_the_time_axis_is_refused_with_both_lengths()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Text(Small(new ReportMember("gr4j", "GR4J", [1, 2, 3]))));
        Assert.Contains("simulated series of A, gr4j has 3 steps and the time axis 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_no_address_that_a_browser_would_load()
    {
        string page = Text(SyntheticReport.Of(years: 2));
        string markup = page[..page.IndexOf("<style>", StringComparison.Ordinal)] + page[page.IndexOf("</style>", StringComparison.Ordinal)..page.IndexOf("report-content", StringComparison.Ordinal)];
        Assert.DoesNotMatch(@"(src|href)\s*=\s*""(?!data:)", markup);
        Assert.DoesNotMatch(@"@import|url\(", page[page.IndexOf("<style>", StringComparison.Ordinal)..page.IndexOf("</style>", StringComparison.Ordinal)]);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    private static ReportContent Small(ReportMember member) => new("small", new ReportTime(new DateTime(2000, 1, 1), 86400, 2), [new ReportBasin("A", [member])]);

    private static byte[] Bytes(ReportContent content)
    {
        using var stream = new MemoryStream();
        ReportWriter.Write(content, stream);
        return stream.ToArray();
    }

    private static string Text(ReportContent content) => Encoding.UTF8.GetString(Bytes(content));

    [GeneratedRegex("""<script type="application/json" id="report-content">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex DataBlock();
}
