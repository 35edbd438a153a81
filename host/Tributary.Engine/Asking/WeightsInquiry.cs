using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Answers that are sums of weights: by variable, by place, and through the year.</summary>
internal sealed class WeightsInquiry
{
    private const int UsualFeatures = 10;
    private const int UsualUnits = 20;
    private const string Unchecked = "The model did not check these weights.";
    private const string Others = "other variables";

    private readonly ExplanationStore _store;
    private readonly ExplanationQuery _query;
    private readonly QueryTimes _times;
    private readonly ExplanationWeights _weights;
    private readonly int _feature = -1;
    private readonly bool[] _chosen;

    /// <summary>Chooses the weights, and the variable and units that are asked about.</summary>
    /// <exception cref="InputException">There are none of that name.</exception>
    public WeightsInquiry(ExplanationStore store, ExplanationQuery query, QueryTimes times)
    {
        (_store, _query, _times) = (store, query, times);
        _weights = store.Choose(query.Member, query.Weights);
        if (query.Feature is { } feature)
        {
            _feature = Array.IndexOf(_weights.Features, feature);
            if (_feature < 0)
            {
                throw new InputException($"the weights have no variable '{feature}'{Nearest.Suggest(feature, _weights.Features)}", "feature");
            }
        }

        _chosen = [.. Enumerable.Repeat(true, _weights.UnitCount)];
        if (query.Unit is { } unit)
        {
            DemandUnits();
            int place = Array.IndexOf(store.Units.Ids, unit);
            _chosen = place >= 0 ? [.. store.Units.Ids.Select((_, at) => at == place)] : throw new InputException(
                $"there is no unit '{unit}'{(Nearest.To(unit, store.Units.Ids) is { } near ? $"; did you mean '{near}'?" : "; 'ask map' tells ids")}", "unit");
        }

        BasinZones? zones = query.Zones is not null || query.Zone is not null ? Zones() : null;
        if (query.Zone is { } zone)
        {
            int place = zones!.PlaceOf(zone);
            _chosen = [.. _chosen.Select((known, at) => known && zones.Of[at] == place)];
        }
    }

    private string Where => string.Concat(
        _query.Zone is { } zone ? $" in the zone '{zone}'" : string.Empty,
        _query.Unit is { } unit ? $" in {unit}" : string.Empty,
        _times.Words);

    /// <summary>Shares of variables.</summary>
    public ExplanationAnswer Partition()
    {
        string? by = _query.By is "feature" ? null : _query.By;
        return by switch { null => Ranked(), "zone" => ByZone(), _ => ByTime(by) };
    }

    /// <summary>Where influence was highest, from part to part of the year.</summary>
    public ExplanationAnswer Path()
    {
        DemandUnits();
        string by = _query.By ?? "month";
        BasinZones? zones = _query.Zones is null && _store.Units.Statics.Count == 0 ? null : Zones();
        StoredUnits units = _store.Units;
        bool isPlaced = units.Latitude.Length > 0;
        (string[] names, double[][] sums, int[] steps) = Sums(by);
        var rows = new List<IReadOnlyList<object>>();
        for (int group = 0; group < names.Length; group++)
        {
            double[] ofUnits = OfUnits(sums[group]);
            double total = ofUnits.Sum();
            int highest = Array.IndexOf(ofUnits, ofUnits.Max());
            var row = new List<object> { names[group], steps[group] };
            if (zones is not null)
            {
                double[] ofZones = OfZones(zones, ofUnits);
                int zone = Array.IndexOf(ofZones, ofZones[..^1].Max());
                row.AddRange([zones.Names[zone], ofZones[zone] / total, OfZones(zones, units.AreaKm2)[zone] / units.AreaKm2.Sum()]);
            }

            if (isPlaced)
            {
                row.AddRange([ofUnits.Zip(units.Latitude, (weight, at) => weight * at).Sum() / total, ofUnits.Zip(units.Longitude, (weight, at) => weight * at).Sum() / total]);
            }

            row.AddRange([units.Ids[highest], ofUnits[highest] / total]);
            rows.Add(row);
        }

        string[] columns = [by, "steps", .. zones is null ? (string[])[] : ["zone", "share", "share_of_area"], .. isPlaced ? (string[])["centre_latitude", "centre_longitude"] : [], "highest_unit", "share_of_highest_unit"];
        return Told($"Where{OfFeature} {_weights.Member} found most of what it went by{Where}, by {by}", columns, rows, zones is null ? [] : ["zone is the one with the greatest share; share_of_area is its part of the basin, which an even map would give it. The centre is the mean place of all weights."]);
    }

    /// <summary>Shares of all zones, by the time that the query asks for.</summary>
    public Report.ReportPartition ZoneShares(BasinZones zones)
    {
        (string[] names, double[][] sums, _) = Sums(_query.By);
        return new Report.ReportPartition(
            zones.Names,
            [
                .. names.Select((name, group) =>
                {
                    double[] ofUnits = OfUnits(sums[group]);
                    return new Report.ReportPartitionRow(name, [.. OfZones(zones, ofUnits).SkipLast(1).Select(sum => sum / ofUnits.Sum())]);
                }),
            ]);
    }

    /// <summary>The units of highest influence.</summary>
    public ExplanationAnswer Map()
    {
        DemandUnits();
        StoredUnits units = _store.Units;
        (_, double[][] sums, _) = Sums(null);
        double[] ofUnits = OfUnits(sums[0]);
        double total = ofUnits.Sum();
        bool isPlaced = units.Latitude.Length > 0;
        int[] told = [.. Enumerable.Range(0, units.Count).Where(unit => _chosen[unit]).OrderByDescending(unit => ofUnits[unit]).ThenBy(unit => unit).Take(_query.Limit ?? UsualUnits)];
        return Told(
            $"Units{OfFeature} that {_weights.Member} went by most{Where}",
            ["unit", .. isPlaced ? (string[])["latitude", "longitude"] : [], "share"],
            [.. told.Select(unit => (IReadOnlyList<object>)[units.Ids[unit], .. isPlaced ? (object[])[units.Latitude[unit], units.Longitude[unit]] : [], ofUnits[unit] / total])],
            [string.Create(CultureInfo.InvariantCulture, $"{told.Length} of {_chosen.Count(chosen => chosen)} units are told; their shares sum to {told.Sum(unit => ofUnits[unit]) / total:G5}.")]);
    }

    private string OfFeature => _feature < 0 ? string.Empty : $" in the field of {_weights.Features[_feature]}";

    private ExplanationAnswer Ranked()
    {
        (_, double[][] sums, int[] steps) = Sums(null);
        double[] shares = Shares(sums[0]);
        double[]? usual = _times.IsPart ? Shares(_weights.Sum([.. _weights.Times.Select(_ => 0)], 1)[0]) : null;
        int[] order = [.. Enumerable.Range(0, shares.Length).Where(feature => _feature < 0 || feature == _feature).OrderByDescending(feature => shares[feature])];
        int[] told = [.. order.Take(_query.Limit ?? int.MaxValue)];
        return Told(
            $"Share of each variable in what {_weights.Member} went by{Where}",
            ["feature", "share", .. usual is null ? (string[])[] : ["share_in_all_explained_steps"]],
            [.. told.Select(feature => (IReadOnlyList<object>)[_weights.Features[feature], shares[feature], .. usual is null ? (object[])[] : [usual[feature]]])],
            [_weights.Times.Length == 0 ? "Means over all explained steps." : string.Create(CultureInfo.InvariantCulture, $"Of {steps[0]} explained steps.")]);
    }

    private ExplanationAnswer ByTime(string by)
    {
        (string[] names, double[][] sums, int[] steps) = Sums(by);
        double[][] shares = [.. sums.Select(Shares)];
        int[] told = Leading([.. Enumerable.Range(0, _weights.Features.Length).Select(feature => shares.Sum(row => double.IsFinite(row[feature]) ? row[feature] : 0))]);
        return Told(
            $"Share of each variable in what {_weights.Member} went by{Where}, by {by}",
            [by, "steps", .. ColumnsOf(told)],
            [.. names.Select((name, group) => (IReadOnlyList<object>)[name, steps[group], .. ValuesOf(told, shares[group])])],
            ["The shares of each row sum to 1."]);
    }

    private ExplanationAnswer ByZone()
    {
        DemandUnits();
        BasinZones zones = Zones();
        (_, double[][] sums, _) = Sums(null);
        int features = _weights.Features.Length;
        double[][] ofZones = [.. Enumerable.Range(0, features).Select(feature => OfZones(zones, [.. sums[0].Skip(feature * _weights.UnitCount).Take(_weights.UnitCount).Select((weight, unit) => _chosen[unit] ? weight : 0)]))];
        double[] areas = OfZones(zones, _store.Units.AreaKm2);
        double total = ofZones.Sum(row => row.Sum());
        int[] told = Leading([.. ofZones.Select(row => row.Sum())]);
        string[] names = [.. zones.Names, "(in no zone)"];
        int[] shown = [.. Enumerable.Range(0, names.Length).Where(zone => areas[zone] > 0)];
        return Told(
            $"Share of each zone, and in it of each variable, in what {_weights.Member} went by{Where}",
            ["zone", "units", "share_of_area", "share", .. ColumnsOf(told)],
            [
                .. shown.Select(zone =>
                {
                    double own = ofZones.Sum(row => row[zone]);
                    return (IReadOnlyList<object>)[
                        names[zone], zones.Of.Count(of => of == (zone < zones.Names.Length ? zone : -1)), areas[zone] / areas.Sum(), own / total,
                        .. ValuesOf(told, [.. ofZones.Select(row => row[zone] / own)])];
                }),
            ],
            ["share is the zone's part of all weights and sums to 1 over the zones; the shares of the variables sum to 1 in each zone."]);
    }

    private int[] Leading(double[] size) => _feature >= 0 ? [_feature] : [.. Enumerable.Range(0, size.Length).OrderByDescending(feature => size[feature]).Take(_query.Limit ?? UsualFeatures)];

    private string[] ColumnsOf(int[] told) => [.. told.Select(feature => _weights.Features[feature]), .. HasOthers(told) ? (string[])[Others] : []];

    private object[] ValuesOf(int[] told, double[] shares) => [.. told.Select(feature => (object)shares[feature]), .. HasOthers(told) ? (object[])[shares.Where((_, feature) => !told.Contains(feature)).Sum()] : []];

    private bool HasOthers(int[] told) => _feature < 0 && told.Length < _weights.Features.Length;

    private (string[] Names, double[][] Sums, int[] Steps) Sums(string? by)
    {
        (string[] names, int[] of) = _times.Group(_weights.Times, by);
        return (names, _weights.Sum(of, names.Length), [.. names.Select((_, group) => of.Count(step => step == group))]);
    }

    /// <summary>Shares of the variables in the units asked about; they sum to 1.</summary>
    private double[] Shares(double[] sums)
    {
        double[] own = [.. Enumerable.Range(0, _weights.Features.Length).Select(feature => Enumerable.Range(0, _weights.UnitCount).Sum(unit => _chosen[unit] ? sums[(feature * _weights.UnitCount) + unit] : 0))];
        double total = own.Sum();
        return Array.ConvertAll(own, sum => sum / total);
    }

    /// <summary>Sums over the variables asked about, in the units asked about.</summary>
    private double[] OfUnits(double[] sums) =>
    [
        .. Enumerable.Range(0, _weights.UnitCount).Select(unit => !_chosen[unit] ? 0
            : _feature >= 0 ? sums[(_feature * _weights.UnitCount) + unit]
            : Enumerable.Range(0, _weights.Features.Length).Sum(feature => sums[(feature * _weights.UnitCount) + unit])),
    ];

    /// <summary>Sums over zones, and at last over what is in none.</summary>
    private static double[] OfZones(BasinZones zones, double[] ofUnits)
    {
        double[] sums = new double[zones.Names.Length + 1];
        for (int unit = 0; unit < ofUnits.Length; unit++)
        {
            sums[zones.Of[unit] < 0 ? ^1 : zones.Of[unit]] += ofUnits[unit];
        }

        return sums;
    }

    private BasinZones Zones()
    {
        DemandUnits();
        return BasinZones.Divide(_query.Zones ?? (_store.Units.Statics.ContainsKey(ExplainedUnits.ElevationName) || _store.Units.Statics.Count == 0 ? ExplainedUnits.ElevationName : _store.Units.Statics.Keys.First()), _store.Units);
    }

    private void DemandUnits()
    {
        if (!_weights.HasUnits)
        {
            throw new InputException($"the weights {_weights.Name} of {_weights.Member} say nothing of places", "zones", "Ask without zone and unit.");
        }
    }

    private ExplanationAnswer Told(string title, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object>> rows, IReadOnlyList<string> notes) =>
        new(title, columns, rows) { Notes = [.. notes, $"Weights {_weights.Name}: {_weights.Description}"], Verdict = _weights.Verdict ?? Unchecked };
}
