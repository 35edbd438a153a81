namespace Tributary.Engine;

/// <summary>Checks what a workflow says of a study, before any of its workflows is made.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="study">Its study.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class StudyCheck(WorkflowPlan plan, StudySection study, ProblemList problems)
{
    /// <summary>Checks it.</summary>
    public void Run()
    {
        Workflow workflow = plan.Workflow;
        string[] members = [.. workflow.Models.Select(member => member.Name)];
        if (workflow.Sweep is not null)
        {
            problems.Add("study", "a workflow has a sweep or a study, not both", ofKey: true);
        }

        if (workflow.Evaluate.Baseline is null)
        {
            problems.Add("study", "there is no member to measure gains by; name the source as it is (zero-shot) under evaluate.baseline", ofKey: true);
        }

        if (plan.Splits.Calibration is null || plan.Splits.Test is null)
        {
            problems.Add("study", "there is no calibration or no test period; give splits.calibration and splits.test", ofKey: true);
        }
        else if (study.CrossValidation is not null && (plan.Splits.Validation is not null || plan.Splits.Calibration.Value.End != plan.Splits.Test.Value.Start))
        {
            problems.Add("study.cross_validation", "the test must follow the calibration at once, without a validation: both are divided into blocks");
        }

        if (workflow.Domain.HasOutlines)
        {
            problems.Add("domain", "a study compares basins; give them under domain.basins", ofKey: true);
        }

        CheckSource(members);
        if (!workflow.Models.Any(StudyPlan.TakesSource))
        {
            problems.Add("models", $"no member begins with the study's source; write source: \"{StudyPlan.SourcePlace}\" in the settings of one", ofKey: true);
        }
    }

    private void CheckSource(string[] members)
    {
        StudySourceSection source = study.Source;
        if (source.Trained is not null == source.Model is not null)
        {
            problems.Add("study.source", "a source is either a model with a domain to train it on, or a network that was trained before (trained: FOLDER)");
        }
        else if (source.Trained is not null && source.Sizes.Count > 0)
        {
            problems.Add("study.source.sizes", "a network that was trained before has one size", ofKey: true);
        }
        else if (source.Trained is { } folder && !Directory.Exists(Path.GetFullPath(folder, plan.Folder)))
        {
            problems.Add("study.source.trained", $"there is no folder {Path.GetFullPath(folder, plan.Folder)}");
        }

        for (int i = 0; i < source.Compare?.Count; i++)
        {
            if (!members.Contains(source.Compare[i]))
            {
                problems.Add($"study.source.compare[{i}]", $"there is no member '{source.Compare[i]}'{Nearest.Suggest(source.Compare[i], members)}");
            }
        }
    }
}
