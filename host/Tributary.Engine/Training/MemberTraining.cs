using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Lets a trainable member learn from the forcing and the observations that the workflow read.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="member">The member.</param>
/// <param name="inputs">What the workflow read.</param>
/// <param name="services">What the host offers.</param>
internal sealed class MemberTraining(WorkflowPlan plan, MemberPlan member, WorkflowInputs inputs, HostServices services)
{
    /// <summary>File of the summary in an artefact's folder.</summary>
    public const string SummaryName = "training.json";

    /// <summary>Trains, from where an interrupted training of the same folder stopped.</summary>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="folder">Receives the artefact.</param>
    /// <param name="progress">Told each epoch.</param>
    /// <param name="cancellation">Stops it; the folder keeps what is needed to go on.</param>
    /// <exception cref="InputException">There is nothing to learn from.</exception>
    /// <exception cref="WorkException">The training failed, or the plugin broke down.</exception>
    public TrainingSummary Train(int seed, string folder, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        ForcingTable forcing = inputs.Forcing;
        using RunoffRouting? river = inputs.Domain.Network is null
            ? null
            : new RunoffRouting(new RiverDischarge(inputs.Domain, plan.Routing, member.Descriptor, forcing.Time.Step, plan.Workers, services));
        var setup = new TrainingSetup
        {
            Units = inputs.Domain.Units,
            Gauges = inputs.Domain.Gauges,
            Time = forcing.Time,
            Forcing = member.Descriptor.InputKind == InputKind.Grid ? default : forcing.Values.ToArray(),
            Grid = inputs.GridFor(member.Descriptor),
            ForcingRows = forcing.RowsFor(member.Descriptor, 0, inputs.Domain.Units.Count),
            ForcingProvided = forcing.ProvidedTo(member.Descriptor),
            Targets = Targets(),
            TargetVariables = [Variables.Discharge, .. member.Descriptor.Targets],
            Pretraining = Pretraining(cancellation),
            Splits = plan.Splits,
            Seed = seed,
            ArtefactFolder = folder,
            ThreadCount = plan.LearningThreads,
            Services = services,
            River = river,
        };
        TrainingSummary summary = PluginGuard.Call(
            member.Loaded,
            $"member {member.Name}",
            "training the model",
            () => ((ITrainablePlugin)member.Plugin).Train(member.Section.Settings, setup, progress, cancellation));
        File.WriteAllBytes(Path.Combine(folder, SummaryName), JsonSerializer.SerializeToUtf8Bytes(summary, RunJson.Default.TrainingSummary));
        return summary;
    }

    /// <summary>The summary of a finished training.</summary>
    public static TrainingSummary ReadSummary(string folder) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, SummaryName)), RunJson.Default.TrainingSummary)!;

    /// <summary>What the member named by <c>pretrain_on</c> simulates, with its given or default parameters.</summary>
    private double[] Pretraining(CancellationToken cancellation)
    {
        if (member.PretrainOn is not { } other)
        {
            return [];
        }

        using var model = new PreparedModel(other, inputs, null, services);
        using var river = new RiverDischarge(inputs.Domain, plan.Routing, other.Descriptor, inputs.Forcing.Time.Step, plan.Workers, services);
        double[][] parameters = [.. Enumerable.Repeat(other.GivenParameters(), model.Units.Count)];
        return MemberSimulation.Run(model, inputs, parameters, river, plan.Workflow.Run.BlockLength, cancellation).AllDischarge;
    }

    private double[] Targets()
    {
        int steps = inputs.Forcing.Time.Count;
        int gauges = inputs.Domain.Gauges.Count;
        double[] targets = new double[(1 + member.Descriptor.Targets.Count) * gauges * steps];
        for (int target = 0; target <= member.Descriptor.Targets.Count; target++)
        {
            for (int gauge = 0; gauge < gauges; gauge++)
            {
                Span<double> row = targets.AsSpan(((target * gauges) + gauge) * steps, steps);
                if (target == 0)
                {
                    inputs.Observed[gauge].CopyTo(row);
                }
                else if (inputs.AlsoObserved.TryGetValue(member.Descriptor.Targets[target - 1].Name, out double[][]? observed))
                {
                    observed[gauge].CopyTo(row);
                }
                else
                {
                    row.Fill(double.NaN);
                }
            }
        }

        return targets;
    }
}
