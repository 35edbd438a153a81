using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Asks a member's model where its results came from.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="member">The member.</param>
/// <param name="inputs">What the workflow read.</param>
/// <param name="services">What the host offers.</param>
internal sealed class MemberExplaining(WorkflowPlan plan, MemberPlan member, WorkflowInputs inputs, HostServices services)
{
    /// <summary>The steps that are explained: of the last scored split, which no choice was made on, or all where there is none.</summary>
    public Range Steps { get; } = inputs.Forcing.Time.IndicesWithin(
        plan.Splits.Scored.Select(split => (Period?)split.Period).LastOrDefault() ?? inputs.Forcing.Time.Period);

    /// <summary>Ends the key of the step.</summary>
    public string Finish(StepKey key, string method, double[][] parameters, string? artefact)
    {
        foreach (double[] set in parameters)
        {
            key.Add("parameters", set);
        }

        return key.Add("artefact", artefact is null ? string.Empty : Path.GetFileName(artefact))
            .Add("method", method)
            .Add("steps", Steps.ToString())
            .Add("observed", Observed())
            .Finish();
    }

    /// <summary>Explains.</summary>
    /// <exception cref="InputException">The inputs do not allow it.</exception>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public MemberExplanation Explain(string method, double[][] parameters, string? artefact, CancellationToken cancellation)
    {
        using var model = new PreparedModel(member, inputs, null, services, artefact);
        double[][] ofUnits = parameters.Length == 1 ? [.. Enumerable.Repeat(parameters[0], model.Units.Count)] : parameters;
        return MemberExplanation.Of(
            model,
            new ExplanationRequest { Method = method, Steps = Steps, Parameters = MemberSimulation.SetsOf(ofUnits, member.Descriptor), Observed = Observed() },
            cancellation);
    }

    /// <summary>On lumped basins the gauges' discharge is the units' own, and is turned into the model's unit.</summary>
    private double[] Observed()
    {
        if (inputs.Domain.Network is not null)
        {
            return [];
        }

        int steps = inputs.Forcing.Time.Count;
        double[] observed = new double[inputs.Domain.Units.Count * steps];
        Array.Fill(observed, double.NaN);
        for (int gauge = 0; gauge < inputs.Domain.Gauges.Count; gauge++)
        {
            int unit = inputs.Domain.Gauges[gauge].Reach;
            UnitConversion toDischarge = DischargeConversion.Of(member.Descriptor, inputs.Domain.Units.AreaKm2[unit], inputs.Forcing.Time.Step);
            for (int step = 0; step < steps; step++)
            {
                observed[(unit * steps) + step] = (inputs.Observed[gauge][step] - toDischarge.Offset) / toDischarge.Scale;
            }
        }

        return observed;
    }
}
