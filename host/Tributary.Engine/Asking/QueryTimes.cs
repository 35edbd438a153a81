using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The steps that a query is about, and how they are grouped.</summary>
internal sealed class QueryTimes
{
    private readonly ExplanationQuery _query;
    private readonly bool _isSouth;
    private readonly Lazy<IReadOnlyList<FlowEvent>> _events;

    /// <summary>Reads the query's season, month, period and event.</summary>
    /// <exception cref="InputException">One of these is none.</exception>
    public QueryTimes(ExplanationQuery query, StoredUnits units, Func<IReadOnlyList<FlowEvent>> events)
    {
        (_query, _isSouth) = (query, units.Latitude.Length > 0 && units.Latitude.Average() < 0);
        _events = new Lazy<IReadOnlyList<FlowEvent>>(events);
        Season = query.Season is null ? -1 : CalendarParts.ParseSeason(query.Season, _isSouth);
        Month = query.Month is null ? 0 : CalendarParts.ParseMonth(query.Month);
        Period = query.Period is null ? null : CalendarParts.ParsePeriod(query.Period);
        Event = query.Event is null ? null : EventOf(query.Event);
    }

    /// <summary>Whether only part of the record is asked about.</summary>
    public bool IsPart => Season >= 0 || Month > 0 || Period is not null || Event is not null;

    /// <summary>What is asked about, in words after a space; empty for all.</summary>
    public string Words => string.Concat(
        Event is { } flow ? string.Create(CultureInfo.InvariantCulture, $" in event {flow.Number} (peak {Stamp(flow.Peak)})") : string.Empty,
        Season >= 0 ? $" in {CalendarParts.Seasons[Season]}" : string.Empty,
        Month > 0 ? $" in {CalendarParts.Months[Month - 1]}" : string.Empty,
        _query.Period is { } period ? $" in {period}" : string.Empty);

    private int Season { get; }

    private int Month { get; }

    private (DateTime Start, DateTime End)? Period { get; }

    private FlowEvent? Event { get; }

    /// <summary>A date, with its time of day where it has one.</summary>
    public static string Stamp(DateTime date) => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Whether a step is asked about.</summary>
    public bool Contain(DateTime date) =>
        (Season < 0 || CalendarParts.SeasonOf(date) == Season)
        && (Month == 0 || date.Month == Month)
        && (Period is not { } period || (date >= period.Start && date < period.End))
        && (Event is not { } flow || (date >= flow.Start && date <= flow.End));

    /// <summary>Groups the steps that are asked about; a step in no group is below 0.</summary>
    /// <param name="times">All steps; none where weights have no time.</param>
    /// <param name="by">By what; null for all in one.</param>
    /// <exception cref="InputException">There is nothing to group by.</exception>
    public (string[] Names, int[] Of) Group(DateTime[] times, string? by)
    {
        if (times.Length == 0)
        {
            return !IsPart && by is null ? (["all"], [0]) : throw new InputException(
                "the weights are means over all explained steps", "explain", "Ask without season, month, period, event and without grouping by time.");
        }

        var names = new List<string>();
        var placeOf = new Dictionary<string, int>();
        Func<DateTime, string?> nameOf = by switch
        {
            null => _ => "all",
            "season" => date => CalendarParts.Seasons[CalendarParts.SeasonOf(date)],
            "month" => date => CalendarParts.Months[date.Month - 1],
            "year" => date => date.Year.ToString(CultureInfo.InvariantCulture),
            "day" => Stamp,
            _ => date => _events.Value.FirstOrDefault(flow => date >= flow.Start && date <= flow.End) is { } own
                ? string.Create(CultureInfo.InvariantCulture, $"event {own.Number}, peak {Stamp(own.Peak)}")
                : null,
        };
        IReadOnlyList<string> inOrder = by switch { "season" => CalendarParts.Seasons, "month" => CalendarParts.Months, _ => [] };
        names.AddRange(inOrder.Where(name => times.Any(date => Contain(date) && nameOf(date) == name)));
        names.ForEach(name => placeOf[name] = placeOf.Count);
        int[] of = Array.ConvertAll(times, date =>
        {
            if (!Contain(date) || nameOf(date) is not { } name)
            {
                return -1;
            }

            if (placeOf.TryAdd(name, names.Count))
            {
                names.Add(name);
            }

            return placeOf[name];
        });
        return names.Count > 0 ? ([.. names], of) : throw new InputException(
            $"none of the explained steps, {Stamp(times[0])} to {Stamp(times[^1])}, is{Words}{(by == "event" ? " in an event" : string.Empty)}", "period", "Ask about steps between these.");
    }

    private FlowEvent EventOf(string text)
    {
        IReadOnlyList<FlowEvent> events = _events.Value;
        if (events.Count == 0)
        {
            throw new InputException("discharge has no peak over the threshold", "event", "Give a lower --quantile.");
        }

        FlowEvent? found = text.Equals("largest", StringComparison.OrdinalIgnoreCase) ? events.MaxBy(flow => flow.PeakFlow)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && text.Length < 4 ? events.FirstOrDefault(flow => flow.Number == number)
            : CalendarParts.ParsePeriod(text) is var (start, end) ? events.Where(flow => flow.Start < end && flow.End >= start).MaxBy(flow => flow.PeakFlow)
            : null;
        return found ?? throw new InputException($"there is no event '{text}'; there are {events.Count}", "event", "See them by 'ask events'; give a number, a date within one, or 'largest'.");
    }
}
