namespace Tributary.Engine;

/// <summary>Writes all results of a run. Nothing in them depends on when or where it ran (but the seconds in those of a sweep): the same numbers give the same bytes.</summary>
internal static class ResultFiles
{
    public static void Write(RunSummary run, string folder, CancellationToken cancellation)
    {
        NetCdfResults.Write(run, Path.Combine(folder, "results.nc"));
        if (ExplanationFile.IsNeeded(run))
        {
            ExplanationFile.Write(run, Path.Combine(folder, ExplanationFile.Name));
        }

        for (int gauge = 0; gauge < run.Inputs.Domain.Gauges.Count; gauge++)
        {
            cancellation.ThrowIfCancellationRequested();
            HydrographFile.Write(run, gauge, Path.Combine(folder, $"hydrograph_{FileNameOf(run.Inputs.Domain.Gauges[gauge].Id)}.csv"));
        }

        MetricsFiles.WriteJson(run, Path.Combine(folder, "metrics.json"));
        MetricsFiles.WriteCsv(run, Path.Combine(folder, "metrics.csv"));
        run.Comparison?.Write(run, folder);
        if (run.Study is { } study)
        {
            StudyFiles.Write(study, folder);
        }

        if (run.Combinations.Any(combination => combination.Gauges.Any(gauge => gauge.Weights.Count > 0)))
        {
            MetricsFiles.WriteWeights(run, Path.Combine(folder, "weights.csv"));
        }

        if (run.Decision is { } decision)
        {
            DecisionFile.Write(run, decision, Path.Combine(folder, "decision.json"));
        }

        if (run.Sweep is { } sweep)
        {
            SweepFiles.WriteCsv(sweep, Path.Combine(folder, "sweep.csv"));
            SweepFiles.WriteJson(sweep, Path.Combine(folder, "sweep.json"));
        }

        ReportFile.Write(run, Path.Combine(folder, "report.html"));
        foreach (MemberResult member in run.Members)
        {
            string own = Path.Combine(folder, RunFolder.ModelsName, member.Member.Name);
            MemberFiles.Write(member, own);
            for (int gauge = 0; gauge < run.Inputs.Domain.Gauges.Count && run.Inputs.Domain.Network is null && member.Member.Descriptor.Targets.Count > 0; gauge++)
            {
                HydrographFile.WriteTargets(run, member, gauge, Path.Combine(own, $"predictions_{FileNameOf(run.Inputs.Domain.Gauges[gauge].Id)}.csv"));
            }
        }
    }

    /// <summary>A gauge's id with the characters that file names do not allow replaced.</summary>
    public static string FileNameOf(string id) => string.Concat(id.Select(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '_'));
}
