using System.Text.Json;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class SweepInBrowserTests
{
    [Fact]
    public async Task A_sweep_draws_its_points_as_lines_and_rows_in_a_browser_without_a_network()
    {
        ReportSweep sweep = SyntheticSweep.Of();
        JsonElement seen = await LookAt(SyntheticReport.Of(years: 3) with { Sweep = sweep });

        Assert.True(seen.GetProperty("visible").GetBoolean());
        Assert.False(seen.GetProperty("injected").GetBoolean());
        foreach (string kind in (string[])["requests", "consoleErrors", "pageErrors"])
        {
            Assert.Empty(seen.GetProperty(kind).EnumerateArray());
        }

        JsonElement[] axes = [.. seen.GetProperty("axes").EnumerateArray()];
        Assert.Equal(["hidden_size", "learning_rate", "batch_size", "NSE"], axes.Select(axis => axis.GetProperty("name").GetString()));
        Assert.Equal("models.lstm.settings.learning_rate", axes[1].GetProperty("key").GetString());
        Assert.Equal(["64", "128", "<script>window.in…"], Texts(axes[0], "ticks"));
        Assert.Equal(["0.000100", "0.000316", "0.00100", "0.00316", "0.0100"], Texts(axes[1], "ticks"));
        Assert.Equal("0.850", Texts(axes[3], "ticks")[^1]);

        JsonElement[] lines = [.. seen.GetProperty("lines").EnumerateArray()];
        Assert.Equal(SyntheticSweep.Count, lines.Length);
        JsonElement best = Line(lines, SyntheticSweep.Best);
        Assert.Equal(SyntheticSweep.Best, lines[^1].GetProperty("number").GetInt32());
        Assert.Equal("point best", best.GetProperty("kind").GetString());
        Assert.True(best.GetProperty("width").GetDouble() > 2 * Line(lines, 2).GetProperty("width").GetDouble());
        Assert.NotEqual("none", Line(lines, 3).GetProperty("dash").GetString());
        Assert.Equal(3, Line(lines, SyntheticSweep.Failed).GetProperty("heights").GetArrayLength());
        Assert.Equal(4, best.GetProperty("heights").GetArrayLength());

        // The highest is the best; the learning rates are evenly spread over their logarithmic axis; the far worst stands at its end.
        double[] Heights(int axis) => [.. Enumerable.Range(1, SyntheticSweep.Count).Where(number => number != SyntheticSweep.Failed).Select(number => Line(lines, number).GetProperty("heights")[axis].GetDouble())];
        Assert.Equal(Heights(3).Min(), best.GetProperty("heights")[3].GetDouble());
        Assert.Equal(Heights(3).Max(), Line(lines, SyntheticSweep.Worst).GetProperty("heights")[3].GetDouble());
        Assert.Equal(10, (Line(lines, 11).GetProperty("heights")[1].GetDouble() - Line(lines, 12).GetProperty("heights")[1].GetDouble()), 0.2);
        Assert.Contains("Points below the axis", seen.GetProperty("caption").GetString(), StringComparison.Ordinal);
        Assert.Contains("1 failed", seen.GetProperty("caption").GetString(), StringComparison.Ordinal);
        Assert.True(lines.Select(line => line.GetProperty("stroke").GetString()).Distinct().Count() > 10);

        Assert.StartsWith("Point 12 (best): hidden_size 64, learning_rate 0.000574, batch_size 60, epochs 32. NSE 0.850 in the validation period, 0.830 in the test period.", seen.GetProperty("told").GetString(), StringComparison.Ordinal);
        Assert.Equal(["Point", "hidden_size", "learning_rate", "batch_size", "epochs", "NSE, validation", "NSE, test", "What became of it"], Texts(seen, "columns"));
        JsonElement[] rows = [.. seen.GetProperty("rows").EnumerateArray()];
        Assert.Equal("12", rows[0][0].GetString());
        Assert.Equal("0.850", rows[0][5].GetString());
        Assert.Equal("7", rows[^1][0].GetString());
        Assert.Equal($"failed out of memory {SyntheticReport.HostileId}", rows[^1][7].GetString());

        Assert.Equal([SyntheticSweep.Best], seen.GetProperty("markedLine").EnumerateArray().Select(point => point.GetInt32()));
        Assert.Equal(1, seen.GetProperty("markedRow").GetInt32());
        Assert.Equal(Enumerable.Range(1, SyntheticSweep.Count).Select(number => $"{number}"), Texts(seen, "byNumber"));
        Assert.Equal(["Point"], Texts(seen, "sorted"));
        Assert.NotEqual(best.GetProperty("stroke").GetString(), Line([.. seen.GetProperty("dark").EnumerateArray()], SyntheticSweep.Best).GetProperty("stroke").GetString());
        Assert.InRange(seen.GetProperty("narrow").GetProperty("page").GetInt32(), 1, 390);
    }

    [Fact]
    public async Task A_report_without_a_sweep_shows_none()
    {
        JsonElement seen = await LookAt(SyntheticReport.Of(years: 3));

        Assert.False(seen.GetProperty("visible").GetBoolean());
        Assert.Empty(seen.GetProperty("pageErrors").EnumerateArray());
    }

    private static async Task<JsonElement> LookAt(ReportContent content)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(content, stream);
        }

        return await Browser.LookAt(file, "look-sweep.mjs");
    }

    private static JsonElement Line(JsonElement[] lines, int number) => lines.First(line => line.GetProperty("number").GetInt32() == number);

    private static string[] Texts(JsonElement seen, string name) => [.. seen.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
