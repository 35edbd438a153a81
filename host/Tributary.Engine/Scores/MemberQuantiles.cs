using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The quantiles that a member writes.</summary>
internal static class MemberQuantiles
{
    /// <summary>The quantiles at a gauge of a lumped basin.</summary>
    /// <returns>Null where it wrote none, or where water comes down a river.</returns>
    public static DischargeQuantiles? Of(MemberResult result, WorkflowInputs inputs, int gauge)
    {
        ModelDescriptor model = result.Member.Descriptor;
        OutputDeclaration[] outputs = [.. model.Outputs.Where(output => output.Quantile is not null).OrderBy(output => output.Quantile)];
        if (outputs.Length == 0 || inputs.Domain.Network is not null || result.Member.Apart is not null)
        {
            return null;
        }

        int unit = inputs.Domain.Gauges[gauge].Reach;
        UnitConversion toDischarge = DischargeConversion.Of(model, inputs.Domain.Units.AreaKm2[unit], inputs.Forcing.Time.Step);
        IReadOnlyList<string> kept = result.Simulation.Outputs;
        double[][] values =
        [
            .. outputs.Select(output =>
            {
                double[] row = result.Simulation.Output(kept.ToList().IndexOf(output.Variable.Name), unit).ToArray();
                toDischarge.Apply(row);
                return row;
            }),
        ];
        return new DischargeQuantiles([.. outputs.Select(output => output.Quantile!.Value)], values);
    }
}
