using Tributary.Report;

namespace Tributary.Tests.Report;

/// <summary>A report of made-up rivers: rain in showers, stores that empty, and everything that a report can hold.</summary>
internal static class SyntheticReport
{
    public const string HostileId = "<script>window.injected=true</script>";

    private static readonly ReportScore[] Scores =
    [
        new("nse", "NSE", "1", 1, "1 - sum (s - o)^2 / sum (o - mean o)^2, Nash and Sutcliffe (1970)"),
        new("kge", "KGE", "1", 1, "1 - sqrt((r - 1)^2 + (alpha - 1)^2 + (beta - 1)^2), Gupta et al. (2009)"),
        new("log_nse", "log-NSE", "1", 1, "NSE of ln(q + mean o / 100), Pushpalatha et al. (2012)"),
        new("pbias", "bias", "%", 0, "100 sum (s - o) / sum o; positive where too much is simulated"),
        new("rmse", "RMSE", "m3 s-1", 0, "root of the mean squared error"),
    ];

    public static ReportContent Of(int years = 12, int basins = 2, params ReportNote[] notes)
    {
        DateTime start = new(1990, 10, 1);
        int steps = (int)(start.AddYears(years) - start).TotalDays;
        DateTime calibration = start.AddYears(1);
        DateTime validation = start.AddYears(1 + (years - 1) / 2);
        DateTime test = start.AddYears(1 + 3 * (years - 1) / 4);
        ReportPeriod[] periods =
        [
            new("warmup", start, calibration),
            new("calibration", calibration, validation),
            new("validation", validation, test),
            new("test", test, start.AddDays(steps)),
        ];
        return new ReportContent("Lièvre, two models", new ReportTime(start, 86400, steps), [.. Enumerable.Range(0, basins).Select(i => Basin(i, steps, start))])
        {
            Description = "A conceptual model and a regional network on the upper Lièvre, calibrated on half of the record and judged on the rest.",
            Version = "Tributary 0.1.0",
            Facts =
            [
                new("Period", $"{start:yyyy-MM-dd} to {start.AddDays(steps - 1):yyyy-MM-dd}"),
                new("Time step", "1 day"),
                new("Basins", $"{basins}"),
                new("Members", "gr4j, lstm"),
                new("Forcing", "synthetic showers"),
                new("Calibration", "DDS on KGE, 3 starts of 400"),
                new("Routing", "Muskingum-Cunge"),
                new("Seed", "42"),
            ],
            Notes = notes.Length > 0 ? notes : [new("Observed discharge is missing at 3.1 % of the steps; scores leave these steps out.", Warning: true), new("Potential evapotranspiration was computed from temperature after Oudin et al. (2005).")],
            Periods = periods,
            Scores = Scores,
        };
    }

    private static ReportBasin Basin(int index, int steps, DateTime start)
    {
        var random = new Random(17 + index);
        double area = index == 0 ? 4530 : 210 + 3 * index;
        double[] rain = [.. Enumerable.Range(0, steps).Select(_ => random.NextDouble() < 0.34 ? -9 * Math.Log(1 - random.NextDouble()) : 0)];
        double[] observed = River(rain, start, area, fast: 0.35, slow: 0.012, delay: 0);
        for (int i = 0; i < steps; i++)
        {
            observed[i] *= 1 + 0.06 * (random.NextDouble() - 0.5);
            if (i % 900 is > 860 and < 890)
            {
                observed[i] = double.NaN;
            }
        }

        return new ReportBasin(index == 0 ? "02LE024" : index == 1 ? HostileId : $"02LE{index:000}",
            [
                new ReportMember("gr4j", "GR4J with CemaNeige", River(rain, start, area, fast: 0.29, slow: 0.014, delay: 1))
                {
                    Chosen = true,
                    Scores = ScoresOf(0.71 + 0.001 * index),
                    Parameters =
                    [
                        new("X1", 351.24, "mm", 10, 2500, "capacity of the production store", true),
                        new("X2", -4.98, "mm d-1", -5, 5, "exchange with groundwater outside the catchment", true),
                        new("X3", 88.1, "mm", 1, 500, "capacity of the routing store", true),
                        new("X4", 2.07, "d", 0.5, 4, "time base of the unit hydrograph", true),
                        new("CTG", 0.25, "1", 0, 1, "weight of the snow pack's thermal state", false),
                    ],
                    Calibration = new ReportCalibration("KGE", [.. Enumerable.Range(0, 3).Select(s => Course(new Random(5 + s + 10 * index)))])
                    {
                        Front = new ReportFront(["KGE", HostileId], [.. Enumerable.Range(0, 30).Select(i => new[] { 0.6 + (0.008 * i), 0.85 - (0.0003 * i * i) })], 14),
                    },
                    Panels = [new ReportPanel("sensitivity, total", "How much each parameter matters.", ["X1 (0.1 to 0.3)", HostileId, "X3"], [0.2, 0.5, -0.01])],
                },
                new ReportMember("lstm", "regional LSTM, 5 seeds", River(rain, start, area, fast: 0.37, slow: 0.011, delay: 0))
                {
                    Scores = ScoresOf(0.79 - 0.002 * index),
                    Explanations = Explanations(),
                },
            ])
        {
            AreaKm2 = area,
            Observed = observed,
            Precipitation = rain,
        };
    }

    /// <summary>A heat map whose gradients fade with the lag, one of both signs, an attention with a peak, and attributes.</summary>
    private static ReportExplanation[] Explanations()
    {
        double[] lags = [.. Enumerable.Range(0, 365).Select(lag => (double)lag)];
        string[] variables = ["precipitation", "air_temperature", "potential_evapotranspiration", "day_of_year_sine"];
        double[] sizes = [.. variables.SelectMany((_, i) => lags.Select(lag => (4 - i) * Math.Exp(-lag / (5 + (20 * i)))))];
        return
        [
            new("integrated_gradients_magnitude", "What each input contributed to runoff.", "mm", variables, lags, sizes),
            new("integrated_gradients", "What each input added or took.", "mm", variables, lags, [.. sizes.Select((value, at) => at / 365 == 1 ? -value : value)]),
            new("attention", "Weights of the look-back; they sum to 1.", "1", [], lags, [.. lags.Select(lag => Math.Exp(-Math.Pow((lag - 12) / 8, 2)))]),
            new("permutation_importance", "Loss of NSE where an attribute is exchanged.", "1", ["slope_mean", HostileId, "area"], [], [0.2, 0.31, -0.02]),
        ];
    }

    private static double[] River(double[] rain, DateTime start, double area, double fast, double slow, int delay)
    {
        double[] flow = new double[rain.Length];
        double quick = 5;
        double deep = 60;
        double snow = 0;
        for (int i = 0; i < rain.Length; i++)
        {
            double warmth = 6 - 14 * Math.Cos(2 * Math.PI * (start.AddDays(i).DayOfYear - 15) / 365.0);
            double water = rain[Math.Max(0, i - delay)];
            double melt = warmth > 0 ? Math.Min(snow, 2.6 * warmth) : 0;
            snow += (warmth <= 0 ? water : 0) - melt;
            double arriving = Math.Max(0, (warmth > 0 ? water : 0) + melt - Math.Max(0, 0.11 * warmth));
            quick += 0.45 * arriving;
            deep += 0.45 * arriving;
            flow[i] = (fast * quick + slow * deep) * area / 86.4;
            quick *= 1 - fast;
            deep *= 1 - slow;
        }

        return flow;
    }

    private static ReportPeriodScores[] ScoresOf(double level) =>
        [.. new[] { ("calibration", 0.04), ("validation", 0.0), ("test", -0.03) }.Select(period => new ReportPeriodScores(period.Item1,
            [
                new("nse", level + period.Item2),
                new("kge", level + 0.05 + period.Item2),
                new("log_nse", level - 0.08 + period.Item2),
                new("pbias", 40 * (0.75 - level) + 100 * period.Item2),
                new("rmse", 90 * (1 - level - period.Item2)),
            ]))];

    private static ReportEvaluation[] Course(Random random)
    {
        double best = -1;
        return [.. Enumerable.Range(1, 400).Select(i => new ReportEvaluation(i, best = Math.Max(best, 0.82 - 1.5 * Math.Exp(-i / 60.0) * random.NextDouble() - 0.08 * random.NextDouble())))];
    }
}
