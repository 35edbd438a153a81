using System.Text.Json;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class ReportInBrowserTests
{
    [Fact]
    public async Task A_report_draws_zooms_and_switches_in_a_browser_without_a_network()
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(SyntheticReport.Of(), stream);
        }

        JsonElement seen = await Browser.LookAt(file);

        Assert.Empty(Texts(seen, "requests"));
        Assert.Empty(Texts(seen, "consoleErrors"));
        Assert.Empty(Texts(seen, "pageErrors"));
        Assert.False(seen.GetProperty("injected").GetBoolean());
        Assert.Equal(["Lièvre, two models"], Texts(seen, "h1"));
        Assert.Equal(["02LE024", SyntheticReport.HostileId], Texts(seen, "basins"));

        string[] expected = ["basins-chart", "duration", "explanation-1", "explanation-2", "explanation-3", "histogram", "hydrograph", "overview", "regime", "residuals", "scatter", "trace", "trace-front-1"];
        AllDrawn(seen.GetProperty("charts"), expected.Except(["basins-chart"]));
        AllDrawn(seen.GetProperty("second"), expected.Except(["basins-chart"]));
        AllDrawn(seen.GetProperty("dark"), expected.Except(["basins-chart"]));

        foreach (string way in (string[])["zoom", "wheel", "keys"])
        {
            JsonElement zoom = seen.GetProperty(way);
            double whole = zoom.GetProperty("whole").GetDouble();
            Assert.True(zoom.GetProperty("narrowed").GetDouble() < 0.9 * whole, way);
            Assert.Equal(whole, zoom.GetProperty("restored").GetDouble());
        }

        Assert.InRange(seen.GetProperty("zoom").GetProperty("narrowed").GetDouble() / seen.GetProperty("zoom").GetProperty("whole").GetDouble(), 0.08, 0.12);
        Assert.Equal(seen.GetProperty("zoom").GetProperty("narrowed").GetDouble(), seen.GetProperty("zoom").GetProperty("residuals").GetDouble());
        Assert.InRange(seen.GetProperty("zoom").GetProperty("strip").GetDouble(), 0.08, 0.12);

        JsonElement explained = seen.GetProperty("explained");
        Assert.Equal(["Integrated gradients magnitude", "Integrated gradients", "Attention", "Permutation importance"], Texts(explained, "titles"));
        Assert.Equal([SyntheticReport.HostileId, "slope mean", "area"], Texts(explained, "names"));
        Assert.Equal(["0.310", "0.200", "−0.0200"], Texts(explained, "weights"));
        JsonElement[] cells = [.. explained.GetProperty("cells").EnumerateArray()];
        Assert.True(cells[0].GetInt32() > 25, "a heat map of fading weights has cells of many colours");
        Assert.True(cells[1].GetInt32() > 10);
        Assert.Equal(["0 4.0", "−4.0 0 4.0"], Texts(explained, "keys"));

        int gaps = SyntheticReport.Of().Basins[0].Observed!.Count(double.IsNaN);
        Assert.Equal(gaps, seen.GetProperty("gapsKept").GetProperty("hydrograph").GetInt32());
        Assert.Equal(gaps, seen.GetProperty("gapsKept").GetProperty("residuals").GetInt32());

        Assert.Equal(3, seen.GetProperty("log").GetProperty("hydrograph").GetInt32());
        Assert.Equal(3, seen.GetProperty("log").GetProperty("scatter").GetInt32());
        Assert.True(seen.GetProperty("periodNarrows").GetBoolean());
        Assert.True(seen.GetProperty("memberToggles").GetBoolean());
        Assert.True(seen.GetProperty("basinSwitches").GetBoolean());

        Assert.Equal(5, seen.GetProperty("scoreRows").GetInt32());
        // One of five scores and three periods is a tie: biases of 1.6 % and -1.6 % in the validation.
        Assert.Equal(5 * 3 + 1, seen.GetProperty("boldScores").GetInt32());
        Assert.Equal(["at lower bound"], Texts(seen, "flags"));
        Assert.Equal(0, seen.GetProperty("unnamedTables").GetInt32());
        Assert.Equal(0, seen.GetProperty("unlabelledCharts").GetInt32());
        Assert.Equal(0, seen.GetProperty("unlabelledSelects").GetInt32());

        JsonElement narrow = seen.GetProperty("narrow");
        Assert.InRange(narrow.GetProperty("page").GetInt32(), 1, 390);
        Assert.InRange(narrow.GetProperty("charts").GetInt32(), 280, 390);
    }

    [Fact]
    public async Task Of_many_basins_the_distribution_of_a_score_is_drawn_one_line_a_member()
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(SyntheticReport.Of(years: 4, basins: 8), stream);
        }

        JsonElement seen = await Browser.LookAt(file);

        Assert.Empty(Texts(seen, "pageErrors"));
        JsonElement chart = seen.GetProperty("charts").GetProperty("basins-chart");
        Assert.True(chart.GetProperty("drawn").GetBoolean());
        JsonElement[] lines = [.. chart.GetProperty("series").EnumerateArray()];
        Assert.Equal(["gr4j", "lstm"], lines.Select(line => line.GetProperty("label").GetString()!));
        Assert.All(lines, line => Assert.True(line.GetProperty("pixels").GetInt32() > 40, $"{line.GetProperty("label").GetString()} is not in its own colour."));
    }

    private static void AllDrawn(JsonElement charts, IEnumerable<string> names)
    {
        Assert.Equal(names, charts.EnumerateObject().Select(chart => chart.Name).Order());
        foreach (JsonProperty chart in charts.EnumerateObject())
        {
            Assert.True(chart.Value.GetProperty("drawn").GetBoolean(), chart.Name);
            Assert.True(chart.Value.GetProperty("painted").GetInt32() > 2000, chart.Name);
            foreach (JsonElement series in chart.Value.GetProperty("series").EnumerateArray().Where(series => !series.GetProperty("bands").GetBoolean()))
            {
                Assert.True(series.GetProperty("pixels").GetInt32() > 40, $"{chart.Name}: {series.GetProperty("label").GetString()} is not in its own colour.");
            }
        }
    }

    private static string[] Texts(JsonElement seen, string name) => [.. seen.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
