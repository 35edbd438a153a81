using System.Globalization;
using Tributary.Contracts;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>A member's attributions as the report draws them: means over time, and over the units above each gauge by their areas.</summary>
internal sealed class ExplanationCharts
{
    private readonly BasinDomain _domain;
    private readonly List<Chart> _charts = [];

    public ExplanationCharts(MemberResult member, BasinDomain domain)
    {
        _domain = domain;
        foreach (MemberExplanation explanation in member.Explanations)
        {
            foreach (Attribution attribution in explanation.Attributions.Where(attribution => IsCharted(attribution, explanation.Attributions)))
            {
                _charts.Add(MeanOverTime(attribution));
            }
        }
    }

    /// <summary>The charts of a gauge's basin.</summary>
    public IReadOnlyList<ReportExplanation> At(int gauge)
    {
        int reach = _domain.Gauges[gauge].Reach;
        int[] above = [.. Enumerable.Range(0, _domain.Units.Count).Where(unit => ReportFile.DrainsTo(_domain, unit, reach))];
        return [.. _charts.Select(chart => new ReportExplanation(chart.Of.Name, chart.Of.Description, chart.Of.Unit, chart.Names, chart.Lags, Over(chart, above)))];
    }

    /// <summary>One of names by lag; a course over time whose mean stands beside it is left to the file, and what lies on cells to the map.</summary>
    private bool IsCharted(Attribution attribution, IReadOnlyList<Attribution> all)
    {
        AttributionAxisKind[] kept = Kept(attribution);
        bool isOfCells = _domain.Units.Places is not null && LabelsOf(attribution, AttributionAxisKind.Unit) is not null;
        bool isDrawn = kept.Length > 0
            && !isOfCells
            && (LabelsOf(attribution, AttributionAxisKind.Unit) is not { } units || units.SequenceEqual(_domain.Units.Ids))
            && kept.All(kind => kind is AttributionAxisKind.Lag or AttributionAxisKind.Variable or AttributionAxisKind.Attribute)
            && kept.Count(kind => kind is not AttributionAxisKind.Lag) <= 1
            && kept.Distinct().Count() == kept.Length;
        return isDrawn && !(HasTime(attribution) && all.Any(other => !HasTime(other) && Kept(other).SequenceEqual(kept)));
    }

    private static bool HasTime(Attribution attribution) => attribution.Axes.Any(axis => axis.Kind == AttributionAxisKind.Time);

    private static AttributionAxisKind[] Kept(Attribution attribution) =>
        [.. attribution.Axes.Select(axis => axis.Kind).Where(kind => kind is not (AttributionAxisKind.Time or AttributionAxisKind.Unit)).Order()];

    private static Chart MeanOverTime(Attribution attribution)
    {
        int units = LabelsOf(attribution, AttributionAxisKind.Unit)?.Count ?? 1;
        IReadOnlyList<string> names = LabelsOf(attribution, AttributionAxisKind.Variable) ?? LabelsOf(attribution, AttributionAxisKind.Attribute) ?? [];
        IReadOnlyList<string> lags = LabelsOf(attribution, AttributionAxisKind.Lag) ?? [];
        int width = Math.Max(1, lags.Count);
        int cells = Math.Max(1, names.Count) * width;
        double[] sums = new double[units * cells];
        int[] index = new int[attribution.Axes.Count];
        ReadOnlySpan<float> values = attribution.Values.Span;
        for (int at = 0; at < values.Length; at++)
        {
            int cell = 0;
            for (int axis = 0; axis < index.Length; axis++)
            {
                cell += index[axis] * (attribution.Axes[axis].Kind switch
                {
                    AttributionAxisKind.Time => 0,
                    AttributionAxisKind.Unit => cells,
                    AttributionAxisKind.Lag => 1,
                    _ => width,
                });
            }

            sums[cell] += values[at];
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == attribution.Axes[axis].Labels.Count; axis--)
            {
                index[axis] = 0;
            }
        }

        int times = LabelsOf(attribution, AttributionAxisKind.Time)?.Count ?? 1;
        return new Chart(attribution, names, NumbersOf(lags), Array.ConvertAll(sums, sum => sum / times));
    }

    private static IReadOnlyList<string>? LabelsOf(Attribution attribution, AttributionAxisKind kind) => attribution.Axes.FirstOrDefault(axis => axis.Kind == kind)?.Labels;

    private static double[] NumbersOf(IReadOnlyList<string> lags) =>
        [.. lags.Select((label, i) => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double lag) ? lag : i)];

    private double[] Over(Chart chart, int[] units)
    {
        int cells = Math.Max(1, chart.Names.Count) * Math.Max(1, chart.Lags.Length);
        if (chart.Means.Length == cells)
        {
            return chart.Means;
        }

        double[] mean = new double[cells];
        double area = units.Sum(unit => _domain.Units.AreaKm2[unit]);
        foreach (int unit in units)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                mean[cell] += chart.Means[(unit * cells) + cell] * _domain.Units.AreaKm2[unit] / area;
            }
        }

        return mean;
    }

    /// <summary>An attribution's means, <c>[unit][name][lag]</c>.</summary>
    private sealed record Chart(Attribution Of, IReadOnlyList<string> Names, double[] Lags, double[] Means);
}
