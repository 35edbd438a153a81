using System.Globalization;
using System.Text;

namespace Tributary.Engine;

/// <summary>Members and combinations against one of them, over all gauges: what each gains on it and where it does harm.</summary>
/// <param name="Period">The period compared: the test, else the last that is scored.</param>
/// <param name="Rows">One row a member.</param>
/// <param name="Gauges">Per gauge, <c>[member][gauge]</c>: its NSE, and what it has more than the baseline's.</param>
public sealed record MemberComparison(string Period, IReadOnlyList<ComparisonRow> Rows, double[][] Gauges)
{
    /// <summary>Compares; null where the workflow names no baseline, or where that failed.</summary>
    public static MemberComparison? Of(RunSummary run)
    {
        int baseline = BaselineOf(run);
        if (baseline < 0)
        {
            return null;
        }

        string period = run.Scores.Rows.Any(row => row.Period == "test") ? "test" : run.Scores.Rows[^1].Period;
        double[][] nse = [.. run.Hydrographs.Select((_, member) => Scores(run, member, period, "nse"))];
        return new MemberComparison(period, [.. run.Hydrographs.Select((member, i) =>
        {
            double[] kge = Scores(run, i, period, "kge");
            double[] gains = [.. nse[i].Zip(nse[baseline], (own, other) => own - other).Where(double.IsFinite)];
            return new ComparisonRow(
                member.Name,
                nse[i].Count(double.IsFinite),
                Mean(nse[i]),
                PointScores.Median(nse[i]),
                Mean(kge),
                PointScores.Median(kge),
                Mean(gains),
                PointScores.Median(gains),
                gains.Length == 0 ? double.NaN : gains.Count(gain => gain < 0) / (double)gains.Length);
        })], nse);
    }

    /// <summary>Writes the table of members and, for each gauge, NSE and gain of each member.</summary>
    internal void Write(RunSummary run, string folder)
    {
        var table = new StringBuilder("member,gauges,mean_nse,median_nse,mean_kge,median_kge,mean_gain,median_gain,share_degraded\n");
        foreach (ComparisonRow row in Rows)
        {
            table.Append(CultureInfo.InvariantCulture, $"{CsvText.Quote(row.Member)},{row.Gauges}");
            foreach (double value in new[] { row.MeanNse, row.MedianNse, row.MeanKge, row.MedianKge, row.MeanGain, row.MedianGain, row.ShareDegraded })
            {
                table.Append(',').Append(Text(value));
            }

            table.Append('\n');
        }

        File.WriteAllText(Path.Combine(folder, "comparison.csv"), table.ToString());
        int baseline = BaselineOf(run);
        var gains = new StringBuilder("gauge,member,nse,gain\n");
        for (int gauge = 0; gauge < run.Inputs.Domain.Gauges.Count; gauge++)
        {
            for (int member = 0; member < run.Hydrographs.Count; member++)
            {
                gains.Append(
                    CultureInfo.InvariantCulture,
                    $"{CsvText.Quote(run.Inputs.Domain.Gauges[gauge].Id)},{CsvText.Quote(run.Hydrographs[member].Name)},{Text(Gauges[member][gauge])},{Text(Gauges[member][gauge] - Gauges[baseline][gauge])}\n");
            }
        }

        File.WriteAllText(Path.Combine(folder, "gains.csv"), gains.ToString());
    }

    /// <summary>The baseline's index among the hydrographs; -1 where there is none.</summary>
    internal static int BaselineOf(RunSummary run) => run.Plan.Workflow.Evaluate.Baseline is { } name ? run.Hydrographs.ToList().FindIndex(each => each.Name == name) : -1;

    private static double[] Scores(RunSummary run, int member, string period, string score)
    {
        double[] scores = new double[run.Inputs.Domain.Gauges.Count];
        foreach (ScoreRow row in run.Scores.Rows.Where(row => row.Member == member && row.Period == period && row.Part.Length == 0))
        {
            scores[row.Gauge] = row.ValueOf(score);
        }

        return scores;
    }

    private static double Mean(double[] values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : string.Empty;
}

/// <summary>A member over all gauges.</summary>
/// <param name="Member">The member.</param>
/// <param name="Gauges">Gauges that have a score.</param>
/// <param name="MeanNse">Mean of NSE.</param>
/// <param name="MedianNse">Median of NSE.</param>
/// <param name="MeanKge">Mean of KGE.</param>
/// <param name="MedianKge">Median of KGE.</param>
/// <param name="MeanGain">Mean of what NSE has more than the baseline's.</param>
/// <param name="MedianGain">Median of it.</param>
/// <param name="ShareDegraded">Share of the gauges where it is negative.</param>
public sealed record ComparisonRow(
    string Member, int Gauges, double MeanNse, double MedianNse, double MeanKge, double MedianKge, double MeanGain, double MedianGain, double ShareDegraded);
