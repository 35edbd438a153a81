using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Answers queries from an explanation.</summary>
/// <param name="store">The explanation.</param>
public sealed class ExplanationInquiry(ExplanationStore store)
{
    private const int UsualRows = 20;

    /// <summary>What can be asked, and what it tells.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Kinds { get; } =
    [
        ("about", "what the explanation holds: members, their weights, variables, zones, gauges and explained steps"),
        ("partition", "share of each input variable in what the model went by, over all or by season, month, year, day, event or zone; the shares of each row sum to 1"),
        ("path", "the zone and the cell of highest influence through the year, by month or by season, year, day or event"),
        ("map", "the units or cells of highest influence, with latitude and longitude; the shares of all sum to 1"),
        ("events", "high flows of a gauge: peaks over a threshold, with their dates"),
        ("flow", "observed and simulated discharge of a gauge, against the same months of other years and the whole record"),
        ("checks", "what the model's own checks of its explanation found, with their curves and responses"),
    ];

    private static readonly Dictionary<string, string[]> Groupings = new()
    {
        ["partition"] = ["feature", "season", "month", "year", "day", "event", "zone"],
        ["path"] = ["season", "month", "year", "day", "event"],
    };

    /// <summary>Answers.</summary>
    /// <exception cref="InputException">The query names what is not there.</exception>
    public ExplanationAnswer Answer(ExplanationQuery query)
    {
        if (query.By is { } by && !(Groupings.GetValueOrDefault(query.What)?.Contains(by) ?? false))
        {
            throw new InputException(
                Groupings.TryGetValue(query.What, out string[]? known) ? $"there is nothing to tell by '{by}'{Nearest.Suggest(by, known)}" : $"'{query.What}' is not told by parts",
                "by");
        }

        if (query.Quantile is <= 0 or >= 1)
        {
            throw new InputException("the quantile of a threshold lies between 0 and 1", "quantile", "Give a number as 0.95.");
        }

        ExplanationAnswer answer = query.What switch
        {
            "about" => About(query),
            "partition" => new WeightsInquiry(store, query, Times(query)).Partition(),
            "path" => new WeightsInquiry(store, query, Times(query)).Path(),
            "map" => new WeightsInquiry(store, query, Times(query)).Map(),
            "events" => Events(query),
            "flow" => Flow(query),
            "checks" => Checks(query),
            _ => throw new InputException($"there is nothing called '{query.What}' to ask{Nearest.Suggest(query.What, Kinds.Select(kind => kind.Name))}", "ask"),
        };
        return answer with { Query = query };
    }

    private QueryTimes Times(ExplanationQuery query) => new(query, store.Units, () => EventsOf(query).Events);

    private (GaugeFlow Flow, double Threshold, IReadOnlyList<FlowEvent> Events) EventsOf(ExplanationQuery query)
    {
        GaugeFlow flow = store.Flow(query.Gauge);
        double threshold = FlowEvents.Quantile(flow.Best, query.Quantile ?? FlowEvents.UsualQuantile);
        return (flow, threshold, FlowEvents.Find(flow.Times, flow.Best, threshold, store.AreaKm2));
    }

    private ExplanationAnswer Events(ExplanationQuery query)
    {
        (GaugeFlow flow, double threshold, IReadOnlyList<FlowEvent> events) = EventsOf(query);
        QueryTimes times = Times(query);
        DateTime[] explained = store.Weights.Count == 0 ? [] : store.Choose(query.Member, query.Weights).Times;
        FlowEvent[] told = [.. events.Where(one => times.Contain(one.Peak)).OrderByDescending(one => one.PeakFlow).Take(query.Limit ?? UsualRows).OrderBy(one => one.Number)];
        return new ExplanationAnswer(
            $"High flows at {flow.Gauge}{times.Words}",
            ["event", "peak", "peak_m3s", "start", "end", "explained_steps"],
            [.. told.Select(one => (IReadOnlyList<object>)[
                one.Number, QueryTimes.Stamp(one.Peak), one.PeakFlow, QueryTimes.Stamp(one.Start), QueryTimes.Stamp(one.End), explained.Count(date => date >= one.Start && date <= one.End)])])
        {
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture, $"Peaks of {flow.BestName} discharge over {threshold:G5} m3 s-1, which a share of {query.Quantile ?? FlowEvents.UsualQuantile:G4} of the record does not reach. Two peaks are one event unless they lie more than {FlowEvents.DaysApart(store.AreaKm2):0.#} days apart and discharge falls below three quarters of the lower one between them. An event lasts while discharge stays above the threshold."),
            ],
        };
    }

    private ExplanationAnswer Flow(ExplanationQuery query)
    {
        GaugeFlow flow = store.Flow(query.Gauge);
        QueryTimes times = Times(query);
        int[] steps = [.. Enumerable.Range(0, flow.Times.Length).Where(step => times.Contain(flow.Times[step]))];
        if (steps.Length == 0)
        {
            throw new InputException($"no step of the run, {QueryTimes.Stamp(flow.Times[0])} to {QueryTimes.Stamp(flow.Times[^1])}, is{times.Words}", "period");
        }

        HashSet<int> months = [.. steps.Select(step => flow.Times[step].Month)];
        IReadOnlyList<object> Row(string name, double[] values)
        {
            int[] known = [.. steps.Where(step => double.IsFinite(values[step]))];
            int highest = known.Length == 0 ? -1 : known.MaxBy(step => values[step]);
            return
            [
                name, known.Length, Mean(known.Select(step => values[step])), known.Length == 0 ? double.NaN : known.Min(step => values[step]), highest < 0 ? double.NaN : values[highest],
                highest < 0 ? "-" : QueryTimes.Stamp(flow.Times[highest]),
                Mean(values.Where((_, step) => months.Contains(flow.Times[step].Month))), Mean(values),
            ];
        }

        return new ExplanationAnswer(
            $"Discharge at {flow.Gauge}{times.Words}, m3 s-1",
            ["series", "steps", "mean", "lowest", "highest", "highest_on", "mean_of_these_months_in_all_years", "mean_of_record"],
            [Row("observed", flow.Observed), Row("simulated", flow.Simulated)])
        {
            Notes = ["Simulated discharge is that of the run's chosen member or combination. The record is all that the run simulated, its warm-up too."],
        };
    }

    private ExplanationAnswer Checks(ExplanationQuery query)
    {
        string[] members = [.. store.Curves.Select(curve => curve.Text("member")!).Concat(store.Weights.Select(weights => weights.Member)).Distinct()];
        string member = query.Member ?? members.FirstOrDefault() ?? string.Empty;
        if (!members.Contains(member))
        {
            throw new InputException($"no member '{member}' explains itself{Nearest.Suggest(member, members)}", "member");
        }

        string[] verdicts = [.. store.Weights.Where(weights => weights.Member == member).Select(weights => weights.Verdict).OfType<string>().Distinct()];
        return new ExplanationAnswer(
            $"What the checks of {member}'s explanation found",
            ["check", "of", "value"],
            [.. store.Curves.Where(curve => curve.Text("member") == member).SelectMany(curve => store.Read(curve).Select(entry => (IReadOnlyList<object>)[curve.Text("attribution")!, entry.Of, entry.Value]))])
        {
            Notes = [.. store.Curves.Where(curve => curve.Text("member") == member).Select(curve => $"{curve.Text("attribution")}: {curve.Text("comment")}")],
            Verdict = verdicts.Length == 0 ? "The model did not check this explanation." : string.Join(" ", verdicts),
        };
    }

    private ExplanationAnswer About(ExplanationQuery query)
    {
        var rows = new List<IReadOnlyList<object>>();
        foreach (ExplanationWeights weights in store.Weights.Where(weights => query.Member is null || weights.Member == query.Member))
        {
            string when = weights.Times.Length == 0 ? "mean over the explained steps" : string.Create(CultureInfo.InvariantCulture, $"{weights.Times.Length} steps, {QueryTimes.Stamp(weights.Times[0])} to {QueryTimes.Stamp(weights.Times[^1])}");
            rows.Add([$"weights {weights.Name} of {weights.Member}", $"{when}; {(weights.HasUnits ? string.Create(CultureInfo.InvariantCulture, $"{weights.UnitCount} units") : "whole basin")}; variables {string.Join(", ", weights.Features)}"]);
        }

        rows.Add(["gauges", string.Join(", ", store.Gauges)]);
        rows.Add(["zones", store.Units.Statics.Count == 0 ? "by a file of polygons" : $"{string.Join(", ", store.Units.Statics.Keys)}, or a file of polygons"]);
        rows.Add(["can be asked", string.Join(", ", Kinds.Select(kind => kind.Name))]);
        return new ExplanationAnswer("What the explanation holds", ["what", "value"], rows) { Verdict = store.Weights.Select(weights => weights.Verdict).FirstOrDefault(verdict => verdict is not null) };
    }

    private static double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
