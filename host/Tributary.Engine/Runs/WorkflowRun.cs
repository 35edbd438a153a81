using System.Reflection;
using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Runs a workflow: reads its inputs, calibrates and simulates its members, scores them, and writes the run's folder.</summary>
public static class WorkflowRun
{
    /// <summary>Folder of grid weights, beside the runs, which share them; its name is none that a workflow may have.</summary>
    internal const string WeightFolder = ".weights";

    /// <summary>Version of this program.</summary>
    public static string Version { get; } =
        typeof(WorkflowRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>The folder that a workflow's run goes to.</summary>
    public static string FolderOf(WorkflowPlan plan)
    {
        string runs = plan.Workflow.Run.Folder is { } folder ? Path.GetFullPath(folder, plan.Folder) : Path.GetFullPath("runs");
        return Path.Combine(runs, plan.Workflow.Name);
    }

    /// <summary>Reads everything that a workflow needs, and computes nothing.</summary>
    /// <returns>What it read, with what the user should know of it.</returns>
    /// <exception cref="WorkflowProblemsException">Something is missing or wrong; all of it is listed.</exception>
    public static WorkflowInputs Check(WorkflowPlan plan, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var services = new HostServices(message => progress?.Report(new Noted(message)));
        WorkflowInputs inputs = InputReader.Read(plan, services, null, cancellation);
        GivenHydrograph.Read(plan, inputs, services);
        foreach (MemberPlan member in plan.Members)
        {
            WorkflowInputs own = member.Apart is { } apart ? InputReader.Read(apart, services, null, cancellation) : inputs;
            MemberForcing.Of(member.Apart ?? plan, member.Apart?.Members[0] ?? member, own, services, null, cancellation);
        }

        return inputs;
    }

    /// <summary>Whether the invented catchments of a workflow are there, so that its data can be checked.</summary>
    public static bool HasItsData(WorkflowPlan plan) => RegionMaking.IsMade(plan);

    /// <summary>Runs a workflow. Steps that an earlier run of the same folder finished are not done again.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between blocks and batches; finished steps are kept, no result is written.</param>
    /// <exception cref="TributaryException">The input is wrong or the work failed.</exception>
    public static RunSummary Execute(WorkflowPlan plan, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        DateTime started = DateTime.UtcNow;
        using RunFolder folder = RunFolder.Open(FolderOf(plan));
        using var log = new RunLog(folder.FullPath, progress);
        log.Write($"tributary {Version}, {plan.Source.Path}");
        try
        {
            RunSummary summary = Execute(plan, folder, log, started, cancellation);
            log.Write("done");
            return summary;
        }
        catch (OperationCanceledException)
        {
            log.Write("interrupted; finished steps are kept");
            throw;
        }
        catch (Exception error)
        {
            log.Write($"failed: {error.Message}");
            if (error is not WorkflowProblemsException)
            {
                log.Write((error.InnerException ?? error).ToString());
            }

            throw;
        }
    }

    private static RunSummary Execute(WorkflowPlan plan, RunFolder folder, RunLog log, DateTime started, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var services = new HostServices(message =>
        {
            lock (warnings)
            {
                warnings.Add(message);
            }

            log.Report(new Noted(message));
        });
        string weights = Path.Combine(Path.GetDirectoryName(folder.FullPath)!, WeightFolder);
        RegionMaking.Make(plan, log, cancellation);
        WorkflowInputs inputs;
        SweepResult? sweep = null;
        using TaskEngine? engine = TaskEngine.Of(plan, folder.FullPath, folder.Steps, log);
        StudyResult? study = null;
        if (plan.Sweep is { } points)
        {
            log.Report(new PartBegun($"sweep of {points.PointCount} points, {points.Section.Method}"));
            SweptWorkflow best = new SweepRun(plan, folder.Steps, weights, log, engine, new TaskFolder(folder.FullPath)).Run(cancellation);
            (plan, inputs, sweep) = (best.Plan, best.Inputs, best.Result);
            warnings.AddRange(best.Warnings);
        }
        else if (plan.Study is not null)
        {
            StudiedWorkflow studied = new StudyRun(plan, folder.Steps, weights, log, engine, new TaskFolder(folder.FullPath)).Run(cancellation);
            (plan, inputs, study) = (studied.Plan, studied.Inputs, studied.Result);
            warnings.AddRange(studied.Warnings);
        }
        else
        {
            log.Report(new PartBegun("reading inputs"));
            inputs = InputReader.Read(plan, services, weights, cancellation);
        }

        foreach (string note in inputs.Notes)
        {
            log.Report(new Noted(note));
        }

        inputs = inputs with { Notes = [.. warnings, .. inputs.Notes] };

        if (engine is null && TaskLimits.Of(plan.Workflow.Run).Any)
        {
            log.Report(new Noted("engine local has no limits for a task: it runs in this process, where a crash, a hang or too much memory ends the run; run.engine: processes keeps run.task"));
        }

        IReadOnlyList<GivenHydrograph> elsewhere = GivenHydrograph.Read(plan, inputs, services);
        inputs = inputs with { Files = [.. inputs.Files, .. elsewhere.SelectMany(each => each.Files)] };
        (List<MemberResult> members, List<FailedMember> failed) = RunMembers(plan, inputs, services, folder, engine, log, cancellation);
        foreach (string note in members.SelectMany(member => member.Notes))
        {
            log.Report(new Noted(note));
        }

        inputs = inputs with { Notes = [.. members.SelectMany(member => member.Notes), .. inputs.Notes] };
        IReadOnlyList<Hydrograph> given = Hydrograph.Of(members, elsewhere);
        (List<CombinationResult> combinations, List<(string Member, CombinationResult Result)> leftOut) = Combine(plan, inputs, given, folder.Steps, log, failed, cancellation);
        log.Report(new PartBegun("writing results"));
        IReadOnlyList<Hydrograph> hydrographs = [.. given, .. Hydrograph.Of(combinations)];
        ScoreTable scores = ScoreTable.Compute(plan, inputs, hydrographs);
        var summary = new RunSummary(folder.FullPath, plan, inputs, members, hydrographs, scores)
        {
            Sweep = sweep,
            Study = study,
            Combinations = combinations,
            Failed = failed,
            Spreads = EnsembleSpread.Of(plan, inputs, given),
            LeftOut = leftOut,
            Decision = DecisionReport.Of(plan, inputs, hydrographs, leftOut),
        };
        summary = summary with { Comparison = MemberComparison.Of(summary) };
        summary = summary with { Inputs = inputs with { Notes = [.. DegradedBasins.Notes(summary), .. inputs.Notes] } };
        Directory.CreateDirectory(folder.Draft);
        try
        {
            ResultFiles.Write(summary, folder.Draft, cancellation);
            WriteManifest(summary, folder.Draft, started);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder.FullPath, error);
        }

        cancellation.ThrowIfCancellationRequested();
        folder.Publish();
        return summary;
    }

    private static (List<MemberResult> Members, List<FailedMember> Failed) RunMembers(
        WorkflowPlan plan, WorkflowInputs inputs, HostServices services, RunFolder folder, TaskEngine? engine, RunLog log, CancellationToken cancellation)
    {
        var members = new List<MemberResult>();
        var failed = new List<(FailedMember Member, WorkException Error)>();
        string workflow = engine is null ? string.Empty : new TaskFolder(folder.FullPath).Keep(plan);
        MemberRun[] runs = [.. plan.Members.Select(member => new MemberRun(plan, member, inputs, services, folder.Steps, log, engine, workflow))];
        if (engine is not null)
        {
            foreach ((MemberPlan member, MemberRun run) in plan.Members.Zip(runs))
            {
                log.Report(new MemberBegun(member.Name, member.Descriptor.Name, run.StepCount));
            }

            engine.Do(runs, cancellation);
        }

        foreach ((MemberPlan member, MemberRun run) in plan.Members.Zip(runs))
        {
            if (engine is null)
            {
                log.Report(new MemberBegun(member.Name, member.Descriptor.Name, run.StepCount));
            }

            try
            {
                members.Add(run.Run(cancellation));
            }
            catch (WorkException error) when (!plan.Workflow.Run.Strict && FailedMember.IsOwn(error))
            {
                var failure = new FailedMember(member.Name, error.Message);
                failed.Add((failure, error));
                log.Write((error.InnerException ?? error).ToString());
                if (plan.Members.Count > 1)
                {
                    log.Report(new MemberLeftOut(failure));
                }
            }
        }

        return members.Count > 0 ? (members, [.. failed.Select(each => each.Member)]) : throw FailedMember.All(failed);
    }

    private static (List<CombinationResult> Whole, List<(string Member, CombinationResult Result)> LeftOut) Combine(
        WorkflowPlan plan, WorkflowInputs inputs, IReadOnlyList<Hydrograph> members, StepStore steps, RunLog log, List<FailedMember> failed, CancellationToken cancellation)
    {
        var combinations = new List<CombinationResult>();
        var leftOut = new List<(string Member, CombinationResult Result)>();
        Hydrograph[] combined = [.. members.Where(member => plan.Ensemble?.Members.Contains(member.Name) == true)];
        if (plan.Ensemble is not { } ensemble)
        {
            return (combinations, leftOut);
        }

        if (combined.Length == 0)
        {
            log.Report(new Noted("all members that are to be combined failed; there is no combination"));
            return (combinations, leftOut);
        }

        log.Report(new PartBegun($"combining {combined.Length} members"));
        var run = new CombinationRun(plan, inputs, combined, steps, log);
        foreach (CombinationPlan combination in ensemble.Combinations)
        {
            CombinationResult result;
            try
            {
                result = run.Run(combination, null, cancellation);
            }
            catch (WorkException error) when (!plan.Workflow.Run.Strict && FailedMember.IsOwn(error))
            {
                failed.Add(new FailedMember(combination.Name, error.Message, "combination"));
                log.Write((error.InnerException ?? error).ToString());
                log.Report(new Noted(failed[^1].ToString()));
                continue;
            }

            combinations.Add(result);
            int[] without = [.. Enumerable.Range(0, result.Gauges.Count).Where(gauge => result.Gauges[gauge].Obstacle is not null)];
            if (without.Length > 0)
            {
                log.Report(new Noted($"{combination.Name} is not fitted at {without.Length} of {result.Gauges.Count} gauges; at {inputs.Domain.Gauges[without[0]].Id} {result.Gauges[without[0]].Obstacle}"));
            }

            foreach (Hydrograph member in combined.Where(_ => combined.Length > 1 && plan.Workflow.Ensemble!.LeaveOneOut))
            {
                try
                {
                    leftOut.Add((member.Name, run.Run(combination, member.Name, cancellation)));
                }
                catch (WorkException error) when (!plan.Workflow.Run.Strict && FailedMember.IsOwn(error))
                {
                    log.Report(new Noted($"what {member.Name} adds to {combination.Name} is not known: {error.Message}"));
                }
            }
        }

        return (combinations, leftOut);
    }

    /// <summary>A file, or all files of a store that is a folder.</summary>
    internal static IEnumerable<string> FilesAt(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

    private static void WriteManifest(RunSummary summary, string draft, DateTime started)
    {
        WorkflowPlan plan = summary.Plan;
        var manifest = new RunManifest
        {
            Name = plan.Workflow.Name,
            Tributary = Version,
            Contracts = ContractVersion.Current.ToString(),
            Started = started,
            Finished = DateTime.UtcNow,
            Machine = Machine.Current,
            Libraries = new Dictionary<string, string> { ["libnetcdf"] = NetCdfFiles.LibraryVersion },
            Workflow = FileRecord.Of(plan.Source.Path),
            Configuration = (JsonObject)plan.Source.Root.DeepClone(),
            Plugins = [.. plan.Plugins.Loaded.Select(plugin => new PluginRecord(plugin.Manifest.Id, plugin.Manifest.Version, plugin.Folder, plugin.Hashes))],
            Inputs = [.. summary.Inputs.Files.Concat(summary.Members.SelectMany(member => member.ForcingFiles)).Concat(plan.Members.SelectMany(member => member.Descriptor.Files)).Distinct().SelectMany(FilesAt).Select(file => FileRecord.Of(file))],
            Seeds = summary.Members.Where(member => member.Member.Section.Calibrate is not null || member.Artefacts.Count > 0).ToDictionary(member => member.Member.Name, member => member.Seed),
            Chosen = summary.Scores.Chosen.Select((member, gauge) => (Gauge: summary.Inputs.Domain.Gauges[gauge].Id, Member: member)).ToDictionary(
                pair => pair.Gauge, pair => summary.Hydrographs[pair.Member].Name),
            Failed = summary.Failed.ToDictionary(member => member.Name, member => member.Reason),
            Sweep = summary.Sweep is { } sweep ? new SweepRecord(sweep.Plan.Said?.DeepClone(), sweep.Points[sweep.Best].Point.Number, sweep.Points.Count) { Steps = sweep.Steps } : null,
            Steps = [.. summary.Members.SelectMany(member => member.Steps), .. summary.Combinations.Concat(summary.LeftOut.Select(each => each.Result)).Select(combination => combination.Step)],
            Notes = summary.Inputs.Notes,
            Results = [.. Directory.EnumerateFiles(draft, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
                FileRecord.Of(file, Path.GetRelativePath(draft, file)))],
        };
        File.WriteAllBytes(
            Path.Combine(draft, RunFolder.ManifestName), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(manifest, RunJson.Default.RunManifest));
    }
}

/// <summary>A finished run.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Plan">The workflow; of a sweep, that of its best point.</param>
/// <param name="Inputs">What it read.</param>
/// <param name="Members">What became of the members.</param>
/// <param name="Hydrographs">What is scored and written: the members, those that were given, then combinations.</param>
/// <param name="Scores">How well they fit.</param>
public sealed record RunSummary(
    string Folder, WorkflowPlan Plan, WorkflowInputs Inputs, IReadOnlyList<MemberResult> Members, IReadOnlyList<Hydrograph> Hydrographs, ScoreTable Scores)
{
    /// <summary>What became of the combinations.</summary>
    public IReadOnlyList<CombinationResult> Combinations { get; init; } = [];

    /// <summary>The combined members as draws from one distribution, by gauge and period.</summary>
    public IReadOnlyList<EnsembleSpread> Spreads { get; init; } = [];

    /// <summary>The combinations without one member each.</summary>
    public IReadOnlyList<(string Member, CombinationResult Result)> LeftOut { get; init; } = [];

    /// <summary>What helps to choose among the hydrographs; null where there is nothing to choose.</summary>
    public DecisionReport? Decision { get; init; }

    /// <summary>What members gain on the baseline; null where the workflow names none.</summary>
    public MemberComparison? Comparison { get; init; }

    /// <summary>The members that failed and are left out.</summary>
    public IReadOnlyList<FailedMember> Failed { get; init; } = [];

    /// <summary>What became of the sweep whose best point these results are; null where there was none.</summary>
    public SweepResult? Sweep { get; init; }

    /// <summary>What became of the study of transfer whose greatest source and longest record these results are of; null where there was none.</summary>
    public StudyResult? Study { get; init; }
}
