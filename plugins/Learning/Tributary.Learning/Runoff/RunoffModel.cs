using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>How a trained network simulates.</summary>
public sealed record RunoffSimulationPlan
{
    /// <summary>Whether states go from step to step; else each prediction reads its own look-back, as in training.</summary>
    public bool CarriesStates { get; init; }

    /// <summary>Where it computes.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>What a gap in the inputs does.</summary>
    public MissingInputs Missing { get; init; } = MissingInputs.Refuse;

    /// <summary>Quantiles that are written behind the expected values; empty for none.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Predictions with dropout on, from which the quantiles are taken; 0 for none.</summary>
    public int DropoutDraws { get; init; }

    /// <summary>Threads.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;
}

/// <summary>A trained network on the units of a domain.</summary>
public sealed class RunoffModel : IModel, IExplainable
{
    private readonly RunoffNetwork _network;

    /// <summary>Takes up a network.</summary>
    /// <param name="folder">The artefact's folder.</param>
    /// <param name="setup">The domain.</param>
    /// <param name="plan">How it simulates.</param>
    /// <exception cref="InputException">The artefact is damaged or does not fit the domain.</exception>
    public RunoffModel(string folder, ModelSetup setup, RunoffSimulationPlan plan)
    {
        Artefact = RunoffArtefact.Read(folder);
        Scaler = ScalerFile.Read(Path.Combine(folder, ScalerFile.Name));
        Features = new FeatureSet(Artefact.DynamicInputs, Artefact.DerivedInputs);
        Plan = plan;
        Device = Devices.Of(plan.Device);
        set_num_threads(plan.CarriesStates ? RunoffTraining.ThreadsOf(Artefact.Network, setup.Units.Count, plan.ThreadCount) : plan.ThreadCount);
        if (Math.Abs(Artefact.StepSeconds - setup.Step.TotalSeconds) > 1e-6)
        {
            throw new InputException(
                $"the network learned on steps of {StepLength.InWords(TimeSpan.FromSeconds(Artefact.StepSeconds))}, the workflow has {StepLength.InWords(setup.Step)}",
                folder,
                "Set period.step to the network's own, or train anew.");
        }

        _network = Artefact.LoadNetwork(folder);
        _network.to(Device);
        Statics = StaticsOf(setup.Units);
        UnitIds = setup.Units.Ids;
    }

    internal RunoffArtefact Artefact { get; }

    internal Scaler Scaler { get; }

    internal FeatureSet Features { get; }

    internal RunoffSimulationPlan Plan { get; }

    internal Device Device { get; }

    internal RunoffNetwork Network => _network;

    /// <summary>Scaled static attributes, <c>[unit, attribute]</c>; empty where there are none.</summary>
    internal float[] Statics { get; }

    /// <summary>Ids of the units.</summary>
    internal IReadOnlyList<string> UnitIds { get; }

    /// <inheritdoc/>
    public ISimulation Start(ParameterSets parameters) => new RunoffSimulation(this, parameters.Count);

    /// <inheritdoc/>
    public IReadOnlyList<Attribution> Explain(ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation) =>
        RunoffExplanation.Of(this, request, block, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private float[] StaticsOf(CatchmentUnits units)
    {
        int width = Artefact.StaticAttributes.Count;
        float[] statics = new float[units.Count * width];
        for (int attribute = 0; attribute < width; attribute++)
        {
            string name = Artefact.StaticAttributes[attribute];
            for (int unit = 0; unit < units.Count; unit++)
            {
                double value = units.Attributes.Contains(name) ? units.Attributes[name][unit] : double.NaN;
                double scaled = Scaler.Attributes[attribute].Apply(value, units.Ids[unit]);
                statics[(unit * width) + attribute] = !double.IsNaN(scaled) ? (float)scaled : Plan.Missing == MissingInputs.Mask ? 0 : throw new InputException(
                    $"the static attribute {name} is not known", units.Ids[unit], "Give the value, or set missing_inputs: mask.");
            }
        }

        return statics;
    }
}
