using System.Security.Cryptography;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>The plugin: what an adapted network is, how it is adapted, how it runs on a domain, and how it is handed on.</summary>
public sealed class TransferPlugin : IFreezingPlugin, IExportPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(TransferJson.Default.TransferSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => TransferDescriptor.Of(PlanOf(settings));

    /// <inheritdoc/>
    public TrainingSummary Train(JsonElement settings, TrainingSetup setup, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        TransferPlan plan = PlanOf(settings);
        return plan.Settings.Networks == Sharing.Each
            ? NetworkOfEach.Train(setup, (own, reports) => new Adaptation(plan, own, reports, cancellation).Run(), progress)
            : new Adaptation(plan, setup, progress, cancellation).Run();
    }

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup)
    {
        TransferPlan plan = PlanOf(settings);
        string folder = setup.ArtefactFolder ?? throw new InputException("the network was not adapted", "settings");
        var simulation = new RunoffSimulationPlan { CarriesStates = plan.Settings.Simulate == SimulationWay.Carried, Device = plan.Settings.Device };
        string[] folders = plan.Settings.Networks == Sharing.Each ? NetworkOfEach.Folders(folder, setup.Units) : Guard.Folders(folder, setup.Units);
        Scaler? scaler = plan.KeepsInputs ? ScalerFile.Read(Path.Combine(folders[0], ScalerFile.Name)) : null;
        ModelSetup own = setup with { Units = SourceMatch.Complete(setup.Units, plan.Attributes, scaler, _ => { }) };
        return folders.Distinct().Count() == 1 ? new RunoffModel(folders[0], own, simulation) : new NetworksOfUnits(folders, own, simulation);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ExportFormat> ExportFormats => RunoffExport.Formats;

    /// <inheritdoc/>
    public IReadOnlyList<string> Export(ModelExport export, CancellationToken cancellation)
    {
        IReadOnlyList<string> adapted = RunoffExport.Write(export, cancellation);
        string kept = Guard.SourceFolder(export.ArtefactFolder);
        if (!Directory.Exists(kept))
        {
            return adapted;
        }

        // The network of the basins that keep the source, by the guard.
        string beside = Path.ChangeExtension(export.Output, null) + "-source" + Path.GetExtension(export.Output);
        return [.. adapted, .. RunoffExport.Write(export with { ArtefactFolder = kept, Output = beside }, cancellation)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> FrozenWeights(JsonElement settings)
    {
        TransferPlan plan = PlanOf(settings);
        return plan is { Source: { } source, KeepsInputs: true, Trains: true } ? TrainedLayers.Frozen(plan.Settings, plan.Strategy, source.Shape) : [];
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> HashWeights(string artefactFolder) => PyTorchFile
        .ReadTensors(Path.Combine(artefactFolder, RunoffArtefact.WeightsName))
        .ToDictionary(weight => weight.Key, weight => Convert.ToHexStringLower(SHA256.HashData(weight.Value.Values.ToArray())));

    private static TransferPlan PlanOf(JsonElement settings) => TransferPlan.Of(settings.Read(TransferJson.Default.TransferSettings));
}
