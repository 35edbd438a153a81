using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Checks what a calibration, or an analysis of sensitivity, goes over.</summary>
/// <param name="plan">The workflow, its periods and plugins read.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="fits">Whether the whole file fits the schema, so that what is missing in it is really missing.</param>
internal sealed class VariationCheck(WorkflowPlan plan, ProblemList problems, bool fits)
{
    /// <summary>Checks it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="calibrate">What the workflow says; null where it says nothing.</param>
    /// <param name="path">Its key.</param>
    /// <param name="what">What it does with parameters, as <c>calibrate</c>.</param>
    public void Run(MemberPlan member, CalibrationSection? calibrate, string path, string what)
    {
        ModelDescriptor model = member.Descriptor;
        if (calibrate is null)
        {
            return;
        }

        if (fits && plan.Workflow.Splits.Calibration is null)
        {
            problems.Add(path, "there is no calibration period; give splits.calibration", ofKey: true);
        }

        if (member.FreeParameters.Count == 0)
        {
            problems.Add(path, $"{model.Name} has no parameter left to {what}", ofKey: true);
        }

        foreach (string name in calibrate.Objective.Keys)
        {
            bool isKey = plan.Source.Has($"{path}.objective.{name}");
            string place = isKey ? $"{path}.objective.{name}" : $"{path}.objective";
            try
            {
                if (plan.Plugins.Metric(name).Metric.NeedsQuantiles)
                {
                    problems.Add(place, $"the score '{name}' is that of quantiles, which a calibration does not simulate", isKey);
                }
            }
            catch (InputException error)
            {
                problems.Add(place, error.Message, isKey);
            }
        }

        if (calibrate == member.Section.Calibrate)
        {
            problems.Try($"{path}.algorithm", () =>
            {
                if (plan.Plugins.Optimiser(calibrate.Algorithm).Optimiser.SeeksFront && calibrate.Objective.Count < 2)
                {
                    problems.Add($"{path}.objective", $"the algorithm '{calibrate.Algorithm}' weighs several scores against each other; give two or more, as {{ kge: 1, log_nse: 1 }}");
                }
            });
        }

        string[] gauges = [.. plan.Workflow.Domain.HasOutlines ? plan.Workflow.Domain.Gauges.Select(gauge => gauge.Id) : plan.Workflow.Domain.Basins.Select(basin => basin.Id)];
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
}
