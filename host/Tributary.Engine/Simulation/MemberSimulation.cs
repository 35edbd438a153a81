using System.Numerics.Tensors;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Results of a member over the whole period.</summary>
/// <param name="Discharge">Simulated discharge in m3 s-1, <c>[gauge][time]</c>.</param>
/// <param name="Outputs">Stores and fluxes asked for, each <c>[unit][time]</c>, in the unit that the model declares.</param>
public sealed record MemberSimulation(double[][] Discharge, IReadOnlyDictionary<string, double[][]> Outputs)
{
    /// <summary>Simulates a member.</summary>
    /// <param name="model">The member's model, prepared on all units.</param>
    /// <param name="inputs">What the workflow read.</param>
    /// <param name="parameters">Parameter set of each unit, <c>[unit][parameter]</c>.</param>
    /// <param name="blockLength">Time steps of a block; null for all at once.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="WorkException">The plugin broke down, or its results are not finite.</exception>
    public static MemberSimulation Run(
        PreparedModel model, WorkflowInputs inputs, double[][] parameters, int? blockLength, CancellationToken cancellation)
    {
        ModelDescriptor descriptor = model.Member.Descriptor;
        TimeAxis time = inputs.Forcing.Time;
        int units = model.Units.Count;
        int[] wanted = [0, .. model.Member.Section.Outputs.Select(descriptor.OutputIndex).Where(index => index > 0).Distinct()];
        double[] results = new double[wanted.Length * units * time.Count];

        var sets = new ParameterSets(descriptor.Parameters.Count, 1, units);
        for (int unit = 0; unit < units; unit++)
        {
            for (int parameter = 0; parameter < descriptor.Parameters.Count; parameter++)
            {
                sets[parameter][unit] = parameters[unit][parameter];
            }
        }

        model.Simulate(sets, time.Count, wanted, results, blockLength, cancellation);
        double[][] discharge = Rows(results, 0, units, time.Count);
        var outputs = new Dictionary<string, double[][]>();
        for (int i = 0; i < wanted.Length; i++)
        {
            string name = descriptor.Outputs[wanted[i]].Variable.Name;
            double[][] rows = i == 0 ? [.. discharge.Select(row => (double[])row.Clone())] : Rows(results, i, units, time.Count);
            DemandFinite(rows, name, model, time);
            if (i > 0 || model.Member.Section.Outputs.Contains(name))
            {
                outputs[name] = rows;
            }
        }

        for (int unit = 0; unit < units; unit++)
        {
            DischargeConversion.Of(descriptor, inputs.Domain.Units.AreaKm2[unit], time.Step).Apply(discharge[unit]);
        }

        return new MemberSimulation(discharge, outputs);
    }

    private static double[][] Rows(double[] results, int output, int units, int stepCount)
    {
        double[][] rows = new double[units][];
        for (int unit = 0; unit < units; unit++)
        {
            rows[unit] = results.AsSpan(((output * units) + unit) * stepCount, stepCount).ToArray();
        }

        return rows;
    }

    private static void DemandFinite(double[][] rows, string name, PreparedModel model, TimeAxis time)
    {
        for (int unit = 0; unit < rows.Length; unit++)
        {
            if (TensorPrimitives.IsFiniteAll<double>(rows[unit]))
            {
                continue;
            }

            int first = Array.FindIndex(rows[unit], value => !double.IsFinite(value));
            throw new WorkException(
                $"{name} of basin {model.Units.Ids[unit]} is no finite number from {time[first]:yyyy-MM-dd HH:mm} on",
                $"member {model.Member.Name}",
                "Check the member's parameters and the forcing of that day.");
        }
    }
}

/// <summary>Turns a model's main result into discharge.</summary>
internal static class DischargeConversion
{
    /// <summary>The conversion to m3 s-1.</summary>
    /// <param name="model">The model; its first output is its main result.</param>
    /// <param name="areaKm2">Area of the unit in km2.</param>
    /// <param name="step">Time step.</param>
    /// <exception cref="InputException">Its main result is no flow.</exception>
    public static UnitConversion Of(ModelDescriptor model, double areaKm2, TimeSpan step)
    {
        Variable main = model.Outputs[0].Variable;
        if (main.Unit == Variables.Runoff.Unit)
        {
            return new UnitConversion(QuantityConversion.DischargePerRunoff(areaKm2, step), 0);
        }

        return new QuantityConversion(HostServices.SharedUnits, step).To(main.Unit, Variables.Discharge, areaKm2)
            ?? throw new InputException($"the main result of {model.Name}, {main.Name} in {main.Unit}, cannot be converted to discharge");
    }
}
