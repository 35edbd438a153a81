using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A workflow whose periods, plugins and settings have been checked; no data has been read.</summary>
public sealed class WorkflowPlan
{
    private bool _fits;

    private WorkflowPlan(YamlSource source, Workflow workflow, PluginCatalogue plugins)
    {
        Source = source;
        Workflow = workflow;
        Plugins = plugins;
    }

    /// <summary>The file.</summary>
    public YamlSource Source { get; }

    /// <summary>What it says.</summary>
    public Workflow Workflow { get; }

    /// <summary>The plugins at hand.</summary>
    public PluginCatalogue Plugins { get; }

    /// <summary>The simulated time steps.</summary>
    public TimeAxis Time { get; private set; }

    /// <summary>Parts of the simulated period.</summary>
    public SplitPeriods Splits { get; private set; } = new(null, null, null, null);

    /// <summary>The members.</summary>
    public IReadOnlyList<MemberPlan> Members { get; private set; } = [];

    /// <summary>How the members are combined; null where each stands alone.</summary>
    public EnsemblePlan? Ensemble { get; private set; }

    /// <summary>The variants to try; null where there are none.</summary>
    public SweepPlan? Sweep { get; private set; }

    /// <summary>The study of transfer; null where there is none. The members that begin with its source are known once that is trained.</summary>
    public StudyPlan? Study { get; private set; }

    /// <summary>How water moves down the river network; null where it reaches the gauges within its time step.</summary>
    public RoutingPlan? Routing { get; private set; }

    /// <summary>Folder that the file's relative paths start from.</summary>
    public string Folder => Path.GetDirectoryName(Source.Path)!;

    /// <summary>SHA-256 of what the file says, but for where its tasks run, which changes no result.</summary>
    internal string Digest()
    {
        var said = (JsonObject)Source.Root.DeepClone();
        if (said["run"] is JsonObject run)
        {
            foreach (string where in (ReadOnlySpan<string>)["engine", "workers", "task", "slurm", "folder"])
            {
                run.Remove(where);
            }

            if (run.Count == 0)
            {
                said.Remove("run");
            }
        }

        foreach (JsonObject owner in IsolationSection.OwnersIn(said))
        {
            owner.Remove("isolation");
        }

        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(said.ToJsonString())));
    }

    /// <summary>Threads to use.</summary>
    public int Workers => Workflow.Run.Workers ?? Environment.ProcessorCount;

    /// <summary>Threads of what learns: with another number of them the last digits are others.</summary>
    public int LearningThreads => Workflow.Run.Task.Threads ?? Workers;

    /// <summary>Reads and checks a workflow file.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    /// <exception cref="WorkflowProblemsException">Something is wrong with it; all of it is listed.</exception>
    public static WorkflowPlan Read(string path)
    {
        YamlSource source = YamlSource.Load(Path.GetFullPath(path));
        PluginWorker.Expect(IsolationSection.OwnersIn(source.Root).DistinctBy(owner => (owner["plugin"]?.ToString(), owner["isolation"]!.ToJsonString())).Count());
        WorkflowPlan plan = Read(WorkflowReader.ReadWhatFits(source), null);
        plan.Sweep = plan.Workflow.Sweep is { } sweep ? SweepPlan.Read(plan, sweep) : null;
        plan.Study = plan.Workflow.Study is { } study ? StudyPlan.Read(plan, study) : null;
        return plan;
    }

    /// <summary>The plan of what a file said when a run was started, or would say at a point of its sweep.</summary>
    internal static WorkflowPlan Read(string path, JsonObject said) => Read(WorkflowReader.ReadWhatFits(YamlSource.Load(path).Saying(said)), null);

    /// <summary>The plan of what the file would say with other values, by the same plugins.</summary>
    /// <exception cref="WorkflowProblemsException">Something is wrong with it; all of it is listed.</exception>
    internal WorkflowPlan Vary(JsonObject root) => Read(WorkflowReader.ReadWhatFits(Source.Saying(root)), Plugins);

    private static WorkflowPlan Read((YamlSource Source, Workflow? Workflow, IReadOnlyList<Problem> Unfit) read, PluginCatalogue? catalogue)
    {
        (YamlSource source, Workflow? workflow, IReadOnlyList<Problem> unfit) = read;
        var problems = new ProblemList(source);
        string folder = Path.GetDirectoryName(source.Path)!;
        if (workflow is null || !problems.Try("plugin_allow_list", () => catalogue ??= Catalogue(workflow, folder)))
        {
            problems.AddRange(unfit);
            problems.ThrowIfAny();
        }

        var plan = new WorkflowPlan(source, workflow!, catalogue!) { _fits = unfit.Count == 0 };
        plan.StartIsolated();
        for (int i = 0; i < workflow!.Plugins.Count; i++)
        {
            if (!Directory.Exists(Path.GetFullPath(workflow.Plugins[i], folder)))
            {
                problems.Add($"plugins[{i}]", $"there is no folder {Path.GetFullPath(workflow.Plugins[i], folder)}");
            }
        }

        plan.ReadPeriods(problems);
        plan.CheckSource("forcing", workflow.Forcing, problems);
        plan.CheckSource("observations", workflow.Observations, problems);
        for (int basin = 0; basin < workflow.Domain.Basins.Count; basin++)
        {
            plan.CheckSource($"domain.basins[{basin}].forcing", workflow.Domain.Basins[basin].Forcing, problems);
        }

        for (int member = 0; member < workflow.Models.Count; member++)
        {
            plan.CheckSource($"models[{member}].forcing", workflow.Models[member].Forcing, problems);
        }

        plan.CheckEvaluation(problems);
        new DomainCheck(workflow, plan._fits, problems).Run();
        plan.Routing = plan.ReadRouting(problems);
        plan.Members = plan.ReadMembers(problems);
        plan.Ensemble = workflow.Ensemble is { } ensemble ? new EnsembleCheck(plan, ensemble, problems, plan._fits).Read() : null;
        if (workflow.Sweep is { } sweep)
        {
            new SweepCheck(workflow, sweep, source, plan._fits, problems).Run();
        }

        problems.PutFirst(unfit);
        problems.ThrowIfAny();
        return plan;
    }

    /// <summary>Processes of plugins start while all else is read and checked.</summary>
    private void StartIsolated()
    {
        foreach (MemberSection member in Workflow.Models.Where(member => member.Isolation is not null))
        {
            Plugins.Warm(member.Plugin, member.Isolation!);
        }

        foreach (RoutingPartSection part in new[] { Workflow.Routing, Workflow.Routing?.Hillslope, Workflow.Routing?.Lakes }.OfType<RoutingPartSection>().Where(part => part.Isolation is not null))
        {
            Plugins.Warm(part.Plugin, part.Isolation!);
        }
    }

    private static PluginCatalogue Catalogue(Workflow workflow, string folder)
    {
        AllowList? allowed = workflow.PluginAllowList is { } list ? new AllowList(Path.GetFullPath(list, folder)) : null;
        return new PluginCatalogue(PluginCatalogue.SearchPath(workflow.Plugins.Select(named => Path.GetFullPath(named, folder))), allowed);
    }

    private void ReadPeriods(ProblemList problems)
    {
        Period whole = default;
        TimeSpan step = Dates.Step(Workflow.Period.Step);
        if (step <= TimeSpan.Zero || TimeSpan.FromDays(1).Ticks % step.Ticks != 0)
        {
            problems.Add("period.step", $"expected a step that divides a day, found {Workflow.Period.Step}");
            return;
        }

        foreach ((string key, string date) in (ReadOnlySpan<(string, string)>)[("period.start", Workflow.Period.Start), ("period.end", Workflow.Period.End)])
        {
            if (Dates.Parse(date) is null)
            {
                problems.Add(key, $"there is no date {date}");
            }
        }

        if (Dates.Span(Workflow.Period.Start, Workflow.Period.End) is not { } span)
        {
            return;
        }

        whole = span;
        int count = (int)Math.Max(whole.Length / step, 0);
        if (count < 1)
        {
            problems.Add("period", $"the period is empty: it ends ({Workflow.Period.End}) before it starts ({Workflow.Period.Start})");
            return;
        }

        Time = new TimeAxis(whole.Start, step, count);
        SplitSection given = Workflow.Splits;
        Splits = new IReadOnlyList<string>?[] { given.Warmup, given.Calibration, given.Validation, given.Test }.Any(split => split is [_])
            ? SplitsByShare(given, problems)
            : new SplitPeriods(
                Split("warmup", given.Warmup, problems),
                Split("calibration", given.Calibration, problems),
                Split("validation", given.Validation, problems),
                Split("test", given.Test, problems));
        CheckOverlaps(problems);
    }

    /// <summary>Shares of the period follow each other in time: warm-up, calibration, validation, test.</summary>
    private SplitPeriods SplitsByShare(SplitSection given, ProblemList problems)
    {
        (string Name, IReadOnlyList<string>? Share)[] splits = [("warmup", given.Warmup), ("calibration", given.Calibration), ("validation", given.Validation), ("test", given.Test)];
        var periods = new Period?[splits.Length];
        double done = 0;
        for (int i = 0; i < splits.Length; i++)
        {
            if (splits[i].Share is null)
            {
                continue;
            }

            string path = $"splits.{splits[i].Name}";
            if (splits[i].Share is not [string share])
            {
                problems.Add(path, "the others are shares of the period; give all splits as shares or all as dates");
                continue;
            }

            int first = (int)Math.Round(done * Time.Count, MidpointRounding.AwayFromZero);
            done += double.Parse(share, CultureInfo.InvariantCulture);
            int end = (int)Math.Round(Math.Min(done, 1) * Time.Count, MidpointRounding.AwayFromZero);
            if (done > 1 + 1e-9)
            {
                problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"the shares up to here are {done:0.###} of the period; together they may be 1"));
            }
            else if (end <= first)
            {
                problems.Add(path, $"a share of {share} of {Time.Count} time steps is none");
            }
            else
            {
                periods[i] = new Period(Time[first], Time[first] + ((end - first) * Time.Step));
            }
        }

        return new SplitPeriods(periods[0], periods[1], periods[2], periods[3]);
    }

    private Period? Split(string name, IReadOnlyList<string>? dates, ProblemList problems)
    {
        if (dates is null)
        {
            return null;
        }

        string path = $"splits.{name}";
        if (Dates.Span(dates[0], dates[1]) is not { } period)
        {
            problems.Add(path, "both must be dates that exist");
            return null;
        }

        if (period.Length < Time.Step)
        {
            problems.Add(path, $"the period is empty: it ends ({dates[1]}) before it starts ({dates[0]})");
            return null;
        }

        if (!Time.Period.Contains(period))
        {
            problems.Add(path, $"{period} reaches outside the simulated period {Time.Period}");
            return null;
        }

        return period;
    }

    private void CheckOverlaps(ProblemList problems)
    {
        (string Name, Period? Period)[] splits =
            [("warmup", Splits.WarmUp), ("calibration", Splits.Calibration), ("validation", Splits.Validation), ("test", Splits.Test)];
        for (int i = 0; i < splits.Length; i++)
        {
            for (int j = i + 1; j < splits.Length; j++)
            {
                if (splits[i].Period is { } one && splits[j].Period is { } other && one.Overlaps(other))
                {
                    problems.Add($"splits.{splits[j].Name}", $"{other} overlaps {splits[i].Name} ({one}); what is fitted on one must not be scored on the other");
                }
            }
        }
    }

    private void CheckSource(string path, ForcingSection? section, ProblemList problems)
    {
        if (section is null || section.Source == ForcingSection.Gridded)
        {
            return;
        }

        problems.Try($"{path}.source", () =>
        {
            Plugins.Get<IForcingPlugin>(section.Source, out LoadedPlugin loaded);
            CheckSettings(path, section.Settings, loaded, problems);
        });
    }

    private void CheckSettings(string owner, JsonElement settings, LoadedPlugin plugin, ProblemList problems)
    {
        JsonElement schema = PluginGuard.Call(plugin, owner, "giving the schema of its settings", () => plugin.Instance.SettingsSchema);
        JsonNode node = settings.ValueKind == JsonValueKind.Undefined ? new JsonObject() : JsonNode.Parse(settings.GetRawText())!;
        problems.AddRange(SchemaCheck.Check(Source, $"{owner}.settings", node, schema.GetRawText()));
    }

    private void CheckEvaluation(ProblemList problems)
    {
        if (Workflow.Evaluate.Baseline is { } baseline && Workflow.Models.All(member => member.Name != baseline))
        {
            problems.Add("evaluate.baseline", $"there is no member '{baseline}'{Nearest.Suggest(baseline, Workflow.Models.Select(member => member.Name))}");
        }

        for (int i = 0; i < Workflow.Evaluate.Metrics.Count; i++)
        {
            string metric = Workflow.Evaluate.Metrics[i];
            if (!Score.ByName.ContainsKey(metric))
            {
                problems.Add($"evaluate.metrics[{i}]", $"there is no score '{metric}'{Nearest.Suggest(metric, Score.ByName.Keys)}");
            }
        }
    }

    private List<MemberPlan> ReadMembers(ProblemList problems)
    {
        var members = new List<MemberPlan>();
        var names = new HashSet<string>();
        for (int i = 0; i < Workflow.Models.Count; i++)
        {
            MemberSection section = Workflow.Models[i];
            string path = $"models[{i}]";
            if (!names.Add(section.Name))
            {
                problems.Add($"{path}.name", $"there are two members '{section.Name}'");
            }

            problems.Try($"{path}.plugin", () =>
            {
                var plugin = Plugins.Get<IModelPlugin>(section.Plugin, out LoadedPlugin loaded, section.Isolation);
                int before = problems.Count;
                CheckSettings(path, section.Settings, loaded, problems);
                bool isOfSource = Workflow.Study is not null && StudyPlan.TakesSource(section);
                if (problems.Count == before && !isOfSource)
                {
                    section.Settings = SettingsPaths.Resolve(section.Settings, plugin.SettingsSchema, Folder);
                    ModelDescriptor descriptor = PluginGuard.Call(loaded, $"member {section.Name}", "describing the model", () => plugin.Describe(section.Settings));
                    var member = new MemberPlan(section, plugin, loaded, descriptor);
                    CheckMember(member, path, problems);
                    members.Add(member);
                }
            });
        }

        for (int i = 0; i < members.Count; i++)
        {
            members[i] = members[i] with { PretrainOn = PretrainingOf(members[i], members, problems), Apart = PlanApart(members[i].Section, problems) };
        }

        return members;
    }

    /// <summary>The workflow of a member that has a domain of its own; null for the others.</summary>
    private WorkflowPlan? PlanApart(MemberSection section, ProblemList problems)
    {
        string path = $"models[{Workflow.Models.ToList().IndexOf(section)}]";
        if (section.Domain.ValueKind != JsonValueKind.Object)
        {
            if (section.Routing.ValueKind == JsonValueKind.Object)
            {
                problems.Add($"{path}.routing", "the routing of the workflow's own domain stands under 'routing'; give the member a 'domain', or take this out", ofKey: true);
            }

            return null;
        }

        foreach ((string key, bool isThere) in (ReadOnlySpan<(string, bool)>)[("outputs", section.Outputs.Count > 0), ("explain", section.Explain.Count > 0), ("pretrain_on", section.PretrainOn is not null)])
        {
            if (isThere)
            {
                problems.Add($"{path}.{key}", "a member with a domain of its own gives its discharge at the gauges alone; take this out, or run it by itself", ofKey: true);
            }
        }

        try
        {
            return Vary(MemberSpace.Root(Source.Root, section));
        }
        catch (WorkflowProblemsException error)
        {
            foreach (Problem problem in error.Problems)
            {
                problems.Add($"{path}.domain", $"{problem.Key}: {problem.Message}", ofKey: true);
            }

            return null;
        }
    }

    private MemberPlan? PretrainingOf(MemberPlan member, List<MemberPlan> members, ProblemList problems)
    {
        if (member.Section.PretrainOn is not { } name)
        {
            return null;
        }

        string path = $"models[{Workflow.Models.ToList().IndexOf(member.Section)}].pretrain_on";
        MemberPlan? other = members.Find(one => one.Name == name);
        if (member.Plugin is not ITrainablePlugin)
        {
            problems.Add(path, $"{member.Descriptor.Name} does not learn", ofKey: true);
        }
        else if (Workflow.Models.All(section => section.Name != name))
        {
            problems.Add(path, $"there is no member '{name}'{Nearest.Suggest(name, members.Select(one => one.Name))}");
        }
        else if (other?.Plugin is ITrainablePlugin)
        {
            problems.Add(path, $"member {name} learns itself; name one with a process-based model");
        }

        return other;
    }

    private void CheckMember(MemberPlan member, string path, ProblemList problems)
    {
        ModelDescriptor model = member.Descriptor;
        if (Time.Step != default && (Time.Step < model.ShortestStep || Time.Step > model.LongestStep))
        {
            string accepted = model.ShortestStep == model.LongestStep ? Describe(model.ShortestStep) : $"{Describe(model.ShortestStep)} to {Describe(model.LongestStep)}";
            problems.Add($"{path}.plugin", $"{model.Name} runs on steps of {accepted}, not of {Describe(Time.Step)}");
        }

        if (member.Section.Domain.ValueKind != JsonValueKind.Object && !model.SpatialModes.HasFlag(Workflow.Domain.SpatialMode))
        {
            problems.Add($"{path}.plugin", $"{model.Name} does not run on {Workflow.Domain.Mode} domains, only {model.SpatialModes}");
        }

        CheckParameters(member, path, problems);
        CheckExplanations(member, path, problems);
        if (member.Section.Seeds > 1 && member.Plugin is not ITrainablePlugin)
        {
            problems.Add($"{path}.seeds", $"{model.Name} does not learn; every seed would give the same", ofKey: true);
        }

        for (int i = 0; i < member.Section.Outputs.Count; i++)
        {
            string output = member.Section.Outputs[i];
            bool isOfReaches = output == Variables.Discharge.Name && Workflow.Domain.SpatialMode != SpatialModes.Lumped;
            if (model.OutputIndex(output) < 0 && !isOfReaches && output != Variables.SpecificDischarge.Name)
            {
                problems.Add($"{path}.outputs[{i}]", $"{model.Name} has no output '{output}'{Nearest.Suggest(output, model.Outputs.Select(known => known.Variable.Name))}");
            }
        }
    }

    private static void CheckExplanations(MemberPlan member, string path, ProblemList problems)
    {
        ModelDescriptor model = member.Descriptor;
        for (int i = 0; i < member.Section.Explain.Count; i++)
        {
            string method = member.Section.Explain[i];
            if (!model.Explanations.Contains(method))
            {
                string offered = model.Explanations.Count == 0 ? "; it offers no explanation" : Nearest.Suggest(method, model.Explanations);
                problems.Add($"{path}.explain[{i}]", $"{model.Name} with these settings cannot explain itself by '{method}'{offered}");
            }
        }
    }

    private void CheckParameters(MemberPlan member, string path, ProblemList problems)
    {
        ModelDescriptor model = member.Descriptor;
        IEnumerable<string> names = model.Parameters.Select(parameter => parameter.Name);
        foreach ((string name, double value) in member.Section.Parameters)
        {
            int index = model.ParameterIndex(name);
            if (index < 0)
            {
                problems.Add($"{path}.parameters.{name}", $"{model.Name} has no parameter '{name}'{Nearest.Suggest(name, names)}", ofKey: true);
            }
            else if (!(value >= model.Parameters[index].Lower && value <= model.Parameters[index].Upper))
            {
                problems.Add($"{path}.parameters.{name}", $"expected {model.Parameters[index].Lower} to {model.Parameters[index].Upper} {model.Parameters[index].Unit}, found {value}");
            }
        }

        CheckRegionalisation(member, path, problems);
        CheckVaried(member, member.Section.Sensitivity?.AsCalibration(), $"{path}.sensitivity", "vary", problems);
        CheckVaried(member, member.Section.Calibrate, $"{path}.calibrate", "calibrate", problems);
    }

    private void CheckRegionalisation(MemberPlan member, string path, ProblemList problems)
    {
        if (member.Section.Regionalise is null)
        {
            return;
        }

        string? obstacle = member.Section.Calibrate is null ? "parameters are taken from calibrated basins; give 'calibrate' too"
            : Workflow.Domain.SpatialMode != SpatialModes.Lumped ? "parameters go from basin to basin of a lumped domain only"
            : member.Section.Calibrate.Region is not null ? "all basins of a region have the same parameters; leave calibrate.region out"
            : null;
        if (obstacle is not null)
        {
            problems.Add($"{path}.regionalise", obstacle, ofKey: true);
        }
    }

    /// <summary>Checks what a calibration, or an analysis of sensitivity, goes over.</summary>
    private void CheckVaried(MemberPlan member, CalibrationSection? calibrate, string path, string what, ProblemList problems)
    {
        ModelDescriptor model = member.Descriptor;
        if (calibrate is null)
        {
            return;
        }

        if (_fits && Workflow.Splits.Calibration is null)
        {
            problems.Add(path, "there is no calibration period; give splits.calibration", ofKey: true);
        }

        if (member.FreeParameters.Count == 0)
        {
            problems.Add(path, $"{model.Name} has no parameter left to {what}", ofKey: true);
        }

        if (calibrate.Algorithm == Searches.NonDominated && calibrate.Objective.Count < 2)
        {
            problems.Add($"{path}.objective", "NSGA-II weighs several scores against each other; give two or more, as { kge: 1, log_nse: 1 }");
        }

        string[] gauges = [.. Workflow.Domain.HasOutlines ? Workflow.Domain.Gauges.Select(gauge => gauge.Id) : Workflow.Domain.Basins.Select(basin => basin.Id)];
        for (int i = 0; i < calibrate.Gauges?.Count; i++)
        {
            if (gauges.Length > 0 && !gauges.Contains(calibrate.Gauges[i]))
            {
                problems.Add($"{path}.gauges[{i}]", $"there is no gauge '{calibrate.Gauges[i]}'{Nearest.Suggest(calibrate.Gauges[i], gauges)}");
            }
        }

        foreach ((string name, IReadOnlyList<double> bounds) in calibrate.Bounds)
        {
            int index = model.ParameterIndex(name);
            string key = $"{path}.bounds.{name}";
            if (index < 0)
            {
                problems.Add(key, $"{model.Name} has no parameter '{name}'{Nearest.Suggest(name, model.Parameters.Select(parameter => parameter.Name))}", ofKey: true);
            }
            else if (!(bounds[0] >= model.Parameters[index].Lower && bounds[1] <= model.Parameters[index].Upper && bounds[0] < bounds[1]))
            {
                problems.Add(key, $"expected two numbers, the lower first, within {model.Parameters[index].Lower} to {model.Parameters[index].Upper} {model.Parameters[index].Unit}");
            }
        }
    }

    private RoutingPlan? ReadRouting(ProblemList problems)
    {
        if (Workflow.Routing is not { } section)
        {
            return null;
        }

        if (Workflow.Domain.SpatialMode == SpatialModes.Lumped && !Workflow.Domain.HasOutlines)
        {
            problems.Add("routing", "lumped basins have no river network; set domain.mode to semi-distributed or distributed", ofKey: true);
        }

        RoutingPlan? plan = ReadRoutingPart("routing", section, problems);
        RoutingPlan? hillslope = ReadRoutingPart("routing.hillslope", section.Hillslope, problems);
        RoutingPlan? lakes = ReadRoutingPart("routing.lakes", section.Lakes, problems);
        plan = plan is null ? null : plan with { Hillslope = hillslope, Lakes = lakes };
        plan?.CheckParts(problems);
        return plan;
    }

    private RoutingPlan? ReadRoutingPart(string path, RoutingPartSection? section, ProblemList problems)
    {
        if (section is null)
        {
            return null;
        }

        RoutingPlan? plan = null;
        problems.Try($"{path}.plugin", () =>
        {
            var plugin = Plugins.Get<IRoutingPlugin>(section.Plugin, out LoadedPlugin loaded, section.Isolation);
            int before = problems.Count;
            CheckSettings(path, section.Settings, loaded, problems);
            if (problems.Count > before)
            {
                return;
            }

            plan = new RoutingPlan(section, plugin, loaded, PluginGuard.Call(loaded, path, "describing the routing", () => plugin.Describe(section.Settings))) { Key = path };
            foreach ((string name, double value) in section.Parameters)
            {
                ParameterDeclaration? parameter = plan.Descriptor.Parameters.FirstOrDefault(known => known.Name == name);
                if (parameter is null)
                {
                    problems.Add($"{path}.parameters.{name}", $"{plan.Descriptor.Name} has no parameter '{name}'{Nearest.Suggest(name, plan.Descriptor.Parameters.Select(known => known.Name))}", ofKey: true);
                }
                else if (!(value >= parameter.Lower && value <= parameter.Upper))
                {
                    problems.Add($"{path}.parameters.{name}", $"expected {parameter.Lower} to {parameter.Upper} {parameter.Unit}, found {value}");
                }
            }
        });
        return plan;
    }

    private static string Describe(TimeSpan step) => step switch
    {
        { TotalDays: >= 1 } => $"{step.TotalDays:0.##} d",
        { TotalHours: >= 1 } => $"{step.TotalHours:0.##} h",
        _ => $"{step.TotalMinutes:0.##} min",
    };
}

/// <summary>A member whose plugin is loaded and whose settings are checked.</summary>
/// <param name="Section">What the workflow says of it.</param>
/// <param name="Plugin">Its model plugin.</param>
/// <param name="Loaded">The plugin's identity.</param>
/// <param name="Descriptor">What the model is.</param>
public sealed record MemberPlan(MemberSection Section, IModelPlugin Plugin, LoadedPlugin Loaded, ModelDescriptor Descriptor)
{
    /// <summary>Its name.</summary>
    public string Name => Section.Name;

    /// <summary>The workflow of this member alone on a domain of its own; null where it has none.</summary>
    public WorkflowPlan? Apart { get; init; }

    /// <summary>The member whose simulation it learns before the observed discharge; null for none.</summary>
    public MemberPlan? PretrainOn { get; init; }

    /// <summary>The outputs that are kept: those that the workflow asks for, and at lumped basins the quantiles of discharge, which are scored, and what was learned beside it.</summary>
    public IReadOnlyList<string> KeptOutputs(BasinDomain domain) => domain.Network is not null
        ? Section.Outputs
        : [.. Section.Outputs.Union(Descriptor.Outputs.Where(output => output.Quantile is not null).Select(output => output.Variable.Name)).Union(Descriptor.Targets.Select(target => target.Name))];

    /// <summary>Indices of the parameters that the workflow does not fix.</summary>
    public IReadOnlyList<int> FreeParameters =>
        [.. Enumerable.Range(0, Descriptor.Parameters.Count).Where(index => !Section.Parameters.ContainsKey(Descriptor.Parameters[index].Name))];

    /// <summary>The parameters where nothing is calibrated: fixed values and defaults.</summary>
    public double[] GivenParameters() =>
        [.. Descriptor.Parameters.Select(parameter => Section.Parameters.TryGetValue(parameter.Name, out double value) ? value : parameter.Default)];
}
