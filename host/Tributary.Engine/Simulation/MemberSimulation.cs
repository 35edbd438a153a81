using System.Numerics.Tensors;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Results of a member over the whole period: simulated discharge, and the stores and fluxes asked for.</summary>
public sealed class MemberSimulation
{
    private readonly double[] _discharge;
    private readonly double[] _values;

    /// <summary>Takes results over.</summary>
    /// <param name="unitCount">Number of units.</param>
    /// <param name="stepCount">Number of time steps.</param>
    /// <param name="outputs">Names of the stores and fluxes that stand behind the first series.</param>
    /// <param name="discharge">Discharge in m3 s-1, <c>[gauge][time]</c>; it may be the start of <paramref name="values"/>.</param>
    /// <param name="values">What each unit gives off (or its discharge), then each of the outputs in the unit that the model declares, <c>[series][unit][time]</c>.</param>
    public MemberSimulation(int unitCount, int stepCount, IReadOnlyList<string> outputs, double[] discharge, double[] values)
    {
        UnitCount = unitCount;
        StepCount = stepCount;
        Outputs = outputs;
        _discharge = discharge;
        _values = values;
    }

    /// <summary>Number of units.</summary>
    public int UnitCount { get; }

    /// <summary>Number of time steps.</summary>
    public int StepCount { get; }

    /// <summary>Names of the stores and fluxes that were asked for.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Discharge of all gauges, <c>[gauge][time]</c>; where it is the start of <see cref="Values"/>, more stands behind it.</summary>
    public ReadOnlySpan<double> AllDischarge => _discharge;

    /// <summary>Everything of the units, <c>[series][unit][time]</c>.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Whether discharge is the first of <see cref="Values"/>.</summary>
    public bool IsDischargeOfUnits => ReferenceEquals(_discharge, _values);

    /// <summary>Simulated discharge at a gauge in m3 s-1, <c>[time]</c>.</summary>
    public ReadOnlySpan<double> Discharge(int gauge) => _discharge.AsSpan(gauge * StepCount, StepCount);

    /// <summary>A store or flux of a unit, <c>[time]</c>, in the unit that the model declares.</summary>
    /// <param name="output">Its index in <see cref="Outputs"/>.</param>
    /// <param name="unit">The unit.</param>
    public ReadOnlySpan<double> Output(int output, int unit) => Row(output + 1, unit);

    /// <summary>Simulates a member.</summary>
    /// <param name="model">The member's model, prepared on all units.</param>
    /// <param name="inputs">What the workflow read.</param>
    /// <param name="parameters">Parameter set of each unit, <c>[unit][parameter]</c>.</param>
    /// <param name="river">What becomes of the water below the units.</param>
    /// <param name="blockLength">Time steps of a block; null for all at once.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="WorkException">The plugin broke down, or its results are not finite.</exception>
    public static MemberSimulation Run(
        PreparedModel model, WorkflowInputs inputs, double[][] parameters, RiverDischarge river, int? blockLength, CancellationToken cancellation)
    {
        ModelDescriptor descriptor = model.Member.Descriptor;
        TimeAxis time = inputs.Forcing.Time;
        int units = model.Units.Count;
        string[] names = [.. model.Member.Section.Outputs.Distinct()];

        // On lumped basins the main result is turned into discharge in place; where it is also asked for as it is, it is copied first.
        int[] wanted = [0, .. names.Select(descriptor.OutputIndex).Where(index => index > 0)];
        double[] values = new double[(names.Length + 1) * units * time.Count];
        model.Simulate(SetsOf(parameters, descriptor), time.Count, wanted, values, blockLength, cancellation);
        double[] discharge = river.IsLumped ? values : new double[inputs.Domain.Gauges.Count * time.Count];
        string[] outputs = [.. wanted.Skip(1).Select(index => descriptor.Outputs[index].Variable.Name), .. names.Where(name => descriptor.OutputIndex(name) == 0)];
        var simulation = new MemberSimulation(units, time.Count, outputs, discharge, values);
        for (int series = 0; series < wanted.Length; series++)
        {
            simulation.DemandFinite(series, descriptor.Outputs[wanted[series]].Variable.Name, model, time);
        }

        if (names.Length + 1 > wanted.Length)
        {
            values.AsSpan(0, units * time.Count).CopyTo(values.AsSpan(wanted.Length * units * time.Count));
        }

        if (!river.IsLumped)
        {
            river.Route(time, values.AsSpan(0, units * time.Count), discharge, new RiverDischarge.Room());
            return simulation;
        }

        for (int unit = 0; unit < units; unit++)
        {
            river.Of(unit).Apply(simulation.Row(0, unit));
        }

        return simulation;
    }

    private static ParameterSets SetsOf(double[][] parameters, ModelDescriptor descriptor)
    {
        var sets = new ParameterSets(descriptor.Parameters.Count, 1, parameters.Length);
        for (int parameter = 0; parameter < descriptor.Parameters.Count; parameter++)
        {
            Span<double> column = sets[parameter];
            for (int unit = 0; unit < column.Length; unit++)
            {
                column[unit] = parameters[unit][parameter];
            }
        }

        return sets;
    }

    private Span<double> Row(int series, int unit) => _values.AsSpan(((series * UnitCount) + unit) * StepCount, StepCount);

    private void DemandFinite(int series, string name, PreparedModel model, TimeAxis time)
    {
        for (int unit = 0; unit < UnitCount; unit++)
        {
            ReadOnlySpan<double> row = Row(series, unit);
            if (TensorPrimitives.IsFiniteAll(row))
            {
                continue;
            }

            int first = 0;
            while (double.IsFinite(row[first]))
            {
                first++;
            }

            throw new WorkException(
                $"{name} of basin {model.Units.Ids[unit]} is no finite number from {time[first]:yyyy-MM-dd HH:mm} on",
                $"member {model.Member.Name}",
                "Check the member's parameters and the forcing of that day.");
        }
    }
}
