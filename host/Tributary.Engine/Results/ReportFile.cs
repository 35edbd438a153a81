using Tributary.Contracts;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>The run's report, for people.</summary>
internal static class ReportFile
{
    public static void Write(RunSummary run, string path)
    {
        using FileStream stream = File.Create(path);
        using var influence = new InfluenceReport(Path.GetDirectoryName(path)!, run.Inputs.Domain);
        ReportWriter.Write(ContentOf(run, influence), stream);
    }

    private static ReportContent ContentOf(RunSummary run, InfluenceReport influence)
    {
        TimeAxis time = run.Inputs.Forcing.Time;
        var basins = new List<ReportBasin>();
        ExplanationCharts[] explanations = [.. run.Members.Select(member => new ExplanationCharts(member, run.Inputs.Domain))];
        for (int gauge = 0; gauge < run.Inputs.Domain.Gauges.Count; gauge++)
        {
            basins.Add(BasinOf(run, gauge, explanations, influence));
        }

        return new ReportContent(run.Plan.Workflow.Name, new ReportTime(time.Start, (long)time.Step.TotalSeconds, time.Count), basins)
        {
            Description = run.Plan.Workflow.Description,
            Version = $"Tributary {WorkflowRun.Version}",
            Facts = FactsOf(run),
            Notes = [.. SweepReport.NotesOf(run.Sweep), .. run.Failed.Select(member => new ReportNote($"{member.ToString()[..1].ToUpperInvariant()}{member.ToString()[1..]}", Warning: true)),
                .. run.Inputs.Notes.Select(note => new ReportNote(note)), .. Obstacles(run)],
            Periods = PeriodsOf(run.Plan),
            Scores = ScoresOf(run),
            Map = RunMap.Of(run, influence),
            Sweep = SweepReport.Of(run.Sweep),
            Study = StudyReport.Of(run.Study),
            Decision = DecisionFile.ReportOf(run),
        };
    }

    private static IEnumerable<ReportNote> Obstacles(RunSummary run) =>
        from member in run.Members
        from explanation in member.Explanations
        where explanation.Obstacle is not null
        select new ReportNote($"{member.Member.Name} does not explain itself by {explanation.Method}: {explanation.Obstacle}", Warning: true);

    private static List<ReportFact> FactsOf(RunSummary run)
    {
        WorkflowPlan plan = run.Plan;
        var facts = new List<ReportFact>
        {
            new("Period", plan.Time.Period.ToString()),
            new("Time step", plan.Workflow.Period.Step),
            new(run.Inputs.Domain.Gauges.Count == 1 ? "Basin" : "Basins", run.Inputs.Domain.Gauges.Count == 1 ? run.Inputs.Domain.Gauges[0].Id : $"{run.Inputs.Domain.Gauges.Count}"),
            new("Forcing", string.Join(", ", plan.Workflow.Domain.Basins.Select(basin => (basin.Forcing ?? plan.Workflow.Forcing).Source).Append(plan.Workflow.Domain.HasOutlines ? plan.Workflow.Forcing.Source : null).OfType<string>().Distinct())),
        };
        if (plan.Routing is { } routing)
        {
            facts.Add(new ReportFact("Routing", string.Join("; ", routing.Parts.Select(part => $"{part.Descriptor.Name}, {part.Loaded.Manifest.Id} {part.Loaded.Manifest.Version}"))));
        }

        foreach (MemberPlan member in plan.Members)
        {
            facts.Add(new ReportFact($"Member {member.Name}", $"{member.Descriptor.Name}, {member.Loaded.Manifest.Id} {member.Loaded.Manifest.Version}"));
            if (member.Section.Calibrate is { } section)
            {
                string starts = section.Starts > 1 ? $"{section.Starts} starts of " : string.Empty;
                string region = section.Region is { } together && plan.Routing is null ? $", one set for all basins by the {together} of their objectives" : string.Empty;
                facts.Add(new ReportFact($"Calibration of {member.Name}", $"{section.Algorithm}, {MemberRun.ObjectiveLabel(section)}, {starts}{section.Budget} evaluations{region}"));
            }

            if (member.Section.Regionalise is { } regional)
            {
                facts.Add(new ReportFact($"Parameters of {member.Name}", $"each basin's from the others, as if it were ungauged: {regional.Method} on {string.Join(", ", regional.Attributes)}"));
            }
        }

        foreach (CombinationResult combination in run.Combinations)
        {
            facts.Add(new ReportFact($"Combination {combination.Plan.Name}", $"{combination.Plan.Descriptor.Label}, of {string.Join(", ", combination.Members)}"));
        }

        return [.. facts, .. SweepReport.FactsOf(run.Sweep)];
    }

    private static List<ReportPeriod> PeriodsOf(WorkflowPlan plan)
    {
        var periods = new List<ReportPeriod>();
        if (plan.Splits.WarmUp is { } warmUp)
        {
            periods.Add(new ReportPeriod("warm-up", warmUp.Start, warmUp.End));
        }

        periods.AddRange(plan.Splits.Scored.Select(split => new ReportPeriod(split.Name, split.Period.Start, split.Period.End)));
        return periods;
    }

    /// <summary>The scores that the workflow asks for go first; those of quantiles stand only where a member writes some.</summary>
    private static List<ReportScore> ScoresOf(RunSummary run)
    {
        IEnumerable<IMetric> first = run.Plan.Workflow.Evaluate.Metrics.Select(name => run.Scores.Metrics[name]);
        bool Stands(IMetric score) => !score.NeedsQuantiles || run.Scores.Rows.Any(row => double.IsFinite(row.ValueOf(score.Name)));
        return [.. first.Union(run.Scores.Metrics.All).Where(Stands).Select(score => new ReportScore(score.Name, score.Label, score.Unit, score.Best, score.Definition))];
    }

    private static ReportBasin BasinOf(RunSummary run, int gauge, ExplanationCharts[] explanations, InfluenceReport influence)
    {
        Gauge place = run.Inputs.Domain.Gauges[gauge];
        double[] observed = run.Inputs.Observed[gauge];
        IEnumerable<ReportMember> members = run.Hydrographs.Select((hydrograph, index) =>
            hydrograph.Combination is { } combination ? CombinationOf(run, gauge, index, combination.Gauges[gauge])
            : hydrograph.Given is { } given ? new ReportMember(given.Name, hydrograph.Label, given.Discharge[gauge]) { Chosen = run.Scores.Chosen[gauge] == index, Scores = ScoresOf(run, gauge, index) }
            : MemberOf(run, gauge, index, explanations[index], influence));
        return new ReportBasin(place.Id, [.. members])
        {
            AreaKm2 = place.AreaKm2,
            Observed = ForcingCheck.CountGaps(observed) < observed.Length ? observed : null,
            Precipitation = run.Inputs.Forcing.Contains(Variables.Precipitation) ? PrecipitationAbove(run.Inputs, gauge) : null,
        };
    }

    /// <summary>Mean over the catchment above a gauge.</summary>
    private static double[] PrecipitationAbove(WorkflowInputs inputs, int gauge)
    {
        CatchmentUnits units = inputs.Domain.Units;
        double[] mean = new double[inputs.Forcing.Time.Count];
        double area = 0;
        for (int unit = 0; unit < units.Count; unit++)
        {
            if (DrainsTo(inputs.Domain, unit, inputs.Domain.Gauges[gauge].Reach))
            {
                area += units.AreaKm2[unit];
                ReadOnlySpan<double> amounts = inputs.Forcing.Series(Variables.Precipitation, unit);
                for (int step = 0; step < mean.Length; step++)
                {
                    mean[step] += units.AreaKm2[unit] * amounts[step];
                }
            }
        }

        for (int step = 0; step < mean.Length; step++)
        {
            mean[step] /= area;
        }

        return mean;
    }

    /// <summary>Whether the water of a unit passes a reach.</summary>
    internal static bool DrainsTo(BasinDomain domain, int unit, int reach)
    {
        if (domain.Network is not { } network)
        {
            return unit == reach;
        }

        for (int at = network.ReachOfUnit[unit]; at >= 0; at = network.Downstream[at])
        {
            if (at == reach)
            {
                return true;
            }
        }

        return false;
    }

    private static ReportMember MemberOf(RunSummary run, int gauge, int index, ExplanationCharts explanations, InfluenceReport influence)
    {
        MemberResult member = run.Members[index];
        ModelDescriptor model = member.Member.Descriptor;
        int group = member.GroupOf(gauge);
        bool isCalibrated = member.Calibrations[group] is not null;
        return new ReportMember(member.Member.Name, model.Name, member.Simulation.Discharge(gauge).ToArray())
        {
            Chosen = run.Scores.Chosen[gauge] == index,
            Scores = ScoresOf(run, gauge, index),
            Parameters =
            [
                .. model.Parameters.Select((parameter, i) => new ReportParameter(
                    parameter.Name, member.Parameters[group][i], parameter.Unit, parameter.Lower, parameter.Upper, parameter.Description, isCalibrated && member.Member.FreeParameters.Contains(i))),
            ],
            Calibration = member.Calibrations[group] is { } calibration ? TraceOf(calibration, member.Member.Section.Calibrate!, run.Plan.Plugins) : null,
            Explanations = gauge < ReportWriter.ChartedBasins ? explanations.At(gauge) : [],
            Panels = [.. ReliabilityPanels.Of(run, gauge, index), .. member.Sensitivities.FirstOrDefault(sensitivity => sensitivity.Basin == member.Groups[group].Name)?.Panels() ?? []],
            Influence = gauge < ReportWriter.ChartedBasins ? influence.At(member.Member.Name, gauge) : null,
        };
    }

    /// <summary>The weights stand where a model has its parameters.</summary>
    private static ReportMember CombinationOf(RunSummary run, int gauge, int index, CombinationAtGauge combination)
    {
        CombinationResult result = run.Hydrographs[index].Combination!;
        var weights = new List<ReportParameter>();
        foreach (CombinationWeights part in combination.Weights)
        {
            string of = part.Part.Length == 0 ? string.Empty : $", {part.Part}";
            weights.AddRange(result.Members.Select((member, i) => new ReportParameter(
                $"{member}{of}", part.Values[i], "1", double.NaN, double.NaN, $"weight of {member}{of}", Calibrated: true)));
            if (part.Constant != 0)
            {
                weights.Add(new ReportParameter($"constant{of}", part.Constant, "m3 s-1", double.NaN, double.NaN, $"added to the weighted members{of}", Calibrated: true));
            }
        }

        return new ReportMember(run.Hydrographs[index].Name, run.Hydrographs[index].Label, combination.Discharge)
        {
            Chosen = run.Scores.Chosen[gauge] == index,
            Scores = ScoresOf(run, gauge, index),
            Parameters = weights,
            Panels = [.. ReliabilityPanels.Of(run, gauge, index)],
        };
    }

    private static ReportPeriodScores[] ScoresOf(RunSummary run, int gauge, int index) =>
    [
        .. run.Scores.Rows.Where(row => row.Gauge == gauge && row.Member == index && row.Part.Length == 0).Select(row =>
            new ReportPeriodScores(row.Period, [.. row.Metrics.Names.Select((score, i) => new ReportScoreValue(score, row.Values[i]))])),
    ];

    /// <summary>Best so far after each evaluation that improved on its start, and at the end: a staircase needs no more.</summary>
    private static ReportCalibration TraceOf(CalibrationResult calibration, CalibrationSection section, PluginCatalogue plugins)
    {
        var starts = new List<ReportEvaluation>[section.Starts];
        int[] evaluations = new int[section.Starts];
        double[] best = new double[section.Starts];
        foreach (CalibrationTrace.Entry entry in calibration.Trace.Entries)
        {
            starts[entry.Start] ??= [];
            evaluations[entry.Start]++;
            best[entry.Start] = entry.Best;
            if (entry.Parameters is not null)
            {
                starts[entry.Start].Add(new ReportEvaluation(evaluations[entry.Start], entry.Best));
            }
        }

        for (int start = 0; start < starts.Length; start++)
        {
            starts[start].Add(new ReportEvaluation(evaluations[start], best[start]));
        }

        return new ReportCalibration(MemberRun.ObjectiveLabel(section), starts)
        {
            Front = calibration.Front is { } front ? new ReportFront([.. front.Scores.Select(score => Objective.LabelOf(plugins.Metric(score).Metric))], [.. front.Points.Select(point => point.Scores)], front.Chosen) : null,
        };
    }
}
