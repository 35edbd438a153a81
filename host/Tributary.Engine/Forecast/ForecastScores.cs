using System.Globalization;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>How good forecasts were by lead time, beside two that need no model: today's observed discharge for all days to come, and what was observed on the same day of other years.</summary>
/// <param name="Rows">A row a forecast, gauge and lead time.</param>
/// <param name="Thresholds">Names of the thresholds of the Brier scores.</param>
public sealed record ForecastScores(IReadOnlyList<ForecastScore> Rows, IReadOnlyList<string> Thresholds)
{
    /// <summary>Name of the forecast that today's discharge lasts.</summary>
    public const string Persistence = "persistence";

    /// <summary>Name of the forecast by the same day of other years.</summary>
    public const string Climatology = "climatology";

    internal static ForecastScores Of(WarmForecastResult result)
    {
        var rows = new List<ForecastScore>();
        int gauges = result.Domain.Gauges.Count;
        int leads = result.Forecasts[0].LeadSteps;
        DateTime[] issues = result.Forecasts[0].Issues;
        int thresholds = result.Thresholds?.Names.Count ?? 0;
        for (int gauge = 0; gauge < gauges; gauge++)
        {
            double[] observed = result.Observed[gauge];
            double[] warnings = [.. Enumerable.Range(0, thresholds).Select(at => result.Thresholds!.Discharge[(at * gauges) + gauge])];
            int place = gauge;
            for (int lead = 0; lead < leads; lead++)
            {
                int ahead = lead;
                (string Name, Func<int, double[]> Of)[] forecasts =
                [
                    .. result.Forecasts.Select(forecast => (forecast.Member.Name, (Func<int, double[]>)(at =>
                        [.. Enumerable.Range(0, forecast.RealizationCount).Select(realization => forecast.Discharge(place, at, realization)[ahead])]))),
                    (Persistence, at => [observed[result.Time.IndexOf(issues[at])]]),
                    (Climatology, at => OtherYears(result.Climate!.Value.Time, result.Climate.Value.Observed[place], issues[at] + ((ahead + 1) * result.Time.Step))),
                ];

                // All forecasts are scored on the same time steps.
                var drawn = Enumerable.Range(0, issues.Length).Select(at => (
                    Observed: result.Time.IndexOf(issues[at]) + ahead + 1 is var step && step < observed.Length ? observed[step] : double.NaN,
                    Draws: forecasts.Select(forecast => forecast.Of(at)).ToArray())).Where(pair => !double.IsNaN(pair.Observed) && pair.Draws.All(draws => draws.Length > 0 && !draws.Any(double.IsNaN))).ToList();
                for (int of = 0; of < forecasts.Length; of++)
                {
                    int own = of;
                    rows.Add(Score(forecasts[of].Name, result.Domain.Gauges[gauge].Id, lead + 1, [.. drawn.Select(pair => (pair.Observed, pair.Draws[own]))], warnings));
                }
            }
        }

        return new ForecastScores(rows, result.Thresholds?.Names ?? []);
    }

    /// <summary>Writes them: forecast, gauge, lead, pairs, nse, kge, crps, what is gained in CRPS on persistence and on climatology, and a Brier score for each threshold.</summary>
    internal void Write(string path)
    {
        var text = new StringBuilder("forecast,gauge,lead,pairs,nse,kge,crps,crps_skill_persistence,crps_skill_climatology");
        foreach (string threshold in Thresholds)
        {
            text.Append(CultureInfo.InvariantCulture, $",brier_{threshold}");
        }

        text.Append('\n');
        foreach (ForecastScore row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{CsvText.Quote(row.Forecast)},{CsvText.Quote(row.Gauge)},{row.Lead},{row.Pairs}");
            foreach (double value in (ReadOnlySpan<double>)[row.Nse, row.Kge, row.RankedProbability, Skill(row, Persistence), Skill(row, Climatology), .. row.Brier])
            {
                text.Append(',').Append(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : string.Empty);
            }

            text.Append('\n');
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.ToString());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(path, error);
        }
    }

    /// <summary>1 less CRPS over that of a reference: 1 is perfect, 0 no better.</summary>
    public double Skill(ForecastScore row, string reference) =>
        1 - (row.RankedProbability / Rows.First(other => other.Forecast == reference && other.Gauge == row.Gauge && other.Lead == row.Lead).RankedProbability);

    private static ForecastScore Score(string name, string gauge, int lead, (double Observed, double[] Draws)[] pairs, double[] thresholds)
    {
        double[] observed = [.. pairs.Select(pair => pair.Observed)];
        double[] mean = [.. pairs.Select(pair => pair.Draws.Sum() / pair.Draws.Length)];
        var moments = Moments.Of(observed, mean);
        double ranked = pairs.Length == 0 ? double.NaN : pairs.Average(pair => EnsembleScores.RankedProbability([.. pair.Draws.Select(draw => new[] { draw })], [pair.Observed]));
        double[] brier =
        [
            .. thresholds.Select(threshold => pairs.Length == 0 || double.IsNaN(threshold) ? double.NaN : pairs.Average(pair =>
                Math.Pow((pair.Draws.Count(draw => draw > threshold) / (double)pair.Draws.Length) - (pair.Observed > threshold ? 1 : 0), 2))),
        ];
        return new ForecastScore(name, gauge, lead, pairs.Length, pairs.Length < 2 ? double.NaN : moments.NashSutcliffe, pairs.Length < 2 ? double.NaN : moments.KlingGupta, ranked, brier);
    }

    /// <summary>What was observed at the same time of the other years.</summary>
    private static double[] OtherYears(TimeAxis time, double[] observed, DateTime valid)
    {
        var values = new List<double>();
        for (int year = time.Start.Year; year <= time.End.Year; year++)
        {
            if (year == valid.Year || (valid is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year)))
            {
                continue;
            }

            int step = time.IndexOf(valid.AddYears(year - valid.Year));
            if (step >= 0 && step < observed.Length && !double.IsNaN(observed[step]))
            {
                values.Add(observed[step]);
            }
        }

        return [.. values];
    }
}

/// <summary>How good a forecast was at one lead time.</summary>
/// <param name="Forecast">The member, or the reference.</param>
/// <param name="Gauge">The gauge.</param>
/// <param name="Lead">Time steps ahead.</param>
/// <param name="Pairs">Number of forecasts that could be scored.</param>
/// <param name="Nse">NSE of the mean of the draws.</param>
/// <param name="Kge">KGE of the mean of the draws.</param>
/// <param name="RankedProbability">Continuous ranked probability score in m3 s-1; of a single draw its mean absolute error.</param>
/// <param name="Brier">Brier score at each threshold.</param>
public sealed record ForecastScore(string Forecast, string Gauge, int Lead, int Pairs, double Nse, double Kge, double RankedProbability, double[] Brier);
