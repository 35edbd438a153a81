using Tributary.Report;

namespace Tributary.Tests.Report;

/// <summary>A sweep of made-up points: one best, some stopped early, one failed, one far worse than all others.</summary>
internal static class SyntheticSweep
{
    public const int Count = 30;
    public const int Best = 12;
    public const int Failed = 7;
    public const int Worst = 20;

    public static ReportSweep Of() => new("successive-halving", "nse",
        [
            new("models.lstm.settings.hidden_size", "hidden_size") { Choices = ["64", "128", SyntheticReport.HostileId] },
            new("models.lstm.settings.learning_rate", "learning_rate") { IsLogarithmic = true },
            new("models.lstm.settings.batch_size", "batch_size"),
        ],
        [.. Enumerable.Range(1, Count).Select(Point)])
    {
        Resource = "epochs",
    };

    private static ReportSweepPoint Point(int number)
    {
        double[] values = [number % 3, 1e-4 * Math.Pow(100, (number - 1) / (Count - 1.0)), 16 + ((number * 37) % 200)];
        if (number == Failed)
        {
            return new ReportSweepPoint(number, values, "failed") { Reason = $"out of memory {SyntheticReport.HostileId}", Resource = 4 };
        }

        double distance = number == Best ? 0.15 : number == Worst ? 40 : 0.2 + (0.01 * number);
        return new ReportSweepPoint(number, values, number % 2 == 0 ? "done" : "stopped early")
        {
            IsBest = number == Best,
            Reason = number % 2 == 0 ? string.Empty : "9 of 10 with epochs 4; the best 5 went on",
            Resource = number % 2 == 0 ? 32 : 4,
            Distance = distance,
            Validation = 1 - distance,
            Test = 0.98 - distance,
        };
    }
}
