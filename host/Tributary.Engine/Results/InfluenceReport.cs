using System.Globalization;
using Tributary.Contracts;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>What the members of a run went by, as its report shows it; read back from the explanation's file, so that both tell the same.</summary>
internal sealed class InfluenceReport : IDisposable
{
    private const int MostLayers = 6;
    private const string Zoning = ExplainedUnits.ElevationName;

    private readonly ExplanationStore? _store;
    private readonly BasinDomain _domain;
    private readonly Dictionary<(string Member, string? Unit), ReportInfluence> _known = [];

    /// <summary>Opens the explanation of a folder of results, where there is one.</summary>
    public InfluenceReport(string folder, BasinDomain domain)
    {
        _store = File.Exists(Path.Combine(folder, ExplanationFile.Name)) ? ExplanationStore.In(folder) : null;
        _domain = domain;
    }

    /// <summary>What a member went by at a gauge; null where it does not say.</summary>
    public ReportInfluence? At(string member, int gauge)
    {
        if (WeightsOf(member) is not { Times.Length: > 0 } weights)
        {
            return null;
        }

        // On basins without a network, each has its own unit.
        string? unit = _domain.Network is null && weights.HasUnits ? _domain.Units.Ids[_domain.Gauges[gauge].Reach] : null;
        if (!_known.TryGetValue((member, unit), out ReportInfluence? known))
        {
            _known[(member, unit)] = known = Read(weights, member, unit);
        }

        return known;
    }

    /// <summary>Maps of what the members went by, a frame a calendar month: of all variables, and of those that count most.</summary>
    public IEnumerable<MapLayer> Layers(IEnumerable<string> members)
    {
        foreach (string member in members)
        {
            if (WeightsOf(member) is not { HasUnits: true, UnitCount: > 1, Times.Length: > 0 } weights)
            {
                continue;
            }

            (string[] names, int[] of) = new QueryTimes(new ExplanationQuery { What = "map" }, _store!.Units, () => []).Group(weights.Times, "month");
            double[][] sums = weights.Sum(of, names.Length);
            int[] order = [.. Enumerable.Range(0, names.Length).OrderBy(month => Array.IndexOf(of, month))];
            MapFrame[] frames = [.. order.Select(month => new MapFrame(
                weights.Times[Array.IndexOf(of, month)], string.Create(CultureInfo.InvariantCulture, $"{names[month]}, mean of {of.Count(step => step == month)} steps")))];
            int units = weights.UnitCount;
            double[] ofFeatures = [.. Enumerable.Range(0, weights.Features.Length).Select(feature => sums.Sum(month => month.AsSpan(feature * units, units).ToArray().Sum()))];
            int[] leading = [.. Enumerable.Range(0, ofFeatures.Length).OrderByDescending(feature => ofFeatures[feature]).Take(MostLayers)];
            foreach (int[] features in (IEnumerable<int[]>)[[.. Enumerable.Range(0, ofFeatures.Length)], .. leading.Select(feature => (int[])[feature])])
            {
                bool isAll = features.Length > 1 || ofFeatures.Length == 1;
                string label = isAll ? "all variables" : weights.Features[features[0]].Replace('_', ' ');
                float[] values = [.. order.SelectMany(month =>
                {
                    double total = sums[month].Sum();
                    return Enumerable.Range(0, units).Select(unit => (float)(features.Sum(feature => sums[month][(feature * units) + unit]) / total));
                })];
                yield return new MapLayer($"influence_{member}_{(isAll ? "all" : weights.Features[features[0]])}", $"Influence of {label} ({member})", "1", MapItems.Units, values)
                {
                    Frames = frames,
                    IsStatic = frames.Length == 1,
                    Note = $"Share of each unit in what {member} went by in the month, by {weights.Name.Replace('_', ' ')}. {weights.Verdict ?? "The model did not check these weights."}",
                };
                if (ofFeatures.Length == 1)
                {
                    break;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    private ReportInfluence Read(ExplanationWeights weights, string member, string? unit)
    {
        var query = new ExplanationQuery { What = "partition", Member = member, Unit = unit, Limit = int.MaxValue };
        WeightsInquiry Ask(string? by) => new(_store!, query with { By = by }, new QueryTimes(query, _store!.Units, () => []));
        ExplanationAnswer ranked = Ask(null).Partition();
        bool hasZones = unit is null && weights.HasUnits && weights.UnitCount > 1 && _store!.Units.Statics.ContainsKey(Zoning);
        return new ReportInfluence(
            weights.Name,
            weights.Description,
            [.. ranked.Rows.Select(row => new ReportShare((string)row[0], (double)row[1]))],
            PartitionOf(Ask("season").Partition(), ranked),
            PartitionOf(Ask("month").Partition(), ranked))
        {
            Verdict = weights.Verdict,
            Zones = hasZones ? Ask("month").ZoneShares(BasinZones.Divide(Zoning, _store!.Units)) : null,
        };
    }

    /// <summary>The parts in the order of their ranks, so that colours stay theirs.</summary>
    private static ReportPartition PartitionOf(ExplanationAnswer answer, ExplanationAnswer ranked)
    {
        string[] names = [.. ranked.Rows.Select(row => (string)row[0])];
        int[] columns = Array.ConvertAll(names, name => answer.Columns.ToList().IndexOf(name));
        return new ReportPartition(names, [.. answer.Rows.Select(row => new ReportPartitionRow((string)row[0], [.. columns.Select(column => (double)row[column])]))]);
    }

    private ExplanationWeights? WeightsOf(string member) => _store is not null && _store.Weights.Any(weights => weights.Member == member) ? _store.Choose(member, null) : null;
}
