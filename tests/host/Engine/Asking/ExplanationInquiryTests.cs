using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Answers against the weights that an explanation was made of.</summary>
public sealed class ExplanationInquiryTests : IDisposable
{
    private readonly ExplainedRun _run = new();
    private readonly ExplanationStore _store;

    public ExplanationInquiryTests() => _store = ExplanationStore.Open(_run.Folder);

    public void Dispose()
    {
        _store.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void Shares_of_a_season_are_those_of_its_days_beside_the_usual_ones()
    {
        ExplanationAnswer answer = Ask("partition", season: "JJA");

        Assert.Equal(["air_temperature", "precipitation", "noise"], answer.Rows.Select(row => row[0]));
        Close.All([0.6, 0.3, 0.1], [.. answer.Rows.Select(row => (double)row[1])], 1e-6);
        double usual = Enumerable.Range(0, ExplainedRun.Days).Average(day => ExplainedRun.Alpha(0, ExplainedRun.Date(day)));
        Assert.Equal(usual, (double)answer.Rows[0][2], 1e-6);
        Assert.Equal(ExplainedRun.Verdict, answer.Verdict);
        Assert.Equal("ask partition --season JJA", answer.Query!.Command);
    }

    [Theory]
    [InlineData("season", 4)]
    [InlineData("month", 12)]
    [InlineData("year", 2)]
    [InlineData("day", 731)]
    [InlineData("event", 2)]
    [InlineData("zone", 3)]
    public void Shares_sum_to_1_in_every_part(string by, int parts)
    {
        ExplanationAnswer answer = Ask("partition", by: by);

        Assert.Equal(parts, answer.Rows.Count);
        int first = answer.Columns.Count - 3;
        Assert.Equal(ExplainedRun.Features.Order(), answer.Columns.Skip(first).Order());
        Assert.All(answer.Rows, row => Assert.Equal(1, row.Skip(first).Sum(value => (double)value), 1e-9));
    }

    [Fact]
    public void Zones_have_the_shares_of_their_cells_and_sum_to_1()
    {
        ExplanationAnswer answer = Ask("partition", by: "zone", season: "JJA", zones: "elevation:1100,4000");

        // 0.6 of temperature in the upper two cells; of noise, a sixth in each cell; of rain, half in each of the lower two.
        Assert.Equal(["below 1100 m", "1100 to 4000 m", "4000 m and above"], answer.Rows.Select(row => row[0]));
        Close.All([0.15 + (0.1 / 6), 0.15 + (0.1 / 2), 0.6 + (0.1 / 3)], [.. answer.Rows.Select(row => (double)row[3])], 1e-6);
        Close.All([1.0 / 8, 5.0 / 8, 2.0 / 8], [.. answer.Rows.Select(row => (double)row[2])], 1e-9);
        Assert.Equal(0.6 / (0.6 + (0.1 / 3)), (double)answer.Rows[2][answer.Columns.ToList().IndexOf("air_temperature")], 1e-6);
    }

    [Fact]
    public void A_zone_of_a_static_grid_and_a_polygon_hold_the_same_cells()
    {
        string polygons = _run.Write("zones.geojson", """
            { "type": "FeatureCollection", "features": [ { "type": "Feature", "properties": { "name": "north" },
              "geometry": { "type": "Polygon", "coordinates": [[[80, 30], [81, 30], [81, 30.5], [80, 30.5], [80, 30]]] } } ] }
            """);

        ExplanationAnswer byGrid = Ask("map", zones: "glacier", zone: "1", month: "July");
        ExplanationAnswer byPolygon = Ask("map", zones: polygons, zone: "north", month: "July");

        Assert.Equal(["r3c5", "r3c6"], byGrid.Rows.Select(row => row[0]));
        Assert.Equal(byGrid.Rows.SelectMany(row => row), byPolygon.Rows.SelectMany(row => row));
        Assert.Equal((30.25, 80.25, 0.5), ((double)byGrid.Rows[0][1], (double)byGrid.Rows[0][2], Math.Round((double)byGrid.Rows[0][3], 6)));
    }

    [Fact]
    public void The_path_goes_from_the_lowlands_of_winter_to_the_glaciers_of_summer()
    {
        ExplanationAnswer answer = Ask("path", by: "season");

        Assert.Equal(["December to February", "March to May", "June to August", "September to November"], answer.Rows.Select(row => row[0]));
        Assert.Equal(["lowest third", "lowest third", "highest third", "lowest third"], answer.Rows.Select(row => row[2]));
        double expected = (0.1 * 30.25) + (0.7 * 29.25) + (0.2 * 29.75);
        Assert.Equal(expected, (double)answer.Rows[0][5], 1e-5);
        Assert.Equal(0.7 + (0.2 / 3), (double)answer.Rows[0][3], 1e-6);
        Assert.Equal(4.0 / 8, (double)answer.Rows[0][4], 1e-9);
        Assert.Equal(12, Ask("path").Rows.Count);
    }

    [Fact]
    public void Events_are_the_two_floods_and_can_be_asked_about()
    {
        ExplanationAnswer events = Ask("events", quantile: 0.98);

        // 98 % of the days lie at or below 31.25: a flood of 500 exceeds it for seven days, one of 300 for seven.
        Assert.Equal([["1", "2016-08-10", "300", "2016-08-07", "2016-08-13", "7"], ["2", "2017-07-14", "500", "2017-07-11", "2017-07-17", "7"]], events.Rows.Select(row => row.Select(ExplanationAnswer.Text)));
        Assert.Contains("Of 7 explained steps.", Ask("partition", flood: "largest", quantile: 0.98).Notes);
        Assert.Equal("Discharge at mouth in event 2 (peak 2017-07-14), m3 s-1", Ask("flow", flood: "2017-07", quantile: 0.98).Title);
    }

    [Fact]
    public void Flow_of_a_period_stands_beside_that_of_the_same_months_and_the_record()
    {
        ExplanationAnswer answer = Ask("flow", period: "2017-07");

        double[] july = [.. Enumerable.Range(1, 31).Select(day => Math.Max(10, 500 / Math.Pow(2, Math.Abs(day - 14))))];
        Assert.Equal("observed", answer.Rows[0][0]);
        Assert.Equal(july.Average(), (double)answer.Rows[0][2], 1e-6);
        Assert.Equal((10.0, 500.0, "2017-07-14"), ((double)answer.Rows[0][3], (double)answer.Rows[0][4], answer.Rows[0][5]));
        Assert.Equal((july.Sum() + 310) / 62, (double)answer.Rows[0][6], 1e-6);
        Assert.Equal(0.9 * july.Average(), (double)answer.Rows[1][2], 1e-6);
    }

    [Fact]
    public void Signed_weights_count_by_their_size_and_gaps_for_nothing()
    {
        ExplanationAnswer answer = new ExplanationInquiry(_store).Answer(new ExplanationQuery { What = "partition", Member = "lumped" });

        Assert.Equal([("air_temperature", 0.75), ("precipitation", 0.25), ("noise", 0.0)], answer.Rows.Select(row => ((string)row[0], (double)row[1])));
        Assert.Equal("The model did not check these weights.", answer.Verdict);
    }

    [Fact]
    public void Checks_are_told_with_their_curves()
    {
        ExplanationAnswer answer = Ask("checks");

        Assert.Equal([["deletion", "5 % of the cells", "0.25"], ["deletion", "10 % of the cells", "0.5"]], answer.Rows.Select(row => row.Select(ExplanationAnswer.Text)));
        Assert.Equal(ExplainedRun.Verdict, answer.Verdict);
        Assert.Contains("attention_by_step", string.Join(' ', Ask("about").Rows.Select(row => row[0])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("partition", "feature=precipitaton", "feature: the weights have no variable 'precipitaton'; did you mean 'precipitation'?")]
    [InlineData("partition", "member=trac", "member: no member 'trac' explains itself by weights of variables; did you mean 'trace'?")]
    [InlineData("partition", "season=monsoon", "season: there is no season 'monsoon'. There are DJF, MAM, JJA, SON, winter, spring, summer and autumn.")]
    [InlineData("partition", "month=Jule", "month: there is no month 'Jule'; did you mean 'July'?")]
    [InlineData("partition", "period=summer 2017", "period: 'summer 2017' is no period. Write a year, month or day as 2017, 2017-07 or 2017-07-14, or two of them as 2017-06-15..2017-08.")]
    [InlineData("partition", "period=1999", "period: none of the explained steps, 2016-01-01 to 2017-12-31, is in 1999. Ask about steps between these.")]
    [InlineData("partition", "event=7", "event: there is no event '7'; there are 2. See them by 'ask events'; give a number, a date within one, or 'largest'.")]
    [InlineData("partition", "zone=top", "zone: there is no zone 'top'; there are highest third, lowest third, middle third")]
    [InlineData("partition", "zones=slope", "zones: there is no static grid and no file 'slope'; there are elevation, glacier. Give one of these, with limits as elevation:3000,4500, or a file of polygons.")]
    [InlineData("partition", "zones=elevation:5,1", "elevation:5,1: '5,1' are no limits between zones. Write ascending numbers as elevation:3000,4500.")]
    [InlineData("partition", "unit=r3c55", "unit: there is no unit 'r3c55'; did you mean 'r3c5'?")]
    [InlineData("partition", "by=week", "by: there is nothing to tell by 'week'; there are day, event, feature, month, season, year, zone")]
    [InlineData("flow", "gauge=moth", "gauge: there is no gauge 'moth'; did you mean 'mouth'?")]
    [InlineData("flow", "zone=1", "zone: 'flow' takes no zone; there are event, gauge, month, period, quantile, season")]
    [InlineData("map", "member=lumped", "zones: the weights gradients of lumped say nothing of places. Ask without zone and unit.")]
    public void What_is_not_there_is_told_with_what_there_is(string what, string option, string problem)
    {
        string[] parts = option.Split('=');
        var arguments = new Dictionary<string, System.Text.Json.JsonElement> { [parts[0]] = System.Text.Json.JsonSerializer.SerializeToElement(parts[1]) };
        if (what != "map" && parts[0] is "event")
        {
            arguments["quantile"] = System.Text.Json.JsonSerializer.SerializeToElement(0.98);
        }

        var error = Assert.Throws<InputException>(() => new ExplanationInquiry(_store).Answer(ExplanationTool.Of(what).Query(arguments)));

        Assert.Equal(problem, error.Message);
    }

    [Fact]
    public void A_run_without_an_explanation_says_how_to_get_one()
    {
        File.Move(Path.Combine(_run.Folder, "explanation.nc"), Path.Combine(_run.Folder, "other.nc"));

        var error = Assert.Throws<InputException>(() => ExplanationStore.Open(_run.Folder));

        Assert.Contains("no member of the run explains itself. Give a member 'explain: [METHOD]'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("why was the flow high in July 2017?", "ask flow --period 2017-07|ask partition --period 2017-07")]
    [InlineData("where did precipitation matter in summer?", "ask map --feature precipitation --season summer")]
    [InlineData("which variable drives the largest flood?", "ask partition --event largest")]
    [InlineData("what is the share by month", "ask partition --by month")]
    [InlineData("can I trust this?", "ask checks")]
    public void The_words_of_a_question_name_queries(string question, string commands) =>
        Assert.Equal(commands, string.Join('|', QuestionWords.Read(question, _store).Select(query => query.Command)));

    [Fact]
    public void Events_lie_above_the_threshold_apart_from_each_other_and_hold_their_peaks() => Property.Holds(
        Gen.Choose(0, 60).ArrayOf(120),
        heights =>
        {
            double[] flow = [.. heights.Select(height => height < 3 ? double.NaN : (double)height)];
            DateTime[] times = [.. flow.Select((_, day) => ExplainedRun.Date(day))];
            IReadOnlyList<FlowEvent> events = FlowEvents.Find(times, flow, 40, 1000);
            double apart = 5 + Math.Log(1000 / 2.589988110336);
            foreach (FlowEvent one in events)
            {
                double[] inside = [.. flow.Where((_, day) => times[day] >= one.Start && times[day] <= one.End)];
                Assert.All(inside, value => Assert.True(value > 40));
                Assert.Equal(one.PeakFlow, inside.Max());
            }

            foreach ((FlowEvent one, FlowEvent next) in events.Zip(events.Skip(1)))
            {
                Assert.True(one.End < next.Start && (next.Peak - one.Peak).TotalDays > apart);
                double[] between = [.. flow.Where((_, day) => times[day] > one.Peak && times[day] < next.Peak)];
                Assert.Contains(between, value => !(value >= 0.75 * Math.Min(one.PeakFlow, next.PeakFlow)));
            }

            Assert.Equal(flow.Any(value => value > 40), events.Count > 0);
        });

    private ExplanationAnswer Ask(
        string what, string? season = null, string? month = null, string? by = null, string? zones = null, string? zone = null, string? period = null, string? flood = null, double? quantile = null) =>
        new ExplanationInquiry(_store).Answer(new ExplanationQuery
        {
            What = what,
            Season = season,
            Month = month,
            By = by,
            Zones = zones,
            Zone = zone,
            Period = period,
            Event = flood,
            Quantile = quantile,
        });
}
