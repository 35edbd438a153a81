using System.Text.Json;
using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Report;

namespace Tributary.Tests.Report;

/// <summary>What a member went by, from an explanation's file of known weights to the page: partition, ranks, path, and the moving map with its verdict.</summary>
public sealed class InfluenceInBrowserTests
{
    [Fact]
    public async Task Shares_path_and_moving_maps_stand_with_the_verdict_of_the_checks()
    {
        using var run = new ExplainedRun();
        JsonElement seen = await LookAt(ContentOf(run));

        foreach (string kind in (string[])["requests", "consoleErrors", "pageErrors"])
        {
            Assert.Empty(seen.GetProperty(kind).EnumerateArray());
        }

        // Seasons in their order, each bar of three parts whose widths are the shares.
        Assert.Equal(["December to February", "March to May", "June to August", "September to November"], Texts(seen, "seasons"));
        Assert.Equal("precipitation 30 %, air temperature 60 %, noise 10 %", Texts(seen, "bars")[2]);
        JsonElement widths = seen.GetProperty("widths");
        Assert.Equal([0.3, 0.6, 0.1], widths[2].EnumerateArray().Select(width => Math.Round(width.GetDouble(), 2)));
        Assert.Equal(["precipitation", "air temperature", "noise"], Texts(seen, "ranked"));

        // The zone of highest influence: lowlands but in summer.
        Assert.Equal(["highest third", "middle third", "lowest third"], Texts(seen, "zones"));
        Assert.Equal(["lowest third", "lowest third", "lowest third", "lowest third", "lowest third", "highest third", "highest third", "highest third", "lowest third", "lowest third", "lowest third", "lowest third"], Texts(seen, "path"));

        string verdict = ExplainedRun.Verdict;
        Assert.Equal(2, seen.GetProperty("verdicts").GetArrayLength());
        Assert.All(Texts(seen, "verdicts"), text => Assert.Equal(verdict, text));
        Assert.Equal(["Influence of all variables (trace)", "Influence of precipitation (trace)", "Influence of air temperature (trace)", "Influence of noise (trace)"], Texts(seen, "results").Where(name => name.StartsWith("Influence", StringComparison.Ordinal)));
        Assert.EndsWith(verdict, seen.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.True(seen.GetProperty("noteVisible").GetBoolean());
        Assert.False(seen.GetProperty("noteOfOther").GetBoolean());
        Assert.Equal((12, "January, mean of 62 steps", "July, mean of 62 steps"), (seen.GetProperty("frames").GetInt32(), seen.GetProperty("first").GetString(), seen.GetProperty("later").GetString()));

        // Temperature counts in the upper cells alone: 0.05 of all in January, 0.3 in July.
        Assert.Equal([0.05, 0.3], seen.GetProperty("values").EnumerateArray().Select(value => Math.Round(value.GetDouble(), 3)));
        Assert.NotEqual(seen.GetProperty("colours")[0].GetString(), seen.GetProperty("colours")[1].GetString());
        Assert.InRange(seen.GetProperty("narrow").GetInt32(), 1, 390);
    }

    private static ReportContent ContentOf(ExplainedRun run)
    {
        ReportContent content = SyntheticReport.Of(years: 3, basins: 1);
        ReportBasin basin = content.Basins[0];
        var units = new CatchmentUnits(ExplainedRun.Cells, [100, 100, 100, 100, 300, 100], ExplainedRun.Latitude, ExplainedRun.Longitude, ExplainedRun.Elevation);
        var network = new RiverNetwork([.. ExplainedRun.Cells], [1, 2, 3, 4, 5, -1], [1, 1, 1, 1, 1, 1], [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], [0, 1, 2, 3, 4, 5]);
        var domain = new BasinDomain(SpatialModes.Distributed, units, network, [new Gauge("mouth", 5, 800)]);
        using var influence = new InfluenceReport(run.Folder, domain);
        var shapes = new GeometryFactory();
        Polygon[] outlines = [.. ExplainedRun.Latitude.Zip(ExplainedRun.Longitude, (latitude, longitude) => (Polygon)shapes.ToGeometry(new Envelope(longitude - 0.25, longitude + 0.25, latitude - 0.25, latitude + 0.25)))];
        var frames = MapFrames.Choose(content.Time, 6);
        ReportMember[] members = [basin.Members[0] with { Name = "trace", Influence = influence.At("trace", 0) }, .. basin.Members.Skip(1)];
        return content with
        {
            Basins = [basin with { Members = members }],
            Map = new ReportMap(
                [.. outlines.Select((outline, cell) => new MapUnit(ExplainedRun.Cells[cell], outline, 100))],
                [],
                frames.Frames,
                [
                    new MapLayer("runoff", "Runoff", "mm d-1", MapItems.Units, [.. Enumerable.Range(0, 6 * frames.Frames.Count).Select(at => (float)(at % 17))]) { Member = "trace" },
                    .. influence.Layers(["trace"]),
                ])
            {
                UnitWord = "cell",
            },
        };
    }

    private static string[] Texts(JsonElement seen, string name) => [.. seen.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private static async Task<JsonElement> LookAt(ReportContent content)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(content, stream);
        }

        return await Browser.LookAt(file, "look-influence.mjs");
    }
}
