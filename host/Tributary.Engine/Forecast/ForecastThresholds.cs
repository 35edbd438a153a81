using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Discharges worth a warning, at each gauge.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Discharge">Their values in m3 s-1, <c>[threshold][gauge]</c>; NaN where a gauge has none.</param>
public sealed record ForecastThresholds(IReadOnlyList<string> Names, double[] Discharge)
{
    /// <summary>Those of a workflow; null where there are none.</summary>
    /// <param name="section">What the workflow says of forecasts.</param>
    /// <param name="domain">The gauges.</param>
    /// <param name="observed">Gives the observed discharge of the run, <c>[gauge][time]</c>; asked only where a quantile is wanted.</param>
    /// <exception cref="InputException">A threshold has neither or both, or names a gauge that is not there.</exception>
    internal static ForecastThresholds? Of(ForecastSection section, BasinDomain domain, Func<double[][]> observed)
    {
        if (section.Thresholds.Count == 0)
        {
            return null;
        }

        var values = new List<double>();
        foreach ((int at, ThresholdSection threshold) in section.Thresholds.Index())
        {
            string key = $"forecast.thresholds[{at}]";
            if (threshold.Discharge is null == threshold.Quantile is null)
            {
                throw new InputException("needs one of 'discharge' and 'quantile'", key, "Write { name: flood, discharge: 120 }.");
            }

            foreach (string gauge in threshold.Discharge?.Keys ?? [])
            {
                if (gauge != ThresholdSection.Everywhere && domain.Gauges.All(known => known.Id != gauge))
                {
                    throw new InputException($"there is no gauge '{gauge}'{Nearest.Suggest(gauge, domain.Gauges.Select(known => known.Id))}", key);
                }
            }

            for (int gauge = 0; gauge < domain.Gauges.Count; gauge++)
            {
                values.Add(threshold.Quantile is { } share
                    ? QuantileOf(observed()[gauge], share)
                    : threshold.Discharge!.GetValueOrDefault(domain.Gauges[gauge].Id, threshold.Discharge!.GetValueOrDefault(ThresholdSection.Everywhere, double.NaN)));
            }
        }

        return new ForecastThresholds([.. section.Thresholds.Select(threshold => threshold.Name)], [.. values]);
    }

    /// <summary>The share of the realizations above each threshold, <c>[threshold][gauge][issue][lead]</c>; NaN where the gauge has none.</summary>
    internal double[] Exceedance(MemberForecast forecast)
    {
        int gauges = Discharge.Length / Names.Count;
        var shares = new List<double>(Discharge.Length * forecast.Issues.Length * forecast.LeadSteps);
        for (int at = 0; at < Discharge.Length; at++)
        {
            for (int issue = 0; issue < forecast.Issues.Length; issue++)
            {
                for (int lead = 0; lead < forecast.LeadSteps; lead++)
                {
                    int above = 0;
                    for (int realization = 0; realization < forecast.RealizationCount; realization++)
                    {
                        above += forecast.Discharge(at % gauges, issue, realization)[lead] > Discharge[at] ? 1 : 0;
                    }

                    shares.Add(double.IsNaN(Discharge[at]) ? double.NaN : (double)above / forecast.RealizationCount);
                }
            }
        }

        return [.. shares];
    }

    private static double QuantileOf(double[] observed, double share)
    {
        double[] known = [.. observed.Where(value => !double.IsNaN(value)).Order()];
        return known.Length == 0 ? double.NaN : known[Math.Clamp((int)Math.Ceiling(share * known.Length) - 1, 0, known.Length - 1)];
    }
}
