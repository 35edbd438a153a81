using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.HydroTrace;

/// <summary>The plugin: what its networks are, how one is trained, and how one runs on a domain.</summary>
public sealed class HydroTracePlugin : ITrainablePlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(HydroTraceJson.Default.HydroTraceSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings)
    {
        HydroTraceSettings read = SettingsOf(settings);
        return new ModelDescriptor
        {
            Name = "HydroTrace",
            Description = "a depthwise ConvLSTM with attention over cells and variables that learns discharge at gauges from gridded weather",
            Forcing = [.. read.Variables.Select(name => new ForcingDeclaration(ForcingOf(name)))],
            Attributes = [.. read.StaticGrids.Where(name => name != "elevation").Select(name => new AttributeDeclaration(name, "1", "a static grid"))],
            Outputs = [new OutputDeclaration(Variables.Discharge, OutputLocation.Gauge)],
            SpatialModes = SpatialModes.Distributed,
            InputKind = InputKind.Grid,
            Explanations = [HydroTraceExplanation.Attention],
            Capabilities = Capabilities.Stateful | Capabilities.Trainable | Capabilities.Explainable | Capabilities.AcceptsGaps,
        };
    }

    /// <inheritdoc/>
    public TrainingSummary Train(JsonElement settings, TrainingSetup setup, IProgress<TrainingProgress> progress, CancellationToken cancellation) =>
        new HydroTraceTraining(SettingsOf(settings), setup).Run(progress, cancellation);

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup) =>
        new HydroTraceModel(setup.ArtefactFolder ?? throw new InputException("the network was not trained", "settings"), SettingsOf(settings), setup);

    private static Variable ForcingOf(string name) =>
        Variables.All.TryGetValue(name, out Variable? known) ? known : new Variable(name, string.Empty, "1", CellMethod.Mean, "a gridded variable of the workflow's own");

    private static HydroTraceSettings SettingsOf(JsonElement settings)
    {
        HydroTraceSettings read = settings.Read(HydroTraceJson.Default.HydroTraceSettings);
        foreach ((string name, int size) in (ReadOnlySpan<(string, int)>)[("kernel_size", read.KernelSize), ("score_kernel", read.ScoreKernel)])
        {
            if (size % 2 == 0)
            {
                throw new InputException($"{name} is {size}, so that no cell lies in its middle", $"settings.{name}", "Give an odd number.");
            }
        }

        return read;
    }
}
