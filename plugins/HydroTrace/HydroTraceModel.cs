using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>A trained network on the cells of a domain.</summary>
internal sealed class HydroTraceModel : IModel, IExplainable
{
    /// <summary>Takes up a network.</summary>
    /// <param name="folder">The artefact's folder.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="setup">The domain.</param>
    /// <exception cref="InputException">The artefact is damaged or does not fit the domain.</exception>
    public HydroTraceModel(string folder, HydroTraceSettings settings, ModelSetup setup)
    {
        Artefact = HydroTraceArtefact.Read(folder);
        Scaler = ScalerFile.Read(Path.Combine(folder, ScalerFile.Name));
        Grid = new GridCellsOfUnits(setup.Units, Artefact.Coarsen);
        Units = setup.Units;
        Step = setup.Step;
        if (Grid.Height != Artefact.Network.Height || Grid.Width != Artefact.Network.Width)
        {
            throw new InputException(
                $"the network learned on {Artefact.Network.Height} x {Artefact.Network.Width} cells, the domain has {Grid.Height} x {Grid.Width}", folder, "Take the domain that it learned on, or train anew.");
        }

        if (!Artefact.Gauges.SequenceEqual(setup.Gauges.Select(gauge => gauge.Id)))
        {
            throw new InputException(
                $"the network learned the gauges {string.Join(", ", Artefact.Gauges)}, the domain has {string.Join(", ", setup.Gauges.Select(gauge => gauge.Id))}", folder, "Take the same gauges, or train anew.");
        }

        if (Math.Abs(Artefact.StepSeconds - setup.Step.TotalSeconds) > 1e-6)
        {
            throw new InputException($"the network learned on steps of {StepLength.InWords(TimeSpan.FromSeconds(Artefact.StepSeconds))}", folder, "Set period.step to the network's own, or train anew.");
        }

        Device device = Devices.Of(settings.Device);
        Network = Artefact.LoadNetwork(folder);
        Network.to(device);
        Cells = NetworkGrid.Of(setup.Units, Grid, Artefact.Inside, Scaler.Attributes, device);
        Fields = new FieldReader(Grid, Scaler.Inputs);
    }

    public HydroTraceArtefact Artefact { get; }

    public Scaler Scaler { get; }

    public GridCellsOfUnits Grid { get; }

    public CatchmentUnits Units { get; }

    public TimeSpan Step { get; }

    public GridNetwork Network { get; }

    public GridCells Cells { get; }

    public FieldReader Fields { get; }

    /// <inheritdoc/>
    public ISimulation Start(ParameterSets parameters) => new HydroTraceSimulation(this);

    /// <inheritdoc/>
    public IReadOnlyList<Attribution> Explain(ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation) =>
        HydroTraceExplanation.Of(this, request, block, cancellation);

    /// <summary>
    /// The window behind a step as a batch of one, <c>[1, time, variable, y, x]</c>. Before the first known step stands that step itself.
    /// </summary>
    /// <param name="fields">Fields from some step on.</param>
    /// <param name="step">The step told, counted from the first field; negative where it lies before.</param>
    public Tensor Window(Tensor fields, int step)
    {
        int first = step - Artefact.History;
        int length = Artefact.Network.Window;
        Tensor window = first >= 0
            ? fields.narrow(0, first, length)
            : fields.index_select(0, tensor([.. Enumerable.Range(first, length).Select(at => (long)Math.Max(0, at))]));
        return window.unsqueeze(0).to(Cells.Mask.device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Cells.Mask.Dispose();
        Cells.Statics?.Dispose();
    }
}
