using System.Numerics.Tensors;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Results of a member over the whole period: simulated discharge, and what else was asked for.</summary>
public sealed record MemberSimulation
{
    // Doubles that the results of all units over a block may take, where no length is asked for.
    private const int MostResultsAtOnce = 1 << 23;

    /// <summary>Number of units.</summary>
    public required int UnitCount { get; init; }

    /// <summary>Number of time steps.</summary>
    public required int StepCount { get; init; }

    /// <summary>Simulated discharge of all gauges in m3 s-1, <c>[gauge][time]</c>.</summary>
    public required double[] AllDischarge { get; init; }

    /// <summary>Names of the stores and fluxes that were asked for.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The stores and fluxes of the units, <c>[output][unit][time]</c>, in the units that the model declares.</summary>
    public required double[] Values { get; init; }

    /// <summary>Flow at the end of each reach in m3 s-1, <c>[reach][time]</c>; empty where it was not asked for.</summary>
    public required double[] ReachDischarge { get; init; }

    /// <summary>Means over frames of time, for maps; null where none were asked for.</summary>
    public SimulationFrames? Frames { get; init; }

    /// <summary>The states after the last time step, one for each simulation that this is the mean of; none of a model that has no states.</summary>
    public IReadOnlyList<SimulationStates> States { get; init; } = [];

    /// <summary>Simulated discharge at a gauge in m3 s-1, <c>[time]</c>.</summary>
    public ReadOnlySpan<double> Discharge(int gauge) => AllDischarge.AsSpan(gauge * StepCount, StepCount);

    /// <summary>A store or flux of a unit, <c>[time]</c>, in the unit that the model declares.</summary>
    /// <param name="output">Its index in <see cref="Outputs"/>.</param>
    /// <param name="unit">The unit.</param>
    public ReadOnlySpan<double> Output(int output, int unit) => Values.AsSpan(((output * UnitCount) + unit) * StepCount, StepCount);

    /// <summary>Simulates a member.</summary>
    /// <param name="model">The member's model, prepared on all units.</param>
    /// <param name="inputs">What the workflow read.</param>
    /// <param name="parameters">Parameter set of each unit, <c>[unit][parameter]</c>.</param>
    /// <param name="river">What becomes of the water below the units.</param>
    /// <param name="blockLength">Time steps of a block; null for as many as memory should bear.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <param name="frameStarts">First time step of each frame whose means are wanted, and at last the number of steps; null for none.</param>
    /// <param name="from">States to go on from; null for the model's own initial ones and empty rivers.</param>
    /// <exception cref="WorkException">A plugin broke down, or its results are not finite.</exception>
    public static MemberSimulation Run(
        PreparedModel model, WorkflowInputs inputs, double[][] parameters, RiverDischarge river, int? blockLength, CancellationToken cancellation, int[]? frameStarts = null,
        SimulationStates? from = null)
    {
        ModelDescriptor descriptor = model.Member.Descriptor;
        TimeAxis time = inputs.Forcing.Time;
        int units = model.Units.Count;
        bool isOfRiver = !river.IsLumped && !model.WritesAtGauges;
        int rows = model.WritesAtGauges ? inputs.Domain.Gauges.Count : units;
        bool wantsReaches = isOfRiver && model.Member.Section.Outputs.Contains(Variables.Discharge.Name) && descriptor.OutputIndex(Variables.Discharge.Name) < 0;
        string[] names = model.WritesAtGauges ? [] : [.. model.Member.KeptOutputs(inputs.Domain).Distinct().Where(name => descriptor.OutputIndex(name) >= 0)];
        int[] wanted = [0, .. names.Select(descriptor.OutputIndex).Where(index => index > 0)];
        var simulation = new MemberSimulation
        {
            UnitCount = units,
            StepCount = time.Count,
            AllDischarge = new double[inputs.Domain.Gauges.Count * time.Count],
            Outputs = names,
            Values = Series((long)names.Length * units, time.Count, model),
            ReachDischarge = Series(wantsReaches ? river.ReachCount : 0, time.Count, model),
        };
        FrameMeans? unitMeans = frameStarts is null || model.WritesAtGauges ? null : new FrameMeans(frameStarts, units);
        FrameMeans? reachMeans = frameStarts is null || !isOfRiver ? null : new FrameMeans(frameStarts, river.ReachCount);
        int length = Math.Min(blockLength ?? Math.Max(1, MostResultsAtOnce / ((wanted.Length * rows) + (2 * river.ReachCount))), time.Count);

        // Lumped basins of which nothing else is wanted are simulated where their discharge stays.
        bool inPlace = !isOfRiver && wanted.Length == 1 && length == time.Count;
        double[] results = inPlace ? simulation.AllDischarge : new double[wanted.Length * rows * length];
        using PreparedModel.Running running = model.Start(SetsOf(parameters, descriptor), inputs.Forcing);
        using RiverPassage? passage = !isOfRiver ? null : river.Start(new RiverDischarge.Room());
        if (from is not null)
        {
            running.RestoreStates(from.Model);
            passage?.RestoreStates(from.Routing);
        }

        for (int first = 0; first < time.Count; first += length)
        {
            cancellation.ThrowIfCancellationRequested();
            TimeAxis block = time.Slice(first, Math.Min(length, time.Count - first));
            Span<double> given = results.AsSpan(0, wanted.Length * rows * block.Count);
            running.Advance(first, block.Count, wanted, given);
            for (int series = 0; series < wanted.Length; series++)
            {
                DemandFinite(given.Slice(series * rows * block.Count, rows * block.Count), descriptor.Outputs[wanted[series]].Variable.Name, model, inputs.Domain, block);
            }

            unitMeans?.Add(first, given[..(rows * block.Count)], block.Count);
            simulation.KeepOutputs(names, wanted, descriptor, given, first, block.Count);
            if (passage is null)
            {
                if (model.WritesAtGauges)
                {
                    simulation.TakeAtGauges(descriptor, inputs.Domain.Gauges, time.Step, given, first, block.Count);
                }
                else
                {
                    simulation.Convert(river, given, first, block.Count);
                }

                continue;
            }

            passage.Advance(block, given, block.Count, 0);
            passage.CopyAtGauges(simulation.AllDischarge, time.Count, first);
            reachMeans?.Add(first, passage.Flow, block.Count);
            for (int reach = 0; reach < river.ReachCount && wantsReaches; reach++)
            {
                passage.Flow.Slice(reach * block.Count, block.Count).CopyTo(simulation.ReachDischarge.AsSpan((reach * time.Count) + first));
            }
        }

        return simulation with
        {
            Frames = unitMeans is null ? null : new SimulationFrames(unitMeans.Means(), reachMeans?.Means() ?? []),
            States = descriptor.Capabilities.HasFlag(Capabilities.Stateful) ? [new SimulationStates(time.End, running.SaveStates(), passage?.SaveStates())] : [],
        };
    }

    /// <summary>The mean of simulations of the same member.</summary>
    public static MemberSimulation Mean(IReadOnlyList<MemberSimulation> simulations)
    {
        MemberSimulation first = simulations[0];
        return simulations.Count == 1 ? first : first with
        {
            AllDischarge = Mean(simulations, simulation => simulation.AllDischarge),
            Values = Mean(simulations, simulation => simulation.Values),
            ReachDischarge = Mean(simulations, simulation => simulation.ReachDischarge),
            States = [.. simulations.SelectMany(simulation => simulation.States)],
            Frames = first.Frames is null ? null : new SimulationFrames(
                Mean(simulations, simulation => simulation.Frames!.Units), Mean(simulations, simulation => simulation.Frames!.Reaches)),
        };
    }

    private static T[] Mean<T>(IReadOnlyList<MemberSimulation> simulations, Func<MemberSimulation, T[]> part)
        where T : struct, System.Numerics.INumber<T>
    {
        T[] sum = [.. part(simulations[0])];
        for (int i = 1; i < simulations.Count; i++)
        {
            TensorPrimitives.Add<T>(sum, part(simulations[i]), sum);
        }

        TensorPrimitives.Divide<T>(sum, T.CreateChecked(simulations.Count), sum);
        return sum;
    }

    private static double[] Series(long count, int steps, PreparedModel model) => count * steps <= Array.MaxLength
        ? new double[count * steps]
        : throw new WorkException($"{count} series of {steps} time steps are more than can be kept", $"member {model.Member.Name}", "Ask for fewer of its outputs, or for a shorter period.");

    /// <summary>One set, its values by unit.</summary>
    internal static ParameterSets SetsOf(double[][] parameters, ModelDescriptor descriptor)
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

    private static void DemandFinite(ReadOnlySpan<double> rows, string name, PreparedModel model, BasinDomain domain, TimeAxis time)
    {
        if (TensorPrimitives.IsFiniteAll(rows))
        {
            return;
        }

        int first = 0;
        while (double.IsFinite(rows[first]))
        {
            first++;
        }

        throw new WorkException(
            $"{name} of {(model.WritesAtGauges ? $"gauge {domain.Gauges[first / time.Count].Id}" : $"basin {model.Units.Ids[first / time.Count]}")} is no finite number from {time[first % time.Count]:yyyy-MM-dd HH:mm} on",
            $"member {model.Member.Name}",
            "Check the member's parameters and the forcing of that day.");
    }

    private void KeepOutputs(string[] names, int[] wanted, ModelDescriptor descriptor, ReadOnlySpan<double> given, int first, int steps)
    {
        for (int output = 0; output < names.Length; output++)
        {
            int series = Array.IndexOf(wanted, descriptor.OutputIndex(names[output]));
            for (int unit = 0; unit < UnitCount; unit++)
            {
                given.Slice(((series * UnitCount) + unit) * steps, steps).CopyTo(Values.AsSpan((((output * UnitCount) + unit) * StepCount) + first));
            }
        }
    }

    private void TakeAtGauges(ModelDescriptor descriptor, IReadOnlyList<Gauge> gauges, TimeSpan step, ReadOnlySpan<double> given, int first, int steps)
    {
        for (int gauge = 0; gauge < gauges.Count; gauge++)
        {
            Span<double> row = AllDischarge.AsSpan((gauge * StepCount) + first, steps);
            if (!given.Overlaps(row))
            {
                given.Slice(gauge * steps, steps).CopyTo(row);
            }

            DischargeConversion.Of(descriptor, gauges[gauge].AreaKm2, step).Apply(row);
        }
    }

    /// <summary>On lumped basins each unit has its gauge.</summary>
    private void Convert(RiverDischarge river, ReadOnlySpan<double> given, int first, int steps)
    {
        for (int unit = 0; unit < UnitCount; unit++)
        {
            Span<double> row = AllDischarge.AsSpan((unit * StepCount) + first, steps);
            if (!given.Overlaps(row))
            {
                given.Slice(unit * steps, steps).CopyTo(row);
            }

            river.Of(unit).Apply(row);
        }
    }
}
