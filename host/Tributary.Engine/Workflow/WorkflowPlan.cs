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

    /// <summary>The metrics that the run computes.</summary>
    public MetricList Metrics { get; private set; } = new();

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

        IsolationSection.Remove(said);
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
        PluginWorker.Expect(IsolationSection.CountIn(source.Root));
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

        foreach (string id in workflow.Isolation.Keys)
        {
            problems.Try($"isolation.{id}", () => plan.Plugins.Find(id));
        }

        (plan.Time, plan.Splits) = new PeriodCheck(workflow, problems).Read();
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
        plan.Routing = new RoutingCheck(plan, problems).Read();
        plan.Members = new MemberCheck(plan, problems, plan._fits).Read();
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
        foreach ((string id, IsolationSection isolation) in Workflow.Isolation)
        {
            Plugins.Warm(id, isolation);
        }

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
        return new PluginCatalogue(PluginCatalogue.SearchPath(workflow.Plugins.Select(named => Path.GetFullPath(named, folder))), allowed) { Isolated = workflow.Isolation };
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

    /// <summary>Checks the settings of a plugin by the schema that it gives.</summary>
    internal void CheckSettings(string owner, JsonElement settings, LoadedPlugin plugin, ProblemList problems)
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

        IEnumerable<(string, string)> compared = Workflow.Sweep is { } sweep ? [("sweep.metric", sweep.Metric)] : [];
        Metrics = MetricList.Read(Plugins, problems, Workflow.Evaluate.Metrics.Select((metric, i) => ($"evaluate.metrics[{i}]", metric)).Concat(compared));
    }
}
