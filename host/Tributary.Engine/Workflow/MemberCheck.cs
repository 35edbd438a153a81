using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Checks the members of a workflow.</summary>
/// <param name="plan">The workflow, its periods and plugins read.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="fits">Whether the whole file fits the schema, so that what is missing in it is really missing.</param>
internal sealed class MemberCheck(WorkflowPlan plan, ProblemList problems, bool fits)
{
    private readonly VariationCheck _varied = new(plan, problems, fits);

    /// <summary>The members that are sound enough to be described.</summary>
    public List<MemberPlan> Read()
    {
        var members = new List<MemberPlan>();
        var names = new HashSet<string>();
        for (int i = 0; i < plan.Workflow.Models.Count; i++)
        {
            MemberSection section = plan.Workflow.Models[i];
            string path = $"models[{i}]";
            if (!names.Add(section.Name))
            {
                problems.Add($"{path}.name", $"there are two members '{section.Name}'");
            }

            problems.Try($"{path}.plugin", () =>
            {
                var plugin = plan.Plugins.Get<IModelPlugin>(section.Plugin, out LoadedPlugin loaded, section.Isolation);
                int before = problems.Count;
                plan.CheckSettings(path, section.Settings, loaded, problems);
                bool isOfSource = plan.Workflow.Study is not null && StudyPlan.TakesSource(section);
                if (problems.Count == before && !isOfSource)
                {
                    section.Settings = SettingsPaths.Resolve(section.Settings, plugin.SettingsSchema, plan.Folder);
                    ModelDescriptor descriptor = PluginGuard.Call(loaded, $"member {section.Name}", "describing the model", () => plugin.Describe(section.Settings));
                    var member = new MemberPlan(section, plugin, loaded, descriptor);
                    CheckMember(member, path);
                    members.Add(member);
                }
            });
        }

        for (int i = 0; i < members.Count; i++)
        {
            members[i] = members[i] with { PretrainOn = PretrainingOf(members[i], members), Apart = PlanApart(members[i].Section) };
        }

        return members;
    }

    /// <summary>The workflow of a member that has a domain of its own; null for the others.</summary>
    private WorkflowPlan? PlanApart(MemberSection section)
    {
        string path = $"models[{plan.Workflow.Models.ToList().IndexOf(section)}]";
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
            return plan.Vary(MemberSpace.Root(plan.Source.Root, section));
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

    private MemberPlan? PretrainingOf(MemberPlan member, List<MemberPlan> members)
    {
        if (member.Section.PretrainOn is not { } name)
        {
            return null;
        }

        string path = $"models[{plan.Workflow.Models.ToList().IndexOf(member.Section)}].pretrain_on";
        MemberPlan? other = members.Find(one => one.Name == name);
        if (member.Plugin is not ITrainablePlugin)
        {
            problems.Add(path, $"{member.Descriptor.Name} does not learn", ofKey: true);
        }
        else if (plan.Workflow.Models.All(section => section.Name != name))
        {
            problems.Add(path, $"there is no member '{name}'{Nearest.Suggest(name, members.Select(one => one.Name))}");
        }
        else if (other?.Plugin is ITrainablePlugin)
        {
            problems.Add(path, $"member {name} learns itself; name one with a process-based model");
        }

        return other;
    }

    private void CheckMember(MemberPlan member, string path)
    {
        ModelDescriptor model = member.Descriptor;
        if (plan.Time.Step != default && (plan.Time.Step < model.ShortestStep || plan.Time.Step > model.LongestStep))
        {
            string accepted = model.ShortestStep == model.LongestStep ? Describe(model.ShortestStep) : $"{Describe(model.ShortestStep)} to {Describe(model.LongestStep)}";
            problems.Add($"{path}.plugin", $"{model.Name} runs on steps of {accepted}, not of {Describe(plan.Time.Step)}");
        }

        if (member.Section.Domain.ValueKind != JsonValueKind.Object && !model.SpatialModes.HasFlag(plan.Workflow.Domain.SpatialMode))
        {
            problems.Add($"{path}.plugin", $"{model.Name} does not run on {plan.Workflow.Domain.Mode} domains, only {model.SpatialModes}");
        }

        CheckParameters(member, path);
        CheckExplanations(member, path);
        if (member.Section.Seeds > 1 && member.Plugin is not ITrainablePlugin)
        {
            problems.Add($"{path}.seeds", $"{model.Name} does not learn; every seed would give the same", ofKey: true);
        }

        for (int i = 0; i < member.Section.Outputs.Count; i++)
        {
            string output = member.Section.Outputs[i];
            bool isOfReaches = output == Variables.Discharge.Name && plan.Workflow.Domain.SpatialMode != SpatialModes.Lumped;
            if (model.OutputIndex(output) < 0 && !isOfReaches && output != Variables.SpecificDischarge.Name)
            {
                problems.Add($"{path}.outputs[{i}]", $"{model.Name} has no output '{output}'{Nearest.Suggest(output, model.Outputs.Select(known => known.Variable.Name))}");
            }
        }
    }

    private void CheckExplanations(MemberPlan member, string path)
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

    private void CheckParameters(MemberPlan member, string path)
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

        CheckRegionalisation(member, path);
        _varied.Run(member, member.Section.Sensitivity?.AsCalibration(), $"{path}.sensitivity", "vary");
        _varied.Run(member, member.Section.Calibrate, $"{path}.calibrate", "calibrate");
    }

    private void CheckRegionalisation(MemberPlan member, string path)
    {
        if (member.Section.Regionalise is null)
        {
            return;
        }

        string? obstacle = member.Section.Calibrate is null ? "parameters are taken from calibrated basins; give 'calibrate' too"
            : plan.Workflow.Domain.SpatialMode != SpatialModes.Lumped ? "parameters go from basin to basin of a lumped domain only"
            : member.Section.Calibrate.Region is not null ? "all basins of a region have the same parameters; leave calibrate.region out"
            : null;
        if (obstacle is not null)
        {
            problems.Add($"{path}.regionalise", obstacle, ofKey: true);
        }
    }

    private static string Describe(TimeSpan step) => step switch
    {
        { TotalDays: >= 1 } => $"{step.TotalDays:0.##} d",
        { TotalHours: >= 1 } => $"{step.TotalHours:0.##} h",
        _ => $"{step.TotalMinutes:0.##} min",
    };
}
